#include "hygiene/fingerprint.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <vector>

#include "image/resample.h"

namespace roentgen::hygiene {
namespace {

constexpr int kHashRows = 16, kHashColumns = 17;
constexpr float kDeadZone = 1;  // grey levels of the thumb

// Sums over [from, to) in both directions by a table of running sums.
class Sums {
 public:
  explicit Sums(const image::Plane& plane)
      : columns_(plane.columns + 1),
        table_(static_cast<std::size_t>(plane.rows + 1) * static_cast<std::size_t>(columns_)) {
    for (int y = 0; y < plane.rows; ++y) {
      double row = 0;
      for (int x = 0; x < plane.columns; ++x) {
        row += double{plane.at(y, x)};
        at(y + 1, x + 1) = at(y, x + 1) + row;
      }
    }
  }
  double sum(int top, int left, int bottom, int right) const {
    return at(bottom, right) - at(top, right) - at(bottom, left) + at(top, left);
  }

 private:
  double& at(int y, int x) {
    return table_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(x)];
  }
  double at(int y, int x) const {
    return table_[static_cast<std::size_t>(y) * static_cast<std::size_t>(columns_) +
                  static_cast<std::size_t>(x)];
  }
  int columns_;
  std::vector<double> table_;
};

}  // namespace

Thumb thumb_of(const image::Image& image) {
  Thumb thumb;
  const auto [least, most] = std::minmax_element(image.samples.begin(), image.samples.end());
  thumb.even = *least == *most;
  if (thumb.even) return thumb;
  const auto small = image::resample(image, kThumbSide, kThumbSide);
  const auto [low, high] = std::minmax_element(small.samples.begin(), small.samples.end());
  const float scale = *high > *low ? 255 / (*high - *low) : 0;
  for (std::size_t i = 0; i < small.samples.size(); ++i)
    thumb.samples[i] = static_cast<std::uint8_t>(std::lround((small.samples[i] - *low) * scale));
  return thumb;
}

std::string words(const Change& change) {
  std::string text;
  const auto add = [&text](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
  const auto percent = [](double part) { return std::to_string(std::lround(part * 100)) + " %"; };
  if (change.columns_kept < 1) add("the middle " + percent(change.columns_kept) + " of its columns");
  if (change.rows_kept < 1) add("the middle " + percent(change.rows_kept) + " of its rows");
  if (change.mirrored) add("mirrored");
  if (change.quarter_turns != 0) add("turned by " + std::to_string(90 * change.quarter_turns) + " degrees");
  if (change.negative) add("as a negative");
  return text.empty() ? "the same picture" : text;
}

image::Plane changed(const Thumb& thumb, const Change& change) {
  image::Plane plane{.rows = kThumbSide, .columns = kThumbSide, .samples = {}};
  plane.samples.assign(thumb.samples.begin(), thumb.samples.end());
  if (change.columns_kept < 1 || change.rows_kept < 1) {
    constexpr double kMiddle = (kThumbSide - 1) / 2.0;
    plane = image::warp(plane,
                        image::Affine{change.columns_kept, 0, kMiddle * (1 - change.columns_kept), 0,
                                      change.rows_kept, kMiddle * (1 - change.rows_kept)},
                        0);
  }
  if (change.negative)
    for (auto& sample : plane.samples) sample = 255 - sample;
  if (!change.mirrored && change.quarter_turns == 0) return plane;
  image::Plane turned = plane;
  constexpr int kLast = kThumbSide - 1;
  for (int y = 0; y < kThumbSide; ++y)
    for (int x = 0; x < kThumbSide; ++x) {
      // From the target back: undo the clockwise turns, then the mirror.
      int from_y = y, from_x = x;
      for (int turn = 0; turn < change.quarter_turns; ++turn) {
        const int old_y = from_y;
        from_y = kLast - from_x;
        from_x = old_y;
      }
      turned.at(y, x) = plane.at(from_y, change.mirrored ? kLast - from_x : from_x);
    }
  return turned;
}

Hash hash_of(const image::Plane& thumb) {
  const auto cells = image::resample(thumb, kHashRows, kHashColumns);
  Hash hash{};
  std::size_t bit = 0;
  for (int y = 0; y < kHashRows; ++y)
    for (int x = 0; x + 1 < kHashColumns; ++x, ++bit)
      if (cells.at(y, x + 1) - cells.at(y, x) > kDeadZone) hash[bit / 64] |= std::uint64_t{1} << (bit % 64);
  return hash;
}

int distance(const Hash& a, const Hash& b) {
  int bits = 0;
  for (std::size_t i = 0; i < a.size(); ++i) bits += std::popcount(a[i] ^ b[i]);
  return bits;
}

image::Plane detail_of(const image::Plane& thumb, int side) {
  auto plane = thumb.rows == side && thumb.columns == side ? thumb : image::resample(thumb, side, side);
  const Sums sums(plane);
  const int reach = std::max(1, side / 8);
  for (int y = 0; y < side; ++y)
    for (int x = 0; x < side; ++x) {
      const int top = std::max(0, y - reach), bottom = std::min(side, y + reach + 1);
      const int left = std::max(0, x - reach), right = std::min(side, x + reach + 1);
      const double around = sums.sum(top, left, bottom, right) / ((bottom - top) * (right - left));
      plane.at(y, x) = static_cast<float>(double{plane.at(y, x)} - around);
    }
  return plane;
}

double correlation(const image::Plane& a, const image::Plane& b) {
  const auto count = static_cast<double>(a.samples.size());
  double sum_a = 0, sum_b = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    sum_a += double{a.samples[i]};
    sum_b += double{b.samples[i]};
  }
  double aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < a.samples.size(); ++i) {
    const double x = double{a.samples[i]} - sum_a / count, y = double{b.samples[i]} - sum_b / count;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace roentgen::hygiene
