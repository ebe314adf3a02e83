#include "dicom/grey_transform.h"

#include <algorithm>
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

// A table's inputs are modality values: signed if those can be negative.
bool can_be_negative(const GreyTransform& transform, const PixelFormat& format) {
  return !transform.modality && (format.is_signed || transform.intercept < 0 || transform.slope < 0);
}

base::Result<void> read_voi(const DataSet& groups, const PixelFormat& format, const FilmOptions& options,
                            GreyTransform& transform, Words& steps, Words& remarks) {
  transform.choices = read_voi_choices(groups, can_be_negative(transform, format), remarks);
  if (options.window) {
    transform.window = options.window;
    if (!is_valid(transform.function, *options.window)) transform.function = VoiFunction::linear_exact;
    VoiChoice asked;
    asked.window = *options.window;
    asked.function = transform.function;
    steps.push_back("window: " + words_of(asked) + ", as asked");
    return {};
  }
  std::size_t index = 0;
  if (options.voi) {
    const auto chosen = choose_voi(transform.choices, *options.voi);
    if (!chosen) return std::unexpected(chosen.error());
    index = *chosen;
  }
  if (transform.choices.empty()) return {};
  const VoiChoice& choice = transform.choices[index];
  transform.voi = choice.table;
  if (!choice.table) transform.window = choice.window;
  transform.function = choice.function;
  std::string step = "window: " + words_of(choice);
  if (options.voi)
    step += ", as asked";
  else if (transform.choices.size() > 1)
    step += ", the first of " + std::to_string(transform.choices.size());
  steps.push_back(std::move(step));
  return {};
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

base::Result<GreyTransform> read_grey_transform(const DataSet& data, const PixelFormat& format,
                                                const FilmOptions& options, Words& steps, Words& remarks) {
  GreyTransform transform;
  read_modality(data, attributes_of_frame(data, options.frame, tag::kPixelValueTransformationSequence),
                format, transform, steps, remarks);
  const auto voi = read_voi(attributes_of_frame(data, options.frame, tag::kFrameVoiLutSequence), format,
                            options, transform, steps, remarks);
  if (!voi) return std::unexpected(voi.error());
  read_padding(data, format, transform, steps);
  read_presentation(data, format, transform, remarks);
  return transform;
}

}  // namespace roentgen::dicom
