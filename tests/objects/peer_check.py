"""pydicom and highdicom read our reports: the same values as findings.json has. Run by validate.py; prints verdict, name and note by tabs."""
import json
import pathlib
import sys

import highdicom
import pydicom
from highdicom.sr import srread
from pydicom.sr.codedict import Code

kProbability = Code("122157", "DCM", "Probability")


def say(wrong, name):
    print("failed" if wrong else "passed", name, " ".join("; ".join(wrong[:3]).split()), sep="\t")


def polygon(region):
    points = region["points"]
    if region["shape"] == "box":
        (left, top), (right, bottom) = points
        points = [[left, top], [right, top], [right, bottom], [left, bottom]]
    return [[x + 0.5, y + 0.5] for x, y in points + points[:1]]


def close(a, b, tolerance=1e-3):
    return len(a) == len(b) and all(abs(x - y) <= tolerance for one, other in zip(a, b) for x, y in zip(one, other))


def value_of(group, name):
    for item in group[0].ContentSequence:
        if item.ValueType == "NUM" and item.ConceptNameCodeSequence[0].CodeValue == name:
            return float(item.MeasuredValueSequence[0].NumericValue)
    return None


def check_report(path, reading):
    wrong = []
    report = srread(path)
    if not isinstance(report, highdicom.sr.Comprehensive3DSR):
        wrong.append(f"highdicom takes it for {type(report).__name__}")
    content = report.content
    image_groups = {group.tracking_identifier: group for group in content.get_image_measurement_groups()}
    planar = {group.tracking_identifier: group for group in content.get_planar_roi_measurement_groups()}
    for finding in reading["findings"]:
        group = image_groups.get("finding " + finding["label"])
        if group is None:
            wrong.append(f"no group for {finding['label']}")
            continue
        if value_of(group, "122157") != finding["probability"] or value_of(group, "122411") != finding["threshold"]:
            wrong.append(f"probability or threshold of {finding['label']}")
        if group.finding_type is None:
            wrong.append(f"no finding code for {finding['label']}")
        for number, region in enumerate(finding["regions"], 1):
            roi = planar.get(f"region {number} of {finding['label']}")
            if roi is None or not close(roi.roi.value.tolist(), polygon(region)):
                wrong.append(f"region {number} of {finding['label']}")
    for outline in reading["outlines"]:
        for number, points in enumerate(outline["polygons"], 1):
            roi = planar.get(f"outline {number} of {outline['structure']}")
            if roi is None or not close(roi.roi.value.tolist(), [[x + 0.5, y + 0.5] for x, y in points + points[:1]]):
                wrong.append(f"outline {number} of {outline['structure']}")
    for measurement in reading["measurements"]:
        group = image_groups.get("measurement " + measurement["name"])
        numbers = [item for item in group[0].ContentSequence if item.ValueType == "NUM"] if group is not None else []
        if len(numbers) != 1 or float(numbers[0].MeasuredValueSequence[0].NumericValue) != measurement["value"]:
            wrong.append(measurement["name"])
        elif len([item for item in numbers[0].get("ContentSequence", []) if item.ValueType == "SCOORD"]) != len(measurement["segments"]):
            wrong.append(f"segments of {measurement['name']}")
    return wrong


def check_patient(path, film):
    """The patient's attributes, decoded, are those of the film."""
    ours, theirs = pydicom.dcmread(path), pydicom.dcmread(film, force=True)
    wrong = []
    for name in ("PatientName", "PatientID", "StudyDate", "AccessionNumber", "StudyInstanceUID"):
        if name in theirs and ours.get(name) != theirs.get(name):
            wrong.append(f"{name} differs")
        if name == "PatientName" and name in theirs and ours.PatientName.components != theirs.PatientName.components:
            wrong.append("a group of the name differs")
    return wrong


def main():
    for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        reading = json.loads((folder / "findings.json").read_text())
        try:
            say(check_report(folder / "sr.dcm", reading), f"highdicom reads {folder.name}/sr.dcm")
        except Exception as error:  # whatever a reader stumbles over is the result
            say([f"{type(error).__name__}: {error}"], f"highdicom reads {folder.name}/sr.dcm")
        film = folder / "film.bin"
        if film.read_bytes()[128:132] == b"DICM":
            for path in sorted(folder.glob("*.dcm")):
                try:
                    say(check_patient(path, film), f"pydicom: the patient of {folder.name}/{path.name}")
                except Exception as error:
                    say([f"{type(error).__name__}: {error}"], f"pydicom: the patient of {folder.name}/{path.name}")


main()
