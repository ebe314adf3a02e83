#include <utility>

#include "dicom/uid.h"
#include "objects/concepts.h"
#include "objects/document.h"
#include "objects/report.h"
#include "study/reading_json.h"

namespace roentgen::objects {
namespace {

constexpr Relation kContains = Relation::contains, kModifier = Relation::has_concept_mod;

void add_all(ContentItem& parent, std::vector<ContentItem> items) {
  for (ContentItem& item : items) parent.add(std::move(item));
}

// As findings.json rounds them: both say the same.
double rounded(double score) {
  return study::round_to(score, 4);
}

const Code& yes_no(bool yes) {
  return yes ? concepts::kYes : concepts::kNo;
}

// TID 1501: (363698007, SCT, "Finding Site") with its side.
void add_site(ContentItem& group, std::string_view kind, const std::string& name) {
  const auto site = find_code(kind, name);
  if (!site) return;
  ContentItem item = code_item(kModifier, concepts::kFindingSite, *site);
  if (const auto side = find_code("side", name)) item.add(code_item(kModifier, concepts::kLaterality, *side));
  group.add(std::move(item));
}

void add_film(const Context& context, ContentItem& group) {
  if (!has_film(context)) return;
  ContentItem film = image_item(kContains, film_object(context.input.source));
  const Code& name = concepts::kSourceOfMeasurement;
  film.concept_name = {std::string(name.value), std::string(name.scheme), std::string(name.meaning)};
  group.add(std::move(film));
}

}  // namespace

ContentItem begin_group(const Context& context, const std::string& identifier, std::string_view template_id) {
  ContentItem group = container(kContains, concepts::kMeasurementGroup, template_id);
  constexpr Relation kContext = Relation::has_obs_context;
  group.add(text_item(kContext, concepts::kTrackingIdentifier, identifier));
  group.add(uid_item(kContext, concepts::kTrackingUid,
                     dicom::uid_of_words({"tracking", context.input.source.input_sha256, identifier})));
  return group;
}

ContentItem region_item(const Context& context, Relation relation, const Code& name,
                        const std::vector<study::Point>& points, bool closed) {
  ContentItem region = container(relation, name);
  region.type = ValueType::scoord;
  region.graphic_type = points.size() == 1 ? "POINT" : "POLYLINE";
  const auto put = [&](const study::Point& point) {
    region.coordinates.push_back(static_cast<float>(study::round_to(point.x, 1) + 0.5));
    region.coordinates.push_back(static_cast<float>(study::round_to(point.y, 1) + 0.5));
  };
  for (const study::Point& point : points) put(point);
  if (closed && points.size() > 1) put(points.front());
  region.add(image_item(Relation::selected_from, film_object(context.input.source)));
  return region;
}

std::vector<study::Point> corners(const study::Region& region) {
  if (region.shape != study::Shape::box || region.points.size() != 2) return region.points;
  const auto& [least, most] = std::pair(region.points[0], region.points[1]);
  return {least, {most.x, least.y}, most, {least.x, most.y}};
}

std::vector<ContentItem> finding_groups(const Context& context, const study::Finding& finding) {
  const study::Reading& reading = context.input.reading;
  const OwnedCode code = code_for("finding", finding.label, finding.title);
  ContentItem whole = begin_group(context, "finding " + finding.label, "1501");
  whole.add(code_item(kContains, concepts::kFinding, code.view()));
  add_site(whole, "site", finding.label);
  add_all(whole, algorithm(reading, finding.model, kModifier));
  add_film(context, whole);
  whole.add(number_item(kContains, concepts::kProbability, rounded(finding.probability), concepts::kNoUnits));
  ContentItem threshold =
      number_item(kContains, concepts::kThreshold, rounded(finding.threshold), concepts::kNoUnits);
  if (!finding.threshold_origin.empty())
    threshold.add(text_item(kModifier, concepts::kThresholdOrigin, finding.threshold_origin));
  whole.add(std::move(threshold));
  whole.add(number_item(kContains, concepts::kRawScore, rounded(finding.raw_score), concepts::kNoUnits));
  whole.add(code_item(kContains, concepts::kAtThreshold, yes_no(finding.present)));
  whole.add(code_item(kContains, concepts::kHasHeatMap, yes_no(finding.heat_map)));
  if (!finding.title.empty()) whole.add(text_item(kContains, concepts::kTitle, finding.title));
  std::vector<ContentItem> groups{std::move(whole)};
  if (!has_film(context)) return groups;
  for (std::size_t i = 0; i < finding.regions.size(); ++i) {
    const study::Region& region = finding.regions[i];
    if (region.points.size() < 2) continue;
    ContentItem group =
        begin_group(context, "region " + std::to_string(i + 1) + " of " + finding.label, "1410");
    group.add(code_item(kContains, concepts::kFinding, code.view()));
    add_site(group, "site", finding.label);
    add_all(group, algorithm(reading, finding.model, kModifier));
    group.add(region_item(context, kContains, concepts::kImageRegion, corners(region), true));
    group.add(number_item(kContains, concepts::kStrength, rounded(region.strength), concepts::kNoUnits));
    groups.push_back(std::move(group));
  }
  return groups;
}

std::vector<ContentItem> outline_groups(const Context& context, const study::Outline& outline) {
  std::vector<ContentItem> groups;
  if (!has_film(context)) return groups;
  for (const auto& polygon : outline.polygons) {
    if (polygon.size() < 3) continue;
    const std::string identifier =
        "outline " + std::to_string(groups.size() + 1) + " of " + outline.structure;
    ContentItem group = begin_group(context, identifier, "1410");
    group.add(code_item(kContains, concepts::kFinding, concepts::kAnatomicalStructure));
    add_site(group, "structure", outline.structure);
    add_all(group, algorithm(context.input.reading, outline.model, kModifier));
    group.add(region_item(context, kContains, concepts::kImageRegion, polygon, true));
    // Of all parts of the structure together, so only once.
    if (groups.empty())
      group.add(
          number_item(kContains, concepts::kArea, study::round_to(outline.area_px, 1), concepts::kPixels));
    if (!outline.title.empty()) group.add(text_item(kContains, concepts::kTitle, outline.title));
    groups.push_back(std::move(group));
  }
  return groups;
}

ContentItem measurement_group(const Context& context, const study::Measurement& measurement) {
  const OwnedCode code = code_for("measurement", measurement.name, measurement.title);
  const OwnedCode unit = code_for("unit", measurement.unit, measurement.unit);
  ContentItem group = begin_group(context, "measurement " + measurement.name, "1501");
  const bool of_ratio = measurement.name == "cardiothoracic_ratio";
  const std::string structure = measurement.name.substr(0, measurement.name.find("_area"));
  if (of_ratio || measurement.name.starts_with("heart"))
    add_site(group, "structure", "heart");
  else
    add_site(group, "structure", structure);
  add_all(group, algorithm(context.input.reading, measurement.model, kModifier));
  add_film(context, group);
  ContentItem number =
      number_item(kContains, code.view(), study::round_to(measurement.value, measurement.unit == "1" ? 4 : 2),
                  unit.view());
  if (!measurement.method.empty())
    number.add(text_item(kModifier, concepts::kMeasurementMethod, measurement.method));
  if (has_film(context))
    for (const study::Segment& segment : measurement.segments)
      number.add(region_item(context, Relation::inferred_from, concepts::kSourceOfMeasurement,
                             {segment[0], segment[1]}, false));
  group.add(std::move(number));
  for (const std::string& caution : measurement.cautions)
    group.add(text_item(kContains, concepts::kCaution, caution));
  if (!measurement.title.empty()) group.add(text_item(kContains, concepts::kTitle, measurement.title));
  return group;
}

}  // namespace roentgen::objects
