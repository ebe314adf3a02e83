#include "reading/spine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "reading/peaks.h"

namespace roentgen::reading {
namespace {

constexpr double kLeastScore = 0.02;  // of a peak that may join a row
constexpr std::size_t kMostPeaks = 64;

// The distance of neighbouring centres over the mean height of the two vertebrae: in the films of spine_cobb
// its median is 1.37, and its logarithm has a standard deviation of 0.21; wider here, because the corners
// that are found are uncertain, too.
constexpr double kUsualStep = 1.37;
constexpr double kStepSpread = 0.3;

study::Point middle(const study::Point& a, const study::Point& b) {
  return {(a.x + b.x) / 2, (a.y + b.y) / 2};
}

study::Point centre_of(const Vertebra& v) {
  return middle(middle(v.corners[0], v.corners[1]), middle(v.corners[2], v.corners[3]));
}

double height_of(const Vertebra& v) {
  const study::Point above = middle(v.corners[0], v.corners[1]), below = middle(v.corners[2], v.corners[3]);
  return std::hypot(below.x - above.x, below.y - above.y);
}

Vertebra vertebra_at(const Peak& peak, const model::PlaceSpec& places, const model::Output& scores,
                     const model::Output& corners) {
  const int rows = corners.shape.at(2), columns = corners.shape.at(3);
  const auto plane = static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
  Vertebra vertebra;
  vertebra.score = peak.score;
  double weights = 0;
  for (int r = std::max(peak.row - 1, 0); r <= std::min(peak.row + 1, rows - 1); ++r)
    for (int c = std::max(peak.column - 1, 0); c <= std::min(peak.column + 1, columns - 1); ++c) {
      const std::size_t cell =
          static_cast<std::size_t>(r) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c);
      const double weight = 1 / (1 + std::exp(-static_cast<double>(scores.values[cell])));
      weights += weight;
      for (std::size_t k = 0; k < 4; ++k) {
        vertebra.corners[k].x +=
            weight * (c + 0.5 + static_cast<double>(corners.values[2 * k * plane + cell]));
        vertebra.corners[k].y +=
            weight * (r + 0.5 + static_cast<double>(corners.values[(2 * k + 1) * plane + cell]));
      }
    }
  for (study::Point& corner : vertebra.corners) {
    corner.x = corner.x / weights * places.stride - 0.5;
    corner.y = corner.y / weights * places.stride - 0.5;
  }
  return vertebra;
}

double step_cost(const Vertebra& above, const Vertebra& below) {
  const study::Point a = centre_of(above), b = centre_of(below);
  const double tall = (height_of(above) + height_of(below)) / 2;
  if (b.y <= a.y || tall <= 0) return std::numeric_limits<double>::infinity();
  const double off = std::log(std::hypot(b.x - a.x, b.y - a.y) / (tall * kUsualStep)) / kStepSpread;
  return off * off / 2;
}

// The best chain of each length that ends in each vertebra (they are ordered from top to bottom).
std::vector<Vertebra> best_chain(std::vector<Vertebra> all, std::size_t count) {
  std::ranges::stable_sort(all, {}, [](const Vertebra& v) { return centre_of(v).y; });
  struct Link {
    double value = -std::numeric_limits<double>::infinity();
    std::size_t before = 0;
  };
  std::vector<std::vector<Link>> links(1, std::vector<Link>(all.size()));
  for (std::size_t i = 0; i < all.size(); ++i) links[0][i].value = all[i].score;
  for (std::size_t length = 1; length < std::min(count, all.size()); ++length) {
    std::vector<Link> longer(all.size());
    bool any = false;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t j = 0; j < i; ++j) {
        const double value = links.back()[j].value + all[i].score - step_cost(all[j], all[i]);
        if (value > longer[i].value) longer[i] = {value, j}, any = true;
      }
    if (!any) break;
    links.push_back(std::move(longer));
  }
  std::vector<Vertebra> chain;
  const auto& last = links.back();
  std::size_t at = static_cast<std::size_t>(std::ranges::max_element(last, {}, &Link::value) - last.begin());
  for (std::size_t length = links.size(); length-- > 0; at = links[length][at].before)
    chain.push_back(all[at]);
  std::ranges::reverse(chain);
  return chain;
}

