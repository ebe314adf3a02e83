#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "dicom/display.h"

namespace roentgen::dicom {
namespace {

double stored_value(const StoredFrame& frame, std::size_t index) {
  const PixelFormat& format = frame.format;
  const std::byte* at = frame.samples.data() + index * format.bytes_per_sample();
  if (format.kind == SampleKind::float32) return static_cast<double>(std::bit_cast<float>(load32(at, false)));
  if (format.kind == SampleKind::float64) return std::bit_cast<double>(load64(at, false));
  if (format.bits_allocated == 64)
    return format.is_signed ? static_cast<double>(static_cast<std::int64_t>(load64(at, false)))
                            : static_cast<double>(load64(at, false));
  const int unused = 32 - frame.value_bits;
  const std::uint32_t raised = (load32(at, false) >> frame.shift) << unused;
  return format.is_signed ? static_cast<double>(static_cast<std::int32_t>(raised) >> unused)
                          : static_cast<double>(raised >> unused);
}

Window percentile_window(const StoredFrame& frame, const GreyTransform& transform) {
  std::vector<double> values;
  for (std::size_t i = 0; i < frame.format.pixels(); ++i) {
    const double value = transform.modality_value(stored_value(frame, i));
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return {0, 1};
  const auto at = [&](double share) {
    const auto nth =
        values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
  };
  double low = at(kPercentileLow), high = at(kPercentileHigh);
  if (high <= low) {
    low = *std::min_element(values.begin(), values.end());
    high = *std::max_element(values.begin(), values.end());
  }
  const double width = high - low;
  return {low + width / 2, width > 0 && std::isfinite(width) ? width : 1};
}

}  // namespace

image::Image show_wide(const StoredFrame& frame, GreyTransform& transform, std::vector<std::string>& steps) {
  if (!transform.voi && !transform.window) {
    transform.window = percentile_window(frame, transform);
    transform.function = VoiFunction::linear_exact;
    steps.push_back("window: centre " + plain(transform.window->centre) + ", width " +
                    plain(transform.window->width) + " (percentiles 0.5 and 99.5 of the image)");
  }
  image::Image image;
  image.rows = frame.format.rows;
  image.columns = frame.format.columns;
  image.samples.resize(frame.format.pixels());
  for (std::size_t i = 0; i < image.samples.size(); ++i) {
    const double value = transform.modality_value(stored_value(frame, i));
    if (!std::isfinite(value)) continue;  // not a number: black
    double grey = transform.voi
                      ? transform.voi->at(value) / static_cast<double>((1 << transform.voi->bits) - 1)
                      : apply_window(transform.function, *transform.window, value);
    if (transform.inverse) grey = 1 - grey;
    image.samples[i] = static_cast<std::uint16_t>(std::lround(std::clamp(grey, 0.0, 1.0) * 65535));
  }
  return image;
}

}  // namespace roentgen::dicom
