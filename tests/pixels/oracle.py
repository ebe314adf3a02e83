#!/usr/bin/env python3
"""Holds decoded and displayed pixels against other programs: tests/pixels/oracle.py [--program PATH] [--cases FOLDER]

Independent decoders, all from Debian: GDCM (gdcmconv, gdcmraw) and DCMTK (dcmdrle, dcmdjpeg, dcmdjpls, dcmj2pnm). Three questions:
- every film of the shared collection and of samples/: are the stored pixels those that GDCM or DCMTK decode?
- a film written by their encoders in every lossless way (and OpenJPH's): are the pixels those that went in? In a near-lossless way: within its bound?
- every grey file of FOLDER (made by ROENTGEN_WRITE_CASES=FOLDER build/dev/dicom_test --gtest_filter='PixelCase.*', made here if not given):
  is the picture within one of 256 greys of dcmj2pnm's?
"""
import argparse
import array
import hashlib
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

kRoot = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(kRoot / "tests"))
from results import Results  # noqa: E402

kCorpus = kRoot.parent / "shared" / "data" / "dicom"
kExplicit = "1.2.840.10008.1.2.1"
kPlain = {"1.2.840.10008.1.2", kExplicit, "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"}
kDcmtk = {"1.2.840.10008.1.2.5": "dcmdrle", "1.2.840.10008.1.2.4.57": "dcmdjpeg", "1.2.840.10008.1.2.4.70": "dcmdjpeg", "1.2.840.10008.1.2.4.80": "dcmdjpls"}
kLossless = kPlain | set(kDcmtk) | {"1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.201", "1.2.840.10008.1.2.4.202"}
# Where both others differ from us on purpose, and why.
kDiffers = {
    "syntaxes/j2k_pixelrep_mismatch_90.dcm": "the code stream is unsigned (Ssiz 0x0C: 13 bits), PixelRepresentation is 1; GDCM goes by the code stream, pydicom and we by the header",
    "syntaxes/jls_15of16_signed_80.dcm": "15 bits stored and signed: pydicom and we extend the sign to 16 bits, the others leave bit 15 empty",
}


kBits = [bytes(byte >> i & 1 for i in range(8)) for byte in range(256)]


