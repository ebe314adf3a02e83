#include "evaluation/border_metrics.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <set>

#include "base/counted.h"
#include "evaluation/mean_of_films.h"
#include "evaluation/segmentation.h"
#include "reading/anatomy.h"

namespace roentgen::evaluation {
namespace {

using Values = std::array<bool, 256>;
using Names = std::set<std::string>;

const Names kRight{reading::kRightLung}, kLeft{reading::kLeftLung};
const Names kUnsided{"lung", kLungs};
const Names kIgnored{"ignore"};

struct Figure {
  const char* metric;
  double LungBorder::*value;
};
constexpr std::array<Figure, 4> kFigures{{{kLateralBorder, &LungBorder::lateral},
                                          {"lateral_border_bias", &LungBorder::lateral_bias},
                                          {kUpperBorder, &LungBorder::upper},
                                          {"upper_border_bias", &LungBorder::upper_bias}}};

Values values_of(const model::Card& card, const Names& names) {
  Values values{};
  for (std::size_t k = 0; k < card.structures.size() && k + 1 < values.size(); ++k)
    values[k + 1] = names.contains(card.structures[k].name);
  return values;
}

Values values_of(const dataset::Legend& legend, const Names& names) {
  Values values{};
  for (const auto& [name, stands_for] : legend)
    for (const int value : stands_for)
      if (names.contains(name) && value > 0 && value < static_cast<int>(values.size()))
        values[static_cast<std::size_t>(value)] = true;
  return values;
}

// 1 where the mask has one of the values and the outline says nothing of "ignore".
image::Mask drawn(const image::Mask& mask, const Values& wanted, const image::Mask& outlined,
                  const Values& ignored) {
  image::Mask part = mask;
  for (std::size_t i = 0; i < part.samples.size(); ++i)
    part.samples[i] = wanted[mask.samples[i]] && !ignored[outlined.samples[i]] ? 1 : 0;
  return part;
}

bool is_empty(const image::Mask& mask) {
  return std::ranges::none_of(mask.samples, [](auto value) { return value != 0; });
}

struct Lungs {
  image::Mask right, left, all;
};

// `meaning`: the card or the legend, which says what the values of the mask are.
Lungs lungs_of(const image::Mask& mask, const auto& meaning, const image::Mask& outlined,
               const Values& ignored) {
  const auto of = [&](const Names& names) {
    return drawn(mask, values_of(meaning, names), outlined, ignored);
  };
  Names all = kUnsided;
  all.insert(kRight.begin(), kRight.end());
  all.insert(kLeft.begin(), kLeft.end());
  return {.right = of(kRight), .left = of(kLeft), .all = of(all)};
}

bool names_lungs(const model::Card& card) {
  return std::ranges::any_of(card.structures, [](const auto& structure) {
    return kRight.contains(structure.name) || kLeft.contains(structure.name) ||
           kUnsided.contains(structure.name);
  });
}

}  // namespace

std::map<std::string, LungBorder> lung_borders(const model::Card& card, const image::Mask& predicted,
                                               const dataset::Legend& legend, const image::Mask& outlined) {
  if (predicted.samples.size() != outlined.samples.size() || !names_lungs(card)) return {};
  const Values ignored = values_of(legend, kIgnored);
  const Lungs theirs = lungs_of(outlined, legend, outlined, ignored);
  const bool right = !is_empty(theirs.right), left = !is_empty(theirs.left);
  if (is_empty(theirs.all)) return {};
  if (right != left) return {{kLungs, LungBorder{}}};
  const Lungs ours = lungs_of(predicted, card, outlined, ignored);
  std::map<std::string, LungBorder> borders{{kLungs, lungs_border(ours.all, theirs.all)}};
  if (right) {
    const int width = columns_of(theirs.all).count();
    const bool usual = columns_of(theirs.right).middle() <= columns_of(theirs.left).middle();
    borders[reading::kRightLung] =
        lung_border(ours.right, theirs.right, usual ? Flank::left : Flank::right, width);
    borders[reading::kLeftLung] =
        lung_border(ours.left, theirs.left, usual ? Flank::right : Flank::left, width);
  }
  return borders;
}

std::vector<model::Metric> border_metrics(std::span<const BorderedFilm> films, const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const auto& film : films) facts.push_back(film.facts);
  const auto groups = groups_of(facts);
  std::vector<model::Metric> rows;
  for (const char* label : {reading::kRightLung, reading::kLeftLung, kLungs})
    for (const auto& group : groups)
      for (const auto& figure : kFigures)
        add_mean(rows, figure.metric, label, group, films, options, [&](const BorderedFilm& film) {
          const auto found = film.borders.find(label);
          return found == film.borders.end() ? kNoBorder : found->second.*figure.value;
        });
  return rows;
}

std::vector<std::string> border_remarks(std::span<const BorderedFilm> films) {
  const auto left_out = [&](double LungBorder::*value) {
    return static_cast<std::size_t>(std::ranges::count_if(films, [&](const BorderedFilm& film) {
      const auto lungs = film.borders.find(kLungs);
      return lungs != film.borders.end() && std::isnan(lungs->second.*value);
    }));
  };
  std::vector<std::string> remarks;
  const auto remark = [&](std::size_t count, const char* metric, const char* edge) {
    if (count > 0)
      remarks.push_back(base::counted(count, "film", "films") + " left out of " + metric +
                        " of lungs: a lung is missing there or found in less than half of its rows, or its "
                        "outline meets the " +
                        edge + " of the picture.");
  };
  remark(left_out(&LungBorder::lateral), kLateralBorder, "side");
  remark(left_out(&LungBorder::upper), kUpperBorder, "upper edge");
  return remarks;
}

}  // namespace roentgen::evaluation
