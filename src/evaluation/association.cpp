#include "evaluation/association.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "evaluation/draw.h"

namespace roentgen::evaluation {
namespace {

struct Cells {
  std::vector<std::size_t> cell;        // of each film: row * columns + column
  std::vector<std::uint32_t> patients;  // of each film
  std::uint32_t patient_count = 0;
  std::size_t rows = 0, columns = 0;
};

Cells cells_of(std::span<const int> a, std::span<const int> b, std::span<const std::string> patients) {
  Cells cells;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < 0 || b[i] < 0) continue;
    cells.rows = std::max(cells.rows, static_cast<std::size_t>(a[i]) + 1);
    cells.columns = std::max(cells.columns, static_cast<std::size_t>(b[i]) + 1);
  }
  Numbering numbering;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] < 0 || b[i] < 0) continue;
    cells.cell.push_back(static_cast<std::size_t>(a[i]) * cells.columns + static_cast<std::size_t>(b[i]));
    cells.patients.push_back(numbering.number(patients[i]));
  }
  cells.patient_count = numbering.count;
  return cells;
}

// figure(table) of the weighted table, rows by columns.
template <class Figure>
Estimate estimate(const Cells& cells, const Figure& figure, int samples, std::uint64_t seed) {
  std::vector<double> table(cells.rows * cells.columns);
  for (const std::size_t cell : cells.cell) table[cell] += 1;
  const double value = figure(table);
  const auto weighted = [&](std::span<const std::uint32_t> drawn) {
    std::fill(table.begin(), table.end(), 0.0);
    for (std::size_t i = 0; i < cells.cell.size(); ++i) table[cells.cell[i]] += drawn[cells.patients[i]];
    return figure(table);
  };
  if (std::isnan(value)) return {kNaN, {kNaN, kNaN}};
  return {value, percentile_interval(cells.patient_count, weighted, samples, seed)};
}

struct Margins {
  std::vector<double> row, column;
  double all = 0;
};

Margins margins_of(const std::vector<double>& table, std::size_t rows, std::size_t columns) {
  Margins margins{.row = std::vector<double>(rows), .column = std::vector<double>(columns), .all = 0};
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) {
      const double n = table[r * columns + c];
      margins.row[r] += n;
      margins.column[c] += n;
      margins.all += n;
    }
  return margins;
}

double v_of(const std::vector<double>& table, std::size_t rows, std::size_t columns) {
  const auto margins = margins_of(table, rows, columns);
  const auto used = [](const std::vector<double>& sums) {
    return static_cast<double>(std::count_if(sums.begin(), sums.end(), [](double n) { return n > 0; }));
  };
  const double r = used(margins.row), k = used(margins.column), n = margins.all;
  if (r < 2 || k < 2 || n < 2) return kNaN;
  double chi2 = 0;
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) {
      const double expected = margins.row[i] * margins.column[j] / n;
      if (expected > 0)
        chi2 += (table[i * columns + j] - expected) * (table[i * columns + j] - expected) / expected;
    }
  const double phi2 = std::max(0.0, chi2 / n - (r - 1) * (k - 1) / (n - 1));
  const double rows_left = r - (r - 1) * (r - 1) / (n - 1), columns_left = k - (k - 1) * (k - 1) / (n - 1);
  const double least = std::min(rows_left - 1, columns_left - 1);
  return least > 0 ? std::min(1.0, std::sqrt(phi2 / least)) : kNaN;
}

double kappa_of(const std::vector<double>& table, std::size_t rows, std::size_t columns) {
  const auto margins = margins_of(table, rows, columns);
  if (rows < 2 || columns < 2 || margins.all <= 0) return kNaN;
  double agreed = 0, by_chance = 0;
  for (std::size_t v = 0; v < std::min(rows, columns); ++v) {
    agreed += table[v * columns + v] / margins.all;
    by_chance += margins.row[v] * margins.column[v] / (margins.all * margins.all);
  }
  return by_chance < 1 ? (agreed - by_chance) / (1 - by_chance) : kNaN;
}

// Wilson (1927).
std::array<double, 2> wilson(double k, double n) {
  constexpr double kZ = 1.959963984540054;
  const double p = k / n, z2 = kZ * kZ;
  const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
  return {middle - half, middle + half};
}

}  // namespace

Estimate cramers_v(std::span<const int> a, std::span<const int> b, std::span<const std::string> patients,
                   int samples, std::uint64_t seed) {
  const auto cells = cells_of(a, b, patients);
  return estimate(
      cells, [&](const std::vector<double>& table) { return v_of(table, cells.rows, cells.columns); },
      samples, seed);
}

Estimate kappa(std::span<const int> a, std::span<const int> b, std::span<const std::string> patients,
               int samples, std::uint64_t seed) {
  const auto cells = cells_of(a, b, patients);
  return estimate(
      cells, [&](const std::vector<double>& table) { return kappa_of(table, cells.rows, cells.columns); },
      samples, seed);
}

double auc_half_width(double auc, std::size_t positives, std::size_t negatives) {
  if (positives == 0 || negatives == 0) return kNaN;
  const auto n1 = static_cast<double>(positives), n0 = static_cast<double>(negatives);
  const double q1 = auc / (2 - auc), q2 = 2 * auc * auc / (1 + auc);
  const double variance =
      (auc * (1 - auc) + (n1 - 1) * (q1 - auc * auc) + (n0 - 1) * (q2 - auc * auc)) / (n1 * n0);
  return 1.959963984540054 * std::sqrt(std::max(0.0, variance));
}

std::array<double, 2> part_interval(std::size_t k, std::size_t n) {
  if (n == 0) return {kNaN, kNaN};
  return wilson(static_cast<double>(k), static_cast<double>(n));
}

std::array<double, 2> difference_interval(std::size_t k1, std::size_t n1, std::size_t k0, std::size_t n0) {
  if (n1 == 0 || n0 == 0) return {kNaN, kNaN};
  const double p1 = static_cast<double>(k1) / static_cast<double>(n1),
               p0 = static_cast<double>(k0) / static_cast<double>(n0);
  const auto w1 = wilson(static_cast<double>(k1), static_cast<double>(n1));
  const auto w0 = wilson(static_cast<double>(k0), static_cast<double>(n0));
  const double down = std::hypot(p1 - w1[0], w0[1] - p0), up = std::hypot(w1[1] - p1, p0 - w0[0]);
  return {p1 - p0 - down, p1 - p0 + up};
}

}  // namespace roentgen::evaluation
