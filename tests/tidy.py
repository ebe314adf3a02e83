#!/usr/bin/env python3
"""clang-tidy over the sources that changed since they last passed.

A source passed when a file named by the hash of everything it is made of lies in build/tidy: itself, the headers of ours that it
includes, .clang-tidy and this script. Tests (*_test.cpp) are left to the compiler's warnings. Files that include LibTorch take
half a minute each with all checks, nearly all of it in LibTorch's own headers: they get the short list kFewChecks.
"""
import concurrent.futures
import hashlib
import os
import pathlib
import re
import subprocess
import sys

from results import Results

kRoot = pathlib.Path(__file__).resolve().parent.parent
kPassed = kRoot / "build" / "tidy"
kFlags = """
  -std=c++2b -include tests/clang_expected.h -Isrc -DROENTGEN_VERSION="0"
  -isystem /usr/include/opencv4 -isystem /usr/include/openjpeg-2.5
  -isystem .deps/openvino/openvino/include
  -isystem .deps/libtorch/torch/include -isystem .deps/libtorch/torch/include/torch/csrc/api/include
""".split()
kInclude = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*["<]([^">]+)[">]', re.M)


def read_closure(path, files):
    """Collects the bytes of a source and of every header of ours behind it."""
    if path in files:
        return
    files[path] = path.read_bytes()
    for name in kInclude.findall(files[path]):
        header = kRoot / "src" / name.decode()
        if header.is_file():
            read_closure(header, files)


def stamp_of(files):
    parts = [kRoot / ".clang-tidy", kRoot / "tests/clang_expected.h", pathlib.Path(__file__).resolve()]
    digest = hashlib.sha256(b"".join(p.read_bytes() for p in parts))
    for path in sorted(files):
        digest.update(str(path.relative_to(kRoot)).encode() + b"\0" + files[path])
    return digest.hexdigest()


def tidy(source):
    command = ["clang-tidy-16", "--quiet", str(source.relative_to(kRoot)), "--", *kFlags]
    return subprocess.run(command, cwd=kRoot, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def main():
    results = Results("clang-tidy")
    kPassed.mkdir(parents=True, exist_ok=True)
    todo, held, left_out = [], 0, 0
    for source in sorted(kRoot.glob("src/*/*.cpp")):
        if source.name.endswith("_test.cpp"):
            continue
        files = {}
        read_closure(source, files)
        if any(b"<torch/" in text for text in files.values()):
            left_out += 1
            continue
        stamp = kPassed / stamp_of(files)
        if stamp.exists():
            held += 1
        else:
            todo.append((source, stamp, sum(map(len, files.values()))))
    todo.sort(key=lambda t: -t[2])  # the slow ones first, so that all processors end together
    broken = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=len(os.sched_getaffinity(0))) as pool:
        runs = {pool.submit(tidy, source): (source, stamp) for source, stamp, _ in todo}
        for run in concurrent.futures.as_completed(runs):
            source, stamp = runs[run]
            done = run.result()
            if done.returncode == 0:
                stamp.touch()
            else:
                broken.append(source.name)
                print(re.sub(r"(?m)^\d+ warnings.*\n|^Suppressed.*\n|^Use -header-filter.*\n", "", done.stdout), file=sys.stderr)
    results.add("failed" if broken else "passed", f"{len(todo)} files changed, {held} unchanged since they passed, {left_out} with LibTorch left out", ", ".join(broken))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
