#include <algorithm>
#include <cmath>
#include <cstring>

#include "dicom/display.h"
#include "dicom/palette.h"

namespace roentgen::dicom {
namespace {

// ITU-R BT.601.
double luma(double red, double green, double blue) {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

double sample_at(const StoredFrame& frame, std::size_t index) {
  const std::size_t bytes = frame.format.bytes_per_sample();
  const std::byte* at = frame.samples.data() + index * bytes;
  if (bytes == 1) return std::to_integer<int>(*at);
  if (bytes == 2) return load16(at, false);
  return bytes == 4 ? static_cast<double>(load32(at, false)) : static_cast<double>(load64(at, false));
}

// 0 … 1 of a luma sample, through a window if one was asked for (in stored units).
std::uint16_t shown(double value, double lowest, double highest, const std::optional<Window>& window) {
  const double grey = window
                          ? apply_window(is_valid(VoiFunction::linear, *window) ? VoiFunction::linear
                                                                                : VoiFunction::linear_exact,
                                         *window, value)
                          : (value - lowest) / (highest - lowest);
  return static_cast<std::uint16_t>(std::lround(std::clamp(grey, 0.0, 1.0) * 65535));
}

}  // namespace

base::Result<image::Image> show_colour(const StoredFrame& frame, const DataSet& data,
                                       const std::optional<Window>& window, std::vector<std::string>& steps) {
  const PixelFormat& format = frame.format;
  image::Image image;
  image.rows = format.rows;
  image.columns = format.columns;
  image.samples.resize(format.pixels());

  if (frame.model == ColourModel::palette) {
    if (format.bits_allocated > 16) return undecodable("colour palettes for more than 16 bits are not read");
    const auto palette = read_palette(data, format.is_signed);
    if (!palette) return std::unexpected(palette.error());
    const auto& [red, green, blue] = palette->channels;
    const double last = static_cast<double>(red.size() - 1);
    const int unused = 32 - std::min(frame.value_bits, 16);
    for (std::size_t i = 0; i < image.samples.size(); ++i) {
      const auto raised = (static_cast<std::uint32_t>(sample_at(frame, i)) >> frame.shift) << unused;
      const double stored = format.is_signed ? static_cast<std::int32_t>(raised) >> unused : raised >> unused;
      const auto entry = static_cast<std::size_t>(std::clamp(stored - palette->first, 0.0, last));
      image.samples[i] =
          shown(luma(red[entry], green[entry], blue[entry]) * 65535 / palette->highest, 0, 65535, window);
    }
    steps.push_back("colour: luma of the palette");
    return image;
  }
  const double highest = std::ldexp(1.0, frame.value_bits) - 1;
  const bool partial = frame.model == ColourModel::ybr_partial;  // Y from 16/255 to 235/255
  const double low = partial ? highest * 16 / 255 : 0;
  const double high = partial ? highest * 235 / 255 : highest;
  for (std::size_t i = 0; i < image.samples.size(); ++i) {
    const double value =
        frame.model == ColourModel::rgb
            ? luma(sample_at(frame, 3 * i), sample_at(frame, 3 * i + 1), sample_at(frame, 3 * i + 2))
            : sample_at(frame, 3 * i);
    image.samples[i] = shown(value, low, high, window);
  }
  steps.push_back(frame.model == ColourModel::rgb ? "colour: luma of red, green, blue (BT.601)"
                                                  : "colour: the luma channel");
  if (window)
    steps.push_back("window: centre " + plain(window->centre) + ", width " + plain(window->width) +
                    ", as asked");
  return image;
}

}  // namespace roentgen::dicom
