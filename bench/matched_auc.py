#!/usr/bin/env python3
"""AUC among films that are alike in one number: what is left of a score when a shortcut cannot help.

    bench/matched_auc.py --scores scores.csv --metadata DIR/metadata.csv --label pneumonia --column aspect --within 0.05 [--split test]

Only pairs of a positive and a negative film whose COLUMN differs by at most WITHIN count. `scores.csv` is what
`roentgen evaluate PACKAGE --data DIR --scores scores.csv` writes. The interval: 1,000 bootstrap samples of patients. Needs NumPy.
"""
import argparse
import csv

import numpy


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matched_auc(score, truth, number, weight, within):
    positive, negative = numpy.flatnonzero(truth == 1), numpy.flatnonzero(truth == 0)
    alike = numpy.abs(number[positive][:, None] - number[negative][None, :]) <= within
    pairs = alike * weight[positive][:, None] * weight[negative][None, :]
    difference = score[positive][:, None] - score[negative][None, :]
    total = pairs.sum()
    return (pairs * ((difference > 0) + 0.5 * (difference == 0))).sum() / total if total else float("nan"), int(alike.sum())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scores", required=True)
    parser.add_argument("--metadata", required=True)
    parser.add_argument("--label", required=True)
    parser.add_argument("--column", default="aspect")
    parser.add_argument("--within", type=float, default=0.05)
    parser.add_argument("--split", help="only films of this split")
    options = parser.parse_args()
    facts = {row["image"]: row for row in rows(options.metadata)}
    kept = []
    for row in rows(options.scores):
        fact = facts[row["image"]]
        if row[options.label + "_truth"] in ("0", "1") and fact[options.column] and options.split in (None, fact["split"]):
            kept.append((float(row[options.label]), int(row[options.label + "_truth"]), float(fact[options.column]), row["patient"]))
    score, truth, number = (numpy.array([k[i] for k in kept]) for i in range(3))
    _, patient = numpy.unique([k[3] for k in kept], return_inverse=True)
    value, pairs = matched_auc(score, truth, number, numpy.ones(len(kept)), options.within)
    everyone, _ = matched_auc(score, truth, number, numpy.ones(len(kept)), numpy.inf)
    alone, _ = matched_auc(number, truth, number, numpy.ones(len(kept)), numpy.inf)
    generator = numpy.random.default_rng(1)
    samples = []
    for _ in range(1000):
        times = numpy.bincount(generator.integers(0, patient.max() + 1, patient.max() + 1), minlength=patient.max() + 1)
        samples.append(matched_auc(score, truth, number, times[patient].astype(float), options.within)[0])
    low, high = numpy.nanpercentile(samples, [2.5, 97.5])
    print(f"{options.label}: n = {len(kept)}, {int(truth.sum())} positive; {options.column} alone AUC {alone:.3f}; "
          f"score AUC {everyone:.3f}; among {pairs} pairs alike in {options.column} within {options.within}: "
          f"{value:.3f} [{low:.3f}, {high:.3f}]")


if __name__ == "__main__":
    main()
