#include "objects/read_groups.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "objects/concepts.h"
#include "study/reading_json.h"

namespace roentgen::objects {
namespace {

constexpr int kCirclePoints = 32;

// The name in our table whose code this is; empty if it has none.
std::string name_of(std::string_view kind, const OwnedCode& code) {
  for (const CodeRow& row : code_table())
    if (row.code == code.view() && row.key.starts_with(kind) && row.key[kind.size()] == '/')
      return std::string(row.key.substr(kind.size() + 1));
  return {};
}

bool is_box(const std::vector<study::Point>& p) {
  return p.size() == 4 && p[0].y == p[1].y && p[1].x == p[2].x && p[2].y == p[3].y && p[3].x == p[0].x &&
         p[0].x <= p[1].x && p[0].y <= p[3].y;
}

// CIRCLE: centre and a point on it. ELLIPSE: the ends of the major, then of the minor axis (C.18.6.1.2).
std::vector<study::Point> around(const ContentItem& scoord, const std::vector<study::Point>& given) {
  study::Point centre = given[0], major, minor;
  if (scoord.graphic_type == "CIRCLE") {
    const double radius = std::hypot(given[1].x - given[0].x, given[1].y - given[0].y);
    major = {radius, 0};
    minor = {0, radius};
  } else {
    centre = {(given[0].x + given[1].x) / 2, (given[0].y + given[1].y) / 2};
    major = {(given[1].x - given[0].x) / 2, (given[1].y - given[0].y) / 2};
    minor = {(given[3].x - given[2].x) / 2, (given[3].y - given[2].y) / 2};
  }
  std::vector<study::Point> points;
  for (int i = 0; i < kCirclePoints; ++i) {
    const double angle = 2 * std::numbers::pi * i / kCirclePoints;
    points.push_back({centre.x + std::cos(angle) * major.x + std::sin(angle) * minor.x,
                      centre.y + std::cos(angle) * major.y + std::sin(angle) * minor.y});
  }
  return points;
}

void take_item(const ContentItem& item, ReportGroup& group);

void take_items(const ContentItem& parent, ReportGroup& group) {
  for (const ContentItem& item : parent.items) take_item(item, group);
}

void take_number(const ContentItem& item, ReportGroup& group) {
  if (!item.has_number) return;
  ReportGroup::Number number;
  number.name = item.concept_name;
  number.unit = item.unit;
  number.value = item.number;
  number.method = text_in(item, concepts::kMeasurementMethod);
  if (number.method.empty()) number.method = code_in(item, concepts::kMeasurementMethod).meaning;
  group.numbers.push_back(std::move(number));
  for (const ContentItem& child : item.items)
    if (child.type == ValueType::scoord) take_item(child, group);
}

void take_item(const ContentItem& item, ReportGroup& group) {
  const Code name = item.concept_name.view();
  // Earlier writers used (G-C0E3, SRT) for the finding site.
  const bool is_site = name == concepts::kFindingSite || (name.value == "G-C0E3" && name.scheme == "SRT");
  if (name == concepts::kTrackingIdentifier) group.tracking_identifier = item.text;
  if (name == concepts::kTrackingUid) group.tracking_uid = item.text;
  if (name == concepts::kFinding && item.type == ValueType::code) group.finding = item.code;
  if (is_site && item.type == ValueType::code) {
    group.site = item.code;
    group.side = code_in(item, concepts::kLaterality);
    if (group.side.value.empty()) group.side = code_in(item, {"G-C171", "SRT", "Laterality"});
  }
  if (item.type == ValueType::num) take_number(item, group);
  if (item.type == ValueType::scoord) {
    if (auto region = region_of(item)) group.regions.push_back(std::move(*region));
    take_items(item, group);
  }
  if (item.type == ValueType::image)
    (item.object.segments.empty() ? group.images.emplace_back() : group.segmentation) = item.object;
}

study::Finding& finding_named(study::Reading& reading, const std::string& label) {
  const auto found = std::ranges::find(reading.findings, label, &study::Finding::label);
  if (found != reading.findings.end()) return *found;
  reading.findings.emplace_back().label = label;
  return reading.findings.back();
}

void take_finding(const ContentItem& group, const std::string& label, study::Reading& reading) {
  study::Finding& finding = finding_named(reading, label);
  finding.title = text_in(group, concepts::kTitle);
  finding.model = text_in(group, concepts::kAlgorithmName);
  finding.probability = number_in(group, concepts::kProbability);
  finding.threshold = number_in(group, concepts::kThreshold);
  if (const ContentItem* threshold = find_item(group, concepts::kThreshold); threshold != nullptr)
    finding.threshold_origin = text_in(*threshold, concepts::kThresholdOrigin);
  finding.raw_score = number_in(group, concepts::kRawScore);
  finding.present = code_in(group, concepts::kAtThreshold).view() == concepts::kYes;
  finding.heat_map = code_in(group, concepts::kHasHeatMap).view() == concepts::kYes;
}

void take_outline(const ContentItem& group, const ReportGroup& values, const std::string& structure,
                  study::Reading& reading) {
  auto found = std::ranges::find(reading.outlines, structure, &study::Outline::structure);
  if (found == reading.outlines.end()) {
    reading.outlines.emplace_back().structure = structure;
    found = reading.outlines.end() - 1;
  }
  found->title = text_in(group, concepts::kTitle);
  found->model = text_in(group, concepts::kAlgorithmName);
  if (find_item(group, concepts::kArea) != nullptr) found->area_px = number_in(group, concepts::kArea);
  for (const study::Region& region : values.regions) {
    const auto& p = region.points;
    // A rectangle drawn as an outline came back as a box.
    if (region.shape == study::Shape::box)
      found->polygons.push_back({p[0], {p[1].x, p[0].y}, p[1], {p[0].x, p[1].y}});
    else
      found->polygons.push_back(p);
  }
}

void take_measurement(const ContentItem& group, const std::string& name, study::Reading& reading) {
  study::Measurement measurement;
  measurement.name = name;
  measurement.title = text_in(group, concepts::kTitle);
  measurement.model = text_in(group, concepts::kAlgorithmName);
  for (const ContentItem& item : group.items) {
    if (item.type == ValueType::text && item.concept_name.view() == concepts::kCaution)
      measurement.cautions.push_back(item.text);
    if (item.type != ValueType::num) continue;
    measurement.value = item.number;
    measurement.unit = name_of("unit", item.unit);
    if (measurement.unit.empty()) measurement.unit = item.unit.meaning;
    measurement.method = text_in(item, concepts::kMeasurementMethod);
    for (const ContentItem& child : item.items)
      if (const auto points = points_of(child); points.size() == 2)
        measurement.segments.push_back({points[0], points[1]});
  }
  reading.measurements.push_back(std::move(measurement));
}

}  // namespace

std::string text_in(const ContentItem& parent, const Code& name) {
  for (const ContentItem& child : parent.items)
    if (child.type == ValueType::text && child.concept_name.view() == name) return child.text;
  return {};
}

OwnedCode code_in(const ContentItem& parent, const Code& name) {
  for (const ContentItem& child : parent.items)
    if (child.type == ValueType::code && child.concept_name.view() == name) return child.code;
  return {};
}

double number_in(const ContentItem& parent, const Code& name) {
  for (const ContentItem& child : parent.items)
    if (child.type == ValueType::num && child.concept_name.view() == name) return child.number;
  return 0;
}

std::vector<study::Point> points_of(const ContentItem& scoord) {
  std::vector<study::Point> points;
  if (scoord.type != ValueType::scoord) return points;
  for (std::size_t i = 0; i + 1 < scoord.coordinates.size(); i += 2)
    points.push_back({study::round_to(static_cast<double>(scoord.coordinates[i]) - 0.5, 3),
                      study::round_to(static_cast<double>(scoord.coordinates[i + 1]) - 0.5, 3)});
  return points;
}

std::optional<study::Region> region_of(const ContentItem& scoord) {
  std::vector<study::Point> points = points_of(scoord);
  const bool round = scoord.graphic_type == "CIRCLE" || scoord.graphic_type == "ELLIPSE";
  if (round && points.size() != (scoord.graphic_type == "CIRCLE" ? 2U : 4U)) return std::nullopt;
  if (round) return study::Region{study::Shape::polygon, around(scoord, points), 0};
  if (points.size() > 2 && points.front() == points.back()) points.pop_back();
  if (scoord.graphic_type != "POLYLINE" || points.size() < 2) return std::nullopt;
  if (is_box(points)) return study::Region{study::Shape::box, {points[0], points[2]}, 0};
  return study::Region{study::Shape::polygon, std::move(points), 0};
}

ReportGroup read_group(const ContentItem& group) {
  ReportGroup values;
  take_items(group, values);
  return values;
}

void take_own_group(const ContentItem& group, const ReportGroup& values, study::Reading& reading) {
  const std::string& identifier = values.tracking_identifier;
  const auto after = [&](std::string_view words) {
    const auto at = identifier.find(words);
    return at == std::string::npos ? std::string() : identifier.substr(at + words.size());
  };
  if (identifier.starts_with("finding ")) {
    take_finding(group, after("finding "), reading);
  } else if (identifier.starts_with("region ") && !after(" of ").empty() && values.regions.size() == 1) {
    study::Region region = values.regions.front();
    region.strength = number_in(group, concepts::kStrength);
    finding_named(reading, after(" of ")).regions.push_back(std::move(region));
  } else if (identifier.starts_with("outline ") && !after(" of ").empty()) {
    take_outline(group, values, after(" of "), reading);
  } else if (identifier.starts_with("measurement ")) {
    take_measurement(group, after("measurement "), reading);
  }
}

void take_foreign_group(const ReportGroup& group, study::Reading& reading) {
  if (!group.regions.empty() || !group.finding.value.empty()) {
    study::Finding finding;
    finding.label = name_of("finding", group.finding);
    finding.title = group.finding.meaning.empty() ? group.tracking_identifier : group.finding.meaning;
    if (finding.label.empty()) finding.label = finding.title;
    finding.present = true;
    finding.regions = group.regions;
    for (const ReportGroup::Number& number : group.numbers)
      if (number.name.view() == concepts::kProbability) finding.probability = number.value;
    reading.findings.push_back(std::move(finding));
  }
  for (const ReportGroup::Number& number : group.numbers) {
    study::Measurement measurement;
    measurement.name = name_of("measurement", number.name);
    measurement.title = number.name.meaning;
    if (measurement.name.empty()) measurement.name = number.name.value;
    measurement.value = number.value;
    measurement.unit = number.unit.scheme == "UCUM" ? number.unit.value : number.unit.meaning;
    measurement.method = number.method;
    reading.measurements.push_back(std::move(measurement));
  }
}

}  // namespace roentgen::objects
