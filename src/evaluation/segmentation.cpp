#include "evaluation/segmentation.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include "base/parallel.h"
#include "evaluation/mean_of_films.h"
#include "evaluation/outlined.h"
#include "evaluation/statistics.h"

namespace roentgen::evaluation {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
const std::set<std::string> kLungNames{"right_lung", "left_lung", "lung", kLungs};
const std::set<std::string> kHeartNames{"heart"};
const std::set<std::string> kIgnoredNames{"ignore"};

std::set<int> values_of(const model::Card& card, const std::set<std::string>& names) {
  std::set<int> values;
  for (std::size_t k = 0; k < card.structures.size(); ++k)
    if (names.contains(card.structures[k].name)) values.insert(static_cast<int>(k) + 1);
  return values;
}

std::set<int> values_of(const dataset::Legend& legend, const std::set<std::string>& names) {
  std::set<int> all;
  for (const auto& [name, values] : legend)
    if (names.contains(name)) all.insert(values.begin(), values.end());
  return all;
}

// The things that can be compared, each with the names it goes by.
std::vector<std::pair<std::string, std::set<std::string>>> comparisons(const model::Card& card) {
  std::vector<std::pair<std::string, std::set<std::string>>> list;
  bool lungs = false;
  for (const auto& structure : card.structures) {
    list.push_back({structure.name, {structure.name}});
    lungs = lungs || kLungNames.contains(structure.name);
  }
  if (lungs) list.push_back({kLungs, kLungNames});
  return list;
}

using Value = std::function<double(const OutlinedFilm&)>;  // NaN: the film has none

}  // namespace

bool shares_structures(const model::Card& card, const dataset::MaskFolder& legend) {
  return shares_structures(card, dataset::legend_of(legend));
}

bool shares_structures(const model::Card& card, const dataset::Legend& legend) {
  for (const auto& [label, names] : comparisons(card))
    if (!values_of(legend, names).empty()) return true;
  return false;
}

OutlinedFilm compare(const model::Card& card, const image::Mask& predicted, const dataset::MaskFolder& legend,
                     const image::Mask& outlined) {
  return compare(card, predicted, dataset::legend_of(legend), outlined);
}

OutlinedFilm compare(const model::Card& card, const image::Mask& predicted, const dataset::Legend& legend,
                     const image::Mask& outlined) {
  OutlinedFilm film;
  const auto ignored = values_of(legend, kIgnoredNames);
  for (const auto& [label, names] : comparisons(card)) {
    const Overlap counts =
        overlap(predicted, values_of(card, names), outlined, values_of(legend, names), ignored);
    if (counts.outlined > 0) film.overlaps[label] = counts;
  }
  const double ratio =
      cardiothoracic_ratio(outlined, values_of(legend, kLungNames), values_of(legend, kHeartNames));
  if (std::isnan(ratio) || values_of(card, kHeartNames).empty()) return film;
  film.ratio = ratio;
  film.predicted_ratio = ratio_on(card, predicted);
  return film;
}

bool measures_ratio(const model::Card& card) {
  return !values_of(card, kLungNames).empty() && !values_of(card, kHeartNames).empty();
}

std::optional<double> ratio_on(const model::Card& card, const image::Mask& predicted) {
  const double ratio =
      cardiothoracic_ratio(predicted, values_of(card, kLungNames), values_of(card, kHeartNames));
  return std::isnan(ratio) ? std::nullopt : std::optional(ratio);
}

base::Result<std::vector<model::Metric>> segmentation_metrics(const model::Card& card,
                                                              std::span<const OutlinedFilm> films,
                                                              const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const auto& film : films) facts.push_back(film.facts);
  const auto groups = groups_of(facts);
  const auto labels = comparisons(card);

  std::vector<std::vector<model::Metric>> parts(labels.size() + 1);
  const auto done = base::parallel_for(parts.size(), options.threads, [&](std::size_t part) {
    for (const auto& group : groups) {
      if (part == labels.size()) {
        const Value error = [&](const OutlinedFilm& film) {
          return film.ratio && film.predicted_ratio ? std::abs(*film.ratio - *film.predicted_ratio) : kNone;
        };
        add_mean(parts[part], "mae", kRatio, group, films, options, error);
        continue;
      }
      const std::string& label = labels[part].first;
      const auto figure = [&](double (Overlap::*of)() const) -> Value {
        return [&label, of](const OutlinedFilm& film) {
          const auto found = film.overlaps.find(label);
          return found == film.overlaps.end() ? kNone : (found->second.*of)();
        };
      };
      add_mean(parts[part], "dice", label, group, films, options, figure(&Overlap::dice));
      add_mean(parts[part], "jaccard", label, group, films, options, figure(&Overlap::jaccard));
    }
  });
  if (!done) return std::unexpected(done.error());
  std::vector<model::Metric> metrics;
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(metrics));
  return metrics;
}

}  // namespace roentgen::evaluation
