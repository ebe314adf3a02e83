#!/usr/bin/env python3
"""Writes a small DICOM file that says what it is told to: make_dicom.py FILE [rows=N] [columns=N] [bits=8|16] [pixels=BYTES] [syntax=UID] [frames=N]

Explicit VR little endian, CR Image Storage. With an encapsulated syntax the pixels are one fragment of zeros. For tests of hostile headers;
nothing here checks that the file makes sense.
"""
import struct
import sys

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
               **dict(word.split("=", 1) for word in words)}
    bits = int(options["bits"])
    meta = b"".join([
        element(2, 1, "OB", b"\0\1"),
        element(2, 2, "UI", "1.2.840.10008.5.1.4.1.1.1"),
        element(2, 3, "UI", "2.25.1"),
        element(2, 0x10, "UI", options["syntax"]),
        element(2, 0x12, "UI", "2.25.2"),
    ])
    pixels = b"\0" * int(options["pixels"])
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
    ])
    if options["syntax"].startswith("1.2.840.10008.1.2.4") or options["syntax"] == "1.2.840.10008.1.2.5":
        item, end = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0" + struct.pack("<I", 0)
        body += struct.pack("<HH", 0x7FE0, 0x10) + b"OB\0\0\xff\xff\xff\xff" + item + struct.pack("<I", 0)
        body += item + struct.pack("<I", len(pixels)) + pixels + end
    else:
        body += element(0x7FE0, 0x10, "OB" if bits == 8 else "OW", pixels)
    with open(path, "wb") as file:
        file.write(b"\0" * 128 + b"DICM" + element(2, 0, "UL", len(meta)) + meta + body)


main()
