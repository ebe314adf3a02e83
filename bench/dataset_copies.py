#!/usr/bin/env python3
"""How well `roentgen dataset check` finds the same film under two names: bench/dataset_copies.py [--program PATH] --data DIR

Runs the check over sets that are known to share films and holds the pairs it tells against the file names, which the check does not look at:
two films are the same if both sets say that they come from the same original file. Where no names are kept (MedMNIST), a pair is held against the
split and the label that the two sets give it. Prints a table.
"""
import argparse
import csv
import json
import pathlib
import subprocess
import time

kHannover = "hannover"


def stem(path):
    return pathlib.PurePosixPath(path).stem


def origin(name, row):
    """The original file of a film, or None where the table does not say."""
    path = row.get("origin_path", "")
    if name == "cxr_nih" or name == "cxr_anatomy":
        return "nih/" + stem(row["image"])
    if name == "cxr_covid_ieee8023":
        return kHannover + "/" + row["image"][len("hannover_"):-len(".jpg")] if row["source"] == "hannover" else None
    if name == "cxr_lung_masks":
        if row["source"] == "v7_kermany":
            return "kermany/" + stem(path)
        return kHannover + "/" + stem(path) if row["attribution_url"].endswith("covid-19-image-repository") else None
    if name == "cxr_pneumonia_child":
        return "kermany/" + stem(path)
    if name == "body_part":
        return {"hannover_covid": kHannover, "fracatlas": "fracatlas", "mini_mias": "mias", "abdi2015": "abdi"}.get(row["source"], "?" + row["source"]) + "/" + (stem(path)[:6] if row["source"] == "mini_mias" else stem(path))
    if name == "limb_fracture":
        return "fracatlas/" + stem(path)
    if name == "mammography":
        return "mias/" + stem(row["image"])
    if name == "dental_panoramic":
        return "abdi/" + stem(path)
    return None


def labels_of_medmnist(path):
    import ast
    import zipfile

    labels = {}
    with zipfile.ZipFile(path) as archive:
        for split in ("train", "val", "test"):
            data = archive.read(f"{split}_labels.npy")
            length = int.from_bytes(data[8:10], "little")
            count = ast.literal_eval(data[10:10 + length].decode())["shape"][0]
            values = data[10 + length:]
            for i in range(count):
                labels[f"{split}/{i}"] = values[i * (len(values) // count)]
    return labels


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/release/roentgen")
    parser.add_argument("--data", type=pathlib.Path, required=True)
    options = parser.parse_args()
    names = ["cxr_nih", "cxr_anatomy", "cxr_covid_ieee8023", "cxr_lung_masks", "cxr_pneumonia_child", "body_part", "limb_fracture", "mammography", "dental_panoramic",
             "knee_arthritis", "spine_cobb", "ultrasound", "brain_mri", "ct_chest"]
    medmnist = options.data / "medmnist/pneumoniamnist.npz"
    start = time.monotonic()
    out = subprocess.run([options.program, "dataset", "check", "--no-probes", "--json", *[options.data / n for n in names], medmnist], stdout=subprocess.PIPE, check=True).stdout
    seconds = time.monotonic() - start
    result = json.loads(out)
    tables = {n: {r["image"]: r for r in csv.DictReader(open(options.data / n / "metadata.csv", encoding="utf-8"))} for n in names}

    films = sum(s["films"] for s in result["sets"])
    print(f"{films} films of {len(result['sets'])} sets, {films * (films - 1) // 2} pairs, {result['copies_in_all']} told, {seconds:.1f} s\n")
    told = {}
    for copy in result["copies"]:
        a, b = copy["a"], copy["b"]
        told.setdefault((a["set"], b["set"]), []).append((a["image"], b["image"], copy["likeness"], copy["change"]))

    print("| sets | same by name | found | missed | told beside | of these with names that differ |\n| --- | --- | --- | --- | --- | --- |")
    for i, first in enumerate(names):
        for second in names[i + 1:]:
            by_origin = {}
            for image, row in tables[first].items():
                if (o := origin(first, row)) is not None:
                    by_origin.setdefault(o, []).append(image)
            truth = {(a, image) for image, row in tables[second].items() if (o := origin(second, row)) is not None for a in by_origin.get(o, [])}
            pairs = {(a, b) for a, b, _, _ in told.get((first, second), [])}
            if not truth and not pairs:
                continue
            beside = pairs - truth
            wrong = [(a, b) for a, b in beside if origin(first, tables[first][a]) and origin(second, tables[second][b])]
            print(f"| {first}, {second} | {len(truth)} | {len(pairs & truth)} | {len(truth - pairs)} {sorted(truth - pairs)[:3] if truth - pairs else ''} | {len(beside)} | {len(wrong)} {sorted(wrong)[:3] if wrong else ''} |")

    labels = labels_of_medmnist(medmnist)
    print("\n| MedMNIST and | films | found | by split | other side of the test | other label |\n| --- | --- | --- | --- | --- | --- |")
    for name in ("cxr_pneumonia_child", "cxr_lung_masks"):
        pairs = told.get((name, medmnist.stem), [])
        rows = tables[name]
        found = {a for a, _, _, _ in pairs}
        side = sum((rows[a]["split"] == "test") != b.startswith("test") for a, b, _, _ in pairs)
        label = sum(int(rows[a]["pneumonia"]) != labels[b] for a, b, _, _ in pairs)
        children = {i: r for i, r in rows.items() if name != "cxr_lung_masks" or r["source"] == "v7_kermany"}
        splits = {s: f"{sum(1 for a in found if rows[a]['split'] == s and a in children)} of {sum(1 for r in children.values() if r['split'] == s)}" for s in ("train", "val", "test")}
        print(f"| {name} | {len(children)} | {len(found & set(children))} | {', '.join(f'{s} {n}' for s, n in splits.items())} | {side} of {len(pairs)} | {label} of {len(pairs)} |")

    print("\n| inside one set | pairs told | of the same pixels | under two patients |\n| --- | --- | --- | --- |")
    for name in [*names, medmnist.stem]:
        inside = [c for c in result["copies"] if c["a"]["set"] == name == c["b"]["set"]]
        if not inside:
            print(f"| {name} | 0 | | |")
            continue
        patients = tables.get(name)
        apart = sum(1 for c in inside if patients is None or patients[c["a"]["image"]]["patient"] != patients[c["b"]["image"]]["patient"])
        print(f"| {name} | {len(inside)} | {sum(c['same_pixels'] for c in inside)} | {apart} |")


if __name__ == "__main__":
    main()
