"""A DICOM file as display values: stored pixels → rescale → window → polarity, 0 black … 65535 white, uint16."""
import hashlib
import io
import pathlib

import cv2
import numpy as np
import pydicom
from pydicom.pixels import pixel_array

WHITE = 65535


def one(value, default):
    """The first of several values, as a number."""
    if value is None or value == "":
        return default
    return float(value[0] if isinstance(value, pydicom.multival.MultiValue) else value)


def own_window(pixels, slope, intercept):
    """Without a window in the file: between percentiles 0.5 and 99.5 of the picture's own values."""
    low, high = np.percentile(pixels, [0.5, 99.5]) * slope + intercept
    return (low + high) / 2, max(high - low, 1e-6), 0.0


def display_values(film, pixels):
    slope, intercept = one(film.get("RescaleSlope"), 1.0), one(film.get("RescaleIntercept"), 0.0)
    width = one(film.get("WindowWidth"), None)
    if width is None:
        centre, width, half = own_window(pixels, slope, intercept)
    elif film.get("VOILUTFunction", "LINEAR") == "LINEAR":  # PS3.3 C.11.2.1.2.1
        centre, width, half = one(film.WindowCenter, None), width - 1, 0.5
    else:
        centre, half = one(film.WindowCenter, None), 0.0
    # (slope * stored + intercept - (centre - half)) / width + 0.5, times white: one pass that rounds and clamps
    gain = WHITE * slope / width
    offset = WHITE * ((intercept - centre + half) / width + 0.5)
    if film.PhotometricInterpretation == "MONOCHROME1":
        gain, offset = -gain, WHITE - offset
    return cv2.addWeighted(pixels, gain, pixels, 0, offset, dtype=cv2.CV_16U)


def read_film(path):
    """(data set, display values, SHA-256 of the file)"""
    content = pathlib.Path(path).read_bytes()
    film = pydicom.dcmread(io.BytesIO(content))
    pixels = pixel_array(film, view_only=True)
    return film, display_values(film, pixels), hashlib.sha256(content).hexdigest()
