#include "image/collimation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace roentgen::image {
namespace {

constexpr double kFarthest = 0.4;        // of the side: how far in an edge may lie
constexpr double kLeastAgreement = 0.6;  // of the lines across the edge, that jump the same way
constexpr double kLeastJump = 0.02;      // of the picture's own grey range, across two pixels
constexpr double kMostSpread = 0.05;     // of the range: the mean spread beyond the edge, along it
constexpr double kLineEnds = 0.1;  // of the edge, at either end, that is not looked at (the other blades)
constexpr int kLeastSide = 16;

constexpr double kBright = 0.6;  // of the range: a blade of lead, where no beam came through
constexpr double kPainted = 40;  // display values: what was painted black afterwards hardly differs

// The picture as seen from one side: line(i, j) is the value i pixels in from that side, at place j along it.
class SeenFrom {
 public:
  enum class Side { left, right, top, bottom };
  SeenFrom(const Plane& plane, Side side) : plane_(plane), side_(side) {}
  int depth() const { return is_across() ? plane_.columns : plane_.rows; }
  int breadth() const { return is_across() ? plane_.rows : plane_.columns; }
  double at(int i, int j) const {
    switch (side_) {
      case Side::left:
        return static_cast<double>(plane_.at(j, i));
      case Side::right:
        return static_cast<double>(plane_.at(j, plane_.columns - 1 - i));
      case Side::top:
        return static_cast<double>(plane_.at(i, j));
      case Side::bottom:
        break;
    }
    return static_cast<double>(plane_.at(plane_.rows - 1 - i, j));
  }

 private:
  bool is_across() const { return side_ == Side::left || side_ == Side::right; }
  const Plane& plane_;
  Side side_;
};

struct Beyond {
  double mean = 0;
  double spread = 0;  // the mean over the lines of how far the values of a line lie from each other
  double most = 0;    // of the roughest line
};

// Of the lines 0 … i, for every i.
std::vector<Beyond> beyond_lines(const SeenFrom& seen, int from, int to, int deepest) {
  std::vector<Beyond> result;
  Beyond sum;
  for (int i = 0; i <= deepest; ++i) {
    double mean = 0, squares = 0;
    for (int j = from; j < to; ++j) {
      mean += seen.at(i, j);
      squares += seen.at(i, j) * seen.at(i, j);
    }
    mean /= to - from;
    sum.mean += mean;
    const double spread = std::sqrt(std::max(0.0, squares / (to - from) - mean * mean));
    sum.spread += spread;
    sum.most = std::max(sum.most, spread);
    result.push_back({sum.mean / (i + 1), sum.spread / (i + 1), sum.most});
  }
  return result;
}

// How many pixels lie beyond the blade on this side; 0 if there is none.
int beyond_blade(const SeenFrom& seen, double darkest, double range) {
  const int from = static_cast<int>(kLineEnds * seen.breadth()), to = seen.breadth() - from;
  const int deepest = static_cast<int>(kFarthest * seen.depth());
  const auto beyond = beyond_lines(seen, from, to, deepest);
  int best = 0;
  double best_agreement = kLeastAgreement;
  for (int i = 1; i + 1 < deepest; ++i) {
    const Beyond& outside = beyond[static_cast<std::size_t>(i - 1)];
    if (outside.spread > kMostSpread * range) break;
    // Air beside a straight limb is dark, too, but it has noise.
    const bool lead = outside.mean > darkest + kBright * range,
               painted = beyond[static_cast<std::size_t>(std::max(i - 3, 0))].most < kPainted;
    if (!lead && !painted) continue;
    int rising = 0, falling = 0;
    for (int j = from; j < to; ++j) {
      const double jump = seen.at(i + 1, j) - seen.at(i - 1, j);
      rising += jump > kLeastJump * range ? 1 : 0;
      falling += jump < -kLeastJump * range ? 1 : 0;
    }
    const double agreement = static_cast<double>(std::max(rising, falling)) / (to - from);
    if (agreement >= best_agreement) {  // of equal ones the innermost: soft edges have several
      best_agreement = agreement;
      best = i + 1;
    }
  }
  return best;
}

}  // namespace

Box collimated_region(const Plane& small) {
  const Box all{0, 0, small.columns, small.rows};
  if (std::min(small.rows, small.columns) < kLeastSide) return all;
  const auto [low, high] = std::ranges::minmax(small.samples);
  const double range = static_cast<double>(high - low);
  if (range <= 0) return all;
  using Side = SeenFrom::Side;
  const auto beyond = [&](Side side) {
    return beyond_blade(SeenFrom(small, side), static_cast<double>(low), range);
  };
  const int left = beyond(Side::left), right = beyond(Side::right);
  const int top = beyond(Side::top), bottom = beyond(Side::bottom);
  return {left, top, small.columns - left - right, small.rows - top - bottom};
}

Box scaled(const Box& box, const Plane& small, int rows, int columns) {
  const auto up = [](int place, int from, int to) {
    return static_cast<int>((static_cast<long long>(place) * to + from - 1) / from);
  };
  const auto down = [](int place, int from, int to) {
    return static_cast<int>(static_cast<long long>(place) * to / from);
  };
  const int left = up(box.left, small.columns, columns), top = up(box.top, small.rows, rows);
  const int right = down(box.left + box.columns, small.columns, columns);
  const int bottom = down(box.top + box.rows, small.rows, rows);
  return {left, top, right - left, bottom - top};
}

Image cropped(const Image& image, const Box& box) {
  Image part{box.rows, box.columns, {}};
  part.samples.reserve(static_cast<std::size_t>(box.rows) * static_cast<std::size_t>(box.columns));
  for (int y = box.top; y < box.top + box.rows; ++y) {
    const std::uint16_t* row =
        &image.samples[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.columns) +
                       static_cast<std::size_t>(box.left)];
    part.samples.insert(part.samples.end(), row, row + box.columns);
  }
  return part;
}

}  // namespace roentgen::image
