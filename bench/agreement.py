"""Whether two findings.json say the same: only then may their times be compared."""
import json
import pathlib

MOST_PROBABILITY, MOST_RATIO = 1e-3, 0.005


def ratio_of(reading):
    return next((m["value"] for m in reading["measurements"] if m["name"] == "cardiothoracic_ratio"), None)


def compare(ours, theirs):
    """(largest differences as a dict, list of sentences on what is wrong)"""
    wrong = []
    if ours["status"] != "read" or theirs["status"] != "read":
        return {}, [f"both must read the film; they say {ours['status']} {ours['reasons']} and {theirs['status']} {theirs['reasons']}"]
    probabilities = [{f["label"]: f["probability"] for f in reading["findings"]} for reading in (ours, theirs)]
    if probabilities[0].keys() != probabilities[1].keys() or not probabilities[0]:
        return {}, ["they do not judge the same findings"]
    apart = max(abs(p - probabilities[1][label]) for label, p in probabilities[0].items())
    if apart > MOST_PROBABILITY:
        wrong.append(f"probabilities differ by {apart:.4f}; allowed {MOST_PROBABILITY}")
    ratios = ratio_of(ours), ratio_of(theirs)
    found = {"probability": round(apart, 4)}
    if None in ratios:
        wrong.append(f"the cardiothoracic ratios are {ratios[0]} and {ratios[1]}")
    else:
        found["ratio"] = round(abs(ratios[0] - ratios[1]), 4)
        if found["ratio"] > MOST_RATIO:
            wrong.append(f"the cardiothoracic ratios differ by {found['ratio']}; allowed {MOST_RATIO}")
    for name in ("findings", "outlines", "measurements"):
        if len(ours[name]) != len(theirs[name]):
            wrong.append(f"{len(ours[name])} and {len(theirs[name])} {name}")
    regions = [sum(len(f["regions"]) for f in reading["findings"]) for reading in (ours, theirs)]
    found["regions"] = abs(regions[0] - regions[1])
    return found, wrong


def compare_folders(ours, theirs, names):
    """Over several films: the largest differences and everything that is wrong."""
    largest, wrong = {}, []
    for name in names:
        files = [pathlib.Path(folder) / name / "findings.json" for folder in (ours, theirs)]
        found, why = compare(*(json.loads(file.read_bytes()) for file in files))
        largest = {key: max(largest.get(key, 0), value) for key, value in found.items()}
        wrong += [f"{name}: {sentence}" for sentence in why]
    return largest, wrong
