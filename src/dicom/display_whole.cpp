#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "dicom/display.h"

namespace roentgen::dicom {
namespace {

constexpr double kRoom = 0.75;       // of the file's window's width, on either side of its centre
constexpr double kLeastPart = 0.02;  // of all values: a window that holds less was not meant for this image

// Calls each(value) for every stored value of up to 16 bits.
template <class Each>
void each_narrow(const StoredFrame& frame, Each each) {
  const bool bytes = frame.format.bits_allocated == 8;
  const int bits = std::min(frame.value_bits, 16);
  const std::uint32_t mask = (1U << bits) - 1;
  for (std::size_t i = 0; i < frame.format.pixels(); ++i) {
    const std::byte* at = frame.samples.data() + i * (bytes ? 1 : 2);
    const std::uint32_t word = bytes ? std::to_integer<std::uint32_t>(*at) : load16(at, false);
    const std::uint32_t value = (word >> frame.shift) & mask;
    const bool negative = frame.format.is_signed && value > mask / 2;
    each(static_cast<double>(value) - (negative ? static_cast<double>(mask) + 1 : 0));
  }
}

}  // namespace

void show_whole_range(const StoredFrame& frame, GreyTransform& transform, std::vector<std::string>& steps) {
  // Wide and floating values have outliers without sense: their percentiles serve (show_wide).
  if (frame.format.bits_allocated > 16) {
    transform.voi.reset();
    transform.window.reset();
    return;
  }
  double low = std::numeric_limits<double>::max(), high = std::numeric_limits<double>::lowest();
  each_narrow(frame, [&](double stored) {
    if (transform.padding && transform.padding->contains(stored)) return;
    low = std::min(low, stored);
    high = std::max(high, stored);
  });
  if (frame.format.bits_stored <= 8 && !frame.format.is_signed) {
    low = 0;
    high = static_cast<double>((1 << frame.format.bits_stored) - 1);
  }
  if (low > high) low = high = 0;
  double from = transform.modality_value(low), to = transform.modality_value(high);
  if (from > to) std::swap(from, to);
  // The file's own window tells a few burnt pixels or a metal letter from the rest; it is kept with room
  // around it.
  if (transform.window && !transform.voi) {
    const double least = std::max(from, transform.window->centre - kRoom * transform.window->width);
    const double most = std::min(to, transform.window->centre + kRoom * transform.window->width);
    if (most - least > kLeastPart * (to - from)) {
      from = least;
      to = most;
    }
  }
  transform.voi.reset();
  transform.function = VoiFunction::linear_exact;
  transform.window = Window{(from + to) / 2, std::max(to - from, 1e-6)};
  std::erase_if(steps, [](const std::string& step) { return step.starts_with("window:"); });
  steps.push_back("window: wide, from " + plain(from) + " to " + plain(to));
}

}  // namespace roentgen::dicom
