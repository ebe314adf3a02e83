#include "evaluation/controls.h"

#include <cmath>
#include <map>

#include "evaluation/draw.h"

namespace roentgen::evaluation {

OneNumbers one_numbers(const image::Image& image) {
  const double pixels = static_cast<double>(image.rows) * image.columns;
  OneNumbers numbers;
  if (pixels < 1) return numbers;
  numbers.aspect = static_cast<double>(image.rows) / image.columns;
  std::uint64_t sum = 0;
  for (const auto sample : image.samples) sum += sample;
  const double mean = static_cast<double>(sum) / pixels;
  double squares = 0;
  for (const auto sample : image.samples) squares += (sample - mean) * (sample - mean);
  const double deviation = std::sqrt(squares / pixels);
  numbers.mean_grey = mean / 65535;
  numbers.contrast = deviation / 65535;

  double bends = 0;
  for (int row = 1; row + 1 < image.rows; ++row)
    for (int column = 1; column + 1 < image.columns; ++column) {
      const double bend = 4.0 * image.at(row, column) - image.at(row - 1, column) -
                          image.at(row + 1, column) - image.at(row, column - 1) - image.at(row, column + 1);
      bends += bend * bend;
    }
  const double inner = static_cast<double>(image.rows - 2) * (image.columns - 2);
  if (image.rows > 2 && image.columns > 2 && deviation > 0)
    numbers.sharpness = std::sqrt(bends / inner) / deviation;
  return numbers;
}

Estimate control_auc(std::vector<Scored> films, int samples, std::uint64_t seed) {
  double value = auc(films);
  if (value < 0.5) {
    for (auto& film : films) film.score = -film.score;
    value = auc(films);
  }
  return {value, auc_interval(films, samples, seed)};
}

Estimate source_auc(std::span<const Scored> films, std::span<const std::string> sources, int samples,
                    std::uint64_t seed) {
  struct Entry {
    std::uint32_t patient = 0;
    std::size_t source = 0;
    bool positive = false;
  };
  Numbering numbering;
  std::map<std::string, std::size_t> known;
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const std::size_t source = known.emplace(sources[i], known.size()).first->second;
    entries.push_back({numbering.number(films[i].patient), source, films[i].truth != 0});
  }
  const std::size_t count = known.size();
  std::vector<double> positives(count), negatives(count);
  for (const auto& entry : entries) (entry.positive ? positives : negatives)[entry.source] += 1;

  // The prevalence seen by a positive (negative) film of each source; NaN where it is the only film there.
  std::vector<double> seen_by_positive(count), seen_by_negative(count);
  for (std::size_t s = 0; s < count; ++s) {
    const double others = positives[s] + negatives[s] - 1;
    seen_by_positive[s] = others > 0 ? (positives[s] - 1) / others : kNaN;
    seen_by_negative[s] = others > 0 ? positives[s] / others : kNaN;
  }

  const auto figure = [&](const auto& times) {
    std::vector<double> n1(count), n0(count);
    for (const auto& entry : entries) (entry.positive ? n1 : n0)[entry.source] += times(entry.patient);
    double won = 0, all_positives = 0, all_negatives = 0;
    for (std::size_t a = 0; a < count; ++a) {
      all_positives += n1[a];
      all_negatives += n0[a];
      for (std::size_t b = 0; b < count; ++b) {
        const double up = seen_by_positive[a], down = seen_by_negative[b];
        const bool tied = a == b || std::isnan(up) || std::isnan(down) || up == down;
        won += n1[a] * n0[b] * (tied ? 0.5 : up > down ? 1.0 : 0.0);
      }
    }
    return all_positives > 0 && all_negatives > 0 ? won / (all_positives * all_negatives) : kNaN;
  };
  const auto once = [](std::uint32_t) { return 1.0; };
  const auto weighted = [&](std::span<const std::uint32_t> drawn) {
    return figure([drawn](std::uint32_t patient) { return static_cast<double>(drawn[patient]); });
  };
  return {figure(once), percentile_interval(numbering.count, weighted, samples, seed)};
}

}  // namespace roentgen::evaluation
