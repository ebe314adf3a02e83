#!/usr/bin/env python3
"""Seeds for the fuzz targets: tests/fuzz/seeds.py make | extract FOLDER TO

make     Draws small pictures, has them coded by other people's programs (dcmcjpeg, dcmcjpls, opj_compress, ojph_compress) and writes what the
         decoders' targets start from into tests/fuzz/corpus. These files are committed; this is how they were made.
extract  From the DICOM files under FOLDER: whole files of at most 64 KiB for the targets film and data_set, and their compressed frames,
         behind the four bytes of claims that tests/fuzz/codec_input.h explains, for the decoders' targets. Written to TO/TARGET/NAME.
"""
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

kCorpus = pathlib.Path(__file__).resolve().parent / "corpus"
kLargest = 64 << 10
kAllocated = [8, 16, 1, 32, 64]  # as in codec_input.h
kPrefix = "1.2.840.10008.1.2"


def claims(rows, columns, bits, samples, signed=False, planar=False, colour=0, stored=None):
    flags = kAllocated.index(bits) | (8 if samples == 3 else 0) | (16 if signed else 0) | (32 if planar else 0) | colour << 6
    return bytes([min(rows, 255), min(columns, 255), flags, (stored or bits) - 1])


# --- reading just enough of explicit little endian files -------------------------------------------------------------------------------


def short(file, group, number, fallback):
    at = file.find(struct.pack("<HH", group, number) + b"US\x02\x00")
    return struct.unpack_from("<H", file, at + 8)[0] if at >= 0 else fallback


def fragments(file):
    """The items of the last encapsulated pixel data, without the offset table."""
    start = -1
    for vr in (b"OB", b"OW"):
        start = max(start, file.rfind(struct.pack("<HH", 0x7FE0, 0x10) + vr + b"\0\0\xff\xff\xff\xff"))
    found, at = [], start + 12
    while start >= 0 and file[at:at + 4] == b"\xfe\xff\x00\xe0":
        length = struct.unpack_from("<I", file, at + 4)[0]
        found.append(file[at + 8:at + 8 + length])
        at += 8 + length
    return found[1:]


def target_of(frame, syntax):
    if frame[:4] == b"\xff\x4f\xff\x51" or frame[4:8] == b"jP  ":
        at = frame.find(b"\xff\x4f\xff\x51")
        return ("htj2k" if frame[at + 6] & 0x40 else "jpeg_2000"), frame[at:]
    if frame[:2] == b"\xff\xd8":
        for at in range(2, min(len(frame) - 5, 2000)):
            if frame[at] == 0xFF and frame[at + 1] in (0xC0, 0xC1, 0xC2, 0xC3, 0xF7):
                marker, precision = frame[at + 1], frame[at + 4]
                break
        else:
            return None, frame
        if marker == 0xF7:
            return "jpeg_ls", frame
        if marker == 0xC3:
            return "jpeg_lossless", frame
        return ("jpeg_baseline" if precision <= 8 else "jpeg_extended"), frame
    if syntax == kPrefix + ".5":
        return "rle", frame
    return None, frame


def frames_of(file):
    """(target, claims + frame) for the first frames of a file."""
    meta = file.find(b"\x02\x00\x10\x00UI")
    syntax = file[meta + 8:meta + 8 + struct.unpack_from("<H", file, meta + 6)[0]].decode("latin1").strip("\0 ") if meta >= 0 else ""
    bits, samples = short(file, 0x28, 0x100, 8), short(file, 0x28, 2, 1)
    if bits not in kAllocated or samples not in (1, 3):
        return
    stored = min(max(short(file, 0x28, 0x101, bits), 1), bits)
    head = claims(short(file, 0x28, 0x10, 1), short(file, 0x28, 0x11, 1), bits, samples, short(file, 0x28, 0x103, 0) == 1,
                  short(file, 0x28, 6, 0) == 1, 0, stored)
    for frame in fragments(file)[:2]:
        target, frame = target_of(frame, syntax)
        if target and len(frame) <= kLargest:
            yield target, head + frame


def extract(folder, to):
    count = 0
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if not path.is_file() or path.suffix == ".csv" or path.suffix == ".md":
            continue
        file = path.read_bytes()
        seeds = list(frames_of(file))
        if len(file) <= kLargest:
            seeds += [("film", file), ("data_set", file)]
        for i, (target, seed) in enumerate(seeds):
            place = pathlib.Path(to) / target
            place.mkdir(parents=True, exist_ok=True)
            (place / f"{path.stem}_{i}").write_bytes(seed)
            count += 1
    print(f"{count} seeds")


# --- drawing and coding -----------------------------------------------------------------------------------------------------------------


