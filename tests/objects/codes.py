"""The codes of src/objects against pydicom's dictionaries. Run by validate.py; prints verdict, name and note by tabs."""
import pathlib
import re
import sys

from pydicom.sr import _cid_dict, _concepts_dict

kSource = pathlib.Path(__file__).resolve().parent.parent.parent / "src" / "objects"


def meanings(scheme, value):
    return [meaning for words in _concepts_dict.concepts.get(scheme, {}).values() for code, (meaning, _) in words.items() if code == value]


def in_group(cid, scheme, value):
    words = _cid_dict.cid_concepts.get(cid, {}).get(scheme, [])
    return any(value in _concepts_dict.concepts[scheme][word] for word in words)


def main():
    rows = [(key, value, scheme, meaning, group) for key, value, scheme, meaning, group in
            re.findall(r'\{"([^"]+)", \{"([^"]+)", "([^"]+)", "([^"]+)"\}, "([^"]*)"\}', (kSource / "codes.cpp").read_text())]
    rows += [(name, value, scheme, meaning, "") for name, value, scheme, meaning in
             re.findall(r'inline constexpr Code (\w+)\{"([^"]+)", "([^"]+)", "([^"]+)"\}', (kSource / "concepts.h").read_text())]
    if len(rows) < 150:
        print("failed", "codes: the tables", f"only {len(rows)} rows were found", sep="\t")
    unknown = 0
    for key, value, scheme, meaning, group in rows:
        known, wrong = meanings(scheme, value), ""
        if scheme == "99ROENTGEN":
            wrong = "a code of ours cannot be in a context group" if group else ""
        elif known and meaning.lower() not in [word.lower() for word in known]:
            wrong = f"pydicom calls it {known}"
        elif group and not in_group(int(group.removeprefix("CID ")), scheme, value):
            wrong = f"not in {group}"
        elif not known:
            unknown += 1
            if scheme == "DCM":
                wrong = "DCM has no such code"
        print("failed" if wrong else "passed", f"code {key}", wrong, sep="\t")
    print("passed", "codes", f"{len(rows)} rows, {unknown} of them in no dictionary of pydicom", sep="\t")


main()
