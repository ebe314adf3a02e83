"""The same way with pydicom and NumPy: peer.py REPEATS FILE, one line of JSON as decode-bench prints it.

The decoders are pydicom's fastest for each syntax: pylibjpeg's plug-ins, and CharLS through pyjpegls. OpenCV resizes, with one thread, as NumPy cannot.
The file's SHA-256, which roentgen makes in every run, is left out here.
"""
import json
import sys
import time

import cv2
import numpy as np
import pydicom
from pydicom.uid import JPEGLSLossless

LONGEST = 1024


def decode(path):
    film = pydicom.dcmread(path)
    if film.file_meta.TransferSyntaxUID == JPEGLSLossless:
        film.pixel_array_options(decoding_plugin="pyjpegls")  # pylibjpeg would be taken first, which is five times as slow
    values = film.pixel_array.astype(np.float32)
    slope, intercept = np.float32(film.get("RescaleSlope", 1)), np.float32(film.get("RescaleIntercept", 0))
    if slope != 1 or intercept != 0:
        values *= slope
        values += intercept
    centre, width = np.float32(film.WindowCenter), np.float32(film.WindowWidth)
    values -= centre - np.float32(0.5)  # PS3.3 C.11.2.1.2.1
    values *= 65535 / (width - 1)
    values += np.float32(65535 / 2)
    np.clip(values, 0, 65535, out=values)
    if film.PhotometricInterpretation == "MONOCHROME1":
        np.subtract(65535, values, out=values)
    shown = values.astype(np.uint16)
    rows, columns = shown.shape
    longest = max(rows, columns)
    return cv2.resize(shown, (columns * LONGEST // longest, rows * LONGEST // longest), interpolation=cv2.INTER_AREA)


def main():
    cv2.setNumThreads(1)
    repeats, path = int(sys.argv[1]), sys.argv[2]
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        decode(path)
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": times}))


main()
