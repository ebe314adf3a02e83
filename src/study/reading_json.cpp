#include "study/reading_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/whole_number.h"

namespace roentgen::study {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "roentgen/findings/1";
constexpr int kScoreDecimals = 4;
constexpr int kPixelDecimals = 1;
constexpr int kSpacingDecimals = 6;

int decimals_of(const std::string& unit) {
  return unit == "1" ? 4 : 2;
}

Json json_of(const Point& p) {
  return Json::array({round_to(p.x, kPixelDecimals), round_to(p.y, kPixelDecimals)});
}

Json json_of(const std::vector<Point>& points) {
  Json list = Json::array();
  for (const Point& p : points) list.push_back(json_of(p));
  return list;
}

Json json_of(const Remark& remark) {
  return {{"code", remark.code}, {"text", remark.text}};
}

// Declared before the template that needs them.
Json json_of(const Region& region);
Json json_of(const Finding& f);
Json json_of(const Outline& outline);
Json json_of(const Measurement& m);
Json json_of(const ModelUsed& m);
Json json_of(const Check& check);
Json json_of(const ModelFitness& model);
Json json_of(const Reading& r);

template <class T>
Json list_of(const std::vector<T>& values) {
  Json list = Json::array();
  for (const T& value : values) list.push_back(json_of(value));
  return list;
}

Json json_of(const Region& region) {
  return {{"shape", word(region.shape)},
          {"points", json_of(region.points)},
          {"strength", round_to(region.strength, kScoreDecimals)}};
}

Json json_of(const Finding& f) {
  Json j{{"label", f.label},
         {"title", f.title},
         {"model", f.model},
         {"raw_score", round_to(f.raw_score, kScoreDecimals)},
         {"probability", round_to(f.probability, kScoreDecimals)},
         {"threshold", round_to(f.threshold, kScoreDecimals)},
         {"threshold_origin", f.threshold_origin},
         {"present", f.present},
         {"heat_map", f.heat_map}};
  if (f.uncertain) j["uncertain"] = true;
  if (f.heat_hit_rate) j["heat_hit_rate"] = round_to(*f.heat_hit_rate, kScoreDecimals);
  j["regions"] = list_of(f.regions);
  return j;
}

Json json_of(const Outline& outline) {
  Json polygons = Json::array();
  for (const auto& polygon : outline.polygons) polygons.push_back(json_of(polygon));
  return {{"structure", outline.structure},
          {"title", outline.title},
          {"model", outline.model},
          {"area_px", round_to(outline.area_px, kPixelDecimals)},
          {"polygons", polygons}};
}

Json json_of(const Measurement& m) {
  Json segments = Json::array();
  for (const Segment& s : m.segments) segments.push_back(Json::array({json_of(s[0]), json_of(s[1])}));
  return {{"name", m.name},       {"title", m.title},      {"value", round_to(m.value, decimals_of(m.unit))},
          {"unit", m.unit},       {"method", m.method},    {"model", m.model},
          {"segments", segments}, {"cautions", m.cautions}};
}

Json json_of(const ModelUsed& m) {
  return {{"name", m.name}, {"version", m.version}, {"package_sha256", m.package_sha256}};
}

Json json_of(const std::optional<double>& score) {
  return score ? Json(round_to(*score, kScoreDecimals)) : Json(nullptr);
}

Json json_of(const Check& check) {
  return {{"name", check.name},
          {"title", check.title},
          {"outcome", word(check.outcome)},
          {"score", json_of(check.score)},
          {"threshold", json_of(check.threshold)},
          {"threshold_origin", check.threshold_origin},
          {"file_says", check.file_says},
          {"text", check.text}};
}

Json json_of(const ModelFitness& model) {
  return {{"model", model.model}, {"outcome", word(model.outcome)}, {"reasons", list_of(model.reasons)}};
}

Json json_of(const Gate& gate) {
  return {{"outcome", word(gate.outcome)},
          {"correction",
           {{"turned_degrees", gate.correction.turned_degrees}, {"inverted", gate.correction.inverted}}},
          {"checks", list_of(gate.checks)},
          {"models", list_of(gate.models)}};
}

Json json_of(const Source& s) {
  Json spacing = {{"row_mm", round_to(s.spacing.row_mm, kSpacingDecimals)},
                  {"column_mm", round_to(s.spacing.column_mm, kSpacingDecimals)},
                  {"kind", word(s.spacing.kind)}};
  return {{"format", s.format},
          {"modality", s.modality},
          {"body_part", s.body_part},
          {"view_position", s.view_position},
          {"sop_instance_uid", s.sop_instance_uid},
          {"rows", s.rows},
          {"columns", s.columns},
          {"spacing", s.spacing.kind == SpacingKind::none ? Json(nullptr) : spacing}};
}

Json json_of(const Reading& r) {
  return {{"schema", kSchema},
          {"notice", kNotice},
          {"status", word(r.status)},
          {"reasons", list_of(r.reasons)},
          {"triage", {{"urgency", word(r.triage.urgency)}, {"reason", r.triage.reason}}},
          {"quality", list_of(r.quality)},
          {"gate", json_of(r.gate)},
          {"source", json_of(r.source)},
          {"findings", list_of(r.findings)},
          {"measurements", list_of(r.measurements)},
          {"outlines", list_of(r.outlines)},
          {"not_assessed", list_of(r.not_assessed)},
          {"provenance",
           {{"input_name", r.provenance.input_name},
            {"input_sha256", r.provenance.input_sha256},
            {"models", list_of(r.provenance.models)},
            {"configuration_sha256", r.provenance.configuration_sha256},
            {"program", r.provenance.program}}}};
}

// Deepest lists one value per line would make outlines unreadable: arrays of numbers stay on one line.
void print(const Json& value, int depth, std::string& out) {
  const std::string pad(static_cast<std::size_t>(depth + 1) * 2, ' ');
  const std::string end_pad(static_cast<std::size_t>(depth) * 2, ' ');
  const auto plain = [](const Json& v) { return v.dump(-1, ' ', false, Json::error_handler_t::replace); };
  const auto is_point_list = [](const Json& v) {
    return v.is_array() && !v.empty() && v[0].is_array() && !v[0].empty() && v[0][0].is_number();
  };
  const bool flat = value.empty() || !value.is_structured() || is_point_list(value) ||
                    (value.is_array() && !value[0].is_structured());
  if (flat) {
    out += plain(value);
    return;
  }
  const bool object = value.is_object();
  out += object ? "{\n" : "[\n";
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    if (!first) out += ",\n";
    first = false;
    out += pad;
    if (object) out += plain(Json(key)) + ": ";
    print(item, depth + 1, out);
  }
  out += "\n" + end_pad + (object ? "}" : "]");
}

