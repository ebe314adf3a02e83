#!/usr/bin/env python3
"""Draws the same made-up lungs and heart for every picture of a set, as different people would hand them over: make_masks.py SET KIND.
index: masks/*.png, 1 right lung, 2 left lung, 3 heart (cxr_anatomy). bits: the same as 2, 1 and 4, with masks.json. layers: masks/right_lung/,
masks/left_lung/ and masks/heart/, 0 and 255. swapped: as index with 1 and 2 the other way round. lungs: 1 for both lungs, no heart. grey: as
index times 80. Any masks.json and masks/ go first."""
import pathlib
import shutil
import struct
import sys
import zlib

SIZE = 128
RIGHT, LEFT, HEART = range(20, 50), range(80, 110), range(50, 80)  # columns; they do not overlap


def png(row):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    empty = bytes(SIZE)
    rows = b"".join(b"\0" + (row if 30 <= y < 100 else empty) for y in range(SIZE))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) +
            chunk(b"IEND", b""))


def row(right, left, heart):
    return bytes(right if x in RIGHT else left if x in LEFT else heart if x in HEART else 0 for x in range(SIZE))


def main():
    folder, kind = pathlib.Path(sys.argv[1]), sys.argv[2]
    shutil.rmtree(folder / "masks", ignore_errors=True)
    (folder / "masks.json").unlink(missing_ok=True)
    rows = {"index": {"": row(1, 2, 3)}, "bits": {"": row(2, 1, 4)}, "swapped": {"": row(2, 1, 3)}, "lungs": {"": row(1, 1, 0)},
            "grey": {"": row(80, 160, 240)},
            "layers": {"right_lung": row(255, 0, 0), "left_lung": row(0, 255, 0), "heart": row(0, 0, 255)}}[kind]
    for name, pixels in rows.items():
        (folder / "masks" / name).mkdir(parents=True, exist_ok=True)
        for image in (folder / "images").iterdir():
            (folder / "masks" / name / (image.stem + ".png")).write_bytes(png(pixels))
    if kind == "bits":
        (folder / "masks.json").write_text('[{"folder": "masks", "kind": "bits", "values": {"1": "left_lung", "2": "right_lung", "4": "heart"}}]\n')


main()
