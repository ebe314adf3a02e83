#!/usr/bin/env python3
"""Makes a small labelled folder that every package can be evaluated on: make_folder.py FOLDER. Six films of samples/data/chest_tiny with their
masks, and made-up labels, grades, angles, boxes and landmarks of every task. What the films show has nothing to do with them: for tests of
what is counted, not of how well a network does."""
import csv
import pathlib
import shutil
import sys

SAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "samples/data/chest_tiny"
FILMS = ["00000001_002", "00000003_003", "00000005_000", "00000006_000", "00000442_000", "00000457_002"]
LABELS = {"split": ["val", "val", "val", "test", "test", "test"], "patient": ["p1", "p2", "p3", "p4", "p5", "p5"],
          "view": ["PA"] * 3 + ["AP"] * 3, "age": ["5", "8", "50", "60", "70", "80"], "inverted": list("010010"),
          "Effusion": list("101010"), "rsna_pneumonia": list("110000"), "pneumonia": list("111000"), "bacterial": list("100000"),
          "frontal_chest": list("111110"), "part": ["chest_frontal"] * 5 + ["knee"], "fracture": list("110000"), "kl_grade": list("012340"),
          "cobb_max": ["10.5", "20", "30", "15", "25", "35"], "cobb_upper": ["5"] * 6, "cobb_lower": ["4"] * 6, "bad_vertebrae": list("000000")}


def write(path, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def main():
    folder = pathlib.Path(sys.argv[1])
    for part, ending in (("images", ".jpg"), ("masks", ".png")):
        (folder / part).mkdir(parents=True)
        for film in FILMS:
            shutil.copy(SAMPLES / part / (film + ending), folder / part)
    shutil.copy(SAMPLES / "masks.json", folder)
    images = [film + ".jpg" for film in FILMS]
    write(folder / "metadata.csv", [["image", *LABELS]] + [[image, *(column[i] for column in LABELS.values())] for i, image in enumerate(images)])
    write(folder / "boxes.csv", [["image", "label", "x", "y", "width", "height"]] +
          [[image, label, 60, 70, 50, 40] for image in images[:2] for label in ("fracture", "rsna_lung_opacity")])
    names, points = ["image"], []
    for vertebra in range(17):
        top = 20 + 13 * vertebra
        for corner, x, y in (("tl", 110, top), ("tr", 140, top + vertebra / 10), ("bl", 110, top + 10), ("br", 140, top + 10 + vertebra / 10)):
            names += [f"v{vertebra + 1:02}_{corner}_x", f"v{vertebra + 1:02}_{corner}_y"]
            points += [x, y]
    write(folder / "landmarks.csv", [names] + [[image, *points] for image in images])


main()
