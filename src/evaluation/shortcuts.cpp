#include "evaluation/shortcuts.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>
#include <optional>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "evaluation/truth.h"
#include "image/draw.h"
#include "model/preprocess.h"
#include "reading/anatomy.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

constexpr int kSide = 640;        // films are shrunk to this longest side: still twice the networks' input
constexpr int kMaskSide = 256;    // longest side of the outlines
constexpr double kBorder = 0.12;  // of either side
constexpr double kLeastLungs = 0.05;  // of the picture, below which the outline is not to be trusted

using Scores = std::array<std::vector<double>, std::size(kRemains)>;

std::uint16_t median(std::vector<std::uint16_t> samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  return *middle;
}

struct Box {
  int top = 1 << 30, bottom = -1, left = 1 << 30, right = -1;
};

Box box_of(const image::Mask& mask) {
  Box box;
  for (int row = 0; row < mask.rows; ++row)
    for (int column = 0; column < mask.columns; ++column)
      if (mask.at(row, column) != 0) {
        box.top = std::min(box.top, row);
        box.bottom = std::max(box.bottom, row);
        box.left = std::min(box.left, column);
        box.right = std::max(box.right, column);
      }
  return box;
}

// Both lungs and what lies between: from the first to the last lung pixel of each row.
image::Mask filled_rows(const image::Mask& lungs) {
  image::Mask filled = lungs;
  for (int row = 0; row < lungs.rows; ++row) {
    int first = -1, last = -1;
    for (int column = 0; column < lungs.columns; ++column)
      if (lungs.at(row, column) != 0) {
        if (first < 0) first = column;
        last = column;
      }
    for (int column = first; first >= 0 && column <= last; ++column) filled.at(row, column) = 1;
  }
  return filled;
}

base::Result<std::optional<image::Mask>> lungs_of(const model::Engine& anatomy, const image::Image& film) {
  const model::Card& card = anatomy.card();
  const auto input = model::prepare(film, card.input);
  const auto outputs = anatomy.run(std::span(&input.input, 1), std::vector<std::string>{"probabilities"});
  if (!outputs) return std::unexpected(outputs.error());
  const reading::Size size{film.rows, film.columns}, working = reading::working_size(size, kMaskSide);
  const auto structures =
      reading::structures_of(card, outputs->front()[0].values, input.placement, size, working);
  image::Mask lungs{
      working.rows, working.columns,
      std::vector<std::uint8_t>(
          static_cast<std::size_t>(working.rows) * static_cast<std::size_t>(working.columns), 0)};
  std::size_t inside = 0;
  for (const auto& structure : structures)
    if (structure.name == reading::kRightLung || structure.name == reading::kLeftLung)
      for (std::size_t i = 0; i < lungs.samples.size(); ++i)
        if (structure.mask.samples[i] != 0) inside += lungs.samples[i] == 0 ? 1 : 0, lungs.samples[i] = 1;
  if (static_cast<double>(inside) < kLeastLungs * static_cast<double>(lungs.samples.size()))
    return std::nullopt;
  return lungs;
}

// 1, 0 or kUnknown.
int devices_of(const dataset::Film& film, const std::vector<std::string>& columns) {
  bool known = true;
  for (const auto& column : columns) {
    const auto found = film.values.find(column);
    if (found != film.values.end() && found->second == "1") return 1;
    known = known && found != film.values.end() && found->second == "0";
  }
  return known && !columns.empty() ? 0 : kUnknown;
}

struct Row {
  const dataset::Film* film = nullptr;
  Scores scores;
  bool done = false;
};

void add_auc(std::vector<model::Metric>& rows, const std::string& label, const std::string& group,
             const std::vector<std::vector<Scored>>& labels, const EvaluationOptions& options) {
  std::size_t most = 0;
  int positives = 0;
  for (const auto& films : labels) {
    most = std::max(most, films.size());
    positives = std::max(positives, static_cast<int>(std::ranges::count(films, 1, &Scored::truth)));
  }
  const double value = mean_auc(labels);
  if (most < kLeastGroup || std::isnan(value)) return;
  const auto ci95 = mean_auc_interval(labels, options.metrics.samples, options.metrics.seed);
  if (std::isnan(ci95[0])) return;
  rows.push_back({"auc", label, group, static_cast<int>(most), positives, value, ci95});
}

// Each label and their mean, over the films for which `belongs` holds.
template <class Belongs>
void group_figures(const model::Card& card, const std::vector<Row>& films, std::size_t remains,
                   const std::string& group, const Belongs& belongs, const EvaluationOptions& options,
                   std::vector<model::Metric>& rows) {
  std::vector<std::vector<Scored>> all;
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    std::vector<Scored> known;
    for (const Row& row : films)
      if (row.done && belongs(*row.film))
        if (const int truth = truth_of(card.labels[k], *row.film); truth != kUnknown)
          known.push_back({row.scores[remains][k], truth, row.film->patient});
    add_auc(rows, card.labels[k].name, group, {known}, options);
    all.push_back(std::move(known));
  }
  if (card.labels.size() > 1) add_auc(rows, "mean", group, all, options);
}

}  // namespace

