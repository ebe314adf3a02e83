#!/usr/bin/env python3
"""Makes the films of the measurement: make_film.py SAMPLE.dcm OUT_DIR COUNT

COUNT radiographs of 2,000 x 2,000 pixels and 12 bits stored, explicit little endian, from one of the small samples: enlarged, with mild
noise (fixed seeds, another for each film), and the first one again as JPEG 2000 (lossless) and JPEG-LS. Prints nothing; the same versions
of the libraries write the same bytes.
"""
import copy
import hashlib
import pathlib
import sys

import cv2
import numpy as np
import pydicom
from pydicom.pixels import pixel_array
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless

SIDE, BITS = 2000, 12
NOISE = 12  # standard deviation in stored values, of 4096


def uid(text):
    return "2.25." + str(int(hashlib.sha256(text.encode()).hexdigest()[:30], 16))


def grown(sample):
    """Values of the sample, brighter is denser, at the new size and depth, as float."""
    pixels = pixel_array(sample).astype(np.float32)
    if sample.PhotometricInterpretation == "MONOCHROME1":
        pixels = (1 << sample.BitsStored) - 1 - pixels
    large = cv2.resize(pixels, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return large * ((1 << BITS) - 1) / ((1 << sample.BitsStored) - 1)


def film_of(sample, large, number):
    noise = np.random.Generator(np.random.PCG64(number)).normal(0, NOISE, large.shape)
    stored = np.clip(np.rint(large + noise), 0, (1 << BITS) - 1).astype("<u2")
    film = copy.deepcopy(sample)
    if "ImagerPixelSpacing" in sample:
        film.ImagerPixelSpacing = [f"{float(s) * n / SIDE:.6f}" for s, n in zip(sample.ImagerPixelSpacing, (sample.Rows, sample.Columns))]
    film.PhotometricInterpretation = "MONOCHROME2"
    film.Rows = film.Columns = SIDE
    film.BitsAllocated, film.BitsStored, film.HighBit, film.PixelRepresentation = 16, BITS, BITS - 1, 0
    film.WindowCenter, film.WindowWidth = str(1 << (BITS - 1)), str(1 << BITS)
    film.RescaleIntercept, film.RescaleSlope, film.RescaleType = "0", "1", "US"
    film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = uid(f"bench film {number}")
    film.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    film.PixelData = stored.tobytes()
    film["PixelData"].VR = "OW"
    film["PixelData"].is_undefined_length = False
    return film


def main():
    sample = pydicom.dcmread(sys.argv[1])
    out, count = pathlib.Path(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    large = grown(sample)
    for number in range(count):
        film = film_of(sample, large, number)
        film.save_as(out / f"film-{number:02}.dcm", enforce_file_format=True)
        if number == 0:
            for name, syntax in (("jpeg-2000", JPEG2000Lossless), ("jpeg-ls", JPEGLSLossless)):
                film.compress(syntax, generate_instance_uid=False)
                film.save_as(out / f"film-{name}.dcm", enforce_file_format=True)
                film = film_of(sample, large, number)


main()
