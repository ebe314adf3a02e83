#include "dicom/facts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "dicom/derived.h"
#include "dicom/frame_attributes.h"
#include "dicom/nested.h"
#include "dicom/voi_choice.h"

namespace roentgen::dicom {
namespace {

constexpr double kLeastAspect = 0.05;   // of a pixel's sides; beyond it or its inverse the file is wrong
constexpr double kUnevenPixels = 0.01;  // worth a remark

std::optional<int> digits(std::string_view value) {
  int number = 0;
  const auto end = std::from_chars(value.data(), value.data() + value.size(), number);
  if (end.ec != std::errc{} || end.ptr != value.data() + value.size() || number < 0) return std::nullopt;
  return number;
}

struct Distance {
  double row_mm = 0;
  double column_mm = 0;
};

// nullopt if absent or not a length that pixels can have.
std::optional<Distance> read_distance(const DataSet& set, Tag tag, std::vector<std::string>& remarks) {
  const auto values = decimals(set, tag);
  if (values.empty()) return std::nullopt;
  const Distance distance{values[0], values.size() > 1 ? values[1] : values[0]};
  const auto sensible = [](double mm) { return mm >= 1e-4 && mm <= 100; };
  if (sensible(distance.row_mm) && sensible(distance.column_mm)) return distance;
  remarks.push_back("a pixel spacing that makes no sense is left out");
  return std::nullopt;
}

bool is_same(const Distance& a, const Distance& b) {
  return std::abs(a.row_mm - b.row_mm) < 1e-6 && std::abs(a.column_mm - b.column_mm) < 1e-6;
}

// Modalities whose Pixel Spacing lies in the patient, not on a detector.
bool is_tomographic(const DataSet& data) {
  constexpr std::array<std::string_view, 5> kTomographic{"CT", "MR", "PT", "NM", "US"};
  return std::find(kTomographic.begin(), kTomographic.end(), upper_text(data, tag::kModality)) !=
         kTomographic.end();
}

// (0010,2201) or (0010,2202) are for patients that are no humans (PS3.3 C.7.1.1), but some systems write man
// there.
bool names_animal(const DataSet& data) {
  std::string species = upper_text(data, tag::kPatientSpeciesDescription);
  if (species.empty())
    species = upper_text(first_item(data, tag::kPatientSpeciesCodeSequence), tag::kCodeMeaning);
  return !species.empty() && !species.starts_with("HOMO") && !species.starts_with("HUMAN");
}

}  // namespace

study::PixelSpacing read_spacing(const DataSet& data, int frame, std::vector<std::string>& remarks) {
  using Kind = study::SpacingKind;
  const auto make = [](const Distance& distance, Kind kind, double divisor = 1) {
    return study::PixelSpacing{distance.row_mm / divisor, distance.column_mm / divisor, kind};
  };
  const auto from_detector = [&](const Distance& distance) {
    const auto magnification = decimals(data, tag::kEstimatedRadiographicMagnification);
    if (!magnification.empty() && magnification[0] > 1 && magnification[0] <= 20)
      return make(distance, Kind::magnification_corrected, magnification[0]);
    return make(distance, Kind::at_detector);
  };
  const auto spacing = read_distance(attributes_of_frame(data, frame, tag::kPixelMeasuresSequence),
                                     tag::kPixelSpacing, remarks);
  const auto imager = read_distance(data, tag::kImagerPixelSpacing, remarks);
  const std::string calibration = upper_text(data, tag::kPixelSpacingCalibrationType);
  if (spacing) {
    if (is_tomographic(data)) return make(*spacing, Kind::calibrated);
    if (imager && is_same(*spacing, *imager)) return from_detector(*imager);
    if (calibration == "GEOMETRY") return make(*spacing, Kind::magnification_corrected);
    if (calibration == "FIDUCIAL" || imager) return make(*spacing, Kind::calibrated);
    return make(*spacing, Kind::at_detector);
  }
  if (imager) return from_detector(*imager);
  if (const auto scanned = read_distance(data, tag::kNominalScannedPixelSpacing, remarks))
    return make(*scanned, Kind::at_detector);
  return {};
}

double read_pixel_aspect(const DataSet& data, const study::PixelSpacing& spacing) {
  // PS3.3 C.7.6.3.1.7: vertical, then horizontal; only where no spacing says it.
  const auto ratio = decimals(data, tag::kPixelAspectRatio);
  double aspect = 1;
  if (spacing.kind != study::SpacingKind::none)
    aspect = spacing.row_mm / spacing.column_mm;
  else if (ratio.size() == 2 && ratio[0] > 0 && ratio[1] > 0)
    aspect = ratio[0] / ratio[1];
  return aspect >= kLeastAspect && aspect <= 1 / kLeastAspect ? aspect : 1;
}

std::optional<int> read_age_years(const DataSet& data) {
  const std::string age = upper_text(data, tag::kPatientAge);
  if (!age.empty()) {
    const char unit = age.back();
    const bool has_unit = unit == 'Y' || unit == 'M' || unit == 'W' || unit == 'D';
    // "000Y" is what anonymisers write; who is younger than a year has an age in days, weeks or months.
    const auto number = age == "000Y"
                            ? std::nullopt
                            : digits(std::string_view(age).substr(0, age.size() - (has_unit ? 1 : 0)));
    if (number && *number <= 999) {
      const int years = unit == 'M'   ? *number / 12
                        : unit == 'W' ? *number * 7 / 365
                        : unit == 'D' ? *number / 365
                                      : *number;
      if (years <= 130) return years;
    }
  }
  const auto birth = digits(text(data, tag::kPatientBirthDate));
  const auto study = digits(text(data, tag::kStudyDate));
  if (!birth || !study || *birth < 1800'00'00 || *study > 2999'12'31) return std::nullopt;
  const int years = (*study - *birth) / 10000;  // of two dates as YYYYMMDD: whole years
  if (*study < *birth || years > 130) return std::nullopt;
  return years;
}

study::Acquisition read_acquisition(const Part10& file, const PixelFormat& format, int frame,
                                    std::vector<std::string>& remarks) {
  const DataSet& data = file.data;
  study::Acquisition facts;
  facts.source_format = "DICOM";
  facts.transfer_syntax_uid = file.transfer_syntax_uid;
  facts.sop_class_uid = text(data, tag::kSopClassUid);
  if (facts.sop_class_uid.empty()) facts.sop_class_uid = text(file.meta, tag::kMediaStorageSopClassUid);
  facts.sop_instance_uid = text(data, tag::kSopInstanceUid);
  if (facts.sop_instance_uid.empty())
    facts.sop_instance_uid = text(file.meta, tag::kMediaStorageSopInstanceUid);
  facts.study_instance_uid = text(data, tag::kStudyInstanceUid);
  facts.modality = upper_text(data, tag::kModality);
  facts.body_part = upper_text(data, tag::kBodyPartExamined);
  facts.view_position = upper_text(data, tag::kViewPosition);
  facts.photometric = format.photometric;
  facts.presentation_intent = upper_text(data, tag::kPresentationIntentType);
  facts.manufacturer = text(data, tag::kManufacturer);
  const std::string sex = upper_text(data, tag::kPatientSex);
  if (sex == "M" || sex == "F" || sex == "O") facts.patient_sex = sex;
  facts.patient_age_years = read_age_years(data);
  facts.animal = names_animal(data);
  facts.rows = format.rows;
  facts.columns = format.columns;
  facts.frames = format.frames;
  facts.bits_stored = format.bits_stored;
  facts.spacing = read_spacing(data, frame, remarks);
  std::vector<std::string> told;  // by read_spacing
  if (const auto imager = read_distance(data, tag::kImagerPixelSpacing, told))
    facts.at_detector = {imager->row_mm, imager->column_mm, study::SpacingKind::at_detector};
  facts.pixel_aspect = read_pixel_aspect(data, facts.spacing);
  if (std::abs(facts.pixel_aspect - 1) > kUnevenPixels)
    remarks.push_back("the pixels are not square: " + plain(facts.pixel_aspect) + " times as high as wide");
  const auto types = texts(data, tag::kImageType);
  facts.enhanced = std::ranges::find(types, kEnhancedImageType) != types.end() ||
                   text(data, tag::kDerivationDescription).starts_with(kEnhancedDescription);
  return facts;
}

}  // namespace roentgen::dicom