const char* word(Remains remains) {
  switch (remains) {
    case Remains::everything:
      return "everything";
    case Remains::without_lungs:
      return "without_lungs";
    case Remains::border_only:
      return "border_only";
    case Remains::thorax_only:
      break;
  }
  return "thorax_only";
}

image::Image keep_only(const image::Image& film, const image::Mask& lungs, Remains remains) {
  if (remains == Remains::everything) return film;
  image::Image left = film;
  const std::uint16_t blank = median(film.samples);
  const Box box = box_of(lungs);
  const image::Mask filled = filled_rows(lungs);
  for (int row = 0; row < film.rows; ++row)
    for (int column = 0; column < film.columns; ++column) {
      const int y = std::min(lungs.rows - 1, row * lungs.rows / film.rows);
      const int x = std::min(lungs.columns - 1, column * lungs.columns / film.columns);
      const double v = (row + 0.5) / film.rows, u = (column + 0.5) / film.columns;
      const bool middle = u > kBorder && u < 1 - kBorder && v > kBorder && v < 1 - kBorder;
      const bool outside = y < box.top || y > box.bottom || x < box.left || x > box.right;
      if ((remains == Remains::without_lungs && filled.at(y, x) != 0) ||
          (remains == Remains::border_only && middle) || (remains == Remains::thorax_only && outside))
        left.at(row, column) = blank;
    }
  return left;
}

base::Result<Evaluation> evaluate_shortcuts(const model::Engine& classifier, const model::Engine& anatomy,
                                            const dataset::PictureTable& set, const std::string& split,
                                            const std::vector<std::string>& device_columns,
                                            const EvaluationOptions& options) {
  const model::Card& card = classifier.card();
  Evaluation evaluation;
  evaluation.package = card.name;
  evaluation.version = card.version;
  evaluation.data = set.table.name;
  evaluation.split = split;
  std::vector<Row> rows;
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < set.table.films.size(); ++i) {
    const auto& film = set.table.films[i];
    if (std::ranges::none_of(card.labels,
                             [&](const auto& label) { return truth_of(label, film) != kUnknown; }))
      continue;
    rows.push_back({&film, {}, false});
    wanted.push_back(i);
  }
  std::vector<std::optional<base::Error>> errors(rows.size());
  std::atomic<std::size_t> done = 0;
  const auto ran = base::parallel_for(rows.size(), options.metrics.threads, [&](std::size_t i) {
    if (base::interrupted()) return;
    const auto look = [&]() -> base::Result<void> {
      const auto picture = dataset::read_image(set, wanted[i]);
      if (!picture) return std::unexpected(picture.error());
      const image::Image film = image::shrunk(*picture, kSide);
      const auto lungs = lungs_of(anatomy, film);
      if (!lungs) return std::unexpected(lungs.error());
      if (!*lungs)
        return base::fail(base::ErrorCode::unusable_input, "The lungs could not be outlined.",
                          rows[i].film->image);
      for (const Remains remains : kRemains) {
        const auto input = model::prepare(keep_only(film, **lungs, remains), card.input);
        const auto outputs = classifier.run(std::span(&input.input, 1), std::vector<std::string>{"logits"});
        if (!outputs) return std::unexpected(outputs.error());
        const auto& logits = outputs->front()[0].values;
        rows[i].scores[static_cast<std::size_t>(remains)].assign(logits.begin(), logits.end());
      }
      rows[i].done = true;
      return {};
    };
    if (const auto looked = look(); !looked) errors[i] = looked.error();
    if (options.progress) options.progress(++done, rows.size());
  });
  if (!ran) return std::unexpected(ran.error());
  if (base::interrupted()) return base::fail(base::ErrorCode::cancelled, "Interrupted.");
  for (auto& error : errors) {
    if (!error) continue;
    if (error->code != base::ErrorCode::unusable_input) return std::unexpected(*error);
    evaluation.failures.push_back(std::move(*error));
  }
  evaluation.films = static_cast<std::size_t>(std::ranges::count(rows, true, &Row::done));
  if (evaluation.films == 0)
    return base::fail(base::ErrorCode::unusable_input, "There is no film to evaluate.", set.table.name);

  const auto any = [](const dataset::Film&) { return true; };
  for (const Remains remains : kRemains)
    group_figures(card, rows, static_cast<std::size_t>(remains), std::string("remains=") + word(remains), any,
                  options, evaluation.metrics);
  for (const int value : {0, 1})
    group_figures(
        card, rows, 0, value == 0 ? "devices=none" : "devices=some",
        [&](const dataset::Film& film) { return devices_of(film, device_columns) == value; }, options,
        evaluation.metrics);
  for (const auto& column : device_columns)
    for (const int value : {0, 1})
      group_figures(
          card, rows, 0, column + "=" + std::to_string(value),
          [&](const dataset::Film& film) { return devices_of(film, {column}) == value; }, options,
          evaluation.metrics);
  return evaluation;
}

}  // namespace roentgen::evaluation
