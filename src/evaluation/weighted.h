// The figures under multiplicities of patients: films ordered once, then one pass per sample. Inside this
// room only.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "evaluation/draw.h"
#include "evaluation/statistics.h"

namespace roentgen::evaluation {

struct Entry {
  double score = 0;
  std::uint32_t patient = 0;
  bool positive = false;
  bool ends_tie = false;  // the next film (in order) has another score
};

// The films as entries, in their own order.
inline std::vector<Entry> entries_of(std::span<const Scored> films, Numbering& numbering) {
  std::vector<Entry> entries;
  entries.reserve(films.size());
  for (const auto& film : films)
    entries.push_back(
        {.score = film.score, .patient = numbering.number(film.patient), .positive = film.truth != 0});
  return entries;
}

inline void order_by_score(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.score < b.score; });
  for (std::size_t i = 0; i < entries.size(); ++i)
    entries[i].ends_tie = i + 1 == entries.size() || entries[i + 1].score != entries[i].score;
}

// Of entries in order: each positive beats the negatives below it and half of those tied with it. Counted in
// whole halves, so that the sum is exact and the same in any order.
template <class Times>
double weighted_auc(std::span<const Entry> ordered, const Times& times) {
  std::uint64_t below = 0, positives = 0, halves = 0, tied_positives = 0, tied_negatives = 0;
  for (const auto& entry : ordered) {
    (entry.positive ? tied_positives : tied_negatives) += times(entry.patient);
    if (!entry.ends_tie) continue;
    halves += tied_positives * (2 * below + tied_negatives);
    below += tied_negatives;
    positives += tied_positives;
    tied_positives = tied_negatives = 0;
  }
  if (positives == 0 || below == 0) return kNaN;
  return static_cast<double>(halves) / (2.0 * static_cast<double>(positives) * static_cast<double>(below));
}

// The part of entries with `counts(entry)` for which `right(entry)`.
template <class Times, class Counts, class Right>
double weighted_part(std::span<const Entry> entries, const Times& times, const Counts& counts,
                     const Right& right) {
  std::uint64_t all = 0, good = 0;
  for (const auto& entry : entries) {
    if (!counts(entry)) continue;
    const std::uint64_t n = times(entry.patient);
    all += n;
    if (right(entry)) good += n;
  }
  return all == 0 ? kNaN : static_cast<double>(good) / static_cast<double>(all);
}

template <class Times>
double weighted_brier(std::span<const Entry> entries, const Times& times) {
  double sum = 0;
  std::uint64_t all = 0;
  for (const auto& entry : entries) {
    const std::uint64_t n = times(entry.patient);
    const double error = entry.score - (entry.positive ? 1.0 : 0.0);
    sum += static_cast<double>(n) * error * error;
    all += n;
  }
  return all == 0 ? kNaN : sum / static_cast<double>(all);
}

template <class Times>
double weighted_calibration_error(std::span<const Entry> entries, const Times& times, int bins) {
  struct Bin {
    double surplus = 0;  // sum of (score - truth)
  };
  if (bins < 1) return kNaN;
  std::vector<Bin> table(static_cast<std::size_t>(bins));
  std::uint64_t all = 0;
  for (const auto& entry : entries) {
    const std::uint64_t n = times(entry.patient);
    const double place = std::clamp(entry.score * bins, 0.0, static_cast<double>(bins - 1));
    table[static_cast<std::size_t>(place)].surplus +=
        static_cast<double>(n) * (entry.score - (entry.positive ? 1.0 : 0.0));
    all += n;
  }
  double sum = 0;
  for (const auto& bin : table) sum += std::abs(bin.surplus);
  return all == 0 ? kNaN : sum / static_cast<double>(all);
}

}  // namespace roentgen::evaluation
