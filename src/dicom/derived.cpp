#include "dicom/derived.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/sha256.h"
#include "base/text.h"
#include "dicom/data_set_writer.h"
#include "dicom/derived_attributes.h"
#include "dicom/part10.h"
#include "dicom/uid.h"
#include "dicom/value_syntax.h"
#include "image/codec.h"

namespace roentgen::dicom {
namespace {

constexpr std::string_view kComputed = "1.2.840.10008.5.1.4.1.1.1";
constexpr std::string_view kDigital = "1.2.840.10008.5.1.4.1.1.1.1";  // for presentation
constexpr std::string_view kDigitalProcessing = "1.2.840.10008.5.1.4.1.1.1.1.1";
constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

constexpr std::array kSpacings{tag::kPixelSpacing,
                               tag::kImagerPixelSpacing,
                               tag::kNominalScannedPixelSpacing,
                               tag::kEstimatedRadiographicMagnification,
                               tag::kPixelSpacingCalibrationType,
                               Tag{0x0028, 0x0A04},
                               Tag{0x0028, 0x0034}};

enum class Kind { computed, digital, capture };

struct Source {
  const DataSet* data = nullptr;  // nullptr: a PNG or JPEG file
  std::string sop_class, sop_instance;
  std::string hash;
  Kind kind = Kind::capture;
  double lossy_ratio = 0;         // of a compression that always loses something; 0: none, or not known
  std::string_view lossy_method;  // CID-less defined terms of PS3.3 C.7.6.1.1.5.1
};

// The syntaxes that cannot keep all values. JPEG 2000 can; there the file must say what it lost.
std::string_view lossy_method(std::string_view transfer_syntax) {
  constexpr std::string_view kJpeg = "1.2.840.10008.1.2.4.5";
  if (transfer_syntax == "1.2.840.10008.1.2.4.81") return "ISO_14495_1";
  const bool is_jpeg = transfer_syntax.starts_with(kJpeg) && transfer_syntax.size() == kJpeg.size() + 1;
  return is_jpeg && transfer_syntax.back() <= '6' ? "ISO_10918_1" : std::string_view();
}

void tell_loss(const Part10& file, Source& source) {
  source.lossy_method = lossy_method(file.transfer_syntax_uid);
  double stored = 0;
  for (std::size_t i = 1; i < file.fragments.size(); ++i)
    stored += static_cast<double>(file.fragments[i].size());
  const auto at = [&](Tag tag) { return static_cast<double>(integer(file.data, tag).value_or(1)); };
  const double values =
      at(tag::kRows) * at(tag::kColumns) * at(tag::kSamplesPerPixel) * at(tag::kNumberOfFrames);
  if (!source.lossy_method.empty() && stored > 0)
    source.lossy_ratio = values * (at(tag::kBitsStored) > 8 ? 2 : 1) / stored;
}

Kind kind_of(std::string_view sop_class) {
  if (sop_class == kComputed) return Kind::computed;
  return sop_class == kDigital || sop_class == kDigitalProcessing ? Kind::digital : Kind::capture;
}

std::string_view class_of(Kind kind) {
  return kind == Kind::computed ? kComputed : kind == Kind::digital ? kDigital : kSecondaryCapture;
}

bool is_needed(Empty empty, Kind kind) {
  return empty == Empty::always || (empty == Empty::radiograph && kind != Kind::capture) ||
         (empty == Empty::digital && kind == Kind::digital);
}

void copy_attributes(const Source& source, DataSetWriter& out) {
  for (const Copied& attribute : kCopied) {
    const bool needed = is_needed(attribute.empty, source.kind);
    // A Secondary Capture says nothing of views and regions.
    const bool wanted = attribute.vr != "SQ" || source.kind == Kind::digital || attribute.tag.group == 0x0012;
    if (wanted || needed) copy_attribute(wanted ? source.data : nullptr, attribute, needed, out);
  }
}

// Spacings of nothing, and an aspect ratio that says "square": dciodvfy and PS3.3 C.7.6.3.1.7 want neither.
void drop_senseless(const DataSet& source, DataSetWriter& out) {
  for (const Tag spacing : {tag::kPixelSpacing, tag::kImagerPixelSpacing, tag::kNominalScannedPixelSpacing}) {
    const auto values = decimals(source, spacing);
    if (std::ranges::any_of(values, [](double value) { return !(value > 0); })) out.remove(spacing);
  }
  const auto aspect = decimals(source, tag::kPixelAspectRatio);
  if (aspect.size() != 2 || aspect[0] == aspect[1] || out.has(tag::kPixelSpacing))
    out.remove(tag::kPixelAspectRatio);
  const std::string sex = upper_text(source, tag::kPatientSex);
  if (!sex.empty() && sex != "M" && sex != "F" && sex != "O") out.text(tag::kPatientSex, "CS", "");
}

DataSetWriter code(std::string_view value, std::string_view meaning) {
  DataSetWriter item;
  item.text(tag::kCodeValue, "SH", value)
      .text(tag::kCodingScheme, "SH", "DCM")
      .text(tag::kCodeMeaning, "LO", meaning);
  return item;
}

bool is_uid_of_source(const std::string& uid) {
  return !uid.empty() && is_allowed("UI", uid);
}

void describe_derivation(const Source& source, const Derivation& derivation, DataSetWriter& out) {
  std::string third;  // the kind's own third value stays
  if (source.data != nullptr)
    if (const auto types = texts(*source.data, tag::kImageType); types.size() > 2)
      third = types[2].substr(0, 16);
  out.text(tag::kImageType, "CS", "DERIVED\\PRIMARY\\" + third + "\\" + std::string(kEnhancedImageType));
  out.text(tag::kDerivationDescription, "ST", std::string(kEnhancedDescription) + derivation.description);
  out.sequence(tag::kDerivationCodeSequence,
               {code("113086", "Edge enhancement"), code("113087", "Smoothing")});
  if (is_uid_of_source(source.sop_class) && is_uid_of_source(source.sop_instance)) {
    DataSetWriter reference;
    reference.text(tag::kReferencedSopClassUid, "UI", source.sop_class)
        .text(tag::kReferencedSopInstanceUid, "UI", source.sop_instance)
        .text(tag::kSpatialLocationsPreserved, "CS", derivation.crop || derivation.resampled ? "NO" : "YES")
        .sequence(tag::kPurposeOfReferenceCodeSequence,
                  {code("121322", "Source image for image processing operation")});
    if (source.data != nullptr && integer(*source.data, tag::kNumberOfFrames).value_or(1) > 1)
      reference.text(tag::kReferencedFrameNumber, "IS", std::to_string(derivation.frame + 1));
    out.sequence(tag::kSourceImageSequence, {reference});
  }
  DataSetWriter equipment;
  equipment.text(tag::kManufacturer, "LO", "Roentgen")
      .text(tag::kSoftwareVersions, "LO", ROENTGEN_VERSION)
      .text(tag::kContributionDescription, "ST", "Enhancement for viewing; not for diagnosis")
      .sequence(tag::kPurposeOfReferenceCodeSequence, {code("109102", "Processing Equipment")});
  out.sequence(tag::kContributingEquipmentSequence, {equipment});
}

void add_image(const Source& source, const image::Image& display, DataSetWriter& out) {
  out.number(tag::kSamplesPerPixel, 1).text(tag::kPhotometricInterpretation, "CS", "MONOCHROME2");
  out.number(tag::kRows, static_cast<std::uint16_t>(display.rows));
  out.number(tag::kColumns, static_cast<std::uint16_t>(display.columns));
  out.number(tag::kBitsAllocated, 16).number(tag::kBitsStored, 16).number(tag::kHighBit, 15);
  out.number(tag::kPixelRepresentation, 0);
  // PS3.3 C.11.2.1.2: with this window the function is the identity over 0 … 65535.
  out.text(tag::kWindowCenter, "DS", "32768").text(tag::kWindowWidth, "DS", "65536");
  if (source.lossy_ratio > 0) {
    out.text(tag::kLossyImageCompression, "CS", "01");
    if (!out.has(tag::kLossyImageCompressionRatio))
      out.text(tag::kLossyImageCompressionRatio, "DS", base::fixed(source.lossy_ratio, 2));
    if (!out.has(tag::kLossyImageCompressionMethod))
      out.text(tag::kLossyImageCompressionMethod, "CS", source.lossy_method);
  }
  if (source.kind == Kind::digital) {
    out.text(tag::kRescaleIntercept, "DS", "0")
        .text(tag::kRescaleSlope, "DS", "1")
        .text(tag::kRescaleType, "LO", "US");
    out.text(tag::kPresentationLutShape, "CS", "IDENTITY")
        .text(tag::kPixelIntensityRelationship, "CS", "LOG");
    const std::array minus_one{std::byte{0xFF}, std::byte{0xFF}};  // bright is little dose
    out.bytes(tag::kPixelIntensityRelationshipSign, "SS", minus_one);
    if (!out.has(tag::kLossyImageCompression)) out.text(tag::kLossyImageCompression, "CS", "00");
    // Whether there are words in the picture must be said; who does not know says yes.
    if (!out.has(tag::kBurnedInAnnotation)) out.text(tag::kBurnedInAnnotation, "CS", "YES");
  }
  ByteView pixels = std::as_bytes(std::span(display.samples));
  base::Bytes swapped;
  if constexpr (std::endian::native == std::endian::big) {
    swapped.assign(pixels.begin(), pixels.end());
    for (std::size_t i = 0; i + 1 < swapped.size(); i += 2) std::swap(swapped[i], swapped[i + 1]);
    pixels = swapped;
  }
  out.bytes(tag::kPixelData, "OW", pixels);
}

// PS3.3 C.7.3.1: required, empty if unknown, unless the body part is known to be none of a pair.
void add_laterality(const Source& source, DataSetWriter& out) {
  constexpr auto kUnpaired = std::to_array<std::string_view>(
      {"SKULL", "HEAD", "CSPINE", "TSPINE", "LSPINE", "SSPINE", "COCCYX", "CHEST", "PELVIS", "ABDOMEN"});
  const std::string part = source.data != nullptr ? upper_text(*source.data, tag::kBodyPartExamined) : "";
  if (!out.has(tag::kLaterality) && !out.has(tag::kImageLaterality) &&
      std::ranges::find(kUnpaired, part) == kUnpaired.end())
    out.text(tag::kLaterality, "CS", "");
}

void identify(const Source& source, const Derivation& derivation, DataSetWriter& out) {
  const std::string modality = source.data != nullptr ? upper_text(*source.data, tag::kModality) : "";
  switch (source.kind) {
    case Kind::computed:
      out.text(tag::kModality, "CS", "CR");
      break;
    case Kind::digital:
      out.text(tag::kModality, "CS", "DX").text(tag::kPresentationIntentType, "CS", "FOR PRESENTATION");
      out.sequence(tag::kAcquisitionContextSequence, {});
      // The module's own attribute is the image's; older files carry the series' only.
      if (!out.has(tag::kImageLaterality)) {
        const std::string side = source.data != nullptr ? upper_text(*source.data, tag::kLaterality) : "";
        out.text(tag::kImageLaterality, "CS", side == "L" || side == "R" ? side : "U");
      }
      out.remove(tag::kLaterality);
      break;
    case Kind::capture:
      out.text(tag::kModality, "CS", modality.empty() || modality.size() > 16 ? "OT" : modality);
      out.text(tag::kConversionType, "CS", "WSD");
  }
  out.text(tag::kSopClassUid, "UI", class_of(source.kind));
  out.text(tag::kSopInstanceUid, "UI",
           uid_of_words(
               {"enhanced instance", source.hash, derivation.description, std::to_string(derivation.frame)}));
  // All films of a source series enhanced in the same way make one series.
  const std::string series = source.data != nullptr ? text(*source.data, tag::kSeriesInstanceUid) : "";
  out.text(tag::kSeriesInstanceUid, "UI",
           uid_of_words({"enhanced series", series.empty() ? source.hash : series, derivation.series}));
  out.text(tag::kSeriesNumber, "IS", "").text(tag::kSeriesDescription, "LO", derivation.series);
  if (source.kind != Kind::digital) add_laterality(source, out);
  if (!out.has(tag::kStudyInstanceUid))
    out.text(tag::kStudyInstanceUid, "UI", uid_of_words({"study", source.hash}));
}

}  // namespace

base::Result<base::Bytes> write_derived(ByteView source_file, const image::Image& display,
                                        const Derivation& derivation) {
  if (display.rows < 1 || display.columns < 1 || display.rows > 65535 || display.columns > 65535)
    return base::fail(base::ErrorCode::internal, "a DICOM picture has 1 to 65535 rows and columns");
  Source source;
  source.hash = base::sha256_hex(source_file);
  if (image::is_jpeg(source_file)) {
    source.lossy_method = lossy_method("1.2.840.10008.1.2.4.50");
    source.lossy_ratio =
        static_cast<double>(display.samples.size()) / static_cast<double>(source_file.size());
  }
  Part10 file;
  if (!image::is_png(source_file) && !image::is_jpeg(source_file)) {
    auto read = read_part10(source_file);
    if (!read) return std::unexpected(read.error());
    file = std::move(*read);
    source.data = &file.data;
    source.sop_class = text(file.data, tag::kSopClassUid);
    source.sop_instance = text(file.data, tag::kSopInstanceUid);
    source.kind = kind_of(source.sop_class);
    tell_loss(file, source);
  }
  DataSetWriter out;
  copy_attributes(source, out);
  if (source.data != nullptr) drop_senseless(*source.data, out);
  if (derivation.resampled)
    for (const Tag tag : kSpacings) out.remove(tag);
  identify(source, derivation, out);
  describe_derivation(source, derivation, out);
  add_image(source, display, out);
  return part10_file(out, class_of(source.kind),
                     uid_of_words({"enhanced instance", source.hash, derivation.description,
                                   std::to_string(derivation.frame)}));
}

}  // namespace roentgen::dicom