double angle_between(const study::Segment& a, const study::Segment& b) {
  const double ax = a[1].x - a[0].x, ay = a[1].y - a[0].y, bx = b[1].x - b[0].x, by = b[1].y - b[0].y;
  const double cosine = (ax * bx + ay * by) / (std::hypot(ax, ay) * std::hypot(bx, by));
  return std::acos(std::clamp(cosine, 0.0, 1.0)) * 180 / std::numbers::pi;
}

// Whether the middles of the end plates lie on both sides of the line from the first to the last.
bool runs_in_an_s(std::span<const Vertebra> vertebrae) {
  std::vector<study::Point> plates;
  for (const Vertebra& v : vertebrae) {
    plates.push_back(middle(v.corners[0], v.corners[1]));
    plates.push_back(middle(v.corners[2], v.corners[3]));
  }
  const study::Point first = plates.front(), last = plates.back();
  bool left = false, right = false;
  for (std::size_t i = 0; i + 2 < plates.size(); ++i) {
    // The sign of the challenge's difference of two quotients, without the divisions.
    const double side =
        (plates[i].y - last.y) * (first.x - last.x) - (plates[i].x - last.x) * (first.y - last.y);
    left = left || side < 0;
    right = right || side > 0;
  }
  return left && right;
}

}  // namespace

std::vector<Vertebra> vertebrae_of(const model::PlaceSpec& places, const model::Output& scores,
                                   const model::Output& corners, std::size_t count) {
  std::vector<Vertebra> all;
  for (const Peak& peak : peaks_of(scores, kLeastScore, kMostPeaks))
    all.push_back(vertebra_at(peak, places, scores, corners));
  return all.empty() ? all : best_chain(std::move(all), count);
}

std::vector<Vertebra> on_picture(std::vector<Vertebra> vertebrae, const model::Placement& placement) {
  for (Vertebra& vertebra : vertebrae)
    for (study::Point& corner : vertebra.corners) {
      corner.x = (corner.x + 0.5 - placement.offset_x) * placement.scale_x - 0.5;
      corner.y = (corner.y + 0.5 - placement.offset_y) * placement.scale_y - 0.5;
    }
  return vertebrae;
}

study::Segment middle_line(const Vertebra& vertebra) {
  const auto& c = vertebra.corners;
  return {middle(c[0], c[2]), middle(c[1], c[3])};
}

std::optional<CobbAngles> cobb_angles(std::span<const Vertebra> vertebrae, int rows) {
  const std::size_t n = vertebrae.size();
  if (n < 2) return std::nullopt;
  std::vector<study::Segment> lines;
  for (const Vertebra& vertebra : vertebrae) lines.push_back(middle_line(vertebra));
  for (const study::Segment& line : lines)
    if (!(std::hypot(line[1].x - line[0].x, line[1].y - line[0].y) > 0)) return std::nullopt;
  CobbAngles found;
  found.lower_end = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = i + 1; j < n; ++j)
      if (const double angle = angle_between(lines[i], lines[j]); angle > found.largest)
        found.largest = angle, found.upper_end = i, found.lower_end = j;
  const auto angle = [&](std::size_t i, std::size_t j) { return angle_between(lines[i], lines[j]); };
  if (!runs_in_an_s(vertebrae)) {
    found.upper = angle(0, found.upper_end);
    found.lower = angle(n - 1, found.lower_end);
    return found;
  }
  std::size_t end_of_upper = 0;
  for (std::size_t i = 0; i <= found.upper_end; ++i)
    if (angle(found.upper_end, i) > found.upper) found.upper = angle(found.upper_end, i), end_of_upper = i;
  const auto plate_y = [&](std::size_t i) {
    return (vertebrae[i].corners[0].y + vertebrae[i].corners[1].y) / 2;
  };
  if (plate_y(found.upper_end) + plate_y(found.lower_end) < rows) {
    for (std::size_t i = found.lower_end; i < n; ++i)
      found.lower = std::max(found.lower, angle(found.lower_end, i));
  } else {
    for (std::size_t i = 0; i <= end_of_upper; ++i)
      found.lower = std::max(found.lower, angle(end_of_upper, i));
  }
  return found;
}

}  // namespace roentgen::reading
