#!/usr/bin/env python3
"""Writes a small DICOM file that says what it is told to: make_dicom.py FILE [rows=N] [columns=N] [bits=8|16] [pixels=BYTES] [syntax=UID] [frames=N]
                  [elements=N] [depth=N] [fragments=N] [stream=FILE] [deflated=BYTES]

Explicit VR little endian, CR Image Storage. With an encapsulated syntax the pixels are one fragment of zeros, or of what stands in the file
`stream`, before it `fragments` empty ones. `elements` private ones and sequences nested `depth` deep come before the pixels. `deflated`: the
data set is deflated, with so many zeros after it. For tests of hostile files; nothing here checks that a file makes sense.
"""
import struct
import sys
import zlib

kLongForm = ("OB", "OW", "SQ", "UN")


def element(group, number, vr, value):
    if isinstance(value, str):
        value = value.encode("ascii")
    if isinstance(value, int):
        value = struct.pack("<H" if vr == "US" else "<I", value)
    if len(value) % 2:
        value += b"\0" if vr in ("UI", "OB") else b" "
    tag = struct.pack("<HH", group, number) + vr.encode()
    if vr in kLongForm:
        return tag + struct.pack("<HI", 0, len(value)) + value
    return tag + struct.pack("<H", len(value)) + value


def main():
    path, *words = sys.argv[1:]
    options = {"rows": "16", "columns": "16", "bits": "8", "pixels": "256", "syntax": "1.2.840.10008.1.2.1", "frames": "1",
               "elements": "0", "depth": "0", "fragments": "0", "stream": "", "deflated": "0",
               **dict(word.split("=", 1) for word in words)}
    bits = int(options["bits"])
    meta = b"".join([
        element(2, 1, "OB", b"\0\1"),
        element(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.1"),
        element(2, 3, "UI", "2.25.1"),
        element(2, 0x10, "UI", options["syntax"]),
        element(2, 0x12, "UI", "2.25.2"),
    ])
    pixels = open(options["stream"], "rb").read() if options["stream"] else b"\0" * int(options["pixels"])
    item, end = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0" + struct.pack("<I", 0)
    body = b"".join([
        element(8, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.1"),
        element(8, 0x18, "UI", "2.25.1"),
        element(8, 0x60, "CS", "CR"),
        element(0x18, 0x15, "CS", "CHEST"),
        element(0x18, 0x5101, "CS", "PA"),
        element(0x28, 2, "US", 1),
        element(0x28, 4, "CS", "MONOCHROME2"),
        element(0x28, 8, "IS", options["frames"]),
        element(0x28, 0x10, "US", int(options["rows"])),
        element(0x28, 0x11, "US", int(options["columns"])),
        element(0x28, 0x100, "US", bits),
        element(0x28, 0x101, "US", bits),
        element(0x28, 0x102, "US", bits - 1),
        element(0x28, 0x103, "US", 0),
        element(0x29, 0x1010, "LO", "") * int(options["elements"]),
        (struct.pack("<HH2sHI", 0x40, 0xA730, b"SQ", 0, 0xFFFFFFFF) + item + b"\xff\xff\xff\xff") * int(options["depth"]),
    ])
    if options["syntax"].startswith("1.2.840.10008.1.2.4") or options["syntax"] == "1.2.840.10008.1.2.5":
        body += struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0\xff\xff\xff\xff" + item + struct.pack("<I", 0)
        body += (item + struct.pack("<I", 0)) * int(options["fragments"])
        body += item + struct.pack("<I", len(pixels)) + pixels + end
    else:
        body += element(0x7FE0, 0x10, "OB" if bits == 8 else "OW", pixels)
    if int(options["deflated"]) > 0:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        body = packer.compress(body + b"\0" * int(options["deflated"])) + packer.flush()
    with open(path, "wb") as file:
        file.write(b"\0" * 128 + b"DICM" + element(2, 0, "UL", len(meta)) + meta + body)


main()
