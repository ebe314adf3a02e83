#include "study/decision.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace roentgen::study {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "roentgen/decision/1";
constexpr std::array kVerdicts{Verdict::accepted, Verdict::edited, Verdict::rejected};
constexpr std::size_t kMost = 10000;  // findings, regions of one, points of one

struct Wrong {
  std::string field;
};

const Json& member(const Json& json, const char* name) {
  if (!json.is_object() || !json.contains(name)) throw Wrong{name};
  return json[name];
}

std::string text_of(const Json& json, const char* name) {
  const Json& value = member(json, name);
  if (!value.is_string()) throw Wrong{name};
  return value.get<std::string>();
}

const Json& list_of(const Json& json, const char* name) {
  const Json& value = member(json, name);
  if (!value.is_array() || value.size() > kMost) throw Wrong{name};
  return value;
}

double number_of(const Json& value, const char* name) {
  if (!value.is_number() || !std::isfinite(value.get<double>())) throw Wrong{name};
  return value.get<double>();
}

Region region_of(const Json& json) {
  Region region;
  const std::string shape = text_of(json, "shape");
  if (shape != word(Shape::box) && shape != word(Shape::polygon)) throw Wrong{"shape"};
  region.shape = shape == word(Shape::box) ? Shape::box : Shape::polygon;
  for (const Json& point : list_of(json, "points")) {
    if (!point.is_array() || point.size() != 2) throw Wrong{"points"};
    region.points.push_back({number_of(point[0], "points"), number_of(point[1], "points")});
  }
  region.strength = number_of(member(json, "strength"), "strength");
  return region;
}

Json json_of(const Region& region) {
  Json points = Json::array();
  for (const Point& point : region.points) points.push_back(Json::array({point.x, point.y}));
  return {{"shape", word(region.shape)}, {"points", points}, {"strength", region.strength}};
}

FindingDecision finding_of(const Json& json) {
  FindingDecision finding;
  finding.label = text_of(json, "label");
  const std::string verdict = text_of(json, "verdict");
  const auto* found = std::ranges::find_if(kVerdicts, [&](Verdict one) { return verdict == word(one); });
  if (found == kVerdicts.end()) throw Wrong{"verdict"};
  finding.verdict = *found;
  finding.reason = text_of(json, "reason");
  const Json& present = member(json, "present");
  if (!present.is_null() && !present.is_boolean()) throw Wrong{"present"};
  if (present.is_boolean()) finding.present = present.get<bool>();
  for (const Json& region : list_of(json, "regions")) finding.regions.push_back(region_of(region));
  return finding;
}

Json json_of(const FindingDecision& finding) {
  Json regions = Json::array();
  for (const Region& region : finding.regions) regions.push_back(json_of(region));
  return {{"label", finding.label},
          {"verdict", word(finding.verdict)},
          {"reason", finding.reason},
          {"present", finding.present ? Json(*finding.present) : Json(nullptr)},
          {"regions", regions}};
}

}  // namespace

const char* word(Verdict verdict) {
  constexpr std::array kWords{"accepted", "edited", "rejected"};
  return kWords[static_cast<std::size_t>(verdict)];
}

std::string write_decision(const Decision& decision) {
  Json findings = Json::array();
  for (const FindingDecision& finding : decision.findings) findings.push_back(json_of(finding));
  const Json json = {{"schema", kSchema},          {"report_uid", decision.report_uid},
                     {"person", decision.person},  {"role", decision.role},
                     {"when", decision.when},      {"findings", findings},
                     {"comment", decision.comment}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

base::Result<Decision> parse_decision(const std::string& text) {
  constexpr int kDeepest = 12;
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw Wrong{"nested too deeply"};
    return true;
  };
  try {
    const Json json = Json::parse(text, watch, false);
    if (json.is_discarded()) return base::fail(base::ErrorCode::unusable_input, "the decision is not JSON");
    if (text_of(json, "schema") != kSchema) throw Wrong{"schema"};
    Decision decision;
    decision.report_uid = text_of(json, "report_uid");
    decision.person = text_of(json, "person");
    decision.role = text_of(json, "role");
    decision.when = text_of(json, "when");
    decision.comment = text_of(json, "comment");
    for (const Json& finding : list_of(json, "findings")) decision.findings.push_back(finding_of(finding));
    return decision;
  } catch (const Wrong& wrong) {
    return base::fail(base::ErrorCode::unusable_input,
                      "the decision's field \"" + wrong.field + "\" is missing or of the wrong kind");
  }
}

}  // namespace roentgen::study
