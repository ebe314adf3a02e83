#!/usr/bin/env python3
"""What DCMTK shows of a film with our presentation state, beside what we show. Run by validate.py; prints verdict, name and note by tabs.

In the folder of each case lies display.pgm: the film as this program shows it, turned and inverted as the reading's gate said.
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

kUtf8 = "dcmpschk knows no UTF-8 in a name, which ISO_IR 192 allows (PS3.3 C.12.1.1.2)"
kNotChecked = {"drawn-utf8_long_name": kUtf8, "utf-8": kUtf8}
# Case → why DCMTK's picture is no yardstick.
kNotShown = {"drawn-sigmoid": "DCMTK's presentation states know LINEAR windows alone"}


def tell(wrong, name):
    print("failed" if wrong else "passed", name, " ".join(str(wrong or "").split()), sep="\t")


def pgm(path):
    """(columns, rows, grey values) of a binary PGM of 8 bits."""
    data = path.read_bytes()
    words = re.match(rb"P5\s+(?:#[^\n]*\n\s*)*(\d+)\s+(\d+)\s+(\d+)\s", data)
    return int(words[1]), int(words[2]), data[words.end():]


def difference(case, state, room):
    """A sentence; empty: the same within one of 256 greys."""
    film = case / ("picture.dcm" if (case / "picture.dcm").exists() else "film.bin")
    theirs = room / f"{case.name}.pgm"
    # DCMTK opens no state without a patient's name, which PS3.3 C.7.1.1 allows to be empty: a copy gets one.
    named = room / f"{case.name}.dcm"
    shutil.copy(state, named)
    subprocess.run(["dcmodify", "--no-backup", "--insert", "(0010,0010)=Nobody", str(named)], capture_output=True)
    frame = ["--frame", "2"] if case.name == "drawn-two_frames" else []
    run = subprocess.run(["dcmp2pgm", *frame, "-p", str(named), str(film), str(theirs)], capture_output=True, text=True, errors="replace")
    if run.returncode or not theirs.exists():
        return run.stderr or "dcmp2pgm made nothing"
    ours, other = pgm(case / "display.pgm"), pgm(theirs)
    if ours[:2] != other[:2]:
        return f"{ours[:2]} and {other[:2]} pixels"
    worst = max(map(abs, map(int.__sub__, ours[2], other[2])))
    return f"{worst} of 256 greys apart" if worst > 1 else ""


def main():
    with tempfile.TemporaryDirectory() as room:
        for state in sorted(pathlib.Path(sys.argv[1]).glob("*/gsps.dcm")):
            case = state.parent
            check = subprocess.run(["dcmpschk", str(state)], capture_output=True, text=True, errors="replace")
            wrong = [line for line in (check.stdout + check.stderr).splitlines() if re.match(r"(Error|E:)", line)]
            if case.name in kNotChecked:
                print("skipped", f"dcmpschk {case.name}", kNotChecked[case.name], sep="\t")
            else:
                tell("; ".join(wrong) or ("it gave up" if check.returncode else ""), f"dcmpschk {case.name}")
            if not (case / "display.pgm").exists():
                continue
            name = f"dcmp2pgm shows {case.name} as we do"
            if case.name in kNotShown:
                print("skipped", name, kNotShown[case.name], sep="\t")
            else:
                tell(difference(case, state, pathlib.Path(room)), name)


main()
