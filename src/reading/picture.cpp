#include "reading/picture.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <sstream>
#include <vector>

namespace roentgen::reading {
namespace {

constexpr int kValues = 65536;
constexpr int kNearEdge = 257;  // one step of an 8-bit picture

std::vector<std::uint32_t> histogram_of(const image::Image& image) {
  std::vector<std::uint32_t> counts(kValues, 0);
  for (std::uint16_t value : image.samples) ++counts[value];
  return counts;
}

int percentile(const std::vector<std::uint32_t>& counts, std::size_t pixels, double share) {
  const double wanted = share * static_cast<double>(pixels - 1);
  double seen = 0;
  for (int value = 0; value < kValues; ++value) {
    seen += counts[static_cast<std::size_t>(value)];
    if (seen > wanted) return value;
  }
  return kValues - 1;
}

double share_of(const std::vector<std::uint32_t>& counts, int from, int to, std::size_t pixels) {
  const auto sum = std::accumulate(counts.begin() + from, counts.begin() + to, std::uint64_t{0});
  return static_cast<double>(sum) / static_cast<double>(pixels);
}

int levels_of(const std::vector<std::uint32_t>& counts) {
  int levels = 0;
  for (int step = 0; step < 256; ++step) {
    const auto* begin = counts.data() + step * 256;
    levels += std::any_of(begin, begin + 256, [](std::uint32_t n) { return n > 0; }) ? 1 : 0;
  }
  return levels;
}

std::string percent(double share) {
  return std::to_string(static_cast<int>(share * 100 + 0.5)) + " %";
}

}  // namespace

Verdict judge_picture(const image::Image& image, const PictureLimits& limits) {
  Verdict verdict;
  const auto refuse = [&](const char* code, std::string text) {
    verdict.reasons.push_back({code, std::move(text)});
  };

  const int short_side = std::min(image.rows, image.columns);
  const int long_side = std::max(image.rows, image.columns);
  if (short_side < limits.least_side_pixels) {
    refuse("too_small", "The picture is " + std::to_string(image.columns) + " x " +
                            std::to_string(image.rows) + " pixels; its shorter side must have at least " +
                            std::to_string(limits.least_side_pixels) + ".");
    return verdict;
  }
  if (long_side > limits.largest_aspect * short_side) {
    refuse("wrong_shape", "The picture is far longer than wide (or wider than long); a chest film is not.");
  }

  const auto counts = histogram_of(image);
  const std::size_t pixels = image.samples.size();
  const double range = (percentile(counts, pixels, 0.995) - percentile(counts, pixels, 0.005)) /
                       static_cast<double>(kValues - 1);
  if (range < limits.least_range) {
    refuse("blank", "The picture is blank: its grey values hardly differ.");
    return verdict;
  }
  if (const double white = share_of(counts, kValues - kNearEdge, kValues, pixels);
      white > limits.most_white) {
    refuse("saturated_white",
           percent(white) + " of the picture is plain white: overexposed display or not a radiograph.");
  }
  if (const double black = share_of(counts, 0, kNearEdge, pixels); black > limits.most_black) {
    refuse("saturated_black", percent(black) + " of the picture is plain black.");
  }
  if (const int levels = levels_of(counts); levels < limits.least_levels) {
    refuse("few_grey_levels", "The picture has only " + std::to_string(levels) +
                                  " grey levels: a drawing, a mask or text, not a radiograph.");
  }
  return verdict;
}

std::string describe_limits(const PictureLimits& limits) {
  std::ostringstream text;
  text << "picture side " << limits.least_side_pixels << " range " << limits.least_range << " white "
       << limits.most_white << " black " << limits.most_black << " levels " << limits.least_levels
       << " aspect " << limits.largest_aspect << "\n";
  return text.str();
}

}  // namespace roentgen::reading
