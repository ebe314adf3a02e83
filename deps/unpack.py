#!/usr/bin/env python3
"""Unpacks the wanted parts of downloaded wheels: unpack.py PARTS.txt WHEEL_DIR PREFIX

Each folder of the prefix is filled beside its final place and renamed at the end, so an interruption never leaves half of one.
"""
import fnmatch
import pathlib
import shutil
import sys
import zipfile


def read_parts(path):
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            wheel, folder, *patterns = line.split()
            yield wheel, folder, patterns


def unpack(wheel_file, patterns, target):
    with zipfile.ZipFile(wheel_file) as archive:
        names = archive.namelist()
        wanted = [n for n in names if any(fnmatch.fnmatchcase(n, p) for p in patterns)]
        for pattern in patterns:
            if not any(fnmatch.fnmatchcase(n, pattern) for n in names):
                sys.exit(f"{wheel_file.name} has no file like {pattern}: deps/wheel_parts.txt does not fit this version")
        archive.extractall(target, wanted)


def main():
    parts, wheels, prefix = (pathlib.Path(a) for a in sys.argv[1:4])
    fresh = {}
    for wheel, folder, patterns in read_parts(parts):
        files = list(wheels.glob(f"{wheel}-*.whl"))
        if not files:
            continue
        new = prefix / f"{folder}.new"
        if folder not in fresh:
            shutil.rmtree(new, ignore_errors=True)
            fresh[folder] = new
        unpack(files[0], patterns, new)
    for folder, new in fresh.items():
        old = prefix / f"{folder}.old"
        shutil.rmtree(old, ignore_errors=True)
        if (prefix / folder).exists():
            (prefix / folder).rename(old)
        new.rename(prefix / folder)
        shutil.rmtree(old, ignore_errors=True)


main()