template <class E>
E parse_word(const std::string& text, std::initializer_list<E> known) {
  for (E value : known) {
    if (text == word(value)) return value;
  }
  throw std::invalid_argument("unknown word '" + text + "'");
}

Point point_from(const Json& j) {
  return {j.at(0).get<double>(), j.at(1).get<double>()};
}

std::vector<Point> points_from(const Json& j) {
  std::vector<Point> points;
  for (const Json& p : j) points.push_back(point_from(p));
  return points;
}

std::vector<Remark> remarks_from(const Json& j) {
  std::vector<Remark> remarks;
  for (const Json& r : j)
    remarks.push_back({r.at("code").get<std::string>(), r.at("text").get<std::string>()});
  return remarks;
}

Finding finding_from(const Json& j) {
  Finding f;
  j.at("label").get_to(f.label);
  j.at("title").get_to(f.title);
  j.at("model").get_to(f.model);
  j.at("raw_score").get_to(f.raw_score);
  j.at("probability").get_to(f.probability);
  j.at("threshold").get_to(f.threshold);
  j.at("threshold_origin").get_to(f.threshold_origin);
  j.at("present").get_to(f.present);
  j.at("heat_map").get_to(f.heat_map);
  if (j.contains("uncertain")) j.at("uncertain").get_to(f.uncertain);
  if (j.contains("heat_hit_rate")) f.heat_hit_rate = j.at("heat_hit_rate").get<double>();
  for (const Json& r : j.at("regions")) {
    f.regions.push_back({parse_word(r.at("shape").get<std::string>(), {Shape::box, Shape::polygon}),
                         points_from(r.at("points")), r.at("strength").get<double>()});
  }
  return f;
}

Outline outline_from(const Json& j) {
  Outline o;
  j.at("structure").get_to(o.structure);
  j.at("title").get_to(o.title);
  j.at("model").get_to(o.model);
  j.at("area_px").get_to(o.area_px);
  for (const Json& polygon : j.at("polygons")) o.polygons.push_back(points_from(polygon));
  return o;
}

Measurement measurement_from(const Json& j) {
  Measurement m;
  j.at("name").get_to(m.name);
  j.at("title").get_to(m.title);
  j.at("value").get_to(m.value);
  j.at("unit").get_to(m.unit);
  j.at("method").get_to(m.method);
  j.at("model").get_to(m.model);
  for (const Json& s : j.at("segments")) m.segments.push_back({point_from(s.at(0)), point_from(s.at(1))});
  j.at("cautions").get_to(m.cautions);
  return m;
}

int whole_from(const Json& j, const char* name) {
  const auto value = base::whole_number<int>(j);
  if (!value) throw std::invalid_argument(std::string(name) + " must be a whole number that fits");
  return *value;
}

