// What an instance made from another takes over of it: one table. Inside the room.
#pragma once

#include <array>
#include <string_view>

#include "dicom/data_set_writer.h"
#include "dicom/inherited.h"
#include "dicom/tags.h"

namespace roentgen::dicom {

// Which kinds of object have the attribute even when the source lacks it (type 2: empty then).
enum class Empty { never, always, radiograph, digital };

struct Copied {
  Tag tag;
  std::string_view vr;
  Part part = Part::picture;
  Empty empty = Empty::never;
};

// In the order of PS3.6. Sequences only of items of codes. A value that its VR does not allow is not copied.
inline constexpr std::array kCopied = std::to_array<Copied>({
    {{0x0008, 0x0005}, "CS", Part::character_set},               // Specific Character Set
    {{0x0008, 0x0020}, "DA", Part::study, Empty::always},        // Study Date
    {{0x0008, 0x0021}, "DA", Part::picture},                     // Series Date
    {{0x0008, 0x0022}, "DA", Part::picture},                     // Acquisition Date
    {{0x0008, 0x0030}, "TM", Part::study, Empty::always},        // Study Time
    {{0x0008, 0x0031}, "TM", Part::picture},                     // Series Time
    {{0x0008, 0x0032}, "TM", Part::picture},                     // Acquisition Time
    {{0x0008, 0x0050}, "SH", Part::study, Empty::always},        // Accession Number
    {{0x0008, 0x0070}, "LO", Part::equipment, Empty::always},    // Manufacturer
    {{0x0008, 0x0080}, "LO", Part::equipment},                   // Institution Name
    {{0x0008, 0x0090}, "PN", Part::study, Empty::always},        // Referring Physician's Name
    {{0x0008, 0x0201}, "SH", Part::study},                       // Timezone Offset From UTC
    {{0x0008, 0x1010}, "SH", Part::equipment},                   // Station Name
    {{0x0008, 0x1030}, "LO", Part::study},                       // Study Description
    {{0x0008, 0x1090}, "LO", Part::equipment},                   // Manufacturer's Model Name
    {{0x0008, 0x2218}, "SQ", Part::picture, Empty::digital},     // Anatomic Region Sequence
    {{0x0010, 0x0010}, "PN", Part::patient, Empty::always},      // Patient's Name
    {{0x0010, 0x0020}, "LO", Part::patient, Empty::always},      // Patient ID
    {{0x0010, 0x0021}, "LO", Part::patient},                     // Issuer of Patient ID
    {{0x0010, 0x0030}, "DA", Part::patient, Empty::always},      // Patient's Birth Date
    {{0x0010, 0x0040}, "CS", Part::patient, Empty::always},      // Patient's Sex
    {{0x0010, 0x1010}, "AS", Part::study},                       // Patient's Age
    {{0x0012, 0x0062}, "CS", Part::patient},                     // Patient Identity Removed
    {{0x0012, 0x0063}, "LO", Part::patient},                     // De-identification Method
    {{0x0012, 0x0064}, "SQ", Part::patient},                     // De-identification Method Code Sequence
    {{0x0018, 0x0015}, "CS", Part::picture, Empty::radiograph},  // Body Part Examined
    {{0x0018, 0x0060}, "DS", Part::picture},                     // KVP
    {{0x0018, 0x1030}, "LO", Part::picture},                     // Protocol Name
    {{0x0018, 0x1110}, "DS", Part::picture},                     // Distance Source to Detector
    {{0x0018, 0x1111}, "DS", Part::picture},                     // Distance Source to Patient
    {{0x0018, 0x1114}, "DS", Part::picture},  // Estimated Radiographic Magnification Factor
    {{0x0018, 0x1164}, "DS", Part::picture},  // Imager Pixel Spacing
    {{0x0018, 0x1508}, "CS", Part::picture},  // Positioner Type
    {{0x0018, 0x2010}, "DS", Part::picture},  // Nominal Scanned Pixel Spacing
    {{0x0018, 0x5100}, "CS", Part::picture},  // Patient Position
    {{0x0018, 0x5101}, "CS", Part::picture, Empty::radiograph},  // View Position
    {{0x0018, 0x7004}, "CS", Part::picture, Empty::digital},     // Detector Type
    {{0x0020, 0x000D}, "UI", Part::study},                       // Study Instance UID
    {{0x0020, 0x0010}, "SH", Part::study, Empty::always},        // Study ID
    {{0x0020, 0x0013}, "IS", Part::picture, Empty::always},      // Instance Number
    {{0x0020, 0x0020}, "CS", Part::picture, Empty::always},      // Patient Orientation
    {{0x0020, 0x0060}, "CS", Part::picture},                     // Laterality
    {{0x0020, 0x0062}, "CS", Part::picture},                     // Image Laterality
    {{0x0028, 0x0030}, "DS", Part::picture},                     // Pixel Spacing
    {{0x0028, 0x0034}, "IS", Part::picture},                     // Pixel Aspect Ratio
    {{0x0028, 0x0301}, "CS", Part::picture},                     // Burned In Annotation
    {{0x0028, 0x0A02}, "CS", Part::picture},                     // Pixel Spacing Calibration Type
    {{0x0028, 0x0A04}, "LO", Part::picture},                     // Pixel Spacing Calibration Description
    {{0x0028, 0x2110}, "CS", Part::picture},                     // Lossy Image Compression
    {{0x0028, 0x2112}, "DS", Part::picture},                     // Lossy Image Compression Ratio
    {{0x0028, 0x2114}, "CS", Part::picture},                     // Lossy Image Compression Method
    {{0x0054, 0x0220}, "SQ", Part::picture},                     // View Code Sequence
    {{0x0054, 0x0222}, "SQ", Part::picture},                     // View Modifier Code Sequence (an item's)
});

// An item of codes (PS3.3 8.8) and the parts of it that are copied.
inline constexpr std::array kCopiedOfCodes = std::to_array<Copied>({
    {{0x0008, 0x0100}, "SH"},  // Code Value
    {{0x0008, 0x0102}, "SH"},  // Coding Scheme Designator
    {{0x0008, 0x0103}, "SH"},  // Coding Scheme Version
    {{0x0008, 0x0104}, "LO"},  // Code Meaning
    {{0x0054, 0x0222}, "SQ"},  // View Modifier Code Sequence, only of views
});

// Copies the attribute if the source has it with a value that its VR allows; writes it empty if `needed`.
// Sequences keep what kCopiedOfCodes lists. False if the source has a value that is not allowed.
bool copy_attribute(const DataSet* source, const Copied& attribute, bool needed, DataSetWriter& out);

}  // namespace roentgen::dicom
