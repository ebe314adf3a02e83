#!/usr/bin/env python3
"""Holds FHIR bundles, HL7 messages and pages against judges that are not ours: tests/exchange/peers.py [--program PATH]

- FHIR: HL7's own JSON schema of R4 (cut, see cut_schema.py) and the models of PyPI's fhir.resources (R4B, whose resources used here are R4's);
  every reference leads to a resource of the bundle; every finding and measurement of findings.json is there with its value.
- HL7 v2: PyPI's hl7apy parses each message and validates it strictly; counts and values as above.
- Pages: poppler's pdftotext finds the notice on every page and every finding's name; pdfinfo opens them.
Each judge must also refuse a spoiled document. Films: samples/films, and one with a hostile patient (tests/cli/hostile_film.py).
"""
import argparse
import copy
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

kHere = pathlib.Path(__file__).resolve().parent
kRoot = kHere.parent.parent
sys.path.insert(0, str(kRoot / "tests"))
from results import Results  # noqa: E402

kVenv = kRoot / ".deps" / "exchange"
kLanguages = ("en", "de", "es")
kNotices = {"en": "Not for primary diagnosis.", "de": "Nicht zur Primärdiagnostik.", "es": "No apto para el diagnóstico primario."}


def install_peers():
    """Pinned libraries into .deps/exchange; does nothing if they are there."""
    wanted = kHere / "requirements.txt"
    stamp, mark = kVenv / "stamp", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if not (stamp.exists() and stamp.read_text() == mark):
        print("Installing the judges of FHIR and HL7 into .deps/exchange ...", file=sys.stderr)
        shutil.rmtree(kVenv, ignore_errors=True)
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", str(kVenv)], check=True)
        subprocess.run(["/usr/bin/python3", "-m", "pip", "--python", str(kVenv / "bin" / "python"), "install", "--quiet", "--disable-pip-version-check",
                        "--no-deps", "--require-hashes", "--only-binary=:all:", "--retries", "5", "--requirement", str(wanted)], check=True)
        stamp.write_text(mark)
    sys.path.insert(0, str(next(kVenv.glob("lib/python3*/site-packages"))))


def resources(bundle, kind):
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def references(value):
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


class Judges:
    def __init__(self):
        import jsonschema
        from fhir.resources.R4B.bundle import Bundle
        from hl7apy.consts import VALIDATION_LEVEL
        from hl7apy.parser import parse_message

        schema = json.loads((kHere / "fhir_r4_part.schema.json").read_text())
        # The schema as it stands says of a wrong entry only that no resource fits it: asked for one kind alone, it says more.
        kinds = ("Bundle", "Patient", "ImagingStudy", "Device", "Observation", "DiagnosticReport", "Provenance")
        self.schemas = {kind: jsonschema.Draft6Validator({"id": schema["id"], "allOf": [{"$ref": f"#/definitions/{kind}"}], "definitions": schema["definitions"]}) for kind in kinds}
        self.bundle = Bundle
        self.parse, self.strict = parse_message, VALIDATION_LEVEL.STRICT

    def fhir(self, bundle):
        """Complaints about a bundle."""
        for entry in bundle["entry"]:
            for error in self.schemas[entry["resource"]["resourceType"]].iter_errors(entry["resource"]):
                yield f"schema: {list(error.path)}: {error.message[:200]}"
        for error in self.schemas["Bundle"].iter_errors(bundle):
            yield f"schema: {list(error.path)[:4]}: {error.message[:100]}"
        try:
            self.bundle.model_validate(bundle)
        except Exception as error:  # pydantic's, which tells all at once
            yield f"fhir.resources: {str(error)[:400]}"
        urls = {entry["fullUrl"] for entry in bundle["entry"]}
        for reference in references(bundle):
            if reference not in urls:
                yield f"{reference} leads nowhere"

    def hl7(self, text):
        message = self.parse(text, validation_level=self.strict, find_groups=True)
        message.validate()
        return message


def values_of(findings):
    return sorted([round(f["probability"] * 100, 2) for f in findings["findings"]] + [m["value"] for m in findings["measurements"]])


def check_fhir(results, judges, film, language, findings):
    bundle = json.loads((film / f"fhir.{language}.json").read_text())
    complaints = list(judges.fhir(bundle))
    observed = []
    for observation in resources(bundle, "Observation"):
        value = observation.get("valueQuantity") or observation["component"][0]["valueQuantity"]
        observed.append(value["value"])
    if sorted(observed) != values_of(findings):
        complaints.append("the values are not those of findings.json")
    report = resources(bundle, "DiagnosticReport")[0]
    if report["status"] != "preliminary" or len(report.get("result", [])) != len(observed):
        complaints.append("the report is not preliminary, or lacks results")
    results.add("failed" if complaints else "passed", f"FHIR {film.name} {language}", "; ".join(complaints))
    return bundle


