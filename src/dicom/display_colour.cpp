#include <algorithm>
#include <cmath>
#include <cstring>

#include "dicom/display.h"

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

// The luma of each palette entry, 0 … 65535; entry 0 belongs to the stored value `first`.
struct PaletteLuma {
  std::vector<double> values;
  int first = 0;
};

base::Result<PaletteLuma> read_palette(const DataSet& data, bool signed_input) {
  const auto descriptor = shorts(data, tag::kRedPaletteDescriptor);
  if (descriptor.size() < 3) return undecodable("the colour palette is missing");
  if (find(data, tag::kSegmentedRedPaletteData) != nullptr && find(data, tag::kRedPaletteData) == nullptr)
    return undecodable("segmented colour palettes are not read");
  const std::size_t entries = descriptor[0] == 0 ? 65536 : descriptor[0];
  std::array<std::vector<std::uint16_t>, 3> channels;
  double highest = 255;
  for (std::uint16_t i = 0; i < 3; ++i) {
    channels[i] = lookup_entries(data, Tag{0x0028, static_cast<std::uint16_t>(0x1201 + i)}, entries);
    if (channels[i].empty()) return undecodable("the colour palette is incomplete");
    if (*std::max_element(channels[i].begin(), channels[i].end()) > 255) highest = 65535;
  }
  // 16-bit palettes may hold 8-bit entries; then no entry is greater than 255.
  PaletteLuma palette;
  palette.first = signed_input ? static_cast<std::int16_t>(descriptor[1]) : descriptor[1];
  palette.values.resize(entries);
  for (std::size_t i = 0; i < entries; ++i)
    palette.values[i] = luma(channels[0][i], channels[1][i], channels[2][i]) / highest * 65535;
  return palette;
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
    const double last = static_cast<double>(palette->values.size() - 1);
    const int unused = 32 - std::min(frame.value_bits, 16);
    for (std::size_t i = 0; i < image.samples.size(); ++i) {
      const auto raised = (static_cast<std::uint32_t>(sample_at(frame, i)) >> frame.shift) << unused;
      const double stored = format.is_signed ? static_cast<std::int32_t>(raised) >> unused : raised >> unused;
      const auto entry = static_cast<std::size_t>(std::clamp(stored - palette->first, 0.0, last));
      image.samples[i] = shown(palette->values[entry], 0, 65535, window);
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
