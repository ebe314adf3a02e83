#include "training/choose_places.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "base/text.h"
#include "dataset/film_name.h"
#include "evaluation/matching.h"
#include "evaluation/run_films.h"
#include "reading/found_boxes.h"
#include "reading/spine.h"
#include "training/targets.h"

namespace roentgen::training {
namespace {

constexpr double kLeastScore = 0.01;
constexpr std::size_t kMostBoxes = 100;
constexpr double kReached = 0.99;  // of the vertebrae

std::vector<std::size_t> all_of(const dataset::PictureTable& set) {
  std::vector<std::size_t> all(set.table.films.size());
  for (std::size_t f = 0; f < all.size(); ++f) all[f] = f;
  return all;
}

base::Result<void> choose_for_boxes(model::Card& card, const model::Engine& engine,
                                    const dataset::PictureTable& val, int threads) {
  const auto targets = read_targets(val.table, card);
  if (!targets) return std::unexpected(targets.error());
  std::vector<evaluation::BoxedFilm> films(val.table.films.size());
  const auto all = all_of(val);
  const auto failed = evaluation::run_films(
      engine, val, all, {{"scores", "boxes"}, threads, {}},
      [&](std::size_t f, const evaluation::FilmInput& input,
          std::span<const model::Output> outputs) -> base::Result<void> {
        const auto found =
            reading::found_boxes(*card.places, outputs[0], outputs[1], kLeastScore, kMostBoxes);
        films[f].found = reading::on_picture(found, input.prepared.placement, {input.rows, input.columns});
        if (const auto here = targets->find(dataset::bare_name(val.table.films[f].image));
            here != targets->end())
          for (const Target& t : here->second)
            films[f].truth.push_back({t.label, 1, t.left, t.top, t.right, t.bottom});
        return {};
      });
  if (!failed) return std::unexpected(failed.error());
  evaluation::Matches pooled;
  for (std::size_t l = 0; l < card.labels.size(); ++l) {
    auto of_label = evaluation::match(films, static_cast<int>(l), kShownOverlap);
    const auto offset = static_cast<std::uint32_t>(pooled.truth.size());
    for (auto& judged : of_label.judged) judged.film += offset, pooled.judged.push_back(judged);
    std::ranges::move(of_label.truth, std::back_inserter(pooled.truth));
  }
  std::ranges::stable_sort(pooled.judged, std::ranges::greater{}, &evaluation::Judged::score);
  const double best = evaluation::best_f1_score(pooled);
  if (!std::isfinite(best)) {
    card.places->threshold_origin = "by default: nothing was found on val";
    return {};
  }
  const auto there = evaluation::at_score(pooled, best);
  card.places->threshold = std::floor(best * 1000) / 1000;
  card.places->threshold_origin = "largest F1 on val at an overlap of " + base::fixed(kShownOverlap, 1) +
                                  ": sensitivity " + base::fixed(there.sensitivity, 2) + ", " +
                                  base::fixed(there.false_per_film, 2) + " false boxes a film there";
  return {};
}

base::Result<void> choose_for_landmarks(model::Card& card, const model::Engine& engine,
                                        const dataset::PictureTable& val, int threads) {
  std::vector<double> scores;
  std::mutex mutex;
  const auto failed = evaluation::run_films(
      engine, val, all_of(val), {{"scores", "corners"}, threads, {}},
      [&](std::size_t, const evaluation::FilmInput&,
          std::span<const model::Output> outputs) -> base::Result<void> {
        const auto row = reading::vertebrae_of(*card.places, outputs[0], outputs[1], card.structures.size());
        const std::scoped_lock lock(mutex);
        for (const auto& vertebra : row) scores.push_back(vertebra.score);
        return {};
      });
  if (!failed) return std::unexpected(failed.error());
  if (scores.empty()) return {};
  std::ranges::sort(scores);
  const auto rank = static_cast<std::size_t>((1 - kReached) * static_cast<double>(scores.size()));
  card.places->threshold = std::floor(scores[rank] * 1000) / 1000;
  card.places->most = static_cast<int>(card.structures.size());
  card.places->threshold_origin =
      base::fixed(100 * kReached, 0) +
      " % of the vertebrae found on val reach it; a row with a weaker one is doubtful";
  return {};
}

}  // namespace

base::Result<void> choose_place_threshold(model::Card& card, const model::Engine& engine,
                                          const dataset::PictureTable& val, int threads) {
  return card.task == model::Task::landmarks ? choose_for_landmarks(card, engine, val, threads)
                                             : choose_for_boxes(card, engine, val, threads);
}

}  // namespace roentgen::training
