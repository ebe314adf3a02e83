#include "evaluation/truth.h"

#include <algorithm>

#include "dataset/number.h"

namespace roentgen::evaluation {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::any_of(list,
                             [&](const std::string& known) { return dataset::same_value(known, value); });
}

bool shut_out(const model::Label& a, const model::Label& b) {
  return a.column == b.column && std::none_of(a.positive.begin(), a.positive.end(),
                                              [&](const auto& value) { return contains(b.positive, value); });
}

}  // namespace

int truth_of(const model::Label& label, const dataset::Film& film) {
  if (!label.among_column.empty()) {
    const auto among = film.values.find(label.among_column);
    if (among == film.values.end() || !contains(label.among, among->second)) return kUnknown;
  }
  const auto found = film.values.find(label.column);
  if (found == film.values.end()) {
    const auto named = film.values.find(label.name);
    if (named == film.values.end()) return kUnknown;
    if (dataset::same_value(named->second, "1")) return 1;
    return dataset::same_value(named->second, "0") ? 0 : kUnknown;
  }
  if (contains(label.positive, found->second)) return 1;
  return contains(label.negative, found->second) ? 0 : kUnknown;
}

bool has_exclusive_labels(const model::Card& card) {
  for (std::size_t a = 0; a < card.labels.size(); ++a)
    for (std::size_t b = a + 1; b < card.labels.size(); ++b)
      if (shut_out(card.labels[a], card.labels[b])) return true;
  return false;
}

}  // namespace roentgen::evaluation
