#!/usr/bin/env python3
"""Makes a small labelled set: make_set.py FOLDER N. N grey pictures of 64 x 64 in the splits fit and check, two of each patient, whose
labels A, B, C follow what is in the picture, but not always. The same numbers give the same set."""
import pathlib
import random
import struct
import sys
import zlib

SIZE = 64


def png(rows):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    raw = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b""))


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    (folder / "images").mkdir(parents=True)
    draw = random.Random(7)
    lines = ["image,patient,split,A,B,C"]
    for number in range(count):
        bright, spread = draw.random(), draw.random()
        rows = [[min(255, max(0, int(255 * (bright * (x / SIZE) + spread * draw.random() * 0.5)))) for x in range(SIZE)] for _ in range(SIZE)]
        rows[0][0], rows[0][1] = 0, 255
        (folder / "images" / f"{number:03}.png").write_bytes(png(rows))
        label = [int(value + draw.uniform(-0.25, 0.25) > 0.5) for value in (bright, spread, 1 - bright)]
        lines.append(f"{number:03}.png,p{number // 2},{'fit' if number % 4 < 2 else 'check'},{label[0]},{label[1]},{label[2]}")
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n")


main()
