#include "evaluation/classification.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>

#include "base/parallel.h"
#include "evaluation/ordinal.h"
#include "evaluation/statistics.h"
#include "evaluation/truth.h"

namespace roentgen::evaluation {
namespace {

using Metrics = std::vector<model::Metric>;

// Wang et al., "ChestX-ray8", CVPR 2017, and the release of fourteen labels that followed it.
constexpr std::array<std::string_view, 14> kNihLabels{
    "Atelectasis", "Cardiomegaly",       "Consolidation", "Edema",        "Effusion",
    "Emphysema",   "Fibrosis",           "Hernia",        "Infiltration", "Mass",
    "Nodule",      "Pleural_Thickening", "Pneumonia",     "Pneumothorax"};

std::vector<Scored> scored_films(std::span<const ClassifiedFilm> films,
                                 const std::vector<std::size_t>& members, std::size_t label) {
  std::vector<Scored> scored;
  for (const std::size_t i : members)
    if (films[i].truth[label] != kUnknown)
      scored.push_back({films[i].probabilities[label], films[i].truth[label], films[i].facts.patient});
  return scored;
}

int positives_in(const std::vector<Scored>& scored) {
  return static_cast<int>(
      std::count_if(scored.begin(), scored.end(), [](const Scored& film) { return film.truth == 1; }));
}

// Adds a row unless the figure has no value; the interval is computed only then.
template <class Interval>
void add(Metrics& rows, const model::Metric& head, const std::string& metric, double value,
         const Interval& interval) {
  if (std::isnan(value)) return;
  model::Metric row = head;
  row.metric = metric;
  row.value = value;
  row.ci95 = interval();
  if (std::isnan(row.ci95[0])) return;
  rows.push_back(std::move(row));
}

Metrics label_metrics(const model::Label& label, const std::string& group, const std::vector<Scored>& scored,
                      bool accurate, const MetricOptions& options) {
  Metrics rows;
  if (scored.empty() || (group != "all" && scored.size() < kLeastGroup)) return rows;
  const model::Metric head{.metric = {},
                           .label = label.name,
                           .group = group,
                           .n = static_cast<int>(scored.size()),
                           .positives = positives_in(scored)};
  const double t = label.threshold;
  const int samples = options.samples;
  const auto seed = options.seed;
  add(rows, head, "auc", auc(scored), [&] { return auc_interval(scored, samples, seed); });
  add(rows, head, "sensitivity", sensitivity(scored, t),
      [&] { return sensitivity_interval(scored, t, samples, seed); });
  add(rows, head, "specificity", specificity(scored, t),
      [&] { return specificity_interval(scored, t, samples, seed); });
  add(rows, head, "balanced_accuracy", (sensitivity(scored, t) + specificity(scored, t)) / 2,
      [&] { return balanced_accuracy_interval(scored, t, samples, seed); });
  for (const model::OperatingPoint& point : label.operating_points) {
    const double p = point.threshold;
    add(rows, head, "sensitivity_" + point.name, sensitivity(scored, p),
        [&] { return sensitivity_interval(scored, p, samples, seed); });
    add(rows, head, "specificity_" + point.name, specificity(scored, p),
        [&] { return specificity_interval(scored, p, samples, seed); });
  }
  if (accurate)
    add(rows, head, "accuracy", accuracy(scored, t),
        [&] { return accuracy_interval(scored, t, samples, seed); });
  add(rows, head, "ece", expected_calibration_error(scored),
      [&] { return calibration_error_interval(scored, 10, samples, seed); });
  add(rows, head, "brier", brier(scored), [&] { return brier_interval(scored, samples, seed); });
  return rows;
}

Metrics label_controls(const model::Label& label, std::span<const ClassifiedFilm> films, std::size_t index,
                       const MetricOptions& options) {
  Metrics rows;
  std::vector<Scored> scored;
  std::vector<const OneNumbers*> numbers;
  std::vector<std::string> sources;
  for (const auto& film : films) {
    if (film.truth[index] == kUnknown) continue;
    scored.push_back({0, film.truth[index], film.facts.patient});
    numbers.push_back(&film.numbers);
    sources.push_back(film.facts.source);
  }
  const model::Metric head{.metric = {},
                           .label = label.name,
                           .group = "all",
                           .n = static_cast<int>(scored.size()),
                           .positives = positives_in(scored)};
  const std::pair<const char*, double OneNumbers::*> kinds[] = {
      {"control_auc_mean_grey", &OneNumbers::mean_grey},
      {"control_auc_contrast", &OneNumbers::contrast},
      {"control_auc_aspect", &OneNumbers::aspect},
      {"control_auc_sharpness", &OneNumbers::sharpness}};
  for (const auto& [metric, number] : kinds) {
    std::vector<Scored> known;  // the aspect of a picture that was squashed is not always known
    for (std::size_t i = 0; i < scored.size(); ++i) {
      scored[i].score = numbers[i]->*number;
      if (std::isfinite(scored[i].score)) known.push_back(scored[i]);
    }
    if (known.empty()) continue;
    model::Metric row = head;
    row.n = static_cast<int>(known.size());
    row.positives = positives_in(known);
    const Estimate estimate = control_auc(known, options.samples, options.seed);
    add(rows, row, metric, estimate.value, [&] { return estimate.ci95; });
  }
  if (std::any_of(sources.begin(), sources.end(),
                  [](const std::string& source) { return !source.empty(); })) {
    const Estimate estimate = source_auc(scored, sources, options.samples, options.seed);
    add(rows, head, "control_auc_source", estimate.value, [&] { return estimate.ci95; });
  }
  return rows;
}

Metrics mean_metrics(const std::string& name, const std::vector<std::size_t>& labels,
                     std::span<const ClassifiedFilm> films, const Group& group,
                     const MetricOptions& options) {
  model::Metric head{.metric = {}, .label = name, .group = group.name};
  for (const std::size_t i : group.films) {
    const auto is = [&](int value) {
      return [&films, i, value](std::size_t label) { return films[i].truth[label] == value; };
    };
    const bool positive = std::any_of(labels.begin(), labels.end(), is(1));
    if (positive || std::any_of(labels.begin(), labels.end(), is(0))) ++head.n;
    if (positive) ++head.positives;
  }
  std::vector<std::vector<Scored>> scored;
  for (const std::size_t label : labels) {
    scored.push_back(scored_films(films, group.films, label));
    if (group.name != "all" && scored.back().size() < kLeastGroup) scored.pop_back();
  }
  Metrics rows;
  add(rows, head, "auc", mean_auc(scored),
      [&] { return mean_auc_interval(scored, options.samples, options.seed); });
  return rows;
}

bool is_known(std::span<const ClassifiedFilm> films, std::size_t label) {
  return std::any_of(films.begin(), films.end(),
                     [label](const ClassifiedFilm& film) { return film.truth[label] != kUnknown; });
}

// The card's labels that are the fourteen of NIH; empty unless the set knows every one of them.
std::vector<std::size_t> nih_labels(const model::Card& card, std::span<const ClassifiedFilm> films) {
  std::vector<std::size_t> found;
  for (const auto name : kNihLabels)
    for (std::size_t k = 0; k < card.labels.size(); ++k)
      if (card.labels[k].column == name && is_known(films, k)) {
        found.push_back(k);
        break;
      }
  return found.size() == kNihLabels.size() ? found : std::vector<std::size_t>{};
}

}  // namespace

base::Result<Metrics> classification_metrics(const model::Card& card, std::span<const ClassifiedFilm> films,
                                             const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const auto& film : films) facts.push_back(film.facts);
  const auto groups = groups_of(facts);
  const bool exclusive = has_exclusive_labels(card) || card.labels.size() == 1;

