#!/usr/bin/env python3
"""Holds the DICOM objects we write against independent programs: tests/objects/validate.py [--program objects_test] [--objects FOLDER]

The objects of a matrix of films (src/objects/object_cases_for_test.h; written by ROENTGEN_WRITE_OBJECTS=FOLDER build/dev/objects_test
--gtest_filter='ObjectCase.*', here if not given) are checked:
- dciodvfy (dicom3tools) reports no error, but for what tests/objects/accepted.txt lists with the standard's words;
- DCMTK's dsrdump reads every structured report and finds its content tree legal;
- pydicom and highdicom (pinned, .deps/objects) read the same findings, coordinates and measurements as findings.json has (peer_check.py);
- the codes are those of pydicom's dictionaries (codes.py);
- highdicom, pydicom and dcmqi read the masks, fractions and maps that went in (readers.py);
- PyPI's dicom-validator reports no error, with the standard's tables of PyPI's dicom-standard (standard.py);
- DCMTK finds presentation states sound and shows with them what we show (pictures.py).
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

kHere = pathlib.Path(__file__).resolve().parent
kRoot = kHere.parent.parent
sys.path.insert(0, str(kRoot / "tests"))
sys.path.insert(0, str(kHere))
from peers import peer_python  # noqa: E402
from results import Results  # noqa: E402

# What DCMTK 3.6.7 says it does not check, or not with these characters.
kDcmtkCannot = ("The VR checker does not support this Specific Character Set", "Check for template constraints not yet supported",
                "Reading unknown/unsupported SpecificCharacterSet")
kReports = ("sr.dcm", "cad.dcm", "ko.dcm", "assessment.dcm")


def accepted():
    """Pattern and reason by turns of lines; see the file."""
    rules = []
    for line in (kHere / "accepted.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            where, pattern, reason = line.split(" | ", 2)
            rules.append((re.compile(where), re.compile(pattern), reason))
    return rules


def errors_of(path):
    run = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, errors="replace")
    lines = (run.stderr + run.stdout).splitlines()
    return [line for line in lines if line.startswith("Error")] + ([] if run.returncode == 0 or any(line.startswith("Error") for line in lines) else ["Error - dciodvfy gave up"])


def check_iod(results, case, path, rules, used):
    name = f"{case}/{path.name}"
    wrong = []
    for line in errors_of(path):
        hits = [rule for rule in rules if rule[0].fullmatch(name) and rule[1].search(line)]
        used.update(rule[1].pattern for rule in hits)
        if not hits:
            wrong.append(line)
    results.add("failed" if wrong else "passed", f"dciodvfy {name}", "; ".join(wrong[:3]))


def check_tree(results, case, path):
    run = subprocess.run(["dsrdump", str(path)], capture_output=True, text=True, errors="replace")
    complaint = [line for line in run.stderr.splitlines() if line and not any(words in line for words in kDcmtkCannot)]
    results.add("passed" if run.returncode == 0 and not complaint else "failed", f"dsrdump {case}/{path.name}", complaint[:2])


def write_objects(program, folder):
    environment = dict(os.environ, ROENTGEN_WRITE_OBJECTS=str(folder))
    environment.pop("GTEST_OUTPUT", None)
    run = subprocess.run([str(program), "--gtest_filter=ObjectCase.*:Objects/*", "--gtest_brief=1"], cwd=kRoot, env=environment, capture_output=True, text=True)
    return run.returncode == 0, run.stdout[-2000:]


def peers(results, folder):
    python = peer_python()
    if python is None:
        results.add("skipped", "pydicom and highdicom", "they are not installed and no registry can be reached")
        return
    for script in ("peer_check.py", "codes.py", "readers.py", "standard.py", "pictures.py"):
        run = subprocess.run([str(python), str(kHere / script), str(folder)], capture_output=True, text=True)
        lines = [line.split("\t") for line in run.stdout.splitlines()]
        for verdict, name, note in (line for line in lines if len(line) == 3):
            results.add(verdict, name, note)
        if run.returncode != 0 or not lines:
            results.add("failed", script, run.stderr[-500:])


def main():
    parser = argparse.ArgumentParser(description="Holds the DICOM objects we write against independent programs.")
    parser.add_argument("--program", default=kRoot / "build" / "dev" / "objects_test", help="the room's test program, which writes the objects")
    parser.add_argument("--objects", type=pathlib.Path, help="objects that were written before")
    options = parser.parse_args()
    results = Results("objects")
    with tempfile.TemporaryDirectory() as room:
        folder = options.objects or pathlib.Path(room)
        if not options.objects:
            written, told = write_objects(options.program, folder)
            if not written:
                results.add("failed", "writing the objects", told)
        paths = sorted(folder.glob("*/*.dcm"))
        if len({path.parent for path in paths}) < 15:
            results.add("failed", "the matrix", f"only {len(paths)} objects")
        rules, used = accepted(), set()
        for tool, check in (("dciodvfy", None), ("dsrdump", None)):
            if shutil.which(tool) is None:
                results.add("skipped", tool, "it is not installed")
        for path in paths:
            if shutil.which("dciodvfy"):
                check_iod(results, path.parent.name, path, rules, used)
            if shutil.which("dsrdump") and path.name in kReports:
                check_tree(results, path.parent.name, path)
        if shutil.which("dciodvfy") and not options.objects:
            for _, pattern, _ in rules:
                results.add("passed" if pattern.pattern in used else "failed", f"accepted.txt: {pattern.pattern}", "" if pattern.pattern in used else "no object needs it any more")
        peers(results, folder)
    failed = [line for line in results.lines if line.startswith("failed")]
    for line in failed:
        print(line.replace("\t", "  "))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
