#!/usr/bin/env python3
"""Writes docs/MODELS.md from the cards of the packages in models/: every figure of all films together, with the number of
films, positives, the 95 % interval and the strongest one-number control beside it.

  models/figures.py            writes docs/MODELS.md
  models/figures.py --check    exits 1 if docs/MODELS.md is not what the cards say
"""
import json
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent
page = root / "docs" / "MODELS.md"
shown = ("quadratic_kappa", "auc", "accuracy", "balanced_accuracy", "map50", "dice", "mae", "smape")
title = {"quadratic_kappa": "quadratic kappa", "balanced_accuracy": "balanced accuracy", "auc": "AUC", "accuracy": "accuracy",
         "map50": "mAP at IoU 0.5", "dice": "Dice", "mae": "mean absolute error", "smape": "SMAPE (%)"}


def row_of(metric, controls):
    low, high = metric["ci95"]
    strongest = max(controls, key=lambda c: c["value"], default=None)
    beside = "" if strongest is None else f"{strongest['metric'].removeprefix('control_auc_')} {strongest['value']:.3f}"
    positives = metric["positives"] if metric["metric"] in ("auc", "accuracy", "balanced_accuracy") else ""
    return (f"| {metric['label']} | {title[metric['metric']]} | {metric['n']} | {positives} | {metric['value']:.3f} | "
            f"{low:.3f} – {high:.3f} | {beside} |")


def section(card):
    training = card["training"]
    lines = [f"## {card['name']} {card['version']}", "", card["title"] + ".", "",
             f"Recipe `recipes/{training['recipe']}`, {training['framework']}, seeds {training['seeds']}, best of "
             f"{training['epochs']} epochs: {training['best_epoch']}. All groups: [CARD.md](../models/{card['name']}/CARD.md).", ""]
    for table in card["metrics"]:
        everyone = [m for m in table["metrics"] if m["group"] == "all"]
        lines += [f"### {table['data']}, {table['split']}", "",
                  "| label | figure | n | positive | value | 95 % interval | strongest control (AUC) |",
                  "| --- | --- | --- | --- | --- | --- | --- |"]
        for metric in everyone:
            # A card of many labels has its balanced accuracies in CARD.md alone.
            many = metric["metric"] == "balanced_accuracy" and len(card["labels"]) > 5
            if metric["metric"] in shown and not many:
                controls = [c for c in everyone if c["label"] == metric["label"] and c["metric"].startswith("control_auc_")]
                lines.append(row_of(metric, controls if metric["metric"] == "auc" else []))
        lines.append("")
    return lines


def text():
    lines = ["# Figures of the packages", "",
             "Written by `models/figures.py` from the cards; each card's figures were written by `roentgen train` with the command of its",
             "recipe, on films of patients never trained on. Intervals: patient bootstrap, 1,000 samples. A control tells how well one number",
             "of the picture (mean grey, contrast, aspect, sharpness) or the source alone tells the label; a figure that is not clearly above",
             "its control says little. `roentgen evaluate PACKAGE --data DIR --split val` measures again; on films of your own: [OWN_DATA.md](OWN_DATA.md).", "",
             "**Source probe.** A small network (`roentgen train recipes/source-probe.json --data DIR --out DIR`, 128 px, six epochs, grey values",
             "normalised as for chest-findings; val + test, 2026-11-21) tells the repository a film of `cxr_nih` came from (talo against zech, n = 439)",
             "with AUC 0.783 [0.727, 0.831] and the bedside (AP) view (n = 477) with 0.995 [0.987, 1.000]. So the source and above all the view are",
             "there to be read, and both follow disease: the source alone (its share of positives) gives the control shown beside each label. Hold",
             "figures against those of `view=` and `source=` in the cards.", "",
             "**Further figures.** What could be ruled out, and the order of the worklist, per source: [TRIAGE.md](TRIAGE.md). Measurements of the\n"
             "chest, how well they repeat: [MEASUREMENTS.md](MEASUREMENTS.md). Findings from a few examples:",
             "[FEW_EXAMPLES.md](FEW_EXAMPLES.md). Detectors and vertebrae: [PLACES.md](PLACES.md).",
             "How each package fails, with pictures: [FAILURES.md](FAILURES.md).", ""]
    for file in sorted((root / "models").glob("*/card.json")):
        lines += section(json.loads(file.read_text()))
    return "\n".join(lines)


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if page.read_text() == text() else "docs/MODELS.md is not what the cards say; run models/figures.py")
    page.write_text(text())