Source source_from(const Json& j) {
  Source s;
  j.at("format").get_to(s.format);
  j.at("modality").get_to(s.modality);
  j.at("body_part").get_to(s.body_part);
  j.at("view_position").get_to(s.view_position);
  j.at("sop_instance_uid").get_to(s.sop_instance_uid);
  s.rows = whole_from(j.at("rows"), "rows");
  s.columns = whole_from(j.at("columns"), "columns");
  if (const Json& spacing = j.at("spacing"); !spacing.is_null()) {
    spacing.at("row_mm").get_to(s.spacing.row_mm);
    spacing.at("column_mm").get_to(s.spacing.column_mm);
    s.spacing.kind =
        parse_word(spacing.at("kind").get<std::string>(),
                   {SpacingKind::at_detector, SpacingKind::magnification_corrected, SpacingKind::calibrated});
  }
  return s;
}

std::optional<double> score_from(const Json& j) {
  return j.is_null() ? std::nullopt : std::optional(j.get<double>());
}

Fitness fitness_from(const Json& j) {
  return parse_word(j.get<std::string>(), {Fitness::fit, Fitness::fit_with_remarks, Fitness::not_fit});
}

Gate gate_from(const Json& j) {
  Gate gate;
  gate.outcome = fitness_from(j.at("outcome"));
  gate.correction.turned_degrees = whole_from(j.at("correction").at("turned_degrees"), "turned_degrees");
  j.at("correction").at("inverted").get_to(gate.correction.inverted);
  for (const Json& c : j.at("checks")) {
    gate.checks.push_back({c.at("name").get<std::string>(), c.at("title").get<std::string>(),
                           fitness_from(c.at("outcome")), score_from(c.at("score")),
                           score_from(c.at("threshold")), c.at("threshold_origin").get<std::string>(),
                           c.at("file_says").get<std::string>(), c.at("text").get<std::string>()});
  }
  for (const Json& m : j.at("models"))
    gate.models.push_back(
        {m.at("model").get<std::string>(), fitness_from(m.at("outcome")), remarks_from(m.at("reasons"))});
  return gate;
}

Provenance provenance_from(const Json& j) {
  Provenance p;
  j.at("input_name").get_to(p.input_name);
  j.at("input_sha256").get_to(p.input_sha256);
  for (const Json& m : j.at("models")) {
    p.models.push_back({m.at("name").get<std::string>(), m.at("version").get<std::string>(),
                        m.at("package_sha256").get<std::string>()});
  }
  j.at("configuration_sha256").get_to(p.configuration_sha256);
  j.at("program").get_to(p.program);
  return p;
}

Reading reading_from(const Json& j) {
  if (j.at("schema") != kSchema)
    throw std::invalid_argument("not a document of schema " + std::string(kSchema));
  Reading r;
  r.status = parse_word(j.at("status").get<std::string>(), {Status::read, Status::not_read, Status::failed});
  r.reasons = remarks_from(j.at("reasons"));
  r.triage.urgency = parse_word(j.at("triage").at("urgency").get<std::string>(),
                                {Urgency::urgent, Urgency::soon, Urgency::routine, Urgency::not_read});
  j.at("triage").at("reason").get_to(r.triage.reason);
  r.quality = remarks_from(j.at("quality"));
  r.gate = gate_from(j.at("gate"));
  r.source = source_from(j.at("source"));
  for (const Json& f : j.at("findings")) r.findings.push_back(finding_from(f));
  for (const Json& m : j.at("measurements")) r.measurements.push_back(measurement_from(m));
  for (const Json& o : j.at("outlines")) r.outlines.push_back(outline_from(o));
  r.not_assessed = remarks_from(j.at("not_assessed"));
  r.provenance = provenance_from(j.at("provenance"));
  return r;
}

}  // namespace

double round_to(double value, int decimals) {
  const double factor = std::pow(10.0, decimals);
  return std::round(value * factor) / factor + 0.0;  // + 0.0 turns -0 into 0
}

std::string write_reading(const Reading& reading) {
  std::string out;
  print(json_of(reading), 0, out);
  return out + "\n";
}

std::string write_readings(const std::vector<Reading>& readings) {
  std::string out;
  print(Json{{"schema", "roentgen/readings/1"}, {"notice", kNotice}, {"readings", list_of(readings)}}, 0,
        out);
  return out + "\n";
}

base::Result<Reading> parse_reading(const std::string& json) {
  constexpr int kDeepest = 12;
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw std::invalid_argument("it is nested too deeply");
    return true;
  };
  try {
    return reading_from(Json::parse(json, watch));
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unusable_input,
                      std::string("This is not a findings document: ") + error.what());
  }
}

}  // namespace roentgen::study
