#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <map>
#include <optional>

#include "base/counted.h"
#include "evaluation/border_metrics.h"
#include "evaluation/kinds.h"
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

double lungs_figure(const BorderedFilm& film, double LungBorder::*value) {
  const auto found = film.borders.find(kLungs);
  return found == film.borders.end() ? kNone : found->second.*value;
}

// `borders` are those of the films, in their order.
dataset::Csv scores_of(const model::Card& card, const std::vector<OutlinedFilm>& films,
                       const std::vector<BorderedFilm>& borders) {
  std::vector<std::string> labels;
  for (const auto& structure : card.structures) labels.push_back(structure.name);
  labels.push_back(kLungs);
  dataset::Csv scores;
  scores.header = {"image", "patient"};
  for (const auto& label : labels) scores.header.push_back("dice_" + label);
  scores.header.push_back(kRatio);
  scores.header.push_back(std::string(kRatio) + "_truth");
  scores.header.push_back(kLateralBorder);
  scores.header.push_back(kUpperBorder);
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto& film = films[i];
    std::vector<std::string> row{film.facts.image, film.facts.patient};
    for (const auto& label : labels) {
      const auto found = film.overlaps.find(label);
      row.push_back(written(found == film.overlaps.end() ? kNone : found->second.dice()));
    }
    row.push_back(written(film.predicted_ratio.value_or(kNone)));
    row.push_back(written(film.ratio.value_or(kNone)));
    row.push_back(written(lungs_figure(borders[i], &LungBorder::lateral)));
    row.push_back(written(lungs_figure(borders[i], &LungBorder::upper)));
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

bool has_unnamed(const dataset::MaskFolder& legend, const image::Mask& mask) {
  std::array<bool, 256> named{true};
  for (const auto& [value, name] : legend.structures) named[static_cast<std::size_t>(value)] = true;
  return std::ranges::any_of(mask.samples, [&](std::uint8_t value) { return !named[value]; });
}

std::string names_of(const model::Card& card) {
  std::string names;
  for (const auto& structure : card.structures) names += (names.empty() ? "" : ", ") + structure.name;
  return names;
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

}  // namespace

base::Result<void> evaluate_segmenter(const model::Engine& engine, const dataset::PictureTable& set,
                                      const EvaluationOptions& options, Evaluation& evaluation) {
  const model::Card& card = engine.card();
  auto folders = dataset::read_mask_folders(set.table);
  if (!folders) return std::unexpected(folders.error());
  std::erase_if(*folders, [&](const auto& folder) { return !shares_structures(card, folder); });
  if (folders->empty())
    return base::fail(base::ErrorCode::unusable_input,
                      "masks.json names none of " + names_of(card) +
                          " as a value of a folder of kind \"index\" or \"binary\".",
                      (set.table.folder / "masks.json").string());
  // Outlines that tell structures apart are preferred to those that do not.
  std::stable_sort(folders->begin(), folders->end(), [](const auto& a, const auto& b) {
    return a.kind == dataset::MaskKind::index && b.kind != a.kind;
  });

  std::map<std::size_t, const dataset::MaskFolder*> legends;
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < set.table.films.size(); ++i) {
    const auto found = std::find_if(folders->begin(), folders->end(),
                                    [&](const auto& folder) { return has_mask(folder, set.table.films[i]); });
    if (found == folders->end()) continue;
    legends[i] = &*found;
    wanted.push_back(i);
  }
  if (wanted.empty())
    return base::fail(base::ErrorCode::unusable_input,
                      "No film has a mask that names one of " + names_of(card) + ": the mask of a.jpg is a" +
                          folders->front().suffix + ".png in " + folders->front().folder.filename().string() +
                          "/.",
                      set.table.folder.string());
  if (wanted.size() < set.table.films.size())
    evaluation.remarks.push_back(counted(set.table.films.size() - wanted.size(), "film has", "films have") +
                                 " no mask that names one of " + names_of(card) + ": not run.");
  std::map<std::string, int> conventions;
  for (const auto& [film, legend] : legends) ++conventions[legend->convention];
  for (const auto& [convention, count] : conventions)
    if (!convention.empty())
      evaluation.remarks.push_back("convention of the outlines of " +
                                   counted(static_cast<std::size_t>(count), "film", "films") + ": " +
                                   convention);

  std::vector<std::optional<OutlinedFilm>> outlined(set.table.films.size());
  std::vector<BorderedFilm> bordered(set.table.films.size());
  std::vector<char> unnamed(set.table.films.size(), 0);
  RunOptions run{
      .outputs = {"probabilities"}, .threads = options.metrics.threads, .progress = options.progress};
  auto failures =
      run_films(engine, set, wanted, run,
                [&](std::size_t film, const FilmInput& input,
                    std::span<const model::Output> outputs) -> base::Result<void> {
                  const auto& legend = *legends.at(film);
                  const auto mask = dataset::read_mask(legend, set.table.films[film]);
                  if (!mask) return std::unexpected(mask.error());
                  if (!same_shape(*mask, input))
                    return another_shape(*mask, input, dataset::image_path(set.table, set.table.films[film]));
                  unnamed[film] = has_unnamed(legend, *mask) ? 1 : 0;
                  const auto predicted = structures_on(card, outputs[0], input, mask->rows, mask->columns);
                  if (!predicted) return std::unexpected(predicted.error());
                  outlined[film] = compare(card, *predicted, legend, *mask);
                  outlined[film]->facts = facts_of(set.table.films[film]);
                  bordered[film] = {.facts = facts_of(set.table.films[film]),
                                    .borders = lung_borders(card, *predicted, legend, *mask)};
                  return {};
                });
  if (!failures) return std::unexpected(failures.error());
  std::vector<OutlinedFilm> films;
  std::vector<BorderedFilm> borders;
  for (std::size_t i = 0; i < outlined.size(); ++i) {
    if (!outlined[i]) continue;
    films.push_back(std::move(*outlined[i]));
    borders.push_back(std::move(bordered[i]));
  }
  auto metrics = segmentation_metrics(card, films, options.metrics);
  if (!metrics) return std::unexpected(metrics.error());
  std::ranges::move(border_metrics(borders, options.metrics), std::back_inserter(*metrics));
  note_structures(card, films, evaluation.remarks);
  std::ranges::move(border_remarks(borders), std::back_inserter(evaluation.remarks));
  if (const auto strange = static_cast<std::size_t>(std::ranges::count(unnamed, 1)); strange > 0)
    evaluation.remarks.push_back(counted(strange, "mask has", "masks have") +
                                 " values that masks.json does not name: counted as nothing drawn there.");
  evaluation.metrics = std::move(*metrics);
  evaluation.failures = std::move(*failures);
  evaluation.films = films.size();
  evaluation.scores = scores_of(card, films, borders);
  return {};
}

}  // namespace roentgen::evaluation
