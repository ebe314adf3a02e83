"""What a package draws on a film, as polygons in pixels of the picture: outlines and vertebrae by the program, boxes from the network's output."""
import json
import pathlib
import subprocess
import tempfile

import cv2
import numpy as np
import onnxruntime
import pydicom
from pydicom.uid import ComputedRadiographyImageStorage, ExplicitVRLittleEndian, generate_uid


def network_lines(program, package, films):
    """{(folder, image): polygons} of a segmenter, a finder of vertebrae or a detector; of other packages nothing."""
    card = json.loads((package / "card.json").read_text())
    if card["task"] in ("segmentation", "landmarks"):
        return outlines(program, card, films)
    return boxes(package, card, films) if "places" in card else {}


def written_as_dicom(film, body_part, path):
    """The program reads a spine as one only where the file says so; a JPEG says nothing."""
    data = pydicom.Dataset()
    data.file_meta = pydicom.dataset.FileMetaDataset()
    data.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data.SOPClassUID = data.file_meta.MediaStorageSOPClassUID = ComputedRadiographyImageStorage
    data.SOPInstanceUID = data.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    data.Modality, data.BodyPartExamined = "CR", body_part.upper()
    data.Rows, data.Columns = film.shape
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PixelRepresentation = 1, "MONOCHROME2", 0
    data.BitsAllocated, data.BitsStored, data.HighBit = 8, 8, 7
    data.PixelData = film.tobytes() + b"\0" * (film.size % 2)
    data["PixelData"].VR = "OB"
    data.save_as(path, enforce_file_format=True)


def outlines(program, card, films):
    with tempfile.TemporaryDirectory() as room:
        room = pathlib.Path(room)
        paths = [room / f"{number}.dcm" for number in range(len(films))]
        for (folder, image), path in zip(films, paths):
            written_as_dicom(cv2.imread(str(folder / "images" / image), cv2.IMREAD_GRAYSCALE), card["accepts"]["body_part"], path)
        subprocess.run([program, "analyze", *paths, "--no-pictures", "--threads", "1", "--out", room / "out"], capture_output=True, check=True)
        found = {}
        for film, path in zip(films, paths):
            reading = json.loads((room / "out" / path.stem / "findings.json").read_text())
            found[film] = [polygon for outline in reading["outlines"] for polygon in outline["polygons"]]
            if not found[film]:
                print(f"{film[1]}: nothing drawn: {reading['reasons'] or reading['quality']}")
        return found


def overlap(a, b):
    width, height = (min(a[k + 2], b[k + 2]) - max(a[k], b[k]) for k in (0, 1))
    both = max(width, 0) * max(height, 0)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def boxes(package, card, films):
    """As found_boxes.cpp does, within rounding: peaks among eight neighbours that reach the card's threshold, the strongest first, none that covers another."""
    session = onnxruntime.InferenceSession(package / "model.onnx")
    size, places = card["input"]["size"], card["places"]
    found = {}
    for folder, image in films:
        film = cv2.imread(str(folder / "images" / image), cv2.IMREAD_GRAYSCALE).astype(np.float32)
        low, high = (np.percentile(film, card["input"][k]) for k in ("low_percentile", "high_percentile"))
        scale = size / max(film.shape)
        small = cv2.resize(np.clip((film - low) / (high - low) * 2 - 1, -1, 1), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        top, left = (size - small.shape[0]) // 2, (size - small.shape[1]) // 2
        input_ = np.full((1, 1, size, size), -1, np.float32)
        input_[0, 0, top : top + small.shape[0], left : left + small.shape[1]] = small
        scores, sides = (x[0] for x in session.run(["scores", "boxes"], {"image": input_}))
        scores = 1 / (1 + np.exp(-scores.max(0)))
        peaks = np.argwhere((scores >= places["threshold"]) & (scores == cv2.dilate(scores, np.ones((3, 3)))))
        kept = []
        for row, column in sorted(peaks, key=lambda p: -scores[*p]):
            x, y = (column + 0.5) * places["stride"], (row + 0.5) * places["stride"]
            before_x, before_y, behind_x, behind_y = np.exp(sides[:, row, column]) * places["stride"]
            box = (x - before_x, y - before_y, x + behind_x, y + behind_y)
            if all(overlap(box, other) <= places["most_overlap"] for other in kept):
                kept.append(box)
        corners = [(np.array(box) - (left, top, left, top)) / scale for box in kept[: places["most"]]]
        found[folder, image] = [[(a, b), (c, b), (c, d), (a, d)] for a, b, c, d in corners]
    return found
