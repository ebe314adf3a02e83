#!/usr/bin/env python3
"""Made everything under samples/ but the READMEs: make_samples.py DATA, where DATA holds the sets cxr_nih, cxr_anatomy, limb_fracture, body_part,
knee_arthritis and cxr_pneumonia_child.

Needs pydicom, NumPy, Pillow, and DCMTK's dcmcrle and dcmcjpls. The same inputs give the same bytes.
"""
import csv
import hashlib
import pathlib
import shutil
import subprocess
import sys

import numpy
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset

kHere = pathlib.Path(__file__).resolve().parent
kComputedRadiography = "1.2.840.10008.5.1.4.1.1.1"
kExplicitLittleEndian = "1.2.840.10008.1.2.1"

# name, set, image, how it is written: photometric interpretation, bits, then the program that compresses it.
kFilms = [
    ("chest-normal", "cxr_nih", "00022202_000.jpg", "MONOCHROME2", 8, None),
    ("chest-opacity", "cxr_nih", "00020239_000.jpg", "MONOCHROME2", 12, ["dcmcjpls", "--encode-lossless"]),
    ("chest-large-heart", "cxr_anatomy", "00026075_000.jpg", "MONOCHROME1", 8, ["dcmcrle"]),
    ("hand", "limb_fracture", "IMG0003922.jpg", "MONOCHROME2", 8, None),
    ("knee", "body_part", "knee_024.jpg", "MONOCHROME2", 8, None),
    ("knee-grade-3", "knee_arthritis", "9657464L.jpg", "MONOCHROME2", 8, None),
]
# As they are in their sets: validation films, never trained on.
kPictures = [
    ("child-normal.jpg", "cxr_pneumonia_child", "pc49def3927c.jpg"),
    ("child-pneumonia.jpg", "cxr_pneumonia_child", "pcb413f1032b.jpg"),
]
kTinyPerSplit = {"train": 8, "val": 4, "test": 4}
kTinySide = 256
kLabels = ("Atelectasis Cardiomegaly Consolidation Edema Effusion Emphysema Fibrosis Hernia Infiltration Mass Nodule "
           "Pleural_Thickening Pneumonia Pneumothorax").split()


def rows_of(folder):
    with open(folder / "metadata.csv", newline="", encoding="utf-8") as file:
        return {row["image"]: row for row in csv.DictReader(file)}


