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
  accuracy.metric = card.task == model::Task::classification ? "auc" : "dice";
  accuracy.films = static_cast<int>(found->films);
  const auto own = [&](const std::string& name) {
    return std::ranges::find(card.labels, name, &model::Label::name) != card.labels.end() ||
           std::ranges::find(card.structures, name, &model::Structure::name) != card.structures.end();
  };
  for (const model::Metric& m : found->metrics)
    if (m.metric == accuracy.metric && m.group == "all" && own(m.label)) {
      accuracy.of.emplace_back(m.label, m.value);
      accuracy.value += m.value;
    }
  if (accuracy.of.empty())
    return base::fail(base::ErrorCode::unusable_input,
                      "These films say nothing about the accuracy of the package: no " + accuracy.metric +
                          " can be computed.",
                      set.table.name);
  accuracy.value /= static_cast<double>(accuracy.of.size());
  return accuracy;
}

bool keeps(const Accuracy& exact, const Accuracy& other, double most_lost) {
  return exact.of.size() == other.of.size() && exact.value - other.value <= most_lost + 1e-9;
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
