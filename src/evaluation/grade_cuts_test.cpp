#include "evaluation/grade_cuts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace roentgen::evaluation {
namespace {

// Expected grades 0, 0.01 … 3 of as many patients; the truth follows from them.
std::vector<GradedFilm> films_with(const std::function<int(double)>& truth) {
  std::vector<GradedFilm> films;
  for (int i = 0; i <= 300; ++i) {
    GradedFilm film;
    film.expected = i / 100.0;
    film.truth = truth(film.expected);
    film.patient = std::to_string(i);
    films.push_back(film);
  }
  return films;
}

TEST(GradeCuts, AreFoundWhereTheTruthChanges) {
  const auto films = films_with([](double e) { return (e > 0.3) + (e > 1.75) + (e > 2.2); });
  const auto cuts = best_cuts(films, 4);
  ASSERT_EQ(cuts.size(), 3U);
  EXPECT_NEAR(cuts[0], 0.305, 0.006);
  EXPECT_NEAR(cuts[1], 1.755, 0.006);
  EXPECT_NEAR(cuts[2], 2.205, 0.006);
  const GradeCuts chosen = choose_cuts(films, 4);
  EXPECT_EQ(chosen.cuts, cuts);
  EXPECT_LT(chosen.kappa_rounded, 0.95);
  EXPECT_GT(chosen.kappa_held_out, 0.99);
}

TEST(GradeCuts, AreNotTakenWhereRoundingIsRight) {
  const GradeCuts chosen = choose_cuts(films_with([](double e) { return static_cast<int>(e + 0.5); }), 4);
  EXPECT_TRUE(chosen.cuts.empty());
  EXPECT_NEAR(chosen.kappa_rounded, 1, 1e-12);
}

TEST(GradeCuts, StayNearTheHalvesAndInOrder) {
  const auto cuts = best_cuts(films_with([](double e) { return e > 2.95 ? 3 : 0; }), 4);
  for (std::size_t k = 0; k < cuts.size(); ++k) {
    EXPECT_LE(std::abs(cuts[k] - (static_cast<double>(k) + 0.5)), 0.4);
    EXPECT_TRUE(k == 0 || cuts[k] > cuts[k - 1]);
  }
}

TEST(GradeCuts, OfNoFilmsAreNone) {
  EXPECT_TRUE(choose_cuts({}, 4).cuts.empty());
}

}  // namespace
}  // namespace roentgen::evaluation
