#include "dicom/grey_transform.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "dicom/frame_attributes.h"

namespace roentgen::dicom {
namespace {

using Words = std::vector<std::string>;

// XA and XRF: the LUT leads back to X-ray intensity and is not for display if the pixels are already
// logarithmic or for display (PS3.3 C.8.7.1.1.2 and the notes of C.11.1.1).
bool is_not_for_display(const DataSet& data) {
  const std::string sop_class = text(data, tag::kSopClassUid);
  const std::string relationship = upper_text(data, tag::kPixelIntensityRelationship);
  return (sop_class == "1.2.840.10008.5.1.4.1.1.12.1" || sop_class == "1.2.840.10008.5.1.4.1.1.12.2") &&
         (relationship == "LOG" || relationship == "DISP");
}

void read_modality(const DataSet& data, const DataSet& groups, const PixelFormat& format,
                   GreyTransform& transform, Words& steps, Words& remarks) {
  if (const auto tables = items(data, tag::kModalityLutSequence); !tables.empty()) {
    if (is_not_for_display(data)) {
      steps.push_back(
          "modality: none (the file's Modality LUT leads back to X-ray intensity and is not for display)");
      return;
    }
    transform.modality = read_lookup_table(tables[0], format.is_signed, remarks);
    if (transform.modality) {
      steps.push_back("modality: LUT of " + std::to_string(transform.modality->values.size()) +
                      " entries from " + std::to_string(transform.modality->first));
      return;
    }
  }
  const auto slope = decimals(groups, tag::kRescaleSlope);
  const auto intercept = decimals(groups, tag::kRescaleIntercept);
  if (!slope.empty() && slope[0] == 0) {
    remarks.push_back("RescaleSlope 0 makes no sense; taken as 1");
  } else if (!slope.empty()) {
    transform.slope = slope[0];
  }
  if (!intercept.empty()) transform.intercept = intercept[0];
  steps.push_back(transform.changes_values() ? "modality: stored value x " + plain(transform.slope) + " + " +
                                                   plain(transform.intercept)
                                             : "modality: none");
}

VoiFunction read_function(const DataSet& groups, Words& remarks) {
  const std::string name = upper_text(groups, tag::kVoiLutFunction);
  for (const VoiFunction function : {VoiFunction::linear, VoiFunction::linear_exact, VoiFunction::sigmoid})
    if (name == name_of(function)) return function;
  if (!name.empty()) remarks.push_back("the VOI LUT function is unknown; taken as LINEAR");
  return VoiFunction::linear;
}

std::string window_words(const Window& window, VoiFunction function) {
  return "window: centre " + plain(window.centre) + ", width " + plain(window.width) + " (" +
         name_of(function) + ")";
}

void read_voi(const DataSet& groups, const PixelFormat& format, const std::optional<Window>& wanted,
              GreyTransform& transform, Words& steps, Words& remarks) {
  if (wanted) {
    transform.window = wanted;
    if (!is_valid(transform.function, *wanted)) transform.function = VoiFunction::linear_exact;
    steps.push_back(window_words(*wanted, transform.function) + ", as asked");
    return;
  }
  if (const auto tables = items(groups, tag::kVoiLutSequence); !tables.empty()) {
    // Its inputs are modality values: signed if those can be.
    const bool signed_input =
        !transform.modality && (format.is_signed || transform.intercept < 0 || transform.slope < 0);
    transform.voi = read_lookup_table(tables[0], signed_input, remarks);
    if (transform.voi) {
      steps.push_back("window: VOI LUT of " + std::to_string(transform.voi->values.size()) +
                      " entries from " + std::to_string(transform.voi->first));
      return;
    }
  }
  const auto centres = decimals(groups, tag::kWindowCenter);
  const auto widths = decimals(groups, tag::kWindowWidth);
  if (centres.empty() && widths.empty()) return;
  if (centres.empty() || widths.empty()) {
    remarks.push_back("a window without centre or width is left out");
    return;
  }
  const Window window{centres[0], widths[0]};
  const VoiFunction function = read_function(groups, remarks);
  if (!is_valid(function, window)) {
    remarks.push_back("a window of width " + plain(window.width) + " is left out");
    return;
  }
  transform.window = window;
  transform.function = function;
  steps.push_back(window_words(window, function) +
                  (centres.size() > 1 ? ", the first of " + std::to_string(centres.size()) : ""));
}

void read_padding(const DataSet& data, const PixelFormat& format, GreyTransform& transform, Words& steps) {
  const auto value = integer(data, tag::kPixelPaddingValue);
  if (!value || format.bits_allocated < 8 || format.bits_allocated > 16) return;
  const auto as_stored = [&](long long raw) {
    return format.is_signed ? static_cast<double>(static_cast<std::int16_t>(raw))
                            : static_cast<double>(raw & 0xFFFF);
  };
  const double first = as_stored(*value);
  const double second = as_stored(integer(data, tag::kPixelPaddingRangeLimit).value_or(*value));
  transform.padding = GreyTransform::Range{std::min(first, second), std::max(first, second)};
  steps.push_back("padding: stored values " + plain(transform.padding->lowest) + " to " +
                  plain(transform.padding->highest) + " are no image and shown black");
}

void read_presentation(const DataSet& data, const PixelFormat& format, GreyTransform& transform,
                       Words& remarks) {
  const bool monochrome1 = format.photometric == "MONOCHROME1";
  const std::string shape = upper_text(data, tag::kPresentationLutShape);
  // Both say the same in a proper file: one inversion, never two.
  transform.inverse = monochrome1 || shape == "INVERSE";
  if (monochrome1 && shape == "IDENTITY")
    remarks.push_back(
        "MONOCHROME1 with PresentationLUTShape IDENTITY is a contradiction; MONOCHROME1 is followed");
  if (find(data, tag::kPresentationLutSequence) != nullptr)
    remarks.push_back("the Presentation LUT Sequence is not applied");
}

}  // namespace

std::string presentation_step(const GreyTransform& transform, const PixelFormat& format) {
  if (!transform.inverse) return "presentation: as it is";
  return format.photometric == "MONOCHROME1" ? "presentation: inverted (MONOCHROME1)"
                                             : "presentation: inverted (INVERSE)";
}

std::string plain(double number) {
  if (number == 0) return "0";  // not "-0"
  std::array<char, 64> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::general, 10);
  return {digits.data(), end.ptr};
}

GreyTransform read_grey_transform(const DataSet& data, const PixelFormat& format, int frame,
                                  const std::optional<Window>& window, Words& steps, Words& remarks) {
  GreyTransform transform;
  read_modality(data, attributes_of_frame(data, frame, tag::kPixelValueTransformationSequence), format,
                transform, steps, remarks);
  read_voi(attributes_of_frame(data, frame, tag::kFrameVoiLutSequence), format, window, transform, steps,
           remarks);
  read_padding(data, format, transform, steps);
  read_presentation(data, format, transform, remarks);
  return transform;
}

}  // namespace roentgen::dicom
