#include "cli/known_truth.h"

#include <algorithm>
#include <vector>

namespace roentgen::cli {
namespace {

using evaluation::TruthRule;
using Values = std::vector<std::string>;

struct KnownColumn {
  const char* column;
  Values normal, abnormal;
  std::vector<TruthRule> urgent;
  const char* body_part;
};

const std::vector<KnownColumn>& known_columns() {
  static const std::vector<KnownColumn> columns{{"rsna_class",
                                                 {"Normal"},
                                                 {"Lung Opacity", "No Lung Opacity / Not Normal"},
                                                 {{"Pneumothorax", {"1"}}},
                                                 ""},
                                                {"abnormal", {"0"}, {"1"}, {}, ""},
                                                {"fracture", {"0"}, {"1"}, {}, "extremity"},
                                                {"kl_grade", {"0", "1"}, {"2", "3", "4"}, {}, "knee"},
                                                {"normal", {"1"}, {"0"}, {}, ""},
                                                {"no_finding", {"1"}, {"0"}, {{"Pneumothorax", {"1"}}}, ""}};
  return columns;
}

}  // namespace

std::optional<KnownTruth> known_truth(const dataset::Table& table) {
  const auto has = [&](const std::string& column) {
    return std::ranges::find(table.columns, column) != table.columns.end();
  };
  const auto& columns = known_columns();
  const auto found = std::ranges::find_if(columns, [&](const KnownColumn& one) { return has(one.column); });
  if (found == columns.end()) return std::nullopt;
  KnownTruth known;
  known.truth.normal = {{found->column, found->normal}};
  known.truth.abnormal = {{found->column, found->abnormal}};
  for (const TruthRule& rule : found->urgent)
    if (has(rule.column)) known.truth.urgent.push_back(rule);
  known.body_part = found->body_part;
  return known;
}

}  // namespace roentgen::cli
