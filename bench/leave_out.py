#!/usr/bin/env python3
"""Leaves one source after another out of a training and measures the network on it: a Markdown table.

bench/leave_out.py RECIPE --label LABEL --data DIR --out OUT [--epochs N] [--precision P] SOURCE...
SOURCE: a value of the column `source`, or the name of a set. OUT/SOURCE keeps each training; one that is there already is only read.
Kept: of the films of the source that have LABEL, those said to have it; refused: of those that have not, those said not to (threshold of the
training on what was left, chosen on val). Wilson 95 % intervals.
Exit code: 0 done; 3 a training failed.
"""
import argparse
import json
import math
import pathlib
import re
import subprocess
import sys

kRoot = pathlib.Path(__file__).resolve().parent.parent


def wilson(part, whole):
    z, p = 1.959964, part / whole
    middle, half = p + z * z / (2 * whole), z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    return (middle - half) / (1 + z * z / whole), (middle + half) / (1 + z * z / whole)


def share(row, positives):
    """So many of so many, from a sensitivity or specificity and its counts."""
    if row is None or positives == 0:
        return "-"
    right = round(row["value"] * positives)
    low, high = wilson(right, positives)
    return f"{right} of {positives}: {right / positives:.3f} [{low:.3f}, {high:.3f}]"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recipe", type=pathlib.Path)
    parser.add_argument("sources", nargs="+")
    parser.add_argument("--label", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--precision", default="bfloat16")
    parser.add_argument("--program", default=str(kRoot / "build" / "dev" / "roentgen-train"))
    options = parser.parse_args()
    name = json.loads(options.recipe.read_bytes())["name"]
    print(f"| source left out | films | kept ({options.label}) | refused (the rest) |\n| --- | ---: | --- | --- |")
    failed = 0
    for source in options.sources:
        out = options.out / re.sub(r"\W+", "_", source)
        card = out / name / "card.json"
        if not card.exists():
            command = [options.program, options.recipe, "--data", options.data, "--out", out, "--leave-out", source, "--precision", options.precision]
            command += ["--epochs", options.epochs] if options.epochs else []
            done = subprocess.run(list(map(str, command)), cwd=kRoot, capture_output=True, text=True)
            if done.returncode:
                print(f"{source}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
                failed += 1
                continue
        rows = {m["metric"]: m for block in json.loads(card.read_bytes())["metrics"] if block["split"] == "left out of the training"
                for m in block["metrics"] if m["label"] == options.label and m["group"] == "all"}
        some = next(iter(rows.values()), {"n": 0, "positives": 0})
        positives, negatives = some["positives"], some["n"] - some["positives"]
        # A source of one kind has neither sensitivity nor specificity of its own, but an accuracy, which is one of them.
        kept = rows.get("sensitivity", rows.get("accuracy") if negatives == 0 else None)
        refused = rows.get("specificity", rows.get("accuracy") if positives == 0 else None)
        print(f"| {source} | {some['n']} | {share(kept, positives)} | {share(refused, negatives)} |", flush=True)
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
