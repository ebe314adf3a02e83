// What a derived instance takes over from its source: one table. Inside the room.
#pragma once

#include <array>
#include <string_view>

#include "dicom/tags.h"

namespace roentgen::dicom {

// Which kinds of object have the attribute even when the source lacks it (type 2: empty then).
enum class Empty { never, always, radiograph, digital };

struct Copied {
  Tag tag;
  std::string_view vr;
  Empty empty = Empty::never;
};

// In the order of PS3.6. Sequences only of items of codes. A value that its VR does not allow is not copied.
inline constexpr std::array kCopied = std::to_array<Copied>({
    {{0x0008, 0x0005}, "CS"},                     // Specific Character Set
    {{0x0008, 0x0020}, "DA", Empty::always},      // Study Date
    {{0x0008, 0x0021}, "DA"},                     // Series Date
    {{0x0008, 0x0022}, "DA"},                     // Acquisition Date
    {{0x0008, 0x0030}, "TM", Empty::always},      // Study Time
    {{0x0008, 0x0031}, "TM"},                     // Series Time
    {{0x0008, 0x0032}, "TM"},                     // Acquisition Time
    {{0x0008, 0x0050}, "SH", Empty::always},      // Accession Number
    {{0x0008, 0x0070}, "LO", Empty::always},      // Manufacturer
    {{0x0008, 0x0080}, "LO"},                     // Institution Name
    {{0x0008, 0x0090}, "PN", Empty::always},      // Referring Physician's Name
    {{0x0008, 0x1010}, "SH"},                     // Station Name
    {{0x0008, 0x1030}, "LO"},                     // Study Description
    {{0x0008, 0x1090}, "LO"},                     // Manufacturer's Model Name
    {{0x0008, 0x2218}, "SQ", Empty::digital},     // Anatomic Region Sequence
    {{0x0010, 0x0010}, "PN", Empty::always},      // Patient's Name
    {{0x0010, 0x0020}, "LO", Empty::always},      // Patient ID
    {{0x0010, 0x0021}, "LO"},                     // Issuer of Patient ID
    {{0x0010, 0x0030}, "DA", Empty::always},      // Patient's Birth Date
    {{0x0010, 0x0040}, "CS", Empty::always},      // Patient's Sex
    {{0x0010, 0x1010}, "AS"},                     // Patient's Age
    {{0x0012, 0x0062}, "CS"},                     // Patient Identity Removed
    {{0x0012, 0x0063}, "LO"},                     // De-identification Method
    {{0x0012, 0x0064}, "SQ"},                     // De-identification Method Code Sequence
    {{0x0018, 0x0015}, "CS", Empty::radiograph},  // Body Part Examined
    {{0x0018, 0x0060}, "DS"},                     // KVP
    {{0x0018, 0x1030}, "LO"},                     // Protocol Name
    {{0x0018, 0x1110}, "DS"},                     // Distance Source to Detector
    {{0x0018, 0x1111}, "DS"},                     // Distance Source to Patient
    {{0x0018, 0x1114}, "DS"},                     // Estimated Radiographic Magnification Factor
    {{0x0018, 0x1164}, "DS"},                     // Imager Pixel Spacing
    {{0x0018, 0x1508}, "CS"},                     // Positioner Type
    {{0x0018, 0x2010}, "DS"},                     // Nominal Scanned Pixel Spacing
    {{0x0018, 0x5100}, "CS"},                     // Patient Position
    {{0x0018, 0x5101}, "CS", Empty::radiograph},  // View Position
    {{0x0018, 0x7004}, "CS", Empty::digital},     // Detector Type
    {{0x0020, 0x000D}, "UI"},                     // Study Instance UID
    {{0x0020, 0x0010}, "SH", Empty::always},      // Study ID
    {{0x0020, 0x0013}, "IS", Empty::always},      // Instance Number
    {{0x0020, 0x0020}, "CS", Empty::always},      // Patient Orientation
    {{0x0020, 0x0060}, "CS"},                     // Laterality
    {{0x0020, 0x0062}, "CS"},                     // Image Laterality
    {{0x0028, 0x0030}, "DS"},                     // Pixel Spacing
    {{0x0028, 0x0034}, "IS"},                     // Pixel Aspect Ratio
    {{0x0028, 0x0301}, "CS"},                     // Burned In Annotation
    {{0x0028, 0x0A02}, "CS"},                     // Pixel Spacing Calibration Type
    {{0x0028, 0x0A04}, "LO"},                     // Pixel Spacing Calibration Description
    {{0x0028, 0x2110}, "CS"},                     // Lossy Image Compression
    {{0x0028, 0x2112}, "DS"},                     // Lossy Image Compression Ratio
    {{0x0028, 0x2114}, "CS"},                     // Lossy Image Compression Method
    {{0x0054, 0x0220}, "SQ"},                     // View Code Sequence
    {{0x0054, 0x0222}, "SQ"},                     // View Modifier Code Sequence (an item's)
});

// An item of codes (PS3.3 8.8) and the parts of it that are copied.
inline constexpr std::array kCopiedOfCodes = std::to_array<Copied>({
    {{0x0008, 0x0100}, "SH"},  // Code Value
    {{0x0008, 0x0102}, "SH"},  // Coding Scheme Designator
    {{0x0008, 0x0103}, "SH"},  // Coding Scheme Version
    {{0x0008, 0x0104}, "LO"},  // Code Meaning
    {{0x0054, 0x0222}, "SQ"},  // View Modifier Code Sequence, only of views
});

}  // namespace roentgen::dicom
