#include "evaluation/precision_gate.h"

#include <algorithm>
#include <ctime>

#include "model/card_rules.h"

namespace roentgen::evaluation {
namespace {

double processor_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Wanted {
  std::string metric;  // as evaluate() names it
  std::string label;   // the only one that counts; empty: all of the package's own
  bool error_percent = false;
};

std::vector<Wanted> wanted_of(const model::Card& card) {
  switch (card.task) {
    case model::Task::segmentation:
      return {{"dice", ""}};
    case model::Task::detection:
      return {{"auc", ""}, {"map50", ""}};
    case model::Task::landmarks:
      return {{"smape", "cobb", true}};
    case model::Task::classification:
      break;
  }
  if (card.grading) return {{"auc", ""}, {"quadratic_kappa", card.grading->name}};
  return {{"auc", ""}};
}

}  // namespace

base::Result<Accuracy> accuracy_of(const model::Engine& engine, const dataset::PictureTable& set,
                                   const std::string& split, const EvaluationOptions& options) {
  EvaluationOptions plain = options;
  plain.metrics.samples = 1;  // no intervals: the same films in both precisions
  plain.metrics.controls = false;
  const auto found = evaluate(engine, set, split, plain);
  if (!found) return std::unexpected(found.error());
  const model::Card& card = engine.card();
  Accuracy accuracy;
  accuracy.films = static_cast<int>(found->films);
  const auto own = [&](const std::string& name) {
    return std::ranges::find(card.labels, name, &model::Label::name) != card.labels.end() ||
           std::ranges::find(card.structures, name, &model::Structure::name) != card.structures.end();
  };
  for (const Wanted& wanted : wanted_of(card)) {
    GateFigure& figure = accuracy.figures.emplace_back();
    figure.metric = wanted.error_percent ? "1 - " + wanted.metric : wanted.metric;
    for (const model::Metric& m : found->metrics)
      if (m.metric == wanted.metric && m.group == "all" &&
          (wanted.label.empty() ? own(m.label) : m.label == wanted.label)) {
        figure.of.emplace_back(m.label, wanted.error_percent ? 1 - m.value / 100 : m.value);
        figure.value += figure.of.back().second;
      }
    if (figure.of.empty())
      return base::fail(base::ErrorCode::unusable_input,
                        "These films say nothing about the accuracy of the package: no " + wanted.metric +
                            " can be computed.",
                        set.table.name);
    figure.value /= static_cast<double>(figure.of.size());
  }
  return accuracy;
}

std::size_t worst_of(const Accuracy& exact, const Accuracy& other) {
  std::size_t worst = 0;
  const auto lost = [&](std::size_t f) { return exact.figures[f].value - other.figures[f].value; };
  for (std::size_t f = 1; f < exact.figures.size(); ++f)
    if (lost(f) > lost(worst)) worst = f;
  return worst;
}

bool keeps(const Accuracy& exact, const Accuracy& other, double most_lost) {
  if (exact.figures.size() != other.figures.size()) return false;
  for (std::size_t f = 0; f < exact.figures.size(); ++f) {
    const GateFigure &before = exact.figures[f], &after = other.figures[f];
    if (before.of.size() != after.of.size() || before.value - after.value > most_lost + 1e-9) return false;
  }
  return true;
}

base::Result<Pace> pace_of(const model::Engine& first, const model::Engine& second, int rounds) {
  constexpr int kImages = 4;
  const image::Plane image = model::canary_image(first.card().input.size);
  const auto names = model::output_names(first.card().task);
  std::vector<double> times[2];
  for (int round = 0; round < rounds + 1; ++round)
    for (const auto& [which, engine] : {std::pair{0, &first}, std::pair{1, &second}}) {
      const double start = processor_ms();
      for (int i = 0; i < kImages; ++i)
        if (const auto ran = engine->run(std::span(&image, 1), names); !ran)
          return std::unexpected(ran.error());
      if (round > 0) times[which].push_back((processor_ms() - start) / kImages);
    }
  return Pace{median(times[0]), median(times[1])};
}

}  // namespace roentgen::evaluation
