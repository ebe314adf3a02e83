#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "model/card.h"
#include "model/card_label.h"
#include "model/card_places.h"
#include "model/card_rules.h"

namespace roentgen::model {
namespace {

Ordered numbers(const std::vector<float>& values) {
  Ordered list = Ordered::array();
  for (const float value : values) list.push_back(rounded(static_cast<double>(value), kFigure));
  return list;
}

Ordered json_of(const Grading& grading) {
  Ordered j{{"name", grading.name},     {"title", grading.title}, {"column", grading.column},
            {"grades", grading.grades}, {"steps", grading.steps}, {"decisive", grading.decisive}};
  if (!grading.cuts.empty()) {
    j["cuts"] = numbers(grading.cuts);
    j["cuts_origin"] = grading.cuts_origin;
  }
  return j;
}

Ordered json_of(const MetricTable& table) {
  Ordered rows = Ordered::array();
  for (const Metric& m : table.metrics)
    rows.push_back({{"metric", m.metric},
                    {"label", m.label},
                    {"group", m.group},
                    {"n", m.n},
                    {"positives", m.positives},
                    {"value", rounded(m.value, kFigure)},
                    {"ci95", {rounded(m.ci95[0], kFigure), rounded(m.ci95[1], kFigure)}}});
  return {{"data", table.data}, {"split", table.split}, {"metrics", rows}};
}

Ordered json_of(const TrainingRecord& record) {
  Ordered data = Ordered::array();
  for (const TrainingData& d : record.data)
    data.push_back({{"set", d.set},
                    {"terms", d.terms},
                    {"split", d.split},
                    {"images", d.images},
                    {"patients", d.patients},
                    {"sources", d.sources}});
  return {{"recipe", record.recipe},         {"program", record.program},
          {"framework", record.framework},   {"backbone", record.backbone},
          {"seeds", record.seeds},           {"epochs", record.epochs},
          {"best_epoch", record.best_epoch}, {"data", data}};
}

}  // namespace

void print_json(const Ordered& value, int indent, std::string& out) {
  const auto leaf = [](const Ordered& v) {
    return v.dump(-1, ' ', false, Ordered::error_handler_t::replace);
  };
  const std::string margin(static_cast<std::size_t>(indent) + 2, ' ');
  const std::string close = "\n" + std::string(static_cast<std::size_t>(indent), ' ');
  if (value.empty() || value.is_primitive()) {
    out += leaf(value);
    return;
  }
  bool first = true;
  if (value.is_object()) {
    for (const auto& [key, field] : value.items()) {
      out += (first ? "{\n" : ",\n") + margin + leaf(key) + ": ";
      print_json(field, indent + 2, out);
      first = false;
    }
    out += close + "}";
  } else if (value.front().is_primitive()) {
    for (const auto& entry : value) {
      out += (first ? "[" : ", ") + leaf(entry);
      first = false;
    }
    out += "]";
  } else {
    for (const auto& entry : value) {
      out += (first ? "[\n" : ",\n") + margin;
      print_json(entry, indent + 2, out);
      first = false;
    }
    out += close + "]";
  }
}

double rounded(double value, int significant_digits) {
  if (!std::isfinite(value)) return value;  // written as null, which parse_card refuses
  char text[40];
  std::snprintf(text, sizeof text, "%.*e", significant_digits - 1, value);
  const double result = std::strtod(text, nullptr);
  return result == 0 ? 0 : result;  // no "-0.0"
}

std::string write_card(const Card& card) {
  Ordered j;
  j["schema_version"] = kCardSchema;
  j["name"] = card.name;
  j["version"] = card.version;
  j["task"] = word(card.task);
  j["title"] = card.title;
  j["intended_use"] = card.intended_use;
  j["limits"] = card.limits;
  j["accepts"] = {{"body_part", card.accepts_body_part},
                  {"views", card.accepts_view},
                  {"least_side_pixels", card.least_side_pixels}};
  if (card.least_age_years > 0) j["accepts"]["least_age_years"] = card.least_age_years;
  if (card.most_age_years > 0) j["accepts"]["most_age_years"] = card.most_age_years;
  if (!card.accepts_photographs) j["accepts"]["photographs"] = "no";
  j["input"] = {{"size", card.input.size},
                {"fit", card.input.fit == Fit::stretch ? "stretch" : "letterbox"},
                {"low_percentile", rounded(card.input.low_percentile, kExact)},
                {"high_percentile", rounded(card.input.high_percentile, kExact)}};
  j["labels"] = Ordered::array();
  for (const Label& label : card.labels) j["labels"].push_back(json_of(label));
  if (card.grading) j["grading"] = json_of(*card.grading);
  j["structures"] = Ordered::array();
  for (const Structure& s : card.structures)
    j["structures"].push_back({{"name", s.name}, {"title", s.title}});
  if (card.places) j["places"] = json_of(*card.places);
  j["training"] = json_of(card.training);
  j["metrics"] = Ordered::array();
  for (const MetricTable& table : card.metrics) j["metrics"].push_back(json_of(table));
  for (const FailureSheet& sheet : card.failures)
    j["failures"].push_back({{"title", sheet.title}, {"picture", sheet.picture}, {"says", sheet.says}});
  if (card.reference)
    j["reference"] = {{"mean", numbers(card.reference->mean)},
                      {"deviation", numbers(card.reference->deviation)},
                      {"largest_distance", rounded(card.reference->largest_distance, kExact)},
                      {"origin", card.reference->origin}};
  j["canary"] = Ordered::array();
  for (const Canary& c : card.canary)
    j["canary"].push_back({{"output", c.output},
                           {"expected", numbers(c.expected)},
                           {"tolerance", rounded(c.tolerance, kExact)}});
  j["weights"] = {
      {"file", card.weights_file}, {"sha256", card.weights_sha256}, {"parameters", card.parameters}};
  std::string text;
  print_json(j, 0, text);
  return text + "\n";
}

}  // namespace roentgen::model
