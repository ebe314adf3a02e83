#include "evaluation/curves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

constexpr int kParts = 5;
constexpr double kWorthMore = 1e-3;  // of log loss, for another number

double softplus(double z) {
  return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

struct Row {
  std::array<double, 3> x;  // of the curve's numbers: slope, slope_negative, intercept
  double target = 0;
};

// Which of the three numbers a curve has, and what the logit is to each.
std::vector<Row> rows_of(Curve curve, std::span<const Scored> films) {
  const auto positives = static_cast<double>(
      std::count_if(films.begin(), films.end(), [](const Scored& f) { return f.truth != 0; }));
  const double negatives = static_cast<double>(films.size()) - positives;
  std::vector<Row> rows;
  for (const Scored& film : films) {
    const double target = film.truth != 0 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2);
    if (curve == Curve::beta)
      rows.push_back({{softplus(film.score), -softplus(-film.score), 1}, target});
    else
      rows.push_back({{film.score, 0, curve == Curve::platt ? 1.0 : 0.0}, target});
  }
  return rows;
}

using Numbers = std::array<double, 3>;

double loss_of(const std::vector<Row>& rows, const Numbers& w) {
  double sum = 0;
  for (const Row& row : rows) {
    const double z = w[0] * row.x[0] + w[1] * row.x[1] + w[2] * row.x[2];
    sum += softplus(z) - row.target * z;
  }
  return sum;
}

// Solves a (symmetric, positive) 3 x 3 system by elimination.
Numbers solve(std::array<std::array<double, 3>, 3> a, Numbers b) {
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t r = i + 1; r < 3; ++r) {
      const double factor = a[r][i] / a[i][i];
      for (std::size_t c = i; c < 3; ++c) a[r][c] -= factor * a[i][c];
      b[r] -= factor * b[i];
    }
  Numbers x{};
  for (std::size_t i = 3; i-- > 0;) {
    double sum = b[i];
    for (std::size_t c = i + 1; c < 3; ++c) sum -= a[i][c] * x[c];
    x[i] = sum / a[i][i];
  }
  return x;
}

// Newton's method with backtracking over the numbers that are `free`; the others keep their value.
Numbers minimise(const std::vector<Row>& rows, Numbers w, const std::array<bool, 3>& free) {
  double loss = loss_of(rows, w);
  for (int step = 0; step < 200; ++step) {
    Numbers gradient{};
    std::array<std::array<double, 3>, 3> hessian{};
    for (const Row& row : rows) {
      const double z = w[0] * row.x[0] + w[1] * row.x[1] + w[2] * row.x[2];
      const double p = z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z));
      for (std::size_t i = 0; i < 3; ++i) {
        if (!free[i]) continue;
        gradient[i] += (p - row.target) * row.x[i];
        for (std::size_t k = 0; k < 3; ++k)
          if (free[k]) hessian[i][k] += p * (1 - p) * row.x[i] * row.x[k];
      }
    }
    double steepest = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      hessian[i][i] += free[i] ? 1e-9 : 1;  // a ridge where the scores are all equal
      steepest = std::max(steepest, std::abs(gradient[i]));
    }
    if (steepest < 1e-9) break;
    const Numbers delta = solve(hessian, gradient);
    double size = 1;
    for (; size > 1e-10; size /= 2) {
      Numbers tried = w;
      for (std::size_t i = 0; i < 3; ++i) tried[i] -= size * delta[i];
      const double better = loss_of(rows, tried);
      if (!(better < loss)) continue;
      w = tried;
      loss = better;
      break;
    }
    if (size <= 1e-10) break;
  }
  return w;
}

double log_loss(std::span<const Scored> films, const model::Calibration& curve) {
  double sum = 0;
  for (const Scored& film : films) {
    const double p = std::clamp(reading::calibrated(film.score, curve), 1e-9, 1 - 1e-9);
    sum -= std::log(film.truth != 0 ? p : 1 - p);
  }
  return sum;
}

}  // namespace

const char* word(Curve curve) {
  if (curve == Curve::temperature) return "temperature";
  return curve == Curve::platt ? "platt" : "beta";
}

std::optional<Curve> curve_named(const std::string& name) {
  for (const Curve curve : {Curve::temperature, Curve::platt, Curve::beta})
    if (name == word(curve)) return curve;
  return std::nullopt;
}

model::Calibration fit_curve(Curve curve, std::span<const Scored> films) {
  model::Calibration fit;
  fit.n = static_cast<int>(films.size());
  fit.positives = static_cast<int>(
      std::count_if(films.begin(), films.end(), [](const Scored& film) { return film.truth != 0; }));
  if (fit.positives == 0 || fit.positives == fit.n) return fit;
  const auto rows = rows_of(curve, films);
  std::array<bool, 3> free{true, curve == Curve::beta, curve != Curve::temperature};
  Numbers w = minimise(rows, {0, 0, 0}, free);
  // A falling curve would turn ranks upside down: that number is 0, and the others are fitted anew.
  for (std::size_t i = 0; i < 2; ++i)
    if (free[i] && w[i] < 0) {
      free[i] = false;
      Numbers start = w;
      start[i] = 0;
      w = minimise(rows, start, free);
    }
  fit.slope = std::max(0.0, w[0]);
  if (curve == Curve::beta) fit.slope_negative = std::max(0.0, w[1]);
  fit.intercept = w[2];
  return fit;
}

int part_of(const std::string& patient, std::size_t place, int parts) {
  std::uint64_t hash = 1469598103934665603ULL;  // FNV-1a
  for (const char c : patient.empty() ? "#" + std::to_string(place) : patient)
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return static_cast<int>((hash >> 20) % static_cast<std::uint64_t>(parts));
}

Curve choose_curve(std::span<const Scored> films) {
  std::array<double, 3> loss{};
  for (int part = 0; part < kParts; ++part) {
    std::vector<Scored> fit, held;
    for (std::size_t i = 0; i < films.size(); ++i)
      (part_of(films[i].patient, i, kParts) == part ? held : fit).push_back(films[i]);
    for (const Curve curve : {Curve::temperature, Curve::platt, Curve::beta})
      loss[static_cast<std::size_t>(curve)] += log_loss(held, fit_curve(curve, fit));
  }
  const double least = kWorthMore * static_cast<double>(films.size());
  Curve best = Curve::temperature;
  for (const Curve curve : {Curve::platt, Curve::beta})
    if (loss[static_cast<std::size_t>(curve)] + least < loss[static_cast<std::size_t>(best)]) best = curve;
  return best;
}

}  // namespace roentgen::evaluation
