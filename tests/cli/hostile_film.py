#!/usr/bin/env python3
"""Gives a film a patient whose name tries to be more than a name: hostile_film.py IN.dcm OUT.dcm

IN must be explicit VR little endian with defined lengths. The name has delimiters of HL7, a tag of HTML and Japanese in ISO 2022 IR 87;
the patient's number begins a new HL7 segment.
"""
import struct
import sys

kName = b"A|B<script>^C&D~E=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B"
kNew = {(0x0008, 0x0005): (b"CS", b"\\ISO 2022 IR 87"), (0x0010, 0x0010): (b"PN", kName), (0x0010, 0x0020): (b"LO", b"1\rPID|2||=cmd|'")}


def main():
    data = open(sys.argv[1], "rb").read()
    at, parts = 132, []
    while at < len(data):
        group, number = struct.unpack_from("<HH", data, at)
        vr = data[at + 4:at + 6]
        if vr in (b"OB", b"OW", b"SQ", b"UN", b"UT", b"UC", b"UR"):
            end = at + 12 + struct.unpack_from("<I", data, at + 8)[0]
        else:
            end = at + 8 + struct.unpack_from("<H", data, at + 6)[0]
        parts.append(((group, number), data[at:end]))
        at = end
    elements = dict(parts)
    for tag, (vr, value) in kNew.items():
        value += b" " * (len(value) % 2)
        elements[tag] = struct.pack("<HH", *tag) + vr + struct.pack("<H", len(value)) + value
    open(sys.argv[2], "wb").write(data[:132] + b"".join(elements[tag] for tag in sorted(elements)))


main()
