#include "evaluation/truth_remarks.h"

#include <algorithm>
#include <map>

#include "base/counted.h"
#include "dataset/number.h"
#include "evaluation/truth.h"

namespace roentgen::evaluation {
namespace {

using Values = std::vector<std::string>;

// Column -> every value that some label or the grading knows.
std::map<std::string, Values> known_values(const model::Card& card, const dataset::Table& table) {
  std::map<std::string, Values> known;
  const auto add = [&](const std::string& column, const Values& values) {
    for (const auto& value : values)
      if (std::ranges::find(known[column], value) == known[column].end()) known[column].push_back(value);
  };
  for (const auto& label : card.labels) {
    if (!has_column(table, label.column)) {
      if (has_column(table, label.name)) add(label.name, {"0", "1"});
      continue;
    }
    add(label.column, label.negative);
    add(label.column, label.positive);
  }
  if (card.grading && has_column(table, card.grading->column))
    add(card.grading->column, card.grading->grades);
  return known;
}

// No more than fits a sentence; never what the table says, which may be anything.
std::string list_of(const Values& values) {
  constexpr std::size_t kMostListed = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(values.size(), kMostListed); ++i)
    text += (i == 0 ? "\"" : ", \"") + values[i] + "\"";
  return values.size() > kMostListed ? text + ", …" : text;
}

}  // namespace

bool has_column(const dataset::Table& table, const std::string& column) {
  return std::ranges::find(table.columns, column) != table.columns.end();
}

std::string no_truth(const model::Card& card) {
  constexpr std::size_t kMostNamed = 4;
  std::map<std::string, Values> columns;
  for (const auto& label : card.labels) {
    auto& values = columns[label.column];
    if (columns.size() > kMostNamed) break;
    for (const auto* side : {&label.negative, &label.positive})
      for (const auto& value : *side)
        if (std::ranges::find(values, value) == values.end()) values.push_back(value);
  }
  std::string text =
      "No film says anything about any label of this package; metadata.csv needs a column like";
  std::size_t named = 0;
  for (const auto& [column, values] : columns)
    if (named < kMostNamed)
      text += (named++ == 0 ? " \"" : " or \"") + column + "\" (" + list_of(values) + ")";
  return text + ".";
}

void note_unknown_values(const model::Card& card, const dataset::Table& table,
                         std::vector<std::string>& remarks) {
  for (const auto& [column, values] : known_values(card, table)) {
    std::size_t strange = 0;
    for (const auto& film : table.films) {
      const auto cell = film.values.find(column);
      if (cell == film.values.end() || cell->second.empty()) continue;
      const bool is_known = std::ranges::any_of(
          values, [&](const std::string& value) { return dataset::same_value(value, cell->second); });
      strange += is_known ? 0 : 1;
    }
    if (strange > 0)
      remarks.push_back(base::counted(strange, "film has", "films have") + " a value in column \"" + column +
                        "\" that the card does not know: not looked at; it knows " + list_of(values) + ".");
  }
}

void note_one_sided(const model::Card& card, std::span<const ClassifiedFilm> films,
                    std::vector<std::string>& remarks) {
  const auto names_without = [&](int side) {
    std::string names;
    for (std::size_t k = 0; k < card.labels.size(); ++k) {
      const auto seen = [&](int truth) {
        return std::ranges::any_of(films, [&](const auto& film) { return film.truth[k] == truth; });
      };
      if (!seen(side) && seen(1 - side)) names += (names.empty() ? "" : ", ") + card.labels[k].name;
    }
    return names;
  };
  if (const auto names = names_without(1); !names.empty())
    remarks.push_back("no positive film, so neither AUC nor sensitivity: " + names);
  if (const auto names = names_without(0); !names.empty())
    remarks.push_back("no negative film, so neither AUC nor specificity: " + names);
}

}  // namespace roentgen::evaluation