def picture(rows, columns, samples, bits):
    """A slope with a disc in it and a little noise, as integers."""
    values, state = [], 1
    for y in range(rows):
        for x in range(columns):
            for s in range(samples):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                inside = (x - columns / 2) ** 2 + (y - rows / 2) ** 2 < (min(rows, columns) / 3) ** 2
                value = (x + y + 7 * s) / (rows + columns + 14) * 0.6 + (0.3 if inside else 0) + (state >> 16) % 16 / 400
                values.append(int(value * ((1 << bits) - 1)))
    return values


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, int):
        value = struct.pack("<H", value)
    value += (b"\0" if vr in ("UI", "OB") else b" ") * (len(value) % 2)
    head = struct.pack("<HH", group, number) + vr.encode()
    return head + (struct.pack("<HI", 0, len(value)) if vr in ("OB", "OW") else struct.pack("<H", len(value))) + value


def dicom(rows, columns, samples, bits):
    allocated = 8 if bits <= 8 else 16
    pixels = struct.pack(f"<{rows * columns * samples}{'B' if allocated == 8 else 'H'}", *picture(rows, columns, samples, bits))
    sop = "1.2.840.10008.5.1.4.1.1.7"
    meta = b"".join([element(2, 1, "OB", b"\0\1"), element(2, 2, "UI", sop), element(2, 3, "UI", "2.25.1"),
                     element(2, 0x10, "UI", kPrefix + ".1"), element(2, 0x12, "UI", "2.25.2")])
    body = [element(8, 0x16, "UI", sop), element(8, 0x18, "UI", "2.25.1"), element(8, 0x60, "CS", "OT"),
            element(0x28, 2, "US", samples), element(0x28, 4, "CS", "RGB" if samples == 3 else "MONOCHROME2")]
    if samples == 3:
        body.append(element(0x28, 6, "US", 0))
    body += [element(0x28, 0x10, "US", rows), element(0x28, 0x11, "US", columns), element(0x28, 0x100, "US", allocated),
             element(0x28, 0x101, "US", bits), element(0x28, 0x102, "US", bits - 1), element(0x28, 0x103, "US", 0),
             element(0x7FE0, 0x10, "OB" if allocated == 8 else "OW", pixels)]
    length = struct.pack("<HH2sHI", 2, 0, b"UL", 4, len(meta))
    return b"\0" * 128 + b"DICM" + length + meta + b"".join(body)


def keep(target, name, seed):
    (kCorpus / target).mkdir(parents=True, exist_ok=True)
    (kCorpus / target / name).write_bytes(seed)


def coded(room, name, options, program, rows, columns, samples, bits):
    plain, packed = room / "plain.dcm", room / "packed.dcm"
    plain.write_bytes(dicom(rows, columns, samples, bits))
    subprocess.run([program, *options, plain, packed], check=True)
    for target, seed in list(frames_of(packed.read_bytes()))[:1]:
        keep(target, name, seed)


