"""PyPI's dicom-validator over our objects. Run by validate.py; prints verdict, name and note by tabs.

It wants the standard's DocBook from the network. PyPI's dicom-standard has the same tables in its wheel (PS3.3 and PS3.6 as JSON, of the edition it
was made from): they are put here into the shape that dicom-validator keeps, and its own parser reads the conditions out of the descriptions.
What does not come over: conditions that its parser does not understand (they count as optional), Defined Terms, values that are enumerated under a
condition, and the content tree of documents, whose macros lose their "if and only if Value Type is …" there (dsrdump and dciodvfy check the tree).
"""
import html
import json
import logging
import pathlib
import re
import sys

import dicom_validator
from dicom_validator.spec_reader.condition import ConditionType
from dicom_validator.spec_reader.condition_parser import ConditionParser
from dicom_validator.spec_reader.edition_reader import EditionReader
from dicom_validator.validator.dicom_file_validator import DicomFileValidator
from dicom_validator.validator.dicom_info import DicomInfo
from dicom_validator.validator.error_handler import NullValidationResultHandler

kStandard = pathlib.Path(sys.prefix) / "standard"
kGroups = ("(5200,9229)", "(5200,9230)")
kContentTree = "sr-document-content"
kIntegers = ("US", "SS", "UL", "SL", "IS")


def read(name):
    return json.loads((kStandard / f"{name}.json").read_text(encoding="utf-8"))


def plain(description):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", description)).split())


def enumerated(description, vr):
    """What the parser of DocBook makes of lists that are headed "Enumerated Values" and nothing else."""
    found = []
    for head, index, body in re.findall(r"<strong>\s*(Enumerated Values(?: for Value (\d))?):\s*</strong>\s*</p>\s*<dl>(.*?)</dl>", description, re.S):
        values = [plain(word) for word in re.findall(r"<dt>(.*?)</dt>", body, re.S)]
        if vr in kIntegers:
            values = [int(word[:-1], 16) if word.endswith("H") else int(word) for word in values if re.fullmatch(r"\d+|[0-9A-F]+H", word)]
        if values and vr != "AT":
            found.append({"val": values, **({"index": index} if index else {})})
    return found


class Standard:
    """The tables in dicom-validator's shape, of the wanted kinds of object alone: reading the conditions takes a while."""

    def __init__(self, wanted):
        self.attributes = {row["tag"]: {"name": row["name"], "vr": row["valueRepresentation"].split(" or ")[0], "vm": row["valueMultiplicity"],
                                        "prop": "RET" if row["retired"] == "Y" else ""} for row in read("attributes")}
        self.parser = ConditionParser(self.attributes)
        self.conditions = {}
        ciods = {row["name"]: row["id"] for row in read("ciods")}
        sops = {row["id"]: ciods[row["ciod"]] for row in read("sops") if row["id"] in wanted and row["ciod"] in ciods}
        usage = [row for row in read("ciod_to_modules") if row["ciodId"] in sops.values()]
        groups = [row for row in read("ciod_to_fg_macros") if row["ciodId"] in sops.values()]
        self.modules = self.tables(read("module_to_attributes"), "moduleId", {row["moduleId"] for row in usage}, "")
        self.modules |= self.tables(read("macro_to_attributes"), "macroId", {row["macroId"] for row in groups}, "macro ")
        self.iods = {uid: {"title": ciod,
                           "modules": {row["moduleId"]: self.use(row, row["moduleId"]) for row in usage if row["ciodId"] == ciod},
                           "group_macros": {row["macroId"]: self.use(row, "macro " + row["macroId"]) for row in groups if row["ciodId"] == ciod}}
                     for uid, ciod in sops.items()}

    def condition(self, text):
        if text not in self.conditions:
            found = self.parser.parse(text)
            self.conditions[text] = None if found.type == ConditionType.UserDefined else found
        return self.conditions[text]

    def use(self, row, ref):
        words = row["usage"] + (" - " + row["conditionalStatement"] if row["conditionalStatement"] else "")
        found = self.condition(words) if len(words) > 1 else None
        return {"ref": ref, "use": words, **({"cond": found} if found else {})}

    def tables(self, rows, key, wanted, prefix):
        modules = {prefix + name: {} for name in wanted}
        for row in rows:
            if row[key] not in wanted:
                continue
            level = modules[prefix + row[key]]
            if "x" in row["tag"]:  # (60xx,3000): overlays
                continue
            if row[key] == kContentTree:
                level.setdefault(row["tag"].upper(), {"name": row["tag"], "type": "3"})
                continue
            *parents, own = [f"({part[:4]},{part[4:]})".upper() for part in row["path"].split(":")[1:]]
            for parent in parents:
                level = level.setdefault(parent, {"name": parent, "type": "3"}).setdefault("items", {})
            entry = level.setdefault(own, {})
            if own in kGroups:
                entry["items"] = {"include": [{"ref": "FuncGroup"}]}
            entry |= {"name": self.attributes.get(own, {}).get("name", own), "type": row["type"]}
            if row["type"] in ("1C", "2C", "3") and (found := self.condition(plain(row["description"]))):
                entry["cond"] = found
            if own in self.attributes and (values := enumerated(row["description"], self.attributes[own]["vr"])):
                entry["enums"] = values
        return modules

    def info(self):
        written = json.loads(EditionReader.dump_description({"dict": self.attributes, "iods": self.iods, "modules": self.modules}))
        return DicomInfo(written["dict"], written["iods"], written["modules"])


def errors_of(results):
    found = []
    for result in results.values():
        if result.status.name not in ("Passed", "Failed"):
            found.append(result.status.name)
        for module, errors in (result.module_errors or {}).items():
            for tag, error in errors.items():
                found.append(f"{module}: {tag} {error.code.name}{' ' + str((error.context or {}).get('value', '')) if error.context else ''}")
    return found


def main():
    logging.disable(logging.CRITICAL)
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*/*.dcm"))
    import pydicom
    classes = {path: str(pydicom.dcmread(path, stop_before_pixels=True, specific_tags=["SOPClassUID"]).SOPClassUID) for path in paths}
    standard = Standard(set(classes.values()))
    validator = DicomFileValidator(standard.info(), logging.CRITICAL, error_handler=NullValidationResultHandler())
    for path in paths:
        name = f"{path.parent.name}/{path.name}"
        if classes[path] not in standard.iods:
            print("skipped", f"dicom-validator {name}", f"the tables do not have {classes[path]}", sep="\t")
            continue
        errors = errors_of(validator.validate(path))
        print("failed" if errors else "passed", f"dicom-validator {name}", "; ".join(sorted(errors)), sep="\t")
    print("passed", "dicom-validator", f"version {dicom_validator.__version__}, {len(standard.iods)} kinds of object, {len(paths)} files", sep="\t")


main()
