#!/usr/bin/env python3
"""Holds the published schemas (docs/schemas) against documents that the program reads and writes, and those that it must refuse.

The example cards and the refusals are the ones of src/model/card_test.cpp, the example findings those of src/study/study_test.cpp,
so the schemas and the code are held to the same cases. tests/cli holds what `roentgen analyze` writes against the same schema.
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


def schema_of_name(jsonschema, name):
    schema = read(kRoot / "docs/schemas" / name)
    # A relative $id makes older readers look for the schema's own parts in the network.
    if schema["$id"] != f"https://roentgen.invalid/schemas/{name}":
        raise SystemExit(f"{name} has the $id {schema['$id']}")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def check_cards(results, schema_of):
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


kFindings = kRoot / "src/study/testdata"

# What no findings document may be: where in which example, and what stands there instead (None: removed).
kFindingsRefusals = [
    ("read", "/notice", None),
    ("read", "/status", "seen"),
    ("read", "/findings", []),
    ("read", "/findings/0/probability", 1.5),
    ("read", "/findings/0/present", "yes"),
    ("read", "/findings/0/regions/0/points", [[1, 2]]),
    ("read", "/measurements/0/unit", "inch"),
    ("read", "/source/spacing/kind", "guessed"),
    ("read", "/triage/urgency", "not_read"),
    ("read", "/provenance/input_sha256", "abc"),
    ("read", "/patient_name", "Sample^Anna"),
    ("not_read", "/reasons", []),
    ("not_read", "/triage/urgency", "routine"),
    ("not_read", "/findings", [{}]),
]


def check_findings(results, schema_of):
    for path in sorted(kFindings.glob("*.findings.json")):
        problem = next((f"{error.json_path}: {error.message[:200]}" for error in schema_of.iter_errors(read(path))), "")
        results.add("failed" if problem else "passed", f"accepts {path.relative_to(kRoot)}", problem)
    for name, at, value in kFindingsRefusals:
        document = spoil(read(kFindings / f"{name}.findings.json"), {"at": at, "value": value, "remove": value is None})
        results.add("failed" if schema_of.is_valid(document) else "passed", f"refuses findings with {at} = {value!r}", "it was accepted")


# What no data set check may be; the example is what the program printed of samples/data/chest_tiny with a film copied into another split.
kCheckRefusals = [
    ("/schema_version", 2),
    ("/sets", []),
    ("/errors", -1),
    ("/findings/0/severity", "fatal"),
    ("/findings/0/check", "Copies!"),
    ("/findings/0/text", ""),
    ("/findings/0/examples/0/films", []),
    ("/findings/0/patient_name", "Sample^Anna"),
    ("/copies/0/bits", 257),
    ("/copies/0/likeness", 1.5),
    ("/copies/0/changed", "c"),
    ("/sets/0/kind", "folder"),
    ("/photometry/0/quartiles/mean_grey", [0.1, 0.2]),
    ("/probes", None),
]


def check_dataset_checks(results, schema_of):
    example = read(kRoot / "src/hygiene/testdata/check.json")
    problem = next((f"{error.json_path}: {error.message[:200]}" for error in schema_of.iter_errors(example)), "")
    results.add("failed" if problem else "passed", "accepts src/hygiene/testdata/check.json", problem)
    for at, value in kCheckRefusals:
        document = spoil(example, {"at": at, "value": value, "remove": value is None})
        results.add("failed" if schema_of.is_valid(document) else "passed", f"refuses a data set check with {at} = {value!r}", "it was accepted")


# What no words of a report may be, and what no configuration of objects; held against the real ones.
kLocaleRefusals = [
    ("/schema", "roentgen/report-locale/2"),
    ("/decimal", None),
    ("/draft/place", ""),
    ("/draft/headings/extra", "Extra"),
    ("/draft/bands/0/from", 1.5),
    ("/parts/0/labels/Mass/colour", "red"),
    ("/parts", []),
    ("/places/heart", None),
    ("/sentences/0/en", ""),
]
kConfigRefusals = [
    ("/destinations", []),
    ("/destinations/0/name", "a/b"),
    ("/destinations/0/folder", "../b"),
    ("/destinations/0/objects", []),
    ("/destinations/0/thresholds/Effusion", 1),
    ("/destinations/0/hl7/processing", "X"),
    ("/destinations/1/colour", "red"),
]


def check_words(results, schema_of, paths, refusals):
    for path in paths:
        problem = next((f"{error.json_path}: {error.message[:200]}" for error in schema_of.iter_errors(read(path))), "")
        results.add("failed" if problem else "passed", f"accepts {path.relative_to(kRoot)}", problem)
    for at, value in refusals:
        document = spoil(read(paths[0]), {"at": at, "value": value, "remove": value is None})
        results.add("failed" if schema_of.is_valid(document) else "passed", f"refuses {paths[0].name} with {at} = {value!r}", "it was accepted")


kDecision = {"schema": "roentgen/decision/1", "report_uid": "1.2.3", "person": "Doe^Jane", "role": "", "when": "20261121101500+0100", "comment": "",
             "findings": [{"label": "Effusion", "verdict": "edited", "reason": "", "present": True,
                           "regions": [{"shape": "box", "points": [[1, 2], [3.5, 4]], "strength": 0}]}]}
kDecisionRefusals = [("/schema", "roentgen/decision/2"), ("/when", "yesterday"), ("/findings/0/verdict", "agreed"), ("/findings/0/present", "yes"),
                     ("/findings/0/regions/0/points/0", [1]), ("/report_uid", "abc"), ("/person", None), ("/patient_name", "Sample^Anna")]


# What `roentgen decide` writes is held against the same schema in tests/cli/decide.test.
def check_decisions(results, schema_of):
    results.add("passed" if schema_of.is_valid(kDecision) else "failed", "accepts a decision", "")
    for at, value in kDecisionRefusals:
        document = spoil(kDecision, {"at": at, "value": value, "remove": value is None})
        results.add("failed" if schema_of.is_valid(document) else "passed", f"refuses a decision with {at} = {value!r}", "it was accepted")


def main():
    results = Results("schemas")
    try:
        import jsonschema
    except ImportError:
        results.add("skipped", "schemas", "python3-jsonschema is not installed")
        return results.finish()
    check_cards(results, schema_of_name(jsonschema, "card.schema.json"))
    check_findings(results, schema_of_name(jsonschema, "findings.schema.json"))
    check_dataset_checks(results, schema_of_name(jsonschema, "dataset_check.schema.json"))
    check_words(results, schema_of_name(jsonschema, "report_locale.schema.json"), sorted(kRoot.glob("locales/*/report.json")), kLocaleRefusals)
    check_words(results, schema_of_name(jsonschema, "objects_config.schema.json"), [kRoot / "samples/objects-config.json"], kConfigRefusals)
    check_decisions(results, schema_of_name(jsonschema, "decision.schema.json"))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