def coded_2000(room, name, program, options, rows, columns, samples, bits, end):
    source, packed = room / ("in.ppm" if samples == 3 else "in.pgm"), room / ("out" + end)
    values = picture(rows, columns, samples, bits)
    wide = bits > 8
    source.write_bytes(b"P%d\n%d %d\n%d\n" % (6 if samples == 3 else 5, columns, rows, (1 << bits) - 1) +
                       struct.pack(f">{len(values)}{'H' if wide else 'B'}", *values))
    subprocess.run([program, "-i", source, "-o", packed, *options], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    target, frame = target_of(packed.read_bytes(), "")
    keep(target, name, claims(rows, columns, 16 if wide else 8, samples, stored=bits) + frame)


def packbits(values):
    """As PS3.5 annex G wants it: runs where two or more are equal, else literal bytes."""
    out, i = b"", 0
    while i < len(values):
        run = 1
        while i + run < len(values) and run < 128 and values[i + run] == values[i]:
            run += 1
        if run > 1:
            out += bytes([257 - run, values[i]])
            i += run
            continue
        end = i + 1
        while end < len(values) and end - i < 128 and (end + 1 >= len(values) or values[end] != values[end + 1]):
            end += 1
        out += bytes([end - i - 1]) + bytes(values[i:end])
        i = end
    return out + b"\0" * (len(out) % 2)


def rle(rows, columns, samples, bits):
    values, planes = picture(rows, columns, samples, bits), []
    for s in range(samples):
        one = values[s::samples]
        planes += [packbits([v >> 8 for v in one])] if bits > 8 else []
        planes.append(packbits([v & 255 for v in one]))
    offsets, at = [], 64
    for plane in planes:
        offsets.append(at)
        at += len(plane)
    head = struct.pack("<I", len(planes)) + b"".join(struct.pack("<I", o) for o in offsets)
    return head.ljust(64, b"\0") + b"".join(planes)


def make():
    with tempfile.TemporaryDirectory() as name:
        room = pathlib.Path(name)
        for bits, samples, tag in ((8, 1, "grey8"), (8, 3, "rgb8"), (12, 1, "grey12"), (16, 1, "grey16")):
            size = (24, 20, samples, bits)
            for options, kind in ((["+el"], "process14"), (["+e1"], "first_order")):
                coded(room, f"{kind}_{tag}", options, "dcmcjpeg", *size)
            coded(room, f"lossless_{tag}", ["+el"], "dcmcjpls", *size)
            coded(room, f"near_{tag}", ["+en"], "dcmcjpls", *size)
            coded_2000(room, f"plain_{tag}", "opj_compress", ["-n", "3"], *size, ".j2k")
            coded_2000(room, f"high_throughput_{tag}", "ojph_compress",
                       ["-num_decomps", "2", "-reversible", "true"], *size, ".j2c")
            keep("rle", tag, claims(24, 20, 8 if bits == 8 else 16, samples, stored=bits) + rle(*size))
        for bits, tag in ((8, "8"), (12, "12")):
            for options, kind in ((["+ee"], "extended"), (["+es"], "spectral"), (["+ep"], "progressive")):
                coded(room, f"{kind}_{tag}", options, "dcmcjpeg", 24, 20, 1, bits)
        coded(room, "baseline_grey", ["+eb"], "dcmcjpeg", 24, 20, 1, 8)
        coded(room, "baseline_colour", ["+eb"], "dcmcjpeg", 24, 20, 3, 8)
        coded(room, "baseline_422", ["+eb", "+s2"], "dcmcjpeg", 24, 20, 3, 8)
        coded_2000(room, "lossy_tiles", "opj_compress", ["-n", "2", "-t", "16,16", "-I", "-r", "8"], 40, 40, 3, 8, ".j2k")
        coded_2000(room, "precincts", "opj_compress", ["-n", "2", "-c", "[32,32],[32,32]", "-p", "RPCL", "-SOP", "-EPH"], 40, 40, 1, 8,
                   ".j2k")
        coded_2000(room, "bypass", "opj_compress", ["-n", "2", "-M", "63"], 24, 20, 1, 12, ".j2k")
        coded_2000(room, "high_throughput_lossy", "ojph_compress", ["-num_decomps", "2", "-qstep", "0.05"], 40, 40, 1, 8, ".j2c")
        raw = bytes(picture(24, 20, 1, 8))
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        keep("deflate", "grey8", claims(24, 20, 8, 1) + packer.compress(raw) + packer.flush())
        packer = zlib.compressobj(0, zlib.DEFLATED, -15)
        keep("deflate", "stored", claims(24, 20, 8, 1) + packer.compress(raw) + packer.flush())
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        keep("deflate", "bomb", claims(255, 255, 8, 3) + packer.compress(bytes(3 << 20)) + packer.flush())
        keep("rle", "one_bit", claims(24, 20, 1, 1) + struct.pack("<II", 1, 64).ljust(64, b"\0") + packbits(list(range(60))))
        for path in sorted((kCorpus / "film").iterdir()):
            keep("data_set", path.name, path.read_bytes())
    root = kCorpus.parents[2]
    for target, pattern in (("reading", "src/study/testdata/*.findings.json"), ("recipe", "tests/recipes/*.json"),
                            ("recipe", "recipes/*.json"), ("onnx", "src/model/testdata/*.onnx")):
        for path in sorted(root.glob(pattern)):
            keep(target, path.name, path.read_bytes())
    for i, name in enumerate(("metadata.csv", "boxes.csv", "masks.json")):  # see data_folder_fuzz.cpp
        for path in sorted((root / "samples/data").glob(f"*/{name}")):
            keep("data_folder", f"{path.parent.name}_{name}", bytes([i]) + path.read_bytes()[:4000])
    keep("data_folder", "boxes.csv", b"\1image,label,x,y,width,height,reader\nfilm.png,mass,1.5,2,30,40,a\n")
    keep("data_folder", "landmarks.csv", b"\3image,v01_tl_x,v01_tl_y,v01_tr_x,v01_tr_y,v01_bl_x,v01_bl_y,v01_br_x,v01_br_y\na.png,1,2,3,4,5,6,7,8\n")
    keep("data_folder", "masks.json",
         b'\2[{"folder": "masks", "kind": "index", "values": {"1": "lung", "2": "heart"}, "suffix": "_m", "convention": "whole"}]')


if sys.argv[1:] == ["make"]:
    make()
elif len(sys.argv) == 4 and sys.argv[1] == "extract":
    extract(sys.argv[2], sys.argv[3])
else:
    print(__doc__.strip(), file=sys.stderr)
    sys.exit(0 if sys.argv[1:] in (["-h"], ["--help"]) else 2)
