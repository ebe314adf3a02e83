#include "model/card_label.h"

#include <set>

#include "model/card_rules.h"

namespace roentgen::model {
namespace {

constexpr std::size_t kMostPoints = 8;

Calibration read_calibration(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Calibration c;
  // A falling curve would turn heat maps and ranks upside down; a flat one honestly says "no better than the
  // base rate".
  c.slope = in.number("slope", 0, kLargest);
  if (in.has("slope_negative")) c.slope_negative = in.number("slope_negative", 0, kLargest);
  c.intercept = in.number("intercept", -kLargest, kLargest);
  c.fitted_on = in.text("fitted_on");
  c.n = static_cast<int>(in.integer("n", 0, kMostCount));
  c.positives = static_cast<int>(in.integer("positives", 0, kMostCount));
  if (c.positives > c.n) in.refuse("positives", "is larger than n");
  in.end();
  return c;
}

OperatingPoint read_point(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  OperatingPoint point;
  point.name = in.pattern("name", kWordPattern);
  point.threshold = in.number("threshold", 0, 1);
  point.origin = in.text("origin");
  in.end();
  return point;
}

Abstention read_abstention(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Abstention abstention;
  abstention.coverage = in.number("coverage", 0, 1);
  abstention.absent_up_to = in.number("absent_up_to", 0, 1);
  abstention.present_from = in.number("present_from", 0, 1);
  abstention.origin = in.text("origin");
  in.end();
  return abstention;
}

HitRate read_hit_rate(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  HitRate rate;
  rate.value = in.number("value", 0, 1);
  const auto ends = in.numbers("ci95", 2, 2, 0, 1);
  if (ends.size() == 2) rate.ci95 = {static_cast<double>(ends[0]), static_cast<double>(ends[1])};
  rate.n = static_cast<int>(in.integer("n", 1, kMostCount));
  rate.centre = in.number("centre", 0, 1);
  rate.data = in.text("data");
  in.end();
  return rate;
}

}  // namespace

void read_decision(StrictObject& in, Label& label, std::string& problem) {
  label.calibration = read_calibration(in.object("calibration"), in.path_of("calibration"), problem);
  label.threshold = in.number("threshold", 0, 1);
  label.threshold_origin = in.text("threshold_origin");
  if (in.has("operating_points")) {
    std::set<std::string> names;
    for (const Json& one : in.array("operating_points", 0, kMostPoints)) {
      const auto path = in.path_of("operating_points", label.operating_points.size());
      label.operating_points.push_back(read_point(one, path, problem));
      if (!names.insert(label.operating_points.back().name).second)
        in.refuse("operating_points", "names a point twice");
    }
  }
  if (in.has("abstention"))
    label.abstention = read_abstention(in.object("abstention"), in.path_of("abstention"), problem);
}

void write_decision(Ordered& to, const Label& label) {
  const Calibration& c = label.calibration;
  Ordered calibration{{"slope", rounded(c.slope, kExact)}};
  if (c.slope_negative) calibration["slope_negative"] = rounded(*c.slope_negative, kExact);
  calibration["intercept"] = rounded(c.intercept, kExact);
  calibration["fitted_on"] = c.fitted_on;
  calibration["n"] = c.n;
  calibration["positives"] = c.positives;
  to["calibration"] = calibration;
  to["threshold"] = rounded(label.threshold, kExact);
  to["threshold_origin"] = label.threshold_origin;
  if (!label.operating_points.empty()) {
    Ordered points = Ordered::array();
    for (const OperatingPoint& point : label.operating_points)
      points.push_back(
          {{"name", point.name}, {"threshold", rounded(point.threshold, kExact)}, {"origin", point.origin}});
    to["operating_points"] = points;
  }
  if (label.abstention)
    to["abstention"] = {{"coverage", rounded(label.abstention->coverage, kExact)},
                        {"absent_up_to", rounded(label.abstention->absent_up_to, kExact)},
                        {"present_from", rounded(label.abstention->present_from, kExact)},
                        {"origin", label.abstention->origin}};
}

Label read_label(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Label label;
  label.name = in.text("name");
  label.title = in.text("title");
  label.column = in.text("column");
  label.positive = in.texts("positive", 1, 64);
  label.negative = in.texts("negative", 1, 64);
  for (const auto& value : label.positive)
    for (const auto& other : label.negative)
      if (value == other) in.refuse("negative", "shares a value with positive");
  read_decision(in, label, problem);
  if (in.has("heat_hit_rate"))
    label.heat_hit_rate = read_hit_rate(in.object("heat_hit_rate"), in.path_of("heat_hit_rate"), problem);
  if (in.has("among")) {
    StrictObject among(in.object("among"), in.path_of("among"), problem);
    label.among_column = among.text("column");
    label.among = among.texts("values", 1, 64);
    among.end();
  }
  if (in.has("shown")) label.shown = in.word("shown", {"yes", "no"}) == "yes";
  in.end();
  return label;
}

Ordered json_of(const Label& label) {
  Ordered j{{"name", label.name},
            {"title", label.title},
            {"column", label.column},
            {"positive", label.positive},
            {"negative", label.negative}};
  write_decision(j, label);
  if (const auto& rate = label.heat_hit_rate)
    j["heat_hit_rate"] = {{"value", rounded(rate->value, kFigure)},
                          {"ci95", {rounded(rate->ci95[0], kFigure), rounded(rate->ci95[1], kFigure)}},
                          {"n", rate->n},
                          {"centre", rounded(rate->centre, kFigure)},
                          {"data", rate->data}};
  if (!label.among_column.empty()) j["among"] = {{"column", label.among_column}, {"values", label.among}};
  if (!label.shown) j["shown"] = "no";
  return j;
}

}  // namespace roentgen::model
