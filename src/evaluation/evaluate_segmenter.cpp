#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>

#include "base/counted.h"
#include "evaluation/border_metrics.h"
#include "evaluation/chosen_outlines.h"
#include "evaluation/kinds.h"
#include "evaluation/outlined.h"
#include "evaluation/run_films.h"
#include "reading/anatomy.h"

namespace roentgen::evaluation {
namespace {

using base::counted;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The structures as the reader outlines them, drawn at the size of the outlines they are held against:
// structure k of the card as k + 1. Where filled holes overlap, the later structure wins, as the heart does
// in the outlines.
base::Result<image::Mask> structures_on(const model::Card& card, const model::Output& output,
                                        const FilmInput& input, int rows, int columns) {
  const auto side = static_cast<std::size_t>(card.input.size);
  if (output.values.size() != (card.structures.size() + 1) * side * side)
    return base::fail(base::ErrorCode::refused_model, "The network has not one output per structure.",
                      card.name);
  const auto structures = reading::structures_of(card, output.values, input.prepared.placement,
                                                 {input.rows, input.columns}, {rows, columns});
  image::Mask mask{.rows = rows, .columns = columns, .samples = {}};
  mask.samples.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (std::size_t k = 0; k < structures.size(); ++k)
    for (std::size_t i = 0; i < mask.samples.size(); ++i)
      if (structures[k].mask.samples[i] != 0) mask.samples[i] = static_cast<std::uint8_t>(k + 1);
  return mask;
}

// A film on its way through the network.
struct SegmentedFilm {
  OutlinedFilm outlined;  // of a film without an outline: its facts alone
  BorderedFilm bordered;  // likewise
  bool has_outline = false;
  bool unnamed = false;            // its mask has values that nobody names
  std::optional<double> told;      // the table's ratio
  std::optional<double> measured;  // the network's
};

double lungs_figure(const BorderedFilm& film, double LungBorder::*value) {
  const auto found = film.borders.find(kLungs);
  return found == film.borders.end() ? kNone : found->second.*value;
}

dataset::Csv scores_of(const model::Card& card, const std::vector<SegmentedFilm>& films) {
  const bool told = std::ranges::any_of(films, [](const auto& film) { return film.told.has_value(); });
  std::vector<std::string> labels;
  for (const auto& structure : card.structures) labels.push_back(structure.name);
  labels.push_back(kLungs);
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const auto& label : labels) scores.header.push_back("dice_" + label);
  std::vector<std::string> ratios{kRatio};
  if (told) ratios.emplace_back(kRatioColumn);
  for (const auto& ratio : ratios) {
    scores.header.push_back(ratio);
    scores.header.push_back(ratio + "_truth");
  }
  scores.header.push_back(kLateralBorder);
  scores.header.push_back(kUpperBorder);
  for (const auto& film : films) {
    std::vector<std::string> row{film.outlined.facts.image, film.outlined.facts.patient};
    for (const auto& label : labels) {
      const auto found = film.outlined.overlaps.find(label);
      row.push_back(written(found == film.outlined.overlaps.end() ? kNone : found->second.dice()));
    }
    row.push_back(written(film.outlined.predicted_ratio.value_or(kNone)));
    row.push_back(written(film.outlined.ratio.value_or(kNone)));
    if (told) {
      row.push_back(written(film.measured.value_or(kNone)));
      row.push_back(written(film.told.value_or(kNone)));
    }
    row.push_back(written(lungs_figure(film.bordered, &LungBorder::lateral)));
    row.push_back(written(lungs_figure(film.bordered, &LungBorder::upper)));
    scores.rows.push_back(std::move(row));
  }
  return scores;
}

// Drawn on the picture, or on a smaller or larger copy of it: sides in the same proportion, but for rounding.
bool same_shape(const image::Mask& mask, const FilmInput& input) {
  const double rows = static_cast<double>(input.rows) * mask.columns / input.columns;
  const double columns = static_cast<double>(input.columns) * mask.rows / input.rows;
  return std::abs(rows - mask.rows) <= 1 || std::abs(columns - mask.columns) <= 1;
}

base::Result<void> another_shape(const image::Mask& mask, const FilmInput& input,
                                 const std::filesystem::path& picture) {
  const auto size = [](int columns, int rows) {
    return std::to_string(columns) + " x " + std::to_string(rows);
  };
  return base::fail(base::ErrorCode::unusable_input,
                    "The mask has " + size(mask.columns, mask.rows) + " pixels and the picture " +
                        size(input.columns, input.rows) + ": it was not drawn on this picture.",
                    picture.string());
}

void note_structures(const model::Card& card, const std::vector<OutlinedFilm>& films,
                     std::vector<std::string>& remarks) {
  for (const auto& structure : card.structures)
    if (std::none_of(films.begin(), films.end(),
                     [&](const auto& film) { return film.overlaps.contains(structure.name); }))
      remarks.push_back("not evaluated: " + structure.name + " (no mask shows it)");
  const auto lost = std::count_if(films.begin(), films.end(),
                                  [](const auto& film) { return film.ratio && !film.predicted_ratio; });
  if (lost > 0)
    remarks.push_back(counted(static_cast<std::size_t>(lost), "film", "films") + " left out of " + kRatio +
                      ": the network found no heart or no lungs there.");
  const auto blank = static_cast<std::size_t>(
      std::ranges::count_if(films, [](const auto& film) { return film.overlaps.empty(); }));
  if (blank > 0)
    remarks.push_back(counted(blank, "film has", "films have") +
                      " a mask on which nothing is drawn that the package finds: no Dice there.");
}

// The table's ratio of each film, where the package can measure one.
std::vector<std::optional<double>> told_ratios(const model::Card& card, const dataset::Table& table,
                                               std::vector<std::string>& remarks) {
  std::vector<std::optional<double>> ratios(table.films.size());
  if (!measures_ratio(card)) return ratios;
  std::size_t strange = 0;
  for (std::size_t i = 0; i < ratios.size(); ++i) {
    ratios[i] = told_ratio(table.films[i]);
    const auto cell = table.films[i].values.find(kRatioColumn);
    strange += !ratios[i] && cell != table.films[i].values.end() && !cell->second.empty() ? 1 : 0;
  }
  if (strange > 0)
    remarks.push_back(counted(strange, "film has", "films have") + " a " + kRatioColumn +
                      " that is no ratio above 0 and up to 1: not looked at.");
  return ratios;
}

struct Wanted {
  std::vector<std::size_t> films;
  std::size_t told_alone = 0;  // of them: without an outline
};

Wanted wanted_films(const ChosenOutlines& outlines, const std::vector<std::optional<double>>& told) {
  Wanted wanted;
  for (std::size_t i = 0; i < told.size(); ++i) {
    if (!outlines.of_film[i] && !told[i]) continue;
    wanted.films.push_back(i);
    wanted.told_alone += outlines.of_film[i] ? 0 : 1;
  }
  return wanted;
}

void note_films(const model::Card& card, const Wanted& wanted, std::size_t films,
                std::vector<std::string>& remarks) {
  const std::string lacks = " no mask that names one of " + structures_of(card) + ": ";
  if (wanted.films.size() < films)
    remarks.push_back(counted(films - wanted.films.size(), "film has", "films have") + lacks + "not run.");
  if (wanted.told_alone > 0)
    remarks.push_back(counted(wanted.told_alone, "film has", "films have") + lacks + "only " + kRatioColumn +
                      " of metadata.csv is compared.");
}

base::Result<SegmentedFilm> segmented(const model::Card& card, const model::Output& output,
                                      const FilmInput& input, const dataset::PictureTable& set,
                                      std::size_t at, const dataset::Outlines* outlines) {
  const dataset::Film& row = set.table.films[at];
  SegmentedFilm film;
  image::Mask outline{.rows = input.rows, .columns = input.columns, .samples = {}};
  if (outlines) {
    auto mask = dataset::read_outline(*outlines, row);
    if (!mask) return std::unexpected(mask.error());
    if (!same_shape(*mask, input)) {
      const auto other = another_shape(*mask, input, dataset::image_path(set.table, row));
      return std::unexpected(other.error());
    }
    outline = std::move(*mask);
  }
  const auto predicted = structures_on(card, output, input, outline.rows, outline.columns);
  if (!predicted) return std::unexpected(predicted.error());
  if (outlines) {
    film.outlined = compare(card, *predicted, outlines->legend, outline);
    film.bordered.borders = lung_borders(card, *predicted, outlines->legend, outline);
    film.has_outline = true;
    film.unnamed = dataset::has_unnamed(*outlines, outline);
  }
  film.outlined.facts = film.bordered.facts = facts_of(row);
  film.measured = ratio_on(card, *predicted);
  return film;
}

base::Result<void> add_outline_metrics(const model::Card& card, const std::vector<SegmentedFilm>& films,
                                       const MetricOptions& options, Evaluation& evaluation) {
  std::vector<OutlinedFilm> outlined;
  std::vector<BorderedFilm> bordered;
  for (const auto& film : films) {
    if (!film.has_outline) continue;
    outlined.push_back(film.outlined);
    bordered.push_back(film.bordered);
  }
  if (outlined.empty()) return {};
  auto metrics = segmentation_metrics(card, outlined, options);
  if (!metrics) return std::unexpected(metrics.error());
  evaluation.metrics = std::move(*metrics);
  std::ranges::move(border_metrics(bordered, options), std::back_inserter(evaluation.metrics));
  note_structures(card, outlined, evaluation.remarks);
  std::ranges::move(border_remarks(bordered), std::back_inserter(evaluation.remarks));
  if (const auto strange = static_cast<std::size_t>(std::ranges::count_if(films, &SegmentedFilm::unnamed));
      strange > 0)
    evaluation.remarks.push_back(counted(strange, "mask has", "masks have") +
                                 " values that masks.json does not name: counted as nothing drawn there.");
  return {};
}

void add_told_metrics(const std::vector<SegmentedFilm>& films, const MetricOptions& options,
                      Evaluation& evaluation) {
  std::vector<ToldFilm> told;
  for (const auto& film : films)
    if (film.told) told.push_back({film.outlined.facts, *film.told, film.measured});
  std::ranges::move(told_ratio_metrics(told, options), std::back_inserter(evaluation.metrics));
  const auto lost =
      static_cast<std::size_t>(std::ranges::count_if(told, [](const auto& film) { return !film.measured; }));
  if (lost > 0)
    evaluation.remarks.push_back(counted(lost, "film", "films") + " left out of " + kRatioColumn +
                                 ": the network found no heart or no lungs there.");
}

}  // namespace