def quiet(*command):
    return subprocess.run(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


class Oracle:
    def __init__(self, program, room):
        self.program, self.room = program, room

    def inspect(self, film, raw=None):
        command = [self.program, "inspect", film, "--json"] + (["--pixels", raw] if raw else [])
        run = subprocess.run(list(map(str, command)), capture_output=True, text=True)
        return json.loads(run.stdout) if run.returncode == 0 else None

    def raw_of(self, plain):
        """The bytes of uncompressed pixel data as GDCM takes them from a file."""
        out = self.room / "pixels.raw"
        out.unlink(missing_ok=True)
        return out.read_bytes() if quiet("gdcmraw", "-i", plain, "-o", out) and out.exists() else None

    def by_gdcm(self, film):
        out = self.room / "gdcm.dcm"
        out.unlink(missing_ok=True)
        return self.raw_of(out) if quiet("gdcmconv", "--raw", film, out) and out.exists() else None

    def by_dcmtk(self, film, syntax):
        out = self.room / "dcmtk.dcm"
        out.unlink(missing_ok=True)
        program = kDcmtk.get(syntax)
        return self.raw_of(out) if program and quiet(program, film, out) and out.exists() else None


def is_same(raw, facts):
    size = {"8": 1, "6": 2, "2": 4, "4": 8}[facts["pixel_dtype"][-1]]
    for side in facts["pixel_shape"]:
        size *= side
    if len(raw) <= size // 8 + 2:  # one bit a pixel, the first in the lowest bit: ours are bytes
        raw = b"".join(kBits[byte] for byte in raw)
    return hashlib.sha256(raw[:size]).hexdigest() == facts["pixel_sha256"]


def stored_pixels(oracle, results):
    films = sorted((kRoot / "samples" / "films").glob("*.dcm"))
    if kCorpus.exists():
        films += sorted(kCorpus.rglob("*.dcm"))
    agreed = {"GDCM": 0, "DCMTK": 0}
    unanswered = 0
    for film in films:
        facts = oracle.inspect(film)
        if not facts or not facts.get("pixel_sha256") or facts["transfer_syntax_uid"] not in kLossless or facts["colour"]:
            continue  # colour is reordered and converted by the others before it can be compared
        name = str(film.relative_to(kCorpus) if film.is_relative_to(kCorpus) else film.name)
        answers = {"GDCM": oracle.by_gdcm(film), "DCMTK": oracle.by_dcmtk(film, facts["transfer_syntax_uid"])}
        verdicts = {who: is_same(raw, facts) for who, raw in answers.items() if raw}
        if not verdicts:
            unanswered += 1
        elif any(verdicts.values()):  # where the two disagree, the shared collection's own sums decide (dicom_test)
            for who, same in verdicts.items():
                agreed[who] += same
        elif name in kDiffers:
            results.add("skipped", f"stored pixels of {name}", kDiffers[name])
        else:
            results.add("failed", f"stored pixels of {name}", f"neither {' nor '.join(verdicts)} has these pixels")
    note = f"GDCM agrees on {agreed['GDCM']}, DCMTK on {agreed['DCMTK']} films; {unanswered} could be read by neither"
    results.add("passed" if min(agreed.values()) > 0 else "failed", "stored pixels are those of other decoders", note)
    print(note, file=sys.stderr)


def with_stream(film, stream, syntax, out):
    """An uncompressed explicit little endian file again, its pixel data replaced by one fragment."""
    content = film.read_bytes()
    pixels = content.rindex(b"\xe0\x7f\x10\x00O")
    old = kExplicit.encode() + b"\0" if len(kExplicit) % 2 else kExplicit.encode()
    new = syntax.encode() + (b"\0" if len(syntax) % 2 else b"")
    head = content[:pixels]
    at = head.index(old)
    head = head[:at - 2] + struct.pack("<H", len(new)) + new + head[at + len(old):]
    # the length of the file meta information follows
    length = struct.unpack("<I", head[140:144])[0] + len(new) - len(old)
    head = head[:140] + struct.pack("<I", length) + head[144:]
    stream += b"\0" * (len(stream) % 2)
    item = b"\xfe\xff\x00\xe0"
    out.write_bytes(head + b"\xe0\x7f\x10\x00OB\0\0\xff\xff\xff\xff" + item + b"\0\0\0\0" + item + struct.pack("<I", len(stream)) + stream
                    + b"\xfe\xff\xdd\xe0\0\0\0\0")


def encodings(room, plain, facts):
    """(name, film, largest error allowed) of the same film as other programs encode it."""
    def made(name, *command):
        out = room / f"{name}.dcm"
        return out if quiet(*(out if word is None else word for word in command)) and out.exists() else None
    yield "RLE by DCMTK", made("rle", "dcmcrle", plain, None), 0
    yield "RLE by GDCM", made("rle-gdcm", "gdcmconv", "--rle", plain, None), 0
    for predictor in range(1, 8):
        yield f"lossless JPEG, predictor {predictor}", made(f"jpeg{predictor}", "dcmcjpeg", "+el", "+sv", predictor, plain, None), 0
    yield "lossless JPEG, first order", made("jpeg", "dcmcjpeg", "+e1", plain, None), 0
    yield "lossless JPEG by GDCM", made("jpeg-gdcm", "gdcmconv", "--jpeg", "--lossless", plain, None), 0
    yield "JPEG-LS by DCMTK", made("jls", "dcmcjpls", plain, None), 0
    yield "JPEG-LS by GDCM", made("jls-gdcm", "gdcmconv", "--jpegls", plain, None), 0
    for bound in (1, 3):
        yield f"near-lossless JPEG-LS, bound {bound}", made(f"jls-near{bound}", "dcmcjpls", "+en", "+md", bound, plain, None), bound
    yield "JPEG 2000 by GDCM", made("j2k", "gdcmconv", "--j2k", plain, None), 0
    rows, columns = facts["pixel_shape"]
    values = array.array("H" if facts["bits_stored"] > 8 else "B", (room / "plain.raw").read_bytes())
    if facts["bits_stored"] > 8:
        values.byteswap()
    pgm = room / "film.pgm"
    pgm.write_bytes(b"P5\n%d %d\n%d\n" % (columns, rows, (1 << facts["bits_stored"]) - 1) + values.tobytes())
    for progression in ("LRCP", "RPCL"):
        stream = room / "film.j2c"
        if quiet("ojph_compress", "-i", pgm, "-o", stream, "-reversible", "true", "-prog_order", progression):
            film = room / f"htj2k-{progression}.dcm"
            with_stream(plain, stream.read_bytes(), "1.2.840.10008.1.2.4." + ("202" if progression == "RPCL" else "201"), film)
            yield f"HTJ2K, {progression}", film, 0
    stream = room / "film.j2k"
    if quiet("opj_compress", "-i", pgm, "-o", stream, "-n", 6):
        film = room / "j2k-opj.dcm"
        with_stream(plain, stream.read_bytes(), "1.2.840.10008.1.2.4.90", film)
        yield "JPEG 2000 by OpenJPEG", film, 0


def round_trips(oracle, results):
    for sample in ("chest-opacity", "chest-large-heart", "chest-normal", "hand"):
        source = kRoot / "samples" / "films" / f"{sample}.dcm"
        plain = oracle.room / "plain.dcm"
        facts = oracle.inspect(source)
        if not facts or facts["colour"] or not quiet("gdcmconv", "--raw", "--explicit", source, plain):
            continue
        truth = oracle.inspect(plain, oracle.room / "plain.raw")
        wide = truth["pixel_dtype"].endswith("16")
        expected = array.array("H" if wide else "B", (oracle.room / "plain.raw").read_bytes())
        for name, film, bound in encodings(oracle.room, plain, truth):
            test = f"{sample} as {name}"
            raw = oracle.room / "again.raw"
            if film is None:
                results.add("skipped", test, "the other program would not encode it")
            elif not oracle.inspect(film, raw):
                results.add("failed", test, "it is not read")
            else:
                got = array.array("H" if wide else "B", raw.read_bytes())
                worst = max(map(abs, map(int.__sub__, got, expected))) if len(got) == len(expected) else None
                good = worst is not None and worst <= bound
                results.add("passed" if good else "failed", test, "" if good else f"largest difference {worst}, allowed {bound}")


def pgm_values(path):
    return path.read_bytes()[-18:]  # 18 pixels, 8 bits


def displayed(oracle, results, folder):
    compared = worst = 0
    for film in sorted(folder.glob("*.dcm")):
        # Of the names of pixel_case_test.cpp: no padding (dcmj2pnm shows it), a window or LUT of the file's own. MONOCHROME1 with the shape
        # IDENTITY is a contradiction, in which dcmj2pnm follows the shape and we the photometric interpretation.
        words = film.stem.split("-")
        voi = next(word for word in words if word[0] == "v")
        # It draws LINEAR_EXACT (v2) as LINEAR.
        if "p0" not in words or voi in ("v0", "v2", "v8") or ("mono1" in words and "IDENTITY" in words):
            continue
        option = "+Wi" if voi in ("v1", "v2", "v3") else "+Wl"
        ours, theirs = oracle.room / "ours.pgm", oracle.room / "theirs.pgm"
        if not quiet("dcmj2pnm", option, "1", "+op", film, theirs) or not quiet(oracle.program, "render", film, "-o", ours):
            results.add("failed", f"picture of {film.name}", "one of the programs refuses it")
            continue
        compared += 1
        difference = max(abs(a - b) for a, b in zip(pgm_values(ours), pgm_values(theirs)))
        worst = max(worst, difference)
        if difference > 1:
            results.add("failed", f"picture of {film.name}", f"{difference} of 256 greys away from dcmj2pnm")
    results.add("passed" if compared > 100 and worst <= 1 else "failed", "pictures are those of dcmj2pnm, within one of 256 greys", f"{compared} files compared")
    print(f"{compared} pictures compared with dcmj2pnm: at most {worst} of 256 greys apart", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=kRoot / "build" / "dev" / "roentgen")
    parser.add_argument("--cases", type=pathlib.Path)
    options = parser.parse_args()
    results = Results("pixels beside other programs")
    missing = [tool for tool in ("gdcmconv", "gdcmraw", "dcmj2pnm", "dcmcjpls", "ojph_compress", "opj_compress") if not shutil.which(tool)]
    if missing:
        results.add("failed", "the other programs", f"not installed: {' '.join(missing)} (deps/install tests)")
        return results.finish()
    with tempfile.TemporaryDirectory() as folder:
        room = pathlib.Path(folder)
        oracle = Oracle(options.program.resolve(), room)
        cases = options.cases
        if not cases:
            cases = room / "cases"
            cases.mkdir()
            subprocess.run([options.program.resolve().parent / "dicom_test", "--gtest_filter=PixelCase.*"], cwd=kRoot, check=True,
                           env=os.environ | {"ROENTGEN_WRITE_CASES": str(cases), "GTEST_OUTPUT": ""}, stdout=subprocess.DEVNULL)
        round_trips(oracle, results)
        displayed(oracle, results, cases)
        stored_pixels(oracle, results)
    for line in results.lines:
        if line.startswith("failed"):
            print(line, file=sys.stderr)
    return results.finish()


sys.exit(main())
