#include "training/sampling.h"

#include <algorithm>
#include <map>
#include <string>

#include "base/random.h"

namespace roentgen::training {
namespace {

// `wanted` films, taken in turn from kinds (source x truth) in which each film comes once before any comes
// twice.
std::vector<std::size_t> balanced(const std::vector<std::size_t>& of_set,
                                  const std::vector<TrainingFilm>& films, std::size_t label,
                                  std::size_t wanted) {
  std::map<std::pair<std::string, int>, std::vector<std::size_t>> kinds;
  for (const std::size_t f : of_set) {
    const float truth = films[f].truth[label];
    kinds[{films[f].source, truth < 0 ? -1 : truth > 0.5F ? 1 : 0}].push_back(f);
  }
  std::vector<std::size_t> order;
  for (std::size_t round = 0; order.size() < wanted; ++round)
    for (const auto& [kind, members] : kinds)
      if (order.size() < wanted) order.push_back(members[round % members.size()]);
  return order;
}

}  // namespace

std::vector<std::size_t> epoch_order(const Recipe& recipe, const std::vector<TrainingFilm>& films,
                                     int epoch) {
  const auto label = std::ranges::find(recipe.card.labels, recipe.balance_label, &model::Label::name) -
                     recipe.card.labels.begin();
  base::Random random{recipe.seed, 77, static_cast<std::uint64_t>(epoch)};
  std::vector<std::size_t> order;
  for (std::size_t s = 0; s < recipe.data.size(); ++s) {
    std::vector<std::size_t> of_set;
    for (std::size_t f = 0; f < films.size(); ++f)
      if (films[f].set == s) of_set.push_back(f);
    if (of_set.empty()) continue;
    random.shuffle(of_set);
    const std::size_t wanted =
        recipe.data[s].per_epoch > 0 ? static_cast<std::size_t>(recipe.data[s].per_epoch) : of_set.size();
    if (!recipe.balance_label.empty())
      of_set = balanced(of_set, films, static_cast<std::size_t>(label), wanted);
    for (std::size_t i = 0; i < wanted; ++i) order.push_back(of_set[i % of_set.size()]);
  }
  random.shuffle(order);
  return order;
}

}  // namespace roentgen::training