base::Result<void> evaluate_segmenter(const model::Engine& engine, const dataset::PictureTable& set,
                                      const EvaluationOptions& options, Evaluation& evaluation) {
  const model::Card& card = engine.card();
  const std::size_t count = set.table.films.size();
  const auto told = told_ratios(card, set.table, evaluation.remarks);
  auto outlines = choose_outlines(card, set.table, evaluation.remarks);
  if (!outlines) {
    if (std::ranges::none_of(told, [](const auto& ratio) { return ratio.has_value(); }))
      return std::unexpected(outlines.error());
    const auto& error = outlines.error();
    evaluation.remarks.push_back("not evaluated: outlines (" +
                                 std::filesystem::path(error.subject).filename().string() + ": " +
                                 error.message + ")");
    outlines = ChosenOutlines{.all = {}, .of_film = {}};
    outlines->of_film.resize(count);
  }
  const Wanted wanted = wanted_films(*outlines, told);
  note_films(card, wanted, count, evaluation.remarks);

  std::vector<std::optional<SegmentedFilm>> run(count);
  const RunOptions how{
      .outputs = {"probabilities"}, .threads = options.metrics.threads, .progress = options.progress};
  auto failures = run_films(engine, set, wanted.films, how,
                            [&](std::size_t at, const FilmInput& input,
                                std::span<const model::Output> outputs) -> base::Result<void> {
                              auto film = segmented(card, outputs[0], input, set, at, outlines->of(at));
                              if (!film) return std::unexpected(film.error());
                              film->told = told[at];
                              run[at] = std::move(*film);
                              return {};
                            });
  if (!failures) return std::unexpected(failures.error());
  std::vector<SegmentedFilm> films;
  for (auto& film : run)
    if (film) films.push_back(std::move(*film));
  if (auto added = add_outline_metrics(card, films, options.metrics, evaluation); !added) return added;
  add_told_metrics(films, options.metrics, evaluation);
  evaluation.failures = std::move(*failures);
  evaluation.films = films.size();
  evaluation.scores = scores_of(card, films);
  return {};
}

}  // namespace roentgen::evaluation
