#include "hygiene/logistic.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/parallel.h"

namespace roentgen::hygiene {
namespace {

constexpr int kSteps = 150;
constexpr float kMostDeviations =
    5;  // a standardised feature is cut there: one odd film must not pull the plane

std::vector<int> folds_of(const Samples& samples) {
  std::unordered_map<std::string, int> home;
  std::vector<int> dealt(static_cast<std::size_t>(samples.class_count));
  std::vector<int> folds;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    int& next = dealt[static_cast<std::size_t>(samples.classes[i])];
    const auto& patient = samples.patients[i];
    if (patient.empty()) {
      folds.push_back(next++ % kFolds);
      continue;
    }
    const auto [found, fresh] = home.emplace(patient, next % kFolds);
    if (fresh) ++next;
    folds.push_back(found->second);
  }
  return folds;
}

struct Scale {
  std::vector<float> mean, factor;
};

Scale scale_of(const Samples& samples, std::span<const std::size_t> films) {
  const std::size_t count = samples.features;
  std::vector<double> sum(count), squares(count);
  for (const std::size_t film : films)
    for (std::size_t f = 0; f < count; ++f) sum[f] += double{samples.values[film * count + f]};
  const auto n = static_cast<double>(films.size());
  for (const std::size_t film : films)
    for (std::size_t f = 0; f < count; ++f) {
      const double off = double{samples.values[film * count + f]} - sum[f] / n;
      squares[f] += off * off;
    }
  Scale scale;
  for (std::size_t f = 0; f < count; ++f) {
    const double deviation = std::sqrt(squares[f] / n);
    scale.mean.push_back(static_cast<float>(sum[f] / n));
    scale.factor.push_back(deviation > 1e-9 ? static_cast<float>(1 / deviation) : 0);
  }
  return scale;
}

void standardise(const Samples& samples, std::size_t film, const Scale& scale, float* to) {
  for (std::size_t f = 0; f < samples.features; ++f)
    to[f] = std::clamp((samples.values[film * samples.features + f] - scale.mean[f]) * scale.factor[f],
                       -kMostDeviations, kMostDeviations);
}

// Weights of each class: features, then the constant.
using Weights = std::vector<float>;

void probabilities(const float* x, const Weights& weights, std::size_t features, std::size_t classes,
                   double* to) {
  double most = -1e300;
  for (std::size_t c = 0; c < classes; ++c) {
    const float* w = &weights[c * (features + 1)];
    float sums[8] = {};  // eight lanes, so that the compiler may add side by side
    std::size_t f = 0;
    for (; f + 8 <= features; f += 8)
      for (std::size_t lane = 0; lane < 8; ++lane) sums[lane] += w[f + lane] * x[f + lane];
    double score = double{w[features]};
    for (; f < features; ++f) score += double{w[f] * x[f]};
    for (const float sum : sums) score += double{sum};
    to[c] = score;
    most = std::max(most, score);
  }
  double sum = 0;
  for (std::size_t c = 0; c < classes; ++c) sum += to[c] = std::exp(to[c] - most);
  for (std::size_t c = 0; c < classes; ++c) to[c] /= sum;
}

// The gradient's steepness is at most half the mean squared length of a film (Böhning 1992), which bounds the
// step.
double step_length(const std::vector<float>& x, std::size_t films, std::size_t features) {
  // Power iteration for the largest eigenvalue of the features' covariance.
  std::vector<double> v(features + 1, 1), next(features + 1);
  double eigenvalue = 1;
  for (int round = 0; round < 12; ++round) {
    std::fill(next.begin(), next.end(), 0.0);
    for (std::size_t i = 0; i < films; ++i) {
      double dot = v[features];
      for (std::size_t f = 0; f < features; ++f) dot += double{x[i * features + f]} * v[f];
      for (std::size_t f = 0; f < features; ++f) next[f] += dot * double{x[i * features + f]};
      next[features] += dot;
    }
    double norm = 0;
    for (double& value : next) {
      value /= static_cast<double>(films);
      norm += value * value;
    }
    eigenvalue = std::sqrt(norm);
    if (eigenvalue <= 0) break;
    for (std::size_t f = 0; f <= features; ++f) v[f] = next[f] / eigenvalue;
  }
  return 1 / (0.5 * 1.1 * std::max(eigenvalue, 1e-6) + kWeightDecay);  // 1.1: the iteration comes from below
}

Weights fit(const std::vector<float>& x, std::span<const int> truth, std::size_t features,
            std::size_t classes) {
  const std::size_t films = truth.size(), width = features + 1;
  Weights weights(classes * width), before(classes * width), ahead(classes * width);
  std::vector<float> gradient(classes * width);
  std::vector<double> p(classes);
  const double step = step_length(x, films, features);
  for (int round = 0; round < kSteps; ++round) {
    const auto momentum = static_cast<float>(round / (round + 3.0));
    for (std::size_t k = 0; k < weights.size(); ++k)
      ahead[k] = weights[k] + momentum * (weights[k] - before[k]);
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    for (std::size_t i = 0; i < films; ++i) {
      const float* film = &x[i * features];
      probabilities(film, ahead, features, classes, p.data());
      for (std::size_t c = 0; c < classes; ++c) {
        const auto off = static_cast<float>(p[c] - (truth[i] == static_cast<int>(c) ? 1 : 0));
        float* g = &gradient[c * width];
        for (std::size_t f = 0; f < features; ++f) g[f] += off * film[f];
        g[features] += off;
      }
    }
    before = weights;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const bool constant = k % width == features;
      const double slope =
          double{gradient[k]} / static_cast<double>(films) + (constant ? 0 : kWeightDecay * double{ahead[k]});
      weights[k] = static_cast<float>(double{ahead[k]} - step * slope);
    }
  }
  return weights;
}

}  // namespace

std::vector<double> cross_validated(const Samples& samples, int threads) {
  const auto classes = static_cast<std::size_t>(samples.class_count);
  std::vector<double> result(samples.size() * classes);
  if (classes == 0 || samples.features == 0) return result;
  const auto folds = folds_of(samples);
  // Each fold writes the places of its own films.
  (void)base::parallel_for(kFolds, threads, [&](std::size_t fold) {
    std::vector<std::size_t> seen;
    std::vector<int> truth;
    for (std::size_t i = 0; i < samples.size(); ++i)
      if (folds[i] != static_cast<int>(fold)) {
        seen.push_back(i);
        truth.push_back(samples.classes[i]);
      }
    if (seen.empty()) return;
    const auto scale = scale_of(samples, seen);
    std::vector<float> x(seen.size() * samples.features);
    for (std::size_t i = 0; i < seen.size(); ++i)
      standardise(samples, seen[i], scale, &x[i * samples.features]);
    const auto weights = fit(x, truth, samples.features, classes);
    std::vector<float> film(samples.features);
    for (std::size_t i = 0; i < samples.size(); ++i) {
      if (folds[i] != static_cast<int>(fold)) continue;
      standardise(samples, i, scale, film.data());
      probabilities(film.data(), weights, samples.features, classes, &result[i * classes]);
    }
  });
  return result;
}

}  // namespace roentgen::hygiene
