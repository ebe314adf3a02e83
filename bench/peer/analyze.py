#!/usr/bin/env python3
"""The pipeline that roentgen is measured against: DICOM files → OUT/<name>/findings.json with the same networks.

analyze.py --models DIR --out DIR [--threads N] [--workers N] [--optimized DIR] FILE...
  --threads    threads of ONNX Runtime within one network
  --workers    films at once, each on a Python thread (the libraries let go of the interpreter lock while they work)
  --optimized  folder for networks that ONNX Runtime has optimised before
"""
import argparse
import concurrent.futures
import json
import pathlib

import cv2

import anatomy
import film as films
import findings
import gate
import networks

URGENCY = {"Pneumothorax": "urgent", "Edema": "urgent", "Emphysema": "routine", "Fibrosis": "routine", "Hernia": "routine",
           "Pleural_Thickening": "routine"}
NOT_ASSESSED = [
    ("other_findings", "Nothing but the listed findings was looked for."),
    ("bones", "Bones and soft tissues were not assessed: no search for fractures."),
    ("devices", "Tubes, lines, pacemakers and other devices and their position were not assessed."),
    ("free_air", "Air under the diaphragm was not assessed."),
    ("lateral_view", "Only this one view was read; a lateral view was not considered."),
    ("earlier_films", "The film was not compared with earlier ones."),
]


def remarks(pairs):
    return [{"code": code, "text": text} for code, text in pairs]


def spacing_of(film):
    for tag, kind in (("PixelSpacing", "calibrated"), ("ImagerPixelSpacing", "at_detector")):
        if film.get(tag):
            return {"row_mm": round(float(film[tag].value[0]), 6), "column_mm": round(float(film[tag].value[1]), 6), "kind": kind}
    return None


def triage_of(found):
    present = [finding for finding in found if finding["present"]]
    for urgency in ("urgent", "soon", "routine"):
        names = [finding["title"] for finding in present if URGENCY.get(finding["label"], "soon") == urgency]
        if names:
            return {"urgency": urgency, "reason": " and ".join(names) + " at or above threshold."}
    return {"urgency": "routine", "reason": "No finding reaches its threshold; this does not rule out disease."}


def begin(path, film, display, sha256, nets):
    return {
        "schema": "roentgen/findings/1", "notice": "Not for primary diagnosis.", "status": "read", "reasons": [], "triage": {}, "quality": [],
        "source": {"format": "DICOM", "modality": film.get("Modality", ""), "body_part": film.get("BodyPartExamined", ""),
                   "view_position": film.get("ViewPosition", ""), "sop_instance_uid": str(film.get("SOPInstanceUID", "")),
                   "rows": display.shape[0], "columns": display.shape[1], "spacing": spacing_of(film)},
        "findings": [], "measurements": [], "outlines": [], "not_assessed": [],
        "provenance": {"input_name": path.name, "input_sha256": sha256, "program": "python pipeline",
                       "models": [{"name": net.card["name"], "version": net.card["version"], "package_sha256": net.package_sha256}
                                  for net in nets.values()]}}


def refuse(reading, reasons):
    reading.update(status="not_read", reasons=remarks(reasons), triage={"urgency": "not_read", "reason": reasons[0][1]})
    return reading


def read(path, nets):
    film, display, sha256 = films.read_film(path)
    reading = begin(path, film, display, sha256, nets)
    reasons = gate.judge_tags(film) + gate.judge_picture(display)
    if not reasons:  # how the film was taken: run as the program runs it, its remarks are not compared
        nets["quality"].run(networks.prepare(display, nets["quality"].card["input"]), ["logits"])
        reasons = gate.judge_network(nets["gate"], networks.prepare(display, nets["gate"].card["input"]))
    if reasons:
        return refuse(reading, reasons)

    plane = networks.prepare(display, nets["findings"].card["input"])
    logits, maps, features = nets["findings"].run(plane, ["logits", "maps", "features"])
    if far := gate.judge_distance(nets["findings"], features):
        return refuse(reading, far)
    if nets["anatomy"].card["input"] != nets["findings"].card["input"]:
        plane = networks.prepare(display, nets["anatomy"].card["input"])
    [probabilities] = nets["anatomy"].run(plane, ["probabilities"])
    reading["findings"] = findings.judge_findings(nets["findings"].card, logits, maps, display)
    reading["outlines"], reading["measurements"], reading["quality"] = anatomy.judge_anatomy(
        nets["anatomy"].card, probabilities, display, reading["source"]["spacing"], film.get("ViewPosition", ""))
    reading["triage"] = triage_of(reading["findings"])
    reading["not_assessed"] = remarks(NOT_ASSESSED)
    return reading


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--models", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--optimized", type=pathlib.Path)
    parser.add_argument("files", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    cv2.setNumThreads(options.threads)
    nets = networks.load(options.models, options.threads, options.optimized, side_by_side=options.workers > 1)

    def one(path):
        folder = options.out / path.stem
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "findings.json").write_text(json.dumps(read(path, nets)))

    if options.workers == 1:
        for path in options.files:
            one(path)
    else:
        with concurrent.futures.ThreadPoolExecutor(options.workers) as pool:
            list(pool.map(one, options.files))


main()
