"""Makes the radiograph of the measurement in every syntax: make_films.py SAMPLE.dcm OUT_DIR

3,000 x 2,500 pixels, 16 bits stored: a small sample enlarged, with the noise of a detector (fixed seed), so that the codecs have to work as
on a real film (about 8 bits a pixel after lossless coding). dcmcrle, dcmcjpeg and dcmcjpls (DCMTK), opj_compress and ojph_compress encode.
"""
import pathlib
import subprocess
import sys

import cv2
import numpy as np
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000Lossless

ROWS, COLUMNS, BITS = 3000, 2500, 16
NOISE = 40  # standard deviation in stored values, of 65,536
HTJ2K_LOSSLESS = UID("1.2.840.10008.1.2.4.201")


def pixels_of(sample):
    pixels = sample.pixel_array.astype(np.float32)
    if sample.PhotometricInterpretation == "MONOCHROME1":
        pixels = (1 << sample.BitsStored) - 1 - pixels
    large = cv2.resize(pixels, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC) * 65535 / ((1 << sample.BitsStored) - 1)
    noise = np.random.Generator(np.random.PCG64(1)).normal(0, NOISE, large.shape)
    return np.clip(np.rint(large + noise), 0, 65535).astype("<u2")


def main():
    film = pydicom.dcmread(sys.argv[1])
    out = pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    pixels = pixels_of(film)
    film.PhotometricInterpretation = "MONOCHROME2"
    film.Rows, film.Columns = ROWS, COLUMNS
    film.BitsAllocated, film.BitsStored, film.HighBit, film.PixelRepresentation = 16, BITS, BITS - 1, 0
    film.WindowCenter, film.WindowWidth = "30000", "50000"
    film.RescaleIntercept, film.RescaleSlope, film.RescaleType = "0", "1", "US"

    def write(name, syntax, data, encapsulated=False):
        film.file_meta.TransferSyntaxUID = syntax
        film.PixelData = data
        film["PixelData"].VR = "OB" if encapsulated else "OW"
        film["PixelData"].is_undefined_length = encapsulated
        pydicom.dcmwrite(out / name, film, implicit_vr=syntax == ImplicitVRLittleEndian, little_endian=True, enforce_file_format=True)

    write("implicit.dcm", ImplicitVRLittleEndian, pixels.tobytes())
    write("explicit.dcm", ExplicitVRLittleEndian, pixels.tobytes())
    for name, command in (("rle", ["dcmcrle"]), ("jpeg-lossless", ["dcmcjpeg", "+e1"]), ("jpeg-ls", ["dcmcjpls"])):
        subprocess.run([*command, out / "explicit.dcm", out / f"{name}.dcm"], check=True)
    (out / "film.pgm").write_bytes(b"P5\n%d %d\n65535\n" % (COLUMNS, ROWS) + pixels.astype(">u2").tobytes())
    quiet = {"check": True, "stdout": subprocess.DEVNULL}
    subprocess.run(["opj_compress", "-i", out / "film.pgm", "-o", out / "film.j2k"], **quiet)
    subprocess.run(["ojph_compress", "-i", out / "film.pgm", "-o", out / "film.j2c", "-reversible", "true"], **quiet)
    write("jpeg-2000.dcm", JPEG2000Lossless, encapsulate([(out / "film.j2k").read_bytes()]), True)
    write("htj2k.dcm", HTJ2K_LOSSLESS, encapsulate([(out / "film.j2c").read_bytes()]), True)


main()
