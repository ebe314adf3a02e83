#!/usr/bin/env python3
"""Joins the before/after pictures of `roentgen enhance --side-by-side` into one sheet: sheet.py OUT.jpg HEIGHT COLUMNS PNG...

Needs the libraries of bench/run (.deps/bench). The JPEG is made as good as fits into 150 kB.
"""
import sys

import cv2
import numpy


def main():
    out, height, columns, *names = sys.argv[1:]
    height, columns = int(height), int(columns)
    tiles = []
    for name in names:
        picture = cv2.imread(name)
        tiles.append(cv2.resize(picture, (round(picture.shape[1] * height / picture.shape[0]), height), interpolation=cv2.INTER_AREA))
    rows = [tiles[i:i + columns] for i in range(0, len(tiles), columns)]
    width = max(sum(tile.shape[1] for tile in row) + 6 * (len(row) - 1) for row in rows)
    sheet = numpy.full((len(rows) * (height + 6) - 6, width, 3), 255, numpy.uint8)
    for y, row in enumerate(rows):
        x = 0
        for tile in row:
            sheet[y * (height + 6):y * (height + 6) + height, x:x + tile.shape[1]] = tile
            x += tile.shape[1] + 6
    if out.endswith(".png"):
        cv2.imwrite(out, sheet)
        return
    for quality in range(92, 20, -4):
        done, data = cv2.imencode(".jpg", sheet, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(data) < 150_000:
            break
    with open(out, "wb") as file:
        file.write(data.tobytes())


main()
