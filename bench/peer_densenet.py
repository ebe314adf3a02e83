#!/usr/bin/env python3
"""chest-findings beside a DenseNet-121 (CheXNet, trained on some eighty thousand films), on exactly the same films.

    bench/peer_densenet.py --peer peer_chexnet_predictions.csv --data DIR/cxr_nih [--package models/chest-findings] [--program ROENTGEN]

The peer's file holds its probabilities: image and 14 labels. Compared are its films of the splits val and test, on which neither network
was trained. AUC of each label and their mean, ours minus the peer's; the intervals: 1,000 bootstrap samples of patients, the same for both.
A sample in which a label has films of one kind only leaves that label out. Needs nothing but Python. Exit code: 0 done; 3 nothing to compare.
"""
import argparse
import collections
import csv
import pathlib
import random
import subprocess
import sys
import tempfile

kHere = pathlib.Path(__file__).resolve().parent
kSamples = 1000


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def scores_of(options):
    found = []
    for split in ("val", "test"):
        with tempfile.TemporaryDirectory() as room:
            path = pathlib.Path(room) / "scores.csv"
            command = [options.program, "evaluate", options.package, "--data", options.data, "--split", split, "--no-controls", "--scores", path]
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            if not path.exists():
                print(done.stderr.strip(), file=sys.stderr)
                sys.exit(3)
            found += rows(path)
    return found


class Ranked:
    """The films of one label in the order of one network's score, equal scores together."""

    def __init__(self, films):
        groups = collections.defaultdict(list)
        for score, truth, patient in films:
            groups[score].append((truth, patient))
        self.groups = [groups[score] for score in sorted(groups)]

    def auc(self, times):
        won, negatives, positives = 0.0, 0, 0
        for group in self.groups:
            here = [0, 0]
            for truth, patient in group:
                here[truth] += times[patient]
            won += here[1] * (negatives + here[0] / 2)
            negatives += here[0]
            positives += here[1]
        return won / (negatives * positives) if negatives and positives else None


def mean(values):
    values = [v for v in values if v is not None]
    return sum(values) / len(values)


def row_of(name, positives, ours, peer, samples):
    differences = sorted(a - b for a, b in samples)
    inside = lambda values: tuple(sorted(values)[round(q * (len(values) - 1))] for q in (0.025, 0.975))
    ranges = [inside([s[i] for s in samples]) for i in (0, 1)] + [inside(differences)]
    cells = [f"{value:{form}} [{low:.3f}, {high:.3f}]"
             for value, form, (low, high) in zip((ours, peer, ours - peer), (".3f", ".3f", "+.3f"), ranges)]
    return f"| {name} | {positives} | " + " | ".join(cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peer", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--package", type=pathlib.Path, default=kHere.parent / "models" / "chest-findings")
    parser.add_argument("--program", type=pathlib.Path, default=kHere.parent / "build" / "release" / "roentgen")
    options = parser.parse_args()
    peer = {row["image"]: row for row in rows(options.peer)}
    films = [row for row in scores_of(options) if row["image"] in peer]
    patients = sorted({row["patient"] for row in films})
    everyone = dict.fromkeys(patients, 1)
    labels, positives = {}, {}
    for label in [name for name in next(iter(peer.values()), {}) if name != "image"]:
        known = [row for row in films if row.get(label + "_truth") in ("0", "1")]
        sides = [Ranked([(float(source(row)[label]), int(row[label + "_truth"]), row["patient"]) for row in known])
                 for source in (lambda row: row, lambda row: peer[row["image"]])]
        if sides[0].auc(everyone) is not None:
            labels[label], positives[label] = sides, sum(row[label + "_truth"] == "1" for row in known)
    if not labels:
        print("peer_densenet.py: no film and label that both have", file=sys.stderr)
        sys.exit(3)

    generator = random.Random(1)
    samples = {label: [] for label in [*labels, "mean"]}
    for _ in range(kSamples):
        times = dict.fromkeys(patients, 0)
        for patient in generator.choices(patients, k=len(patients)):
            times[patient] += 1
        drawn = {label: tuple(side.auc(times) for side in sides) for label, sides in labels.items()}
        drawn = {label: pair for label, pair in drawn.items() if None not in pair}
        for label, pair in drawn.items():
            samples[label].append(pair)
        samples["mean"].append(tuple(mean(pair[i] for pair in drawn.values()) for i in (0, 1)))

    values = {label: [side.auc(everyone) for side in sides] for label, sides in labels.items()}
    print(f"{len(films)} films of {len(patients)} patients, {len(labels)} labels with films of both kinds\n")
    print("| label | positive | ours | DenseNet-121 | difference |\n| --- | --- | --- | --- | --- |")
    print(row_of("mean", "", *(mean(pair[i] for pair in values.values()) for i in (0, 1)), samples["mean"]))
    for label in sorted(labels):
        print(row_of(label, positives[label], *values[label], samples[label]))


if __name__ == "__main__":
    main()
