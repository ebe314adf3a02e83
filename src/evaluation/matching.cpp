#include "evaluation/matching.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace roentgen::evaluation {
namespace {

constexpr std::size_t kMostPerFilm = 100;
constexpr int kRecalls = 101;
constexpr double kRecallStep = 0.01;  // multiplied, not divided: rounded as numpy.linspace rounds it
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double often(std::span<const std::uint32_t> times, std::size_t film) {
  return times.empty() ? 1 : times[film];
}

double count_truth(const Matches& matches, const Chosen& counts, std::span<const std::uint32_t> times) {
  double sum = 0;
  for (std::size_t f = 0; f < matches.truth.size(); ++f)
    for (std::size_t b = 0; b < matches.truth[f].size(); ++b)
      if (counts.empty() || counts[f][b]) sum += often(times, f);
  return sum;
}

}  // namespace

Matches match(std::span<const BoxedFilm> films, int label, double least_overlap) {
  Matches matches;
  for (std::size_t f = 0; f < films.size(); ++f) {
    auto& truth = matches.truth.emplace_back();
    std::ranges::copy_if(films[f].truth, std::back_inserter(truth),
                         [&](const auto& box) { return box.label == label; });
    std::vector<reading::FoundBox> found;
    std::ranges::copy_if(films[f].found, std::back_inserter(found),
                         [&](const auto& box) { return box.label == label; });
    std::ranges::stable_sort(found, std::ranges::greater{}, &reading::FoundBox::score);
    if (found.size() > kMostPerFilm) found.resize(kMostPerFilm);
    std::vector<bool> taken(truth.size());
    for (const auto& box : found) {
      Judged judged{box.score, static_cast<std::uint32_t>(f), kMiss};
      double best = least_overlap;
      for (std::size_t t = 0; t < truth.size(); ++t) {
        const double shared = reading::overlap(box, truth[t]);
        if (taken[t] || shared < best) continue;
        best = shared;
        judged.hit = static_cast<int>(t);
      }
      if (judged.hit != kMiss) taken[static_cast<std::size_t>(judged.hit)] = true;
      matches.judged.push_back(judged);
    }
  }
  std::ranges::stable_sort(matches.judged, std::ranges::greater{}, &Judged::score);
  return matches;
}

double average_precision(const Matches& matches, std::span<const std::uint32_t> times) {
  const double truth = count_truth(matches, {}, times);
  if (truth == 0) return kNone;
  std::vector<double> recall, precision;
  double hits = 0, found = 0;
  for (const Judged& box : matches.judged) {
    const double n = often(times, box.film);
    if (n == 0) continue;
    found += n;
    if (box.hit != kMiss) hits += n;
    recall.push_back(hits / truth);
    precision.push_back(hits / found);
  }
  for (std::size_t i = precision.size(); i-- > 1;)
    precision[i - 1] = std::max(precision[i - 1], precision[i]);
  double sum = 0;
  for (int r = 0; r < kRecalls; ++r) {
    const auto at = std::ranges::lower_bound(recall, r * kRecallStep) - recall.begin();
    if (static_cast<std::size_t>(at) < precision.size()) sum += precision[static_cast<std::size_t>(at)];
  }
  return sum / kRecalls;
}

double froc_sensitivity(const Matches& matches, double false_per_film, const Chosen& counts,
                        std::span<const std::uint32_t> times) {
  const double truth = count_truth(matches, counts, times);
  if (truth == 0) return kNone;
  double films = 0;
  for (std::size_t f = 0; f < matches.truth.size(); ++f) films += often(times, f);
  double hits = 0, hits_here = 0, alarms = 0;
  for (std::size_t i = 0; i < matches.judged.size(); ++i) {
    const Judged& box = matches.judged[i];
    const double n = often(times, box.film);
    if (box.hit == kMiss)
      alarms += n;
    else if (counts.empty() || counts[box.film][static_cast<std::size_t>(box.hit)])
      hits_here += n;
    if (alarms > false_per_film * films) break;
    // A threshold lets all boxes of one score through, or none.
    if (i + 1 == matches.judged.size() || matches.judged[i + 1].score != box.score) hits = hits_here;
  }
  return hits / truth;
}

AtScore at_score(const Matches& matches, double score, std::span<const std::uint32_t> times) {
  double hits = 0, alarms = 0, films = 0;
  for (std::size_t f = 0; f < matches.truth.size(); ++f) films += often(times, f);
  for (const Judged& box : matches.judged)
    if (box.score >= score) (box.hit == kMiss ? alarms : hits) += often(times, box.film);
  const double truth = count_truth(matches, {}, times);
  return {truth > 0 ? hits / truth : kNone, films > 0 ? alarms / films : kNone,
          hits + alarms > 0 ? hits / (hits + alarms) : kNone};
}

double best_f1_score(const Matches& matches) {
  const double truth = count_truth(matches, {}, {});
  double hits = 0, found = 0, best = 0, score = kNone;
  for (std::size_t i = 0; i < matches.judged.size(); ++i) {
    found += 1;
    hits += matches.judged[i].hit != kMiss ? 1 : 0;
    if (i + 1 < matches.judged.size() && matches.judged[i + 1].score == matches.judged[i].score) continue;
    const double f1 = 2 * hits / (found + truth);
    if (f1 > best) best = f1, score = matches.judged[i].score;
  }
  return score;
}

}  // namespace roentgen::evaluation
