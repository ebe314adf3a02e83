#include "dicom/object_kind.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

namespace roentgen::dicom {
namespace {

struct Kind {
  std::string_view uid;  // a SOP class, or the beginning of several
  std::string_view words;
};

// PS3.4 table B.5-1 and PS3.6: the ones that have no pixels. The first that fits is taken.
constexpr std::array kWithoutPixels{
    Kind{"1.2.840.10008.1.3.10", "a DICOMDIR (a directory of other files)"},
    Kind{"1.2.840.10008.5.1.4.1.1.88.59", "a Key Object Selection"},
    Kind{"1.2.840.10008.5.1.4.1.1.88", "a Structured Report"},
    Kind{"1.2.840.10008.5.1.4.1.1.104.1", "an Encapsulated PDF"},
    Kind{"1.2.840.10008.5.1.4.1.1.104.2", "an Encapsulated CDA document"},
    Kind{"1.2.840.10008.5.1.4.1.1.104", "an Encapsulated 3D model"},
    Kind{"1.2.840.10008.5.1.4.1.1.11", "a Presentation State"},
    Kind{"1.2.840.10008.5.1.4.1.1.9.1", "a waveform (ECG or another trace)"},
    Kind{"1.2.840.10008.5.1.4.1.1.9", "a waveform"},
    Kind{"1.2.840.10008.5.1.4.1.1.481.3", "an RT Structure Set"},
    Kind{"1.2.840.10008.5.1.4.1.1.481.5", "an RT Plan"},
    Kind{"1.2.840.10008.5.1.4.1.1.481.8", "an RT Ion Plan"},
    Kind{"1.2.840.10008.5.1.4.1.1.481", "a radiotherapy object"},
    Kind{"1.2.840.10008.5.1.4.1.1.66", "a registration, fiducials or raw data object"},
    Kind{"1.2.840.10008.5.1.4.1.1.67", "a Real World Value Mapping"},
    Kind{"1.2.840.10008.5.1.4.1.1.91.1", "a set of microscopy annotations"},
    Kind{"1.2.840.10008.5.1.4.39", "a Color Palette"},
    Kind{"1.2.840.10008.5.1.4.38", "a Hanging Protocol"},
    Kind{"1.2.840.10008.5.1.4.31", "a worklist entry"},
};

bool is_or_is_below(std::string_view uid, std::string_view root) {
  return uid.starts_with(root) && (uid.size() == root.size() || uid[root.size()] == '.');
}

bool starts_with(ByteView bytes, std::string_view start, std::size_t at = 0) {
  return bytes.size() >= at + start.size() && std::memcmp(bytes.data() + at, start.data(), start.size()) == 0;
}

// PS3.15 annex B: a DICOM file inside a CMS envelope (RFC 5652; OID 1.2.840.113549.1.7.3).
bool is_enveloped(ByteView bytes) {
  constexpr std::string_view kOid{"\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03", 11};
  for (std::size_t at = 2; at <= 6; ++at)
    if (!bytes.empty() && bytes[0] == std::byte{0x30} && starts_with(bytes, kOid, at)) return true;
  return false;
}

struct Signature {
  std::string_view start;
  std::string_view words;
};

constexpr std::array kSignatures{
    Signature{"%PDF", "a PDF file"},
    Signature{"PK\x03\x04", "a ZIP archive; unpack it first"},
    Signature{"\x1F\x8B", "a gzip archive; unpack it first"},
    Signature{"7z\xBC\xAF", "a 7-Zip archive; unpack it first"},
    Signature{"Rar!", "a RAR archive; unpack it first"},
    Signature{"GIF8", "a GIF picture; DICOM, PNG and JPEG are read"},
    Signature{"BM", "a BMP picture; DICOM, PNG and JPEG are read"},
    Signature{std::string_view("II*\0", 4), "a TIFF picture; DICOM, PNG and JPEG are read"},
    Signature{std::string_view("MM\0*", 4), "a TIFF picture; DICOM, PNG and JPEG are read"},
    Signature{"RIFF", "a WebP picture or another RIFF file; DICOM, PNG and JPEG are read"},
    Signature{"\xFF\x4F\xFF\x51", "a bare JPEG 2000 code stream; DICOM, PNG and JPEG are read"},
    Signature{"NRRD", "an NRRD volume; DICOM, PNG and JPEG are read"},
};

}  // namespace

std::string why_no_pixels(const Part10& file) {
  if (find(file.data, tag::kEncryptedAttributesSequence) != nullptr)
    return "the file's content is encrypted (Encrypted Attributes Sequence); decrypt it first";
  std::string uid = text(file.data, tag::kSopClassUid);
  if (uid.empty()) uid = text(file.meta, tag::kMediaStorageSopClassUid);
  const auto kind = std::find_if(kWithoutPixels.begin(), kWithoutPixels.end(),
                                 [&](const Kind& candidate) { return is_or_is_below(uid, candidate.uid); });
  if (kind != kWithoutPixels.end()) return std::string(kind->words) + " has no pixels";
  if (!file.damage.empty()) return "the file is damaged before its pixels: " + file.damage;
  std::string modality = text(file.data, tag::kModality);
  const auto is_code = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  if (modality.size() > 16 || !std::all_of(modality.begin(), modality.end(), is_code)) modality.clear();
  if (find(file.data, tag::kRows) != nullptr)
    return "the header of an image" + (modality.empty() ? std::string() : " (" + modality + ")") +
           " without its pixels";
  return "a DICOM object" + (modality.empty() ? std::string() : " of modality " + modality) +
         " without pixels";
}

std::optional<std::string> why_no_image_file(ByteView file) {
  if (file.empty()) return "the file is empty";
  if (is_enveloped(file)) return "the file is encrypted (a CMS envelope); decrypt it first";
  if (starts_with(file, "DICM", 128)) return std::nullopt;
  for (const Signature& signature : kSignatures)
    if (starts_with(file, signature.start)) return "this is " + std::string(signature.words);
  return std::nullopt;
}

}  // namespace roentgen::dicom
