#!/usr/bin/env python3
"""How often `roentgen enhance` picks the preset of the part that a picture shows, where its file names none: a Markdown table.

bench/enhance/seen_parts.py --data DIR [--program FILE]
DIR holds body_part, cxr_nih and cxr_pneumonia_child; their validation films are asked, of the chest sets every second. Wilson 95 % intervals.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

kRoot = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(kRoot / "bench"))
from leave_out import wilson

kPresets = {"hand_wrist": "hand", "elbow_forearm": "limb", "shoulder": "shoulder", "pelvis_hip": "pelvis", "knee": "knee",
            "foot_ankle": "foot", "dental_panoramic": "teeth", "chest_frontal": "chest"}


def films_of(folder, step):
    """Files and the preset each should get; "" for kinds without one."""
    with open(folder / "metadata.csv", newline="", encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["split"] == "val"][::step]
    return [(str(folder / "images" / row["image"]), kPresets.get(row.get("part", "chest_frontal"), "")) for row in rows]


def presets_of(program, files):
    with tempfile.TemporaryDirectory() as out:
        done = subprocess.run([program, "enhance", *files, "--out", out, "--json"], capture_output=True, check=True)
    return {film["file"]: film["preset"] for film in json.loads(done.stdout)["films"]}


def tell(name, films, got):
    right = sum(got[file] == (wanted or "general") for file, wanted in films)
    general = sum(got[file] == "general" != wanted and wanted != "" for file, wanted in films)
    low, high = wilson(right, len(films))
    print(f"| {name} | {len(films)} | {right}: {right / len(films):.3f} [{low:.3f}, {high:.3f}] | {general} | {len(films) - right - general} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--program", default=str(kRoot / "build/release/roentgen"))
    options = parser.parse_args()
    print("| films | n | right | general instead | another |\n| --- | ---: | --- | ---: | ---: |")
    for name, step in (("cxr_nih", 2), ("cxr_pneumonia_child", 2), ("body_part", 1)):
        films = films_of(options.data / name, step)
        got = presets_of(options.program, [file for file, _ in films])
        with_preset, others = [f for f in films if f[1]], [f for f in films if not f[1]]
        tell(name, with_preset, got)
        if others:
            tell(f"{name}, kinds without a preset (right: general)", others, got)


if __name__ == "__main__":
    main()
