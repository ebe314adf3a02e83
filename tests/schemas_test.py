#!/usr/bin/env python3
"""Holds docs/schemas/card.schema.json against the cards that the program writes and those that it refuses.

The example cards and the refusals are the ones of src/model/card_test.cpp, so the schema and the code are held to the same cases.
Needs Debian's python3-jsonschema.
"""
import copy
import json
import pathlib
import sys

from results import Results

kRoot = pathlib.Path(__file__).resolve().parent.parent
kTestdata = kRoot / "src/model/testdata"


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def spoil(card, case):
    card = copy.deepcopy(card)
    *parents, last = [int(p) if p.isdigit() else p for p in case["at"].split("/")[1:]]
    place = card
    for parent in parents:
        place = place[parent]
    if case.get("remove"):
        del place[last]
    else:
        place[last] = case["value"]
    return card


def main():
    results = Results("schemas")
    try:
        import jsonschema
    except ImportError:
        results.add("skipped", "card.schema.json", "python3-jsonschema is not installed")
        return results.finish()
    schema = read(kRoot / "docs/schemas/card.schema.json")
    jsonschema.Draft202012Validator.check_schema(schema)
    schema_of = jsonschema.Draft202012Validator(schema)

    cards = [kTestdata / "card.json", kTestdata / "segmenter_card.json", *sorted(kRoot.glob("models/*/card.json"))]
    for path in cards:
        problem = next((f"{error.json_path}: {error.message[:200]}" for error in schema_of.iter_errors(read(path))), "")
        results.add("failed" if problem else "passed", f"accepts {path.relative_to(kRoot)}", problem)

    card = read(kTestdata / "card.json")
    for number, case in enumerate(read(kTestdata / "card_refusals.json")):
        # Rules between two fields are the reader's alone: the schema's description lists them.
        expected = bool(case.get("beyond_schema"))
        accepted = schema_of.is_valid(spoil(card, case))
        results.add("passed" if accepted == expected else "failed", f"card refusal {number}", f"{case['at']}: {case['says']}")
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
