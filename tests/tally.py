#!/usr/bin/env python3
"""Adds up what a run of the tests did: tally.py RESULTS_DIR

RESULTS_DIR holds *.tsv (tests/results.py), and for every build a folder with ctest.xml (ctest --output-junit) and gtest/*.xml
(GTEST_OUTPUT). A test program of GoogleTest counts with its cases; one that died without leaving its cases counts as one failure,
and so does any other ctest entry. Names what failed and what was skipped, then ends with one line: N passed, N failed, N skipped.
"""
import pathlib
import sys
import xml.etree.ElementTree as xml


def gtest_cases(path, build):
    for case in xml.parse(path).getroot().iter("testcase"):
        name = f"{build}: {case.get('classname')}.{case.get('name')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None:
            yield "failed", name, case.find("failure").get("message", "")
        elif skipped is not None or case.get("result") == "skipped":
            yield "skipped", name, (skipped.get("message", "") if skipped is not None else "")
        elif case.get("status") == "run":
            yield "passed", name, ""


def ctest_entries(folder):
    build = folder.name
    with_cases = set()
    for path in sorted((folder / "gtest").glob("*.xml")):
        try:
            cases = list(gtest_cases(path, build))
        except xml.ParseError:
            continue  # cut short by a crash: the entry of ctest below says so
        with_cases.add(path.stem.removesuffix("_test"))
        yield from cases
        if not cases:
            yield "failed", f"{build}: {path.stem}", "has no test cases"
    for case in xml.parse(folder / "ctest.xml").getroot().iter("testcase"):
        name, status = case.get("name"), case.get("status")
        verdict = {"run": "passed", "fail": "failed", "notrun": "skipped", "disabled": "skipped"}.get(status, "failed")
        if name not in with_cases:
            yield verdict, f"{build}: {name}", ""
        elif verdict == "failed" and not any(v == "failed" for p in (folder / "gtest").glob(f"{name}_test.xml") for v, _, _ in gtest_cases(p, build)):
            yield "failed", f"{build}: {name}", "the program failed outside its cases (a sanitizer, a leak, an exit code)"


def main():
    results = pathlib.Path(sys.argv[1])
    found = []
    for path in sorted(results.glob("*.tsv")):
        found += [tuple(line.split("\t")) for line in path.read_text(encoding="utf-8").splitlines()]
    for path in sorted(results.glob("*/ctest.xml")):
        found += ctest_entries(path.parent)
    for verdict in ("skipped", "failed"):
        named = [(name, note) for v, name, note in found if v == verdict]
        if named:
            print(f"\n{verdict}:")
        for name, note in named:
            print(f"  {name}" + (f" - {' '.join(note.split())[:200]}" if note.strip() else ""))
    counts = [sum(v == verdict for v, _, _ in found) for verdict in ("passed", "failed", "skipped")]
    print("\n{} passed, {} failed, {} skipped".format(*counts))
    return 1 if counts[1] or not counts[0] else 0


if __name__ == "__main__":
    sys.exit(main())
