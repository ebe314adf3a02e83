#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "hygiene/check_text.h"

namespace roentgen::hygiene {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostCopies = 100'000;

Json number(double value) {
  if (!std::isfinite(value)) return nullptr;
  const double rounded = std::round(value * 1e5) / 1e5;
  return rounded == 0 ? 0.0 : rounded;
}

Json interval(const std::array<double, 2>& ci95) {
  if (!std::isfinite(ci95[0]) || !std::isfinite(ci95[1])) return nullptr;
  return {number(ci95[0]), number(ci95[1])};
}

Json film_json(const Material& material, const FilmAt& at) {
  return {{"set", material.sets[at.set].name}, {"image", material.film(at).image}};
}

Json figure_json(const Figure& figure) {
  return {{"name", figure.name},
          {"value", number(figure.value)},
          {"ci95", figure.ci95 ? interval(*figure.ci95) : Json(nullptr)},
          {"n", figure.n},
          {"positives", figure.positives}};
}

const char* word_of(SetKind kind) {
  switch (kind) {
    case SetKind::labelled:
      return "labelled";
    case SetKind::table_only:
      return "table_only";
    case SetKind::pictures:
      return "pictures";
    case SetKind::npz:
      break;
  }
  return "npz";
}

const char* word_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::label:
      return "label";
    case ColumnKind::normal:
      return "normal";
    case ColumnKind::mark:
      return "mark";
    case ColumnKind::file:
      return "file";
    case ColumnKind::category:
      return "category";
    case ColumnKind::number:
      return "number";
    case ColumnKind::constant:
      return "constant";
    case ColumnKind::text:
      break;
  }
  return "text";
}

Json set_json(const Material& material, std::size_t s) {
  const Set& set = material.sets[s];
  std::map<std::string, std::size_t> splits;
  std::map<std::string, bool> patients, sources;
  std::size_t unread = 0;
  for (std::size_t f = 0; f < set.size(); ++f) {
    const auto& film = set.films()[f];
    if (!film.split.empty()) ++splits[film.split];
    if (!film.patient.empty()) patients[film.patient] = true;
    if (!film.source.empty()) sources[film.source] = true;
    unread += set.has_pictures() && !set.read(f) ? 1 : 0;
  }
  Json json{{"name", set.name},         {"kind", word_of(set.kind)},   {"films", set.size()},
            {"unreadable", unread},     {"patients", patients.size()}, {"sources", sources.size()},
            {"splits", Json::object()}, {"columns", Json::array()}};
  for (const auto& [name, n] : splits) json["splits"][name] = n;
  for (const auto& column : material.columns[s])
    json["columns"].push_back({{"name", column.name},
                               {"kind", word_of(column.kind)},
                               {"given", column.given},
                               {"positives", column.positives},
                               {"negatives", column.negatives}});
  return json;
}

Json finding_json(const Material& material, const Finding& finding) {
  Json json{{"severity", word(finding.severity)},
            {"check", finding.check},
            {"set", finding.set.empty() ? Json(nullptr) : Json(finding.set)},
            {"text", finding.text},
            {"count", finding.count},
            {"examples", Json::array()},
            {"figures", Json::array()}};
  for (const auto& example : finding.examples) {
    Json films = Json::array();
    for (const auto& at : example.films) films.push_back(film_json(material, at));
    json["examples"].push_back({{"films", films}, {"caption", example.caption}});
  }
  for (const auto& figure : finding.figures) json["figures"].push_back(figure_json(figure));
  return json;
}

Json copy_json(const Material& material, const Copy& copy) {
  return {{"a", film_json(material, material.at[copy.a])},
          {"b", film_json(material, material.at[copy.b])},
          {"same_pixels", copy.same_pixels},
          {"change", words(copy.change)},
          {"changed", copy.of_a ? "b" : "a"},
          {"bits", copy.bits},
          {"likeness", number(copy.likeness)}};
}

Json probe_json(const Probe& probe) {
  Json json{{"set", probe.set.empty() ? Json(nullptr) : Json(probe.set)},
            {"what", probe.what},
            {"features", probe.features},
            {"films", probe.films},
            {"accuracy", number(probe.accuracy)},
            {"accuracy_ci95", interval(probe.accuracy_ci95)},
            {"majority", number(probe.majority)},
            {"auc", Json::array()}};
  for (const auto& figure : probe.auc) json["auc"].push_back(figure_json(figure));
  return json;
}

}  // namespace

std::string to_json(const Material& material, const Check& check) {
  Json json{{"schema_version", kSchemaVersion},
            {"program", "roentgen " ROENTGEN_VERSION},
            {"errors", count_of(check, Severity::error)},
            {"warnings", count_of(check, Severity::warning)},
            {"notes", count_of(check, Severity::note)},
            {"sets", Json::array()},
            {"findings", Json::array()},
            {"copies", Json::array()},
            {"copies_in_all", material.copies.size()},
            {"photometry", Json::array()},
            {"probes", Json::array()}};
  for (std::size_t s = 0; s < material.sets.size(); ++s) json["sets"].push_back(set_json(material, s));
  for (const auto& finding : check.findings) json["findings"].push_back(finding_json(material, finding));
  for (std::size_t c = 0; c < std::min(material.copies.size(), kMostCopies); ++c)
    json["copies"].push_back(copy_json(material, material.copies[c]));
  for (const auto& row : check.sources) {
    Json numbers = Json::object();
    for (std::size_t n = 0; n < kNumbers; ++n)
      numbers[kNumberNames[n]] = {number(row.quartiles[n][0]), number(row.quartiles[n][1]),
                                  number(row.quartiles[n][2])};
    json["photometry"].push_back(
        {{"set", row.set}, {"source", row.source}, {"films", row.films}, {"quartiles", numbers}});
  }
  for (const auto& probe : check.probes) json["probes"].push_back(probe_json(probe));
  // Names come from tables other people wrote: bytes that are no UTF-8 are replaced.
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace roentgen::hygiene
