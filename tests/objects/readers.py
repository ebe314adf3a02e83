#!/usr/bin/env python3
"""Reads written objects with pydicom, highdicom and dcmqi and holds them against what went in: readers.py CASES

Run by validate.py; prints verdict, name and note by tabs. In the folder of each case lie mask-N.png and fraction-N.png, the pixels of frame N that
went in, and heat-N.bin for the parametric map.
"""
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

import dcmqi
import highdicom as hd
import numpy as np
import pydicom
from PIL import Image


def tell(good, name, note=""):
    print("passed" if good else "failed", name, " ".join(str(note).split()), sep="\t")


def pictures(case, stem):
    found = []
    while (path := case / f"{stem}-{len(found) + 1}.png").exists():
        found.append(np.array(Image.open(path)))
    return found


def film_of(case):
    path = case / "picture.dcm"
    return pydicom.dcmread(path if path.exists() else case / "film.bin", stop_before_pixels=True)


def segmentation(path, case):
    """highdicom finds the frames by their source image, as a viewer would, and gives each segment's pixels on it."""
    seg = hd.seg.segread(path)
    binary = seg.SegmentationType == "BINARY"
    expected = pictures(case, "mask" if binary else "fraction")
    film = film_of(case)
    frame = int(film.get("NumberOfFrames", 1) or 1)
    if frame > 1:
        got = seg.get_pixels_by_source_frame(film.SOPInstanceUID, [frame], combine_segments=False, rescale_fractional=False)
    else:
        got = seg.get_pixels_by_source_instance([film.SOPInstanceUID], combine_segments=False, rescale_fractional=False)
    stacked = np.stack([picture if not binary else (picture > 0).astype(np.uint8) for picture in expected], axis=-1)
    name = f"highdicom: {case.name}/{path.name}"
    if got.shape[1:] != stacked.shape or (film.Rows, film.Columns) != stacked.shape[:2]:
        tell(False, name, f"shapes {got.shape} and {stacked.shape}")
    else:
        tell(np.array_equal(got[0], stacked), name, f"{np.count_nonzero(got[0] != stacked)} samples differ")


def parametric_map(path, case):
    read = pydicom.dcmread(path)
    expected = []
    while (stored := case / f"heat-{len(expected) + 1}.bin").exists():
        expected.append(np.fromfile(stored, "<f4"))
    got = read.pixel_array.reshape(len(expected), -1)
    mapping = read.PerFrameFunctionalGroupsSequence[0].RealWorldValueMappingSequence[0]
    tell(np.array_equal(got, np.stack(expected)) and mapping.RealWorldValueSlope == 1 and mapping.RealWorldValueIntercept == 0,
         f"pydicom: {case.name}/{path.name}")


def dcmqi_map(path, case):
    """dcmqi's converter makes an ITK image of the map: the same numbers, where a film has a pixel spacing (without one it refuses)."""
    measures = pydicom.dcmread(path).SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0]
    if "PixelSpacing" not in measures:
        return
    expected = np.fromfile(case / "heat-1.bin", "<f4")
    with tempfile.TemporaryDirectory() as room:
        run = subprocess.run([pathlib.Path(dcmqi.__file__).parent / "bin" / "paramap2itkimage", "--inputDICOM", path, "--outputDirectory", room, "-n", "map",
                              "-t", "nrrd"], capture_output=True, text=True, errors="replace")
        made = pathlib.Path(room) / "map-pmap.nrrd"
        if run.returncode or not made.exists():
            return tell(False, f"dcmqi: {case.name}/{path.name}", run.stderr[-200:] or "it made nothing")
        head, _, body = made.read_bytes().partition(b"\n\n")
        got = np.frombuffer(gzip.decompress(body), "<f4")
    spacing = [float(number) for number in measures.PixelSpacing]
    steps = np.array(re.search(rb"space directions: (.*)", head)[1].decode().replace("(", "").replace(")", "").replace(",", " ").split(), float).reshape(3, 3)
    apart = np.abs(np.linalg.norm(steps, axis=1)[:2] - spacing[::-1]).max()
    tell(np.array_equal(got, expected) and apart < 1e-6, f"dcmqi: {case.name}/{path.name}")


def graphics(path, case):
    """The boxes and outlines in the file are those of the film, in pixels of DICOM's origin."""
    state = pydicom.dcmread(path)
    film = film_of(case)
    inside = True
    for annotation in state.get("GraphicAnnotationSequence", []):
        for graphic in annotation.get("GraphicObjectSequence", []):
            points = np.array(graphic.GraphicData).reshape(-1, 2)
            inside &= bool((points >= 0).all() and (points <= [film.Columns, film.Rows]).all())
    reference = state.ReferencedSeriesSequence[0].ReferencedImageSequence[0]
    tell(inside and reference.ReferencedSOPInstanceUID == film.SOPInstanceUID, f"pydicom: {case.name}/{path.name}", "a point lies outside of the film")


def secondary_capture(path, case):
    read = pydicom.dcmread(path)
    picture = read.pixel_array
    strip = picture[:12].reshape(-1, 3)
    tell(read.BurnedInAnnotation == "YES" and picture.shape == (read.Rows, read.Columns, 3) and strip.max() > 200,
         f"pydicom: {case.name}/{path.name}", "the mark is not burned in")


def main():
    readers = {"seg": segmentation, "pm": parametric_map, "gsps": graphics, "sc": secondary_capture}
    for case in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        if not case.name.startswith("drawn-"):
            continue
        for path in sorted(case.glob("*.dcm")):
            kind = path.stem.split("-")[0]
            if kind in readers:
                try:
                    readers[kind](path, case)
                    if kind == "pm":
                        dcmqi_map(path, case)
                except Exception as error:  # noqa: BLE001: whatever a reader cannot do is an answer
                    tell(False, f"{kind} of {case.name}", f"{type(error).__name__}: {error}")


main()
