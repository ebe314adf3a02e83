#include "training/warning_signs.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"

namespace roentgen::training {
namespace {

using base::fixed;

constexpr int kFewPositives = 20;
constexpr double kUneasy = 0.03;         // a figure that jumps by more between late epochs
constexpr double kBadCalibration = 0.1;  // expected calibration error

void look_at_curve(const std::vector<JournalLine>& curve, std::vector<std::string>& signs) {
  const JournalLine& last = curve.back();
  const std::string of_seed = "Seed " + std::to_string(last.seed) + ": ";
  if (curve.size() < 3) {
    signs.push_back(of_seed + "only " + std::to_string(curve.size()) +
                    " epochs: the curve says nothing yet.");
    return;
  }
  if (last.best_epoch == last.epoch && last.epoch == last.epochs)
    signs.push_back(of_seed + "the last epoch was the best: more epochs may help.");
  if (last.best_epoch * 3 <= last.epoch && last.best - last.value > 0.005)
    signs.push_back(
        of_seed + "the best epoch (" + std::to_string(last.best_epoch) +
        ") came early and the figure has fallen since, while the loss went on falling: the network "
        "learns its training films by heart.");
  double jump = 0;
  for (std::size_t i = curve.size() / 2 + 1; i < curve.size(); ++i)
    jump = std::max(jump, std::abs(curve[i].value - curve[i - 1].value));
  if (jump > kUneasy)
    signs.push_back(of_seed + "in its later half the figure still jumps by up to " + fixed(jump, 3) +
                    " from epoch to epoch: the best epoch is partly luck, and so is its figure.");
  if (curve.size() >= 4 && curve.back().loss > curve[curve.size() / 2].loss)
    signs.push_back(of_seed + "the training loss rose in the later half: the learning rate may be too high.");
}

const model::Metric* row_of(std::span<const model::Metric> rows, const std::string& metric,
                            const std::string& label) {
  const auto found = std::ranges::find_if(rows, [&](const model::Metric& row) {
    return row.metric == metric && row.label == label && row.group == "all";
  });
  return found == rows.end() ? nullptr : &*found;
}

void look_at_label(const model::Label& label, std::span<const model::Metric> rows,
                   std::vector<std::string>& signs) {
  const model::Metric* auc = row_of(rows, "auc", label.name);
  if (!auc) {
    signs.push_back(label.name + ": the validation films do not hold both kinds; nothing is known of it.");
    return;
  }
  const int few = std::min(auc->positives, auc->n - auc->positives);
  if (few < kFewPositives)
    signs.push_back(label.name + ": only " + std::to_string(few) +
                    " validation films of the rarer kind; its figures and its threshold are soft.");
  for (const model::Metric& row : rows) {
    if (row.label != label.name || row.group != "all" || !row.metric.starts_with("control_auc_")) continue;
    if (row.value >= auc->ci95[0])
      signs.push_back(label.name + ": one number alone (" + row.metric.substr(12) + ", AUC " +
                      fixed(row.value, 3) + ") does about as well as the network (AUC " +
                      fixed(auc->value, 3) + ", from " + fixed(auc->ci95[0], 3) +
                      "): it may have learned that number.");
  }
  if (const model::Metric* ece = row_of(rows, "ece", label.name); ece && ece->value > kBadCalibration)
    signs.push_back(label.name + ": its probabilities are off by " + fixed(ece->value, 2) +
                    " on average even on the films they were fitted to.");
  // A curve that was fitted flat tells the base rate and nothing else.
  if (label.calibration.slope < 0.05)
    signs.push_back(label.name + ": its calibration is flat; the network says next to nothing about it.");
}

}  // namespace

std::vector<std::string> warning_signs(std::span<const JournalLine> journal,
                                       std::span<const model::Metric> validation,
                                       std::span<const model::Label> labels) {
  std::vector<std::string> signs;
  std::map<std::uint64_t, std::vector<JournalLine>> curves;
  for (const JournalLine& line : journal) curves[line.seed].push_back(line);
  double least = 2, most = -1;
  for (const auto& [seed, curve] : curves) {
    look_at_curve(curve, signs);
    least = std::min(least, curve.back().best);
    most = std::max(most, curve.back().best);
  }
  if (curves.size() > 1 && most - least > kUneasy)
    signs.push_back("The seeds reach from " + fixed(least, 3) + " to " + fixed(most, 3) +
                    ": differences of that size between recipes mean nothing.");
  for (const model::Label& label : labels) look_at_label(label, validation, signs);
  return signs;
}

}  // namespace roentgen::training
