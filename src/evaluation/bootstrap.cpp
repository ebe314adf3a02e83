// Intervals: what the figures would have been with other patients from the same clinic.
#include "evaluation/statistics.h"
#include "evaluation/weighted.h"

namespace roentgen::evaluation {
namespace {

// weighted(entries, times) over samples of patients; `ordered`: entries are put in order of score first.
template <class Weighted>
std::array<double, 2> interval(std::span<const Scored> films, bool ordered, const Weighted& weighted,
                               int samples, std::uint64_t seed) {
  Numbering numbering;
  auto entries = entries_of(films, numbering);
  if (ordered) order_by_score(entries);
  const auto figure = [&](std::span<const std::uint32_t> drawn) {
    return weighted(entries, [drawn](std::uint32_t patient) -> std::uint64_t { return drawn[patient]; });
  };
  return percentile_interval(numbering.count, figure, samples, seed);
}

template <class Counts>
std::array<double, 2> part_interval(std::span<const Scored> films, double threshold, const Counts& counts,
                                    int samples, std::uint64_t seed) {
  const auto right = [threshold](const Entry& entry) { return (entry.score >= threshold) == entry.positive; };
  const auto part = [&](const auto& entries, const auto& times) {
    return weighted_part(entries, times, counts, right);
  };
  return interval(films, false, part, samples, seed);
}

}  // namespace

std::array<double, 2> patient_bootstrap(std::span<const Scored> films, const Figure& figure, int samples,
                                        std::uint64_t seed) {
  Numbering numbering;
  const auto entries = entries_of(films, numbering);
  std::vector<Scored> sample;
  const auto weighted = [&](std::span<const std::uint32_t> drawn) {
    sample.clear();
    for (std::size_t i = 0; i < films.size(); ++i)
      for (std::uint32_t k = 0; k < drawn[entries[i].patient]; ++k) sample.push_back(films[i]);
    return figure(sample);
  };
  return percentile_interval(numbering.count, weighted, samples, seed);
}

std::array<double, 2> patient_bootstrap_mean(std::span<const double> values,
                                             std::span<const std::string> patients, int samples,
                                             std::uint64_t seed) {
  if (values.size() != patients.size()) return {kNaN, kNaN};
  Numbering numbering;
  std::vector<std::uint32_t> numbers;
  numbers.reserve(patients.size());
  for (const auto& patient : patients) numbers.push_back(numbering.number(patient));
  const auto mean = [&](std::span<const std::uint32_t> drawn) {
    double sum = 0;
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      sum += drawn[numbers[i]] * values[i];
      n += drawn[numbers[i]];
    }
    return n == 0 ? kNaN : sum / static_cast<double>(n);
  };
  return percentile_interval(numbering.count, mean, samples, seed);
}

std::array<double, 2> auc_interval(std::span<const Scored> films, int samples, std::uint64_t seed) {
  return interval(
      films, true, [](const auto& entries, const auto& times) { return weighted_auc(entries, times); },
      samples, seed);
}

std::array<double, 2> sensitivity_interval(std::span<const Scored> films, double threshold, int samples,
                                           std::uint64_t seed) {
  return part_interval(
      films, threshold, [](const Entry& entry) { return entry.positive; }, samples, seed);
}

std::array<double, 2> specificity_interval(std::span<const Scored> films, double threshold, int samples,
                                           std::uint64_t seed) {
  return part_interval(
      films, threshold, [](const Entry& entry) { return !entry.positive; }, samples, seed);
}

std::array<double, 2> accuracy_interval(std::span<const Scored> films, double threshold, int samples,
                                        std::uint64_t seed) {
  return part_interval(
      films, threshold, [](const Entry&) { return true; }, samples, seed);
}

std::array<double, 2> balanced_accuracy_interval(std::span<const Scored> films, double threshold, int samples,
                                                 std::uint64_t seed) {
  const auto right = [threshold](const Entry& entry) { return (entry.score >= threshold) == entry.positive; };
  const auto balanced = [&](const auto& entries, const auto& times) {
    const auto part = [&](bool positive) {
      return weighted_part(
          entries, times, [positive](const Entry& entry) { return entry.positive == positive; }, right);
    };
    return (part(true) + part(false)) / 2;
  };
  return interval(films, false, balanced, samples, seed);
}

std::array<double, 2> calibration_error_interval(std::span<const Scored> films, int bins, int samples,
                                                 std::uint64_t seed) {
  const auto error = [bins](const auto& entries, const auto& times) {
    return weighted_calibration_error(entries, times, bins);
  };
  return interval(films, false, error, samples, seed);
}

std::array<double, 2> brier_interval(std::span<const Scored> films, int samples, std::uint64_t seed) {
  return interval(
      films, false, [](const auto& entries, const auto& times) { return weighted_brier(entries, times); },
      samples, seed);
}

std::array<double, 2> mean_auc_interval(std::span<const std::vector<Scored>> labels, int samples,
                                        std::uint64_t seed) {
  Numbering numbering;
  std::vector<std::vector<Entry>> ordered;
  for (const auto& films : labels) {
    auto entries = entries_of(films, numbering);
    order_by_score(entries);
    if (!std::isnan(weighted_auc(entries, [](std::uint32_t) { return std::uint64_t{1}; })))
      ordered.push_back(std::move(entries));
  }
  const auto mean = [&](std::span<const std::uint32_t> drawn) {
    double sum = 0;
    int n = 0;
    for (const auto& entries : ordered) {
      const double value =
          weighted_auc(entries, [drawn](std::uint32_t patient) -> std::uint64_t { return drawn[patient]; });
      if (std::isnan(value)) continue;
      sum += value;
      ++n;
    }
    return n == 0 ? kNaN : sum / n;
  };
  return percentile_interval(numbering.count, mean, samples, seed);
}

}  // namespace roentgen::evaluation
