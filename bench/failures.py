#!/usr/bin/env python3
"""A sheet of the films that a package is most wrong about: the top row missed, the bottom row false alarms.

bench/failures.py PACKAGE LABEL --data DIR [COLUMN=VALUE …] --out SHEET.jpg [--split val …] [--columns 5] [--height 260] [--no-films] [--threads 0] [--program ROENTGEN]
LABEL: a label of the package
       the name of its grading or angle (cobb_max): the top row told too low, the bottom row too high
       LABEL_best_box of a detector: films with the finding by their strongest box, and films without
       dice_STRUCTURE of a segmenter: the worst outlines, in both rows
--data may be given more than once; COLUMN=VALUE as roentgen evaluate --set takes them. film-quality: --data a folder that roentgen spoil made.
Yellow is what a reader drew on films with the finding, blue what the network drew: outlines, vertebrae, boxes (network_lines.py).
One film a patient. The sheet holds small copies of the films: only of sets whose terms allow it. --no-films: the lines alone, on black.
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

from network_lines import network_lines

kTile, kCaption = 260, 26
kMostBytes = 110_000
kReader, kNetwork = (60, 200, 255), (255, 170, 60)


def scores_of(options):
    rows = []
    for folder, *values in options.data:
        for split in options.split:
            with tempfile.TemporaryDirectory() as room:
                path = pathlib.Path(room) / "scores.csv"
                command = [options.program, "evaluate", options.package, "--data", folder, "--split", split, "--no-controls", "--threads", options.threads, "--scores", path]
                command += ["--set", *values] if values else []
                done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
                if not path.exists():
                    print(done.stderr.strip(), file=sys.stderr)
                    sys.exit(3)
                rows += [row | {"folder": pathlib.Path(folder)} for row in csv.DictReader(path.open())]
    return rows


def errors_of(rows, label):
    """(error, said, truth, row), the error signed: above 0 told too high. An overlap (dice) should be 1."""
    said = f"{label}_expected" if f"{label}_expected" in rows[0] else label
    for row in rows:
        truth = "1" if label.startswith("dice_") else row[label.removesuffix("_best_box") + "_truth"]
        if truth not in ("", "-1"):
            yield float(row[said]) - float(truth), row[said], truth, row


def worst(errors, sign, count):
    chosen, patients = [], set()
    for error in sorted(errors, key=lambda e: -sign * e[0]):
        if error[3]["patient"] not in patients and sign * error[0] > 0:
            patients.add(error[3]["patient"])
            chosen.append(error)
    return chosen[:count]


def table_of(path):
    return csv.DictReader(path.open()) if path.exists() else []


def reader_lines(folder, image):
    """Polygons of the set's boxes, vertebrae and outlines of this film, in pixels of the picture."""
    lines = []
    for row in table_of(folder / "boxes.csv"):
        if row["image"] == image:
            x, y, width, height = (float(row[k]) for k in ("x", "y", "width", "height"))
            lines.append([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
    for row in table_of(folder / "landmarks.csv"):
        if row["image"] == image:
            lines += [[(float(row[f"{v}_{c}_x"]), float(row[f"{v}_{c}_y"])) for c in ("tl", "tr", "br", "bl")] for v in sorted({k[:3] for k in row if k != "image"})]
    if (path := folder / "masks" / pathlib.Path(image).with_suffix(".png")).exists():
        mask = cv2.imread(str(path), cv2.IMREAD_COLOR)  # a colour for each structure, black behind them
        for colour in np.unique(mask.reshape(-1, 3), axis=0)[1:]:
            lines += [c[:, 0] for c in cv2.findContours(cv2.inRange(mask, colour, colour), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]]
    return lines


def tile(error, options, network):
    _, said, truth, row = error
    film = cv2.imread(str(row["folder"] / "images" / row["image"]), cv2.IMREAD_COLOR)
    scale = min(kTile / film.shape[1], options.height / film.shape[0])
    small = cv2.resize(film, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    if options.no_films:
        small[:] = 0
    for lines, colour in ((reader_lines(row["folder"], row["image"]) if truth != "0" else [], kReader), (network.get((row["folder"], row["image"]), []), kNetwork)):
        points = [np.rint(np.float64(line) * scale * 16).astype(np.int32) for line in lines]  # four bits behind the point
        cv2.polylines(small, points, True, colour, 1, cv2.LINE_AA, 4)
    sheet = np.zeros((options.height + kCaption, kTile, 3), np.uint8)
    top, left = (options.height - small.shape[0]) // 2, (kTile - small.shape[1]) // 2
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    words = f"{options.label} {float(said):.3f}" if options.label.startswith("dice_") else f"said {float(said):.2f}, truth {float(truth):.4g}"
    cv2.putText(sheet, words, (6, options.height + 18), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (235, 235, 235), 1, cv2.LINE_AA)
    return sheet


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=pathlib.Path)
    parser.add_argument("label")
    parser.add_argument("--data", nargs="+", action="append", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--split", nargs="+", default=["val"])
    parser.add_argument("--columns", type=int, default=5)
    parser.add_argument("--height", type=int, default=kTile, help="of a tile; more for tall pictures")
    parser.add_argument("--no-films", action="store_true")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--program", type=pathlib.Path, default=kHere.parent / "build" / "release" / "roentgen")
    options = parser.parse_args()
    errors = list(errors_of(scores_of(options), options.label))
    if options.label.startswith("dice_"):
        films = worst(errors, -1, 2 * options.columns)
        rows = [("badly outlined", films[: options.columns]), ("badly outlined", films[options.columns :])]
    else:
        rows = [("missed", worst(errors, -1, options.columns)), ("false alarm", worst(errors, 1, options.columns))]
    chosen = [(error[3]["folder"], error[3]["image"]) for _, films in rows for error in films]
    network = network_lines(options.program, options.package, chosen)
    blank = np.zeros((options.height + kCaption, kTile, 3), np.uint8)
    sheet = []
    for what, films in rows:
        sheet.append(np.hstack([tile(error, options, network) for error in films] + [blank] * (options.columns - len(films))))
        for _, said, truth, row in films:
            print(f"{what}: {row['image']}, said {said}, truth {truth}")
    for quality in range(82, 50, -4):
        cv2.imwrite(str(options.out), np.vstack(sheet), [cv2.IMWRITE_JPEG_QUALITY, quality])
        if options.out.stat().st_size <= kMostBytes:
            break


main()