  std::vector<std::size_t> all_labels;
  for (std::size_t k = 0; k < card.labels.size(); ++k)
    if (is_known(films, k)) all_labels.push_back(k);
  std::vector<std::pair<std::string, std::vector<std::size_t>>> means;
  if (all_labels.size() > 1) means.emplace_back("mean", all_labels);
  if (auto nih = nih_labels(card, films); !nih.empty()) means.emplace_back("mean_nih14", std::move(nih));

  // One piece of work per label and per mean; each into its own place.
  std::vector<Metrics> parts(means.size() + card.labels.size());
  const auto done = base::parallel_for(parts.size(), options.threads, [&](std::size_t part) {
    Metrics& rows = parts[part];
    const auto append = [&rows](Metrics more) {
      std::move(more.begin(), more.end(), std::back_inserter(rows));
    };
    for (const auto& group : groups) {
      if (part < means.size()) {
        append(mean_metrics(means[part].first, means[part].second, films, group, options));
      } else {
        const std::size_t k = part - means.size();
        append(label_metrics(card.labels[k], group.name, scored_films(films, group.films, k),
                             exclusive && k == 0, options));
        if (options.controls && group.name == "all")
          append(label_controls(card.labels[k], films, k, options));
      }
    }
  });
  if (!done) return std::unexpected(done.error());
  Metrics metrics = grading_metrics(card, films, options);
  for (auto& part : parts) std::move(part.begin(), part.end(), std::back_inserter(metrics));
  return metrics;
}

}  // namespace roentgen::evaluation
