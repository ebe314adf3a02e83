#include "reading/findings.h"

#include <algorithm>
#include <numeric>
#include <sstream>
#include <tuple>

#include "image/contour.h"
#include "reading/classify.h"
#include "reading/triage.h"
#include "study/margin.h"
#include "study/reading_json.h"

namespace roentgen::reading {
namespace {

constexpr int kProbabilityDecimals = 4;
constexpr int kRateDecimals = 2;

struct PixelBox {  // inclusive, in pixels of the heat map
  int left, top, right, bottom;
  double pixels() const { return static_cast<double>(right - left + 1) * (bottom - top + 1); }
};

PixelBox box_around(const image::Polygon& polygon) {
  const auto [left, right] = std::ranges::minmax(polygon, {}, &image::Point::x);
  const auto [top, bottom] = std::ranges::minmax(polygon, {}, &image::Point::y);
  return {static_cast<int>(left.x), static_cast<int>(top.y), static_cast<int>(right.x),
          static_cast<int>(bottom.y)};
}

double strongest_in(const image::Plane& heat, const PixelBox& box) {
  float strongest = 0;
  for (int y = box.top; y <= box.bottom; ++y) {
    for (int x = box.left; x <= box.right; ++x) strongest = std::max(strongest, heat.at(y, x));
  }
  return strongest;
}

// The outer edges of the outermost pixels, in pixels of the picture.
std::vector<study::Point> edges_of(const PixelBox& box, const Ratio& ratio, const Size& picture) {
  const auto inside = [](double value, int count) {
    return std::clamp(value, 0.0, static_cast<double>(count - 1));
  };
  return {{inside(box.left * ratio.x - 0.5, picture.columns), inside(box.top * ratio.y - 0.5, picture.rows)},
          {inside((box.right + 1) * ratio.x - 0.5, picture.columns),
           inside((box.bottom + 1) * ratio.y - 0.5, picture.rows)}};
}

// What the heat of a label is worth to a person: where it is not known how often it points to the right
// place, it comes last; and a label that sums up the others (kSummary) points nowhere in particular.
std::tuple<bool, bool, double> worth(const study::Finding& finding) {
  return {finding.heat_hit_rate.has_value(), finding.label != kSummary, study::margin(finding)};
}

}  // namespace

study::Finding decide(const model::Card& card, const model::Label& label, float logit) {
  study::Finding finding;
  finding.label = label.name;
  finding.title = label.title;
  finding.model = card.name;
  finding.raw_score = logit;
  finding.probability = study::round_to(calibrated(logit, label.calibration), kProbabilityDecimals);
  finding.threshold = study::round_to(label.threshold, kProbabilityDecimals);
  finding.threshold_origin = label.threshold_origin;
  finding.present = finding.probability >= finding.threshold;
  finding.uncertain = label.abstention && answer(finding.probability, *label.abstention) == Answer::uncertain;
  return finding;
}

image::Plane heat_of(const NetworkPlane& map, const model::Placement& placement, const Size& picture,
                     int side) {
  image::Plane heat = project(map, placement, picture, working_size(picture, side));
  const double mean =
      std::accumulate(map.values.begin(), map.values.end(), 0.0) / static_cast<double>(map.values.size());
  float strongest = 0;
  for (float& value : heat.samples) {
    value = std::max(0.0F, value - static_cast<float>(mean));
    strongest = std::max(strongest, value);
  }
  if (strongest > 0) {
    for (float& value : heat.samples) value /= strongest;
  }
  return heat;
}

std::vector<study::Region> regions_of(const image::Plane& heat, const Size& picture,
                                      const FindingsOptions& options) {
  image::Mask mask{heat.rows, heat.columns, std::vector<std::uint8_t>(heat.samples.size(), 0)};
  for (std::size_t i = 0; i < heat.samples.size(); ++i)
    mask.samples[i] = heat.samples[i] >= options.region_level ? 1 : 0;

  const Ratio ratio = picture_per_target(picture, {heat.rows, heat.columns});
  const double least_pixels = options.least_region * static_cast<double>(mask.samples.size());
  std::vector<study::Region> regions;
  for (const image::Polygon& part : image::outlines(mask, 1)) {
    const PixelBox box = box_around(part);
    if (box.pixels() < least_pixels) continue;
    regions.push_back({study::Shape::box, edges_of(box, ratio, picture), strongest_in(heat, box)});
  }
  std::ranges::stable_sort(regions, std::ranges::greater{}, &study::Region::strength);
  if (regions.size() > static_cast<std::size_t>(options.most_regions)) {
    regions.resize(static_cast<std::size_t>(options.most_regions));
  }
  return regions;
}

FindingsResult judge_findings(const model::Card& card, std::span<const float> logits,
                              std::span<const float> maps, const Size& map_size,
                              const model::Placement& placement, const Size& picture,
                              const FindingsOptions& options) {
  FindingsResult result;
  const std::size_t map_pixels =
      static_cast<std::size_t>(map_size.rows) * static_cast<std::size_t>(map_size.columns);
  for (std::size_t i = 0; i < card.labels.size(); ++i) {
    if (!card.labels[i].shown) continue;
    study::Finding finding = decide(card, card.labels[i], logits[i]);
    finding.heat_map = map_pixels > 1 && !maps.empty();  // one value shows no place
    if (const auto& rate = card.labels[i].heat_hit_rate; rate && finding.heat_map)
      finding.heat_hit_rate = study::round_to(rate->value, kRateDecimals);
    if (finding.present && finding.heat_map) {
      const NetworkPlane map{maps.subspan(i * map_pixels, map_pixels), map_size.rows, map_size.columns,
                             card.input.size};
      HeatMap heat{finding.label, finding.title, finding.heat_hit_rate,
                   heat_of(map, placement, picture, options.heat_map_side)};
      finding.regions = regions_of(heat.plane, picture, options);
      result.heat_maps.push_back(std::move(heat));
    }
    result.findings.push_back(std::move(finding));
  }

  const auto worth_of = [&](const HeatMap& heat) {
    return worth(*std::ranges::find(result.findings, heat.label, &study::Finding::label));
  };
  std::ranges::stable_sort(result.heat_maps, std::ranges::greater{}, worth_of);
  if (result.heat_maps.size() > static_cast<std::size_t>(options.most_heat_maps)) {
    result.heat_maps.resize(static_cast<std::size_t>(options.most_heat_maps));
  }
  return result;
}

std::string describe_findings_options(const FindingsOptions& options) {
  std::ostringstream text;
  text << "heat map side " << options.heat_map_side << " region level " << options.region_level << " least "
       << options.least_region << " most " << options.most_regions << " maps " << options.most_heat_maps
       << "\n";
  return text.str();
}

}  // namespace roentgen::reading
