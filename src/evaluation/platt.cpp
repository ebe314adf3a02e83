// Platt scaling after Lin, Lin and Weng, "A note on Platt's probabilistic outputs for support vector
// machines", Machine Learning 68 (2007).
#include <algorithm>
#include <cmath>

#include "evaluation/statistics.h"

namespace roentgen::evaluation {
namespace {

struct Target {
  double x = 0;
  double t = 0;
};

// log(1 + exp(z)) without overflow.
double softplus(double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

double log_loss(const std::vector<Target>& targets, double slope, double intercept) {
  double sum = 0;
  for (const auto& [x, t] : targets) {
    const double z = slope * x + intercept;
    sum += softplus(z) - t * z;
  }
  return sum;
}

}  // namespace

PlattMap fit_platt(std::span<const Scored> films) {
  const auto positives = static_cast<double>(
      std::count_if(films.begin(), films.end(), [](const Scored& f) { return f.truth != 0; }));
  const double negatives = static_cast<double>(films.size()) - positives;
  if (positives < 1 || negatives < 1) return {};

  std::vector<Target> targets;
  targets.reserve(films.size());
  for (const auto& film : films)
    targets.push_back(
        {film.score, film.truth != 0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2)});

  double slope = 0;
  double intercept = std::log((positives + 1) / (negatives + 1));
  double loss = log_loss(targets, slope, intercept);
  constexpr int kMostSteps = 200;
  constexpr double kRidge = 1e-12;  // keeps the Hessian invertible when all scores are equal
  for (int step = 0; step < kMostSteps; ++step) {
    double haa = kRidge, hbb = kRidge, hab = 0, ga = 0, gb = 0;
    for (const auto& [x, t] : targets) {
      const double z = slope * x + intercept;
      const double p = z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z));
      const double w = p * (1 - p);
      haa += w * x * x;
      hbb += w;
      hab += w * x;
      ga += (p - t) * x;
      gb += p - t;
    }
    if (std::abs(ga) < 1e-9 && std::abs(gb) < 1e-9) break;
    const double det = haa * hbb - hab * hab;
    const double da = -(hbb * ga - hab * gb) / det;
    const double db = -(haa * gb - hab * ga) / det;
    const double descent = ga * da + gb * db;
    double size = 1;
    for (; size >= 1e-10; size /= 2) {
      const double tried = log_loss(targets, slope + size * da, intercept + size * db);
      if (tried > loss + 1e-4 * size * descent) continue;
      slope += size * da;
      intercept += size * db;
      loss = tried;
      break;
    }
    if (size < 1e-10) break;
  }
  return {slope, intercept};
}

}  // namespace roentgen::evaluation
