#include "evaluation/statistics.h"

#include "evaluation/weighted.h"

namespace roentgen::evaluation {
namespace {

std::vector<Entry> plain_entries(std::span<const Scored> films) {
  Numbering numbering;
  return entries_of(films, numbering);
}

constexpr auto kOnce = [](std::uint32_t) -> std::uint64_t { return 1; };
constexpr auto kAny = [](const Entry&) { return true; };
constexpr auto kPositive = [](const Entry& entry) { return entry.positive; };
constexpr auto kNegative = [](const Entry& entry) { return !entry.positive; };

auto right_at(double threshold) {
  return [threshold](const Entry& entry) { return (entry.score >= threshold) == entry.positive; };
}

}  // namespace

double auc(std::span<const Scored> films) {
  auto entries = plain_entries(films);
  order_by_score(entries);
  return weighted_auc(entries, kOnce);
}

double sensitivity(std::span<const Scored> films, double threshold) {
  return weighted_part(plain_entries(films), kOnce, kPositive, right_at(threshold));
}

double specificity(std::span<const Scored> films, double threshold) {
  return weighted_part(plain_entries(films), kOnce, kNegative, right_at(threshold));
}

double accuracy(std::span<const Scored> films, double threshold) {
  return weighted_part(plain_entries(films), kOnce, kAny, right_at(threshold));
}

double expected_calibration_error(std::span<const Scored> films, int bins) {
  return weighted_calibration_error(plain_entries(films), kOnce, bins);
}

double brier(std::span<const Scored> films) {
  return weighted_brier(plain_entries(films), kOnce);
}

double mean_auc(std::span<const std::vector<Scored>> labels) {
  double sum = 0;
  int n = 0;
  for (const auto& films : labels) {
    const double value = auc(films);
    if (std::isnan(value)) continue;
    sum += value;
    ++n;
  }
  return n == 0 ? kNaN : sum / n;
}

double youden_threshold(std::span<const Scored> films) {
  auto entries = plain_entries(films);
  order_by_score(entries);
  std::int64_t positives = 0, negatives = 0;
  for (const auto& entry : entries) (entry.positive ? positives : negatives) += 1;
  if (positives == 0 || negatives == 0) return kNaN;
  // From the highest score down; J * positives * negatives in whole numbers, so that equals are equal.
  std::int64_t hits = 0, alarms = 0, best = std::numeric_limits<std::int64_t>::min();
  double threshold = kNaN;
  for (std::size_t i = entries.size(); i-- > 0;) {
    (entries[i].positive ? hits : alarms) += 1;
    if (i > 0 && entries[i - 1].score == entries[i].score) continue;
    const std::int64_t gain = hits * negatives - alarms * positives;
    if (gain > best) {
      best = gain;
      threshold = entries[i].score;
    }
  }
  return threshold;
}

}  // namespace roentgen::evaluation
