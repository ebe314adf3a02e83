#include "evaluation/cobb.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "dataset/landmarks.h"

namespace roentgen::evaluation {
namespace {

const std::filesystem::path kSpines = "../shared/data/spine_cobb";

// The set's own angles come from its authors' program and the full-sized films; the corners here are rounded
// to pixels of films shrunk to a height of 512, which moves an angle by a tenth of a degree.
TEST(Cobb, TheAnglesOfTheSetFollowFromItsCorners) {
  if (!std::filesystem::exists(kSpines / "landmarks.csv"))
    GTEST_SKIP() << "the films of spine_cobb are not here";
  const auto table = dataset::read_table(kSpines).value();
  const auto landmarks = dataset::read_landmarks(table).value();
  std::array<std::vector<double>, 3> differences;
  for (const auto& film : table.films) {
    if (film.values.at("bad_vertebrae") != "0") continue;
    const auto& points = landmarks.of_film.at(film.image);
    SpineFilm spine;
    spine.rows = 512;
    for (std::size_t v = 0; v < points.size() / 4; ++v) {
      auto& vertebra = spine.true_vertebrae.emplace_back();
      for (std::size_t k = 0; k < 4; ++k) vertebra.corners[k] = {points[4 * v + k].x, points[4 * v + k].y};
    }
    settle_angles(spine);
    for (std::size_t k = 0; k < kCobbNames.size(); ++k)
      differences[k].push_back(std::abs(spine.truth[k] - std::stod(film.values.at(kCobbNames[k]))));
  }
  for (auto& list : differences) {
    ASSERT_EQ(list.size(), 456u);
    std::ranges::sort(list);
    EXPECT_LT(list[list.size() / 2], 0.08);
    EXPECT_LT(list[list.size() * 95 / 100], 0.2);
  }
  // The largest angle needs no choice between an S and a C, on which the rounding may turn.
  EXPECT_LT(differences[0][differences[0].size() * 99 / 100], 0.3);
}

SpineFilm film_of(const std::string& patient, std::array<double, 3> truth, std::array<double, 3> found) {
  SpineFilm film;
  film.facts.patient = patient;
  film.rows = 100;
  film.truth = truth;
  film.found = found;
  return film;
}

TEST(Cobb, FiguresWorkedByHand) {
  const std::vector<SpineFilm> films{film_of("a", {40, 20, 10}, {30, 20, 20}),
                                     film_of("b", {20, 0, kNoAngle}, {20, 0, 5})};
  const auto rows = cobb_metrics(films, {.samples = 50});
  const auto value = [&](const std::string& metric, const std::string& label) {
    const auto found = std::ranges::find_if(rows, [&](const auto& row) {
      return row.metric == metric && row.label == label && row.group == "all";
    });
    return found == rows.end() ? kNoAngle : found->value;
  };
  EXPECT_NEAR(value("mae", "cobb_max"), 5, 1e-12);
  EXPECT_NEAR(value("smape", "cobb_max"), 100 * (10.0 / 70) / 2, 1e-12);
  EXPECT_NEAR(value("smape", "cobb_upper"), 0, 1e-12);  // 0 against 0 is no error
  EXPECT_NEAR(value("mae", "cobb_lower"), 10, 1e-12);   // of the one film that has it
  EXPECT_NEAR(value("smape", "cobb"), 100 * 20.0 / 140, 1e-12);
}

}  // namespace
}  // namespace roentgen::evaluation