def uid(text):
    """A UID under 2.25 (a UUID as a decimal number, PS3.5 B.2), the same for the same text."""
    return "2.25." + str(int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big"))


def write_film(data, number, name, folder, image, photometric, bits, compress):
    row = rows_of(data / folder)[image]
    pixels = numpy.asarray(Image.open(data / folder / "images" / image).convert("L")).astype(numpy.uint16)
    if bits == 12:
        pixels = pixels * 16 + 8
    if photometric == "MONOCHROME1":
        pixels = (1 << bits) - 1 - pixels

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = kComputedRadiography
    meta.MediaStorageSOPInstanceUID = uid(f"roentgen sample {name} instance")
    meta.TransferSyntaxUID = kExplicitLittleEndian
    meta.ImplementationClassUID = uid("roentgen samples")
    path = kHere / ("parts" if folder == "knee_arthritis" else "films") / f"{name}.dcm"
    film = FileDataset(str(path), Dataset(), file_meta=meta, preamble=b"\0" * 128)
    film.SpecificCharacterSet = "ISO_IR 100"
    film.ImageType = ["DERIVED", "SECONDARY"]
    film.SOPClassUID = kComputedRadiography
    film.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    film.StudyInstanceUID = uid(f"roentgen sample {name} study")
    film.SeriesInstanceUID = uid(f"roentgen sample {name} series")
    film.StudyDate = film.StudyTime = film.AccessionNumber = film.ReferringPhysicianName = film.Manufacturer = ""
    film.StudyID = str(number)
    film.SeriesNumber = film.InstanceNumber = "1"
    film.PatientName = f"Sample^{name}"
    film.PatientID = f"SAMPLE-{number}"
    film.PatientBirthDate = ""
    film.PatientSex = row.get("sex", "")
    film.Modality = "CR"
    film.PatientOrientation = ""
    film.BurnedInAnnotation = "YES"  # the side letters of the film
    film.LossyImageCompression = "01"
    film.LossyImageCompressionMethod = "ISO_10918_1"
    film.ImageComments = f"{folder} {image}"
    if folder.startswith("cxr"):
        side = pixels.shape[1]
        film.PatientAge = f"{int(row['age']):03d}Y"
        film.BodyPartExamined = "CHEST"
        film.ViewPosition = row["view"]
        spacing = float(row["detector_spacing_mm"])
        film.ImagerPixelSpacing = [f"{int(row['detector_height']) * spacing / pixels.shape[0]:.6f}",
                                   f"{int(row['detector_width']) * spacing / side:.6f}"]
    elif name in ("hand", "knee-grade-3"):
        film.BodyPartExamined = name.split("-")[0].upper()
        film.ViewPosition = ""
    else:
        film.BodyPartExamined = film.ViewPosition = ""  # the tags do not give it away: the picture must
    film.SamplesPerPixel = 1
    film.PhotometricInterpretation = photometric
    film.Rows, film.Columns = pixels.shape
    film.BitsAllocated = 8 if bits == 8 else 16
    film.BitsStored = bits
    film.HighBit = bits - 1
    film.PixelRepresentation = 0
    film.WindowCenter, film.WindowWidth = str(1 << (bits - 1)), str(1 << bits)
    film.RescaleIntercept, film.RescaleSlope, film.RescaleType = "0", "1", "US"
    raw = pixels.astype("<u1" if bits == 8 else "<u2").tobytes()
    film.PixelData = raw + b"\0" * (len(raw) % 2)
    film["PixelData"].VR = "OB" if bits == 8 else "OW"
    film.is_little_endian, film.is_implicit_VR = True, False
    pydicom.dcmwrite(str(path), film, write_like_original=False)
    if compress:
        subprocess.run([*compress, "--uid-never", str(path), str(path)] if compress[0] == "dcmcjpls" else [*compress, str(path), str(path)], check=True)
    print(f"{path.name}: {path.stat().st_size} bytes")


def write_tiny(data):
    """chest_tiny: 16 films at 256 pixels in the layout of a labelled set, for tests that train and evaluate."""
    out = kHere / "data" / "chest_tiny"
    for folder in (out / "images", out / "masks"):
        folder.mkdir(parents=True, exist_ok=True)
    outlined, labelled = rows_of(data / "cxr_anatomy"), rows_of(data / "cxr_nih")
    columns = ["image", "patient", "source", "view", "age", "sex", "split", "detector_width", "detector_height", "detector_spacing_mm",
               "no_finding", *kLabels, "rsna_pneumonia"]
    written = []
    for split, count in kTinyPerSplit.items():
        films = [i for i, row in sorted(outlined.items()) if row["split"] == split and labelled.get(i, {}).get("split") == split]
        sick = [i for i in films if outlined[i]["Cardiomegaly"] == "1"]
        well = [i for i in films if outlined[i]["Cardiomegaly"] == "0"]
        patients = set()
        for group, wanted in ((sick, count // 2), (well, count - count // 2)):
            for image in group:
                if wanted and labelled[image]["patient"] not in patients:
                    patients.add(labelled[image]["patient"])
                    written.append({**{c: labelled[image].get(c, "") for c in columns}, "source": outlined[image]["source"]})
                    wanted -= 1
    for row in written:
        name = pathlib.Path(row["image"]).stem
        row["detector_spacing_mm"] = f"{float(row['detector_spacing_mm']):.3f}"
        Image.open(data / "cxr_anatomy/images" / row["image"]).convert("L").resize((kTinySide, kTinySide), Image.BOX).save(
            out / "images" / row["image"], quality=85)
        mask = Image.open(data / "cxr_anatomy/masks" / f"{name}.png")
        mask.resize((kTinySide, kTinySide), Image.NEAREST).save(out / "masks" / f"{name}.png", optimize=True)
    (out / "masks.json").write_bytes((data / "cxr_anatomy/masks.json").read_bytes())
    with open(out / "metadata.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, columns, lineterminator="\n")
        table.writeheader()
        table.writerows(written)
    print(f"chest_tiny: {len(written)} films")


def main():
    data = pathlib.Path(sys.argv[1])
    (kHere / "films").mkdir(exist_ok=True)
    (kHere / "parts").mkdir(exist_ok=True)
    for name, folder, image in kPictures:
        shutil.copyfile(data / folder / "images" / image, kHere / "parts" / name)
    for number, film in enumerate(kFilms, 1):
        write_film(data, number, *film)
    (kHere / "films" / "not-a-radiograph.dcm").write_text(
        "This is a text file whose name ends in .dcm. A program that reads radiographs must say so and go on.\n")
    write_tiny(data)


main()
