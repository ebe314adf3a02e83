#!/usr/bin/env python3
"""A sheet of the films that a package is most wrong about: the top row missed, the bottom row false alarms.

bench/failures.py PACKAGE LABEL --data DIR --out SHEET.jpg [--split val] [--columns 5] [--program ROENTGEN]
LABEL: a label of the package, or the name of its grading (top row told too low, bottom row too high). Boxes that a reader drew are outlined.
One film a patient. The sheet holds small copies of the films: only of sets whose terms allow it.
Needs .deps/bench (bench/run makes it). Exit code: 0 done; 3 the package could not be measured.
"""
import argparse
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

kHere = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(kHere))
sys.dont_write_bytecode = True
from peer_libraries import install_peer, kVenv

if not sys.prefix.startswith(str(kVenv)):
    install_peer()
    os.execv(kVenv / "bin" / "python", [str(kVenv / "bin" / "python"), *sys.argv])

import cv2
import numpy as np

kTile, kCaption = 260, 26


def scores_of(options):
    with tempfile.TemporaryDirectory() as room:
        path = pathlib.Path(room) / "scores.csv"
        command = [options.program, "evaluate", options.package, "--data", options.data, "--split", options.split, "--no-controls", "--scores", path]
        done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        if not path.exists():
            print(done.stderr.strip(), file=sys.stderr)
            sys.exit(3)
        return list(csv.DictReader(path.open()))


def errors_of(rows, label):
    """(error, said, truth, row), the error signed: above 0 told too high."""
    said = f"{label}_expected" if f"{label}_expected" in rows[0] else label
    for row in rows:
        truth = row[f"{label}_truth"]
        if truth not in ("", "-1"):
            yield float(row[said]) - float(truth), row[said], truth, row


def worst(errors, sign, count):
    chosen, patients = [], set()
    for error in sorted(errors, key=lambda e: -sign * e[0]):
        if error[3]["patient"] not in patients and sign * error[0] > 0:
            patients.add(error[3]["patient"])
            chosen.append(error)
    return chosen[:count]


def boxes_of(data):
    path = data / "boxes.csv"
    boxes = {}
    for row in csv.DictReader(path.open()) if path.exists() else []:
        boxes.setdefault(row["image"], []).append([float(row[k]) for k in ("x", "y", "width", "height")])
    return boxes


def tile(error, data, boxes):
    _, said, truth, row = error
    film = cv2.imread(str(data / "images" / row["image"]), cv2.IMREAD_COLOR)
    scale = kTile / max(film.shape[:2])
    small = cv2.resize(film, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    for x, y, width, height in boxes.get(row["image"], []):
        cv2.rectangle(small, (int(x * scale), int(y * scale)), (int((x + width) * scale), int((y + height) * scale)), (60, 200, 255), 1, cv2.LINE_AA)
    sheet = np.zeros((kTile + kCaption, kTile, 3), np.uint8)
    top, left = (kTile - small.shape[0]) // 2, (kTile - small.shape[1]) // 2
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    cv2.putText(sheet, f"said {float(said):.2f}, truth {truth}", (6, kTile + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (235, 235, 235), 1, cv2.LINE_AA)
    return sheet


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("label")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--split", default="val")
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--program", type=pathlib.Path, default=kHere.parent / "build" / "release" / "roentgen")
    options = parser.parse_args()
    errors = list(errors_of(scores_of(options), options.label))
    boxes = boxes_of(options.data)
    rows = []
    for sign in (-1, 1):
        tiles = [tile(error, options.data, boxes) for error in worst(errors, sign, options.columns)]
        tiles += [np.zeros((kTile + kCaption, kTile, 3), np.uint8)] * (options.columns - len(tiles))
        rows.append(np.hstack(tiles))
        for error in worst(errors, sign, options.columns):
            print(f"{'missed' if sign < 0 else 'false alarm'}: {error[3]['image']}, said {error[1]}, truth {error[2]}")
    cv2.imwrite(str(options.out), np.vstack(rows), [cv2.IMWRITE_JPEG_QUALITY, 82])


main()
