#!/usr/bin/env python3
"""Holds every #include under src/ against the table in src/rooms.cmake.

- A room includes only its own headers and those of the rooms it USES; the table is in order, so no room calls back up.
- A foreign header is included only in a room that lists its library as FOREIGN.
- A header that includes a foreign header, directly or not, is not included from another room: foreign types stay at home.
- GoogleTest is included only in *_test.cpp.
- Every row of the table has a folder with sources in it, every folder a row.

The checker is itself checked: a small made-up house with one breach of each kind must give exactly these complaints.
"""
import pathlib
import re
import sys
import tempfile

from results import Results

# Which library a foreign header belongs to. A header that is neither here nor standard fails the test: give it an owner.
kLibraries = [
    (r"opencv2/", "opencv_part"),
    (r"dcmtk/|charls/|openjpeg\.h$|openjph/", "dcmtk_part"),
    (r"openvino/", "openvino_part"),
    (r"torch/|ATen/|c10/|onnx/|google/protobuf/", "libtorch_part"),
    (r"nlohmann/", "nlohmann_json::nlohmann_json"),
    (r"openssl/", "OpenSSL::Crypto"),
    (r"png\.h$", "PNG::PNG"),
    (r"j(peglib|error|config|morecfg)\.h$", "JPEG::JPEG"),
    (r"zlib\.h$", "ZLIB::ZLIB"),
    (r"CLI/", "CLI11::CLI11"),
    (r"xxhash\.h$", "xxhash_part"),
    (r"hpdf(_doc)?\.h$", "haru_part"),
]
kStandard = re.compile(
    r"[a-z_0-9]+$"  # the C++ library
    r"|(unistd|fcntl|signal|poll|termios|pthread|sched|glob|fnmatch|dirent|errno|time|fenv|malloc|iconv)\.h$"  # POSIX and C
    r"|sys/[a-z_]+\.h$|linux/[a-z_]+\.h$"
    r"|(imm|xmm|emm)intrin\.h$"
    r"|sanitizer/[a-z_]+\.h$"
)
kInclude = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:"([^"]+)"|<([^>]+)>)', re.M)


def read_table(text):
    """{room: (uses, foreign)} in the order of the table."""
    table = {}
    for match in re.finditer(r"^[ \t]*room\(([^)]*)\)", text, re.M):
        name, *words = match.group(1).split()
        uses, foreign, target = set(), set(), None
        for word in words:
            if word == "USES":
                target = uses
            elif word == "FOREIGN":
                target = foreign
            else:
                target.add(word)
        table[name] = (uses, foreign)
    return table


def library_of(header):
    for pattern, library in kLibraries:
        if re.match(pattern, header):
            return library
    return None


def includes_of(path):
    text = path.read_text(encoding="utf-8")
    return [(ours or theirs) for ours, theirs in kInclude.findall(text)]


def check(src):
    """{room: [complaints]}; complaints about the table itself stand under "the table"."""
    table = read_table((src / "rooms.cmake").read_text(encoding="utf-8"))
    complaints = {"the table": [], **{room: [] for room in table}}
    folders = {p.name for p in src.iterdir() if p.is_dir() and any(p.glob("*.cpp")) or p.is_dir() and any(p.glob("*.h"))}
    for folder in sorted(folders - set(table)):
        complaints["the table"].append(f"src/{folder} has no row in rooms.cmake")
    for room in sorted(set(table) - folders):
        complaints["the table"].append(f"rooms.cmake lists {room}, but src/{room} has nothing in it")
    seen = set()
    for room, (uses, _) in table.items():
        for used in sorted(uses - seen):
            complaints["the table"].append(f"{room} uses {used}, which does not stand above it")
        seen.add(room)

    files = {}
    for room in table:
        for path in sorted((src / room).rglob("*")):
            if path.suffix in (".h", ".cpp") and path.is_file():
                files[path.relative_to(src).as_posix()] = includes_of(path)

    def foreign_behind(name, visited):
        """A foreign library that including this header of ours brings along, or None."""
        visited.add(name)
        for header in files.get(name, []):
            found = library_of(header) or (header in files and header not in visited and foreign_behind(header, visited))
            if found:
                return found
        return None

    for name, headers in files.items():
        room = name.split("/")[0]
        uses, foreign = table[room]
        for header in headers:
            where = f"{name} includes {header}"
            owner = header.split("/")[0]
            library = library_of(header)
            if header in files:
                if owner != room and owner not in uses:
                    complaints[room].append(f"{where}: {room} may not use {owner}")
                elif owner != room and (brought := foreign_behind(header, set())):
                    complaints[room].append(f"{where}, which brings {brought} out of {owner}")
            elif library:
                if library not in foreign:
                    complaints[room].append(f"{where}: {library} does not belong to {room}")
            elif header.startswith("gtest/") or header.startswith("gmock/"):
                if not name.endswith("_test.cpp"):
                    complaints[room].append(f"{where}: only tests use GoogleTest")
            elif not kStandard.match(header):
                complaints[room].append(f"{where}: neither a file of the house, nor standard, nor of a known library")
    return complaints


kHouse = {
    "rooms.cmake": "room(low FOREIGN PNG::PNG)\nroom(high USES low attic)\nroom(attic USES low)\nroom(empty)\n",
    "low/a.h": "#include <png.h>\n",
    "low/b.h": '#include "low/a.h"\n',
    "low/fine.h": "#include <vector>\n",
    "low/up.cpp": '#include "high/c.h"\n  #  include <gtest/gtest.h>\n#include <unistd.h>\n// #include "high/c.h"\n',
    "low/up_test.cpp": "#include <gtest/gtest.h>\n",
    "high/c.h": '#include "low/b.h"\n#include "low/fine.h"\n#include <opencv2/core.hpp>\n',
    "high/d.cpp": "#include <boost/asio.hpp>\n",
    "attic/e.cpp": '#include "attic/gone.h"\n',
    "cellar/f.cpp": "",
}
kBreaches = {
    "the table": ["src/cellar has no row", "lists empty, but", "high uses attic, which"],
    "low": ["includes high/c.h: low may not use high", "up.cpp includes gtest/gtest.h: only tests"],
    "high": ["high/c.h includes low/b.h, which brings PNG::PNG", "opencv_part does not belong to high", "boost/asio.hpp: neither"],
    "attic": ["attic/gone.h: neither"],
    "empty": [],
}


def check_the_checker():
    with tempfile.TemporaryDirectory() as folder:
        src = pathlib.Path(folder)
        for name, text in kHouse.items():
            (src / name).parent.mkdir(exist_ok=True)
            (src / name).write_text(text)
        found = check(src)
    for room, expected in kBreaches.items():
        if len(found[room]) != len(expected) or not all(any(e in f for f in found[room]) for e in expected):
            return f"in {room}: expected {expected}, found {found[room]}"
    return None


def main():
    results = Results("rooms")
    wrong = check_the_checker()
    results.add("failed" if wrong else "passed", "the checker finds each kind of breach", wrong or "")
    if wrong:
        print(f"rooms_test.py itself is wrong {wrong}", file=sys.stderr)
    for room, found in check(pathlib.Path(__file__).resolve().parent.parent / "src").items():
        for complaint in found:
            print(f"rooms: {complaint}", file=sys.stderr)
        results.add("failed" if found else "passed", room, "; ".join(found))
    return results.finish()


if __name__ == "__main__":
    sys.exit(main())
