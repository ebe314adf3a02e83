#include "evaluation/trained_on.h"

#include <algorithm>
#include <set>

#include "base/counted.h"

namespace roentgen::evaluation {
namespace {

constexpr const char* kTraining = "train";

struct Learnt {
  std::set<std::string> sets, sources;
};

Learnt learnt_from(const model::Card& card) {
  Learnt learnt;
  for (const auto& data : card.training.data) {
    if (data.split != kTraining) continue;
    learnt.sets.insert(data.set);
    for (const auto& [source, images] : data.sources)
      if (!source.empty() && images > 0) learnt.sources.insert(source);
  }
  return learnt;
}

}  // namespace

std::optional<std::string> trained_on(const model::Card& card, const dataset::Table& table) {
  const Learnt learnt = learnt_from(card);
  const bool same_set = learnt.sets.contains(table.name);
  const auto count = static_cast<std::size_t>(std::ranges::count_if(table.films, [&](const auto& film) {
    return film.split == kTraining && (same_set || learnt.sources.contains(film.source));
  }));
  if (count == 0) return std::nullopt;
  return std::to_string(count) + " of " + base::counted(table.films.size(), "film", "films") +
         (count == 1 ? " stands" : " stand") + " in the training split: this package was trained on " +
         (same_set ? "the training split of a set of this name" : "films of the same source") +
         ", and figures of films that it has learnt from say nothing of others.";
}

}  // namespace roentgen::evaluation