def check_hl7(results, judges, film, language, findings):
    text = (film / f"oru.{language}.hl7").read_bytes().decode("utf-8")
    complaints = []
    try:
        message = judges.hl7(text)
    except Exception as error:
        results.add("failed", f"HL7 {film.name} {language}", f"{type(error).__name__}: {error}")
        return text
    segments = [line.split("|") for line in text.split("\r") if line]
    numeric = [float(s[5]) for s in segments if s[0] == "OBX" and s[2] == "NM"]
    if sorted(numeric) != values_of(findings):
        complaints.append("the values are not those of findings.json")
    status = {s[11] for s in segments if s[0] == "OBX"}
    if status != ({"P"} if findings["status"] == "read" else {"X"}):
        complaints.append(f"OBX-11 {status}")
    if message.msh.msh_9.to_er7() != "ORU^R01^ORU_R01":
        complaints.append("MSH-9")
    results.add("failed" if complaints else "passed", f"HL7 {film.name} {language}", "; ".join(complaints))
    return text


def check_pages(results, film, language, findings):
    path = film / f"report.{language}.pdf"
    text = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True).stdout
    pages = text.split("\f")[:-1]
    parts = json.loads((kRoot / "locales" / language / "report.json").read_text())["parts"]
    names = {label: words for part in parts for label, words in part["labels"].items()}
    complaints = [] if pages else ["no pages"]
    complaints += [f"page {i + 1} lacks the notice" for i, page in enumerate(pages) if kNotices[language] not in page]
    complaints += [f"{f['label']} is not told" for f in findings["findings"] if names[f["label"]]["name"] not in " ".join(text.split())]
    results.add("failed" if complaints else "passed", f"pages {film.name} {language}", "; ".join(complaints))
    return text


def check_refusals(results, judges, bundle, message):
    def spoiled(change):
        copied = copy.deepcopy(bundle)
        change(copied)
        return copied

    cases = {
        "an unknown field": lambda b: b["entry"][0]["resource"].update(colour="red"),
        "a status that does not exist": lambda b: resources(b, "Observation")[0].update(status="perhaps"),
        "a report without a code": lambda b: resources(b, "DiagnosticReport")[0].pop("code"),
        "a reference into nowhere": lambda b: resources(b, "Observation")[0]["subject"].update(reference="urn:uuid:none"),
    }
    for name, change in cases.items():
        results.add("passed" if list(judges.fhir(spoiled(change))) else "failed", f"FHIR judges refuse {name}")
    for name, change in {"no message type": ("ORU^R01^ORU_R01", ""), "two PIDs": ("PID|1", "PID|0\rPID|1"), "a segment that does not exist": ("OBR|1", "OBQ|1")}.items():
        try:
            judges.hl7(message.replace(*change))
            results.add("failed", f"the HL7 judge refuses {name}", "it was accepted")
        except Exception:
            results.add("passed", f"the HL7 judge refuses {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=str(kRoot / "build/dev/roentgen"))
    program = parser.parse_args().program
    results = Results("exchange")
    try:
        install_peers()
        judges = Judges()
    except (subprocess.CalledProcessError, ImportError, StopIteration) as error:
        results.add("skipped", "judges of FHIR and HL7", f"they cannot be installed: {error}")
        return results.finish()
    with tempfile.TemporaryDirectory() as room:
        room = pathlib.Path(room)
        films = room / "films"
        shutil.copytree(kRoot / "samples/films", films)
        subprocess.run([sys.executable, str(kRoot / "tests/cli/hostile_film.py"), str(films / "chest-normal.dcm"), str(films / "hostile.dcm")], check=True)
        run = subprocess.run([program, "analyze", str(films), "--out", str(room / "out"), "--objects", "fhir,hl7,pdf", "--language", ",".join(kLanguages)],
                             capture_output=True, text=True)
        results.add("passed" if run.returncode == 4 else "failed", "the films are read", run.stderr[-300:])
        for film in sorted(path.parent for path in room.glob("out/*/findings.json")):
            findings = json.loads((film / "findings.json").read_text())
            for language in kLanguages:
                bundle = check_fhir(results, judges, film, language, findings)
                message = check_hl7(results, judges, film, language, findings)
                text = check_pages(results, film, language, findings) if shutil.which("pdftotext") else ""
                if film.name == "hostile" and language == "en":
                    check_refusals(results, judges, bundle, message)
                    name = resources(bundle, "Patient")[0]["name"]
                    whole = "山田" in text and name[1]["family"] == "山田" and name[0]["family"] == "A|B<script>"
                    results.add("passed" if whole else "failed", "a name in another script, and one with delimiters, arrive whole", name)
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
