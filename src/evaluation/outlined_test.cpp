#include "evaluation/outlined.h"

#include <gtest/gtest.h>

#include "evaluation/outlines_for_test.h"

namespace roentgen::evaluation {
namespace {

dataset::Film film_with(const std::string& ctr) {
  dataset::Film film;
  film.values[kRatioColumn] = ctr;
  return film;
}

// 1 left lung, 2 right lung, 4 heart: the lung lies behind the heart, too.
const dataset::Legend kBits{
    {"left_lung", {1, 3, 5, 7}}, {"right_lung", {2, 3, 6, 7}}, {"heart", {4, 5, 6, 7}}};

TEST(Compare, APixelMayBeSeveralStructures) {
  const auto film = compare(chest(), mask_of("1332", 4), kBits, mask_of("2651", 4));
  // Right lung: predicted at 0, outlined at 0 and 1. Left: at 3; at 2 and 3. Heart: at 1 and 2 both.
  EXPECT_DOUBLE_EQ(film.overlaps.at("right_lung").dice(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(film.overlaps.at("left_lung").dice(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(film.overlaps.at("heart").dice(), 1.0);
  EXPECT_DOUBLE_EQ(film.overlaps.at(kLungs).dice(), 2.0 * 2 / (2 + 4));
  EXPECT_DOUBLE_EQ(*film.ratio, 0.5);
  EXPECT_DOUBLE_EQ(*film.predicted_ratio, 0.5);
  EXPECT_TRUE(shares_structures(chest(), kBits));
  EXPECT_FALSE(shares_structures(chest(), dataset::Legend{{"airways", {8}}}));
}

TEST(RatioOn, NeedsAHeartAndLungs) {
  EXPECT_DOUBLE_EQ(ratio_on(chest(), mask_of("1332", 4)).value(), 0.5);
  EXPECT_FALSE(ratio_on(chest(), mask_of("1002", 4)));
  EXPECT_FALSE(ratio_on(chest(), mask_of("0330", 4)));
  EXPECT_TRUE(measures_ratio(chest()));
  model::Card lungs = chest();
  lungs.structures.pop_back();
  EXPECT_FALSE(measures_ratio(lungs));
}

TEST(ToldRatio, IsANumberUpToOne) {
  EXPECT_DOUBLE_EQ(told_ratio(film_with("0.52")).value(), 0.52);
  EXPECT_DOUBLE_EQ(told_ratio(film_with("1")).value(), 1.0);
  for (const char* none : {"", "52", "0", "-0.5", "nan", "0,52", "high", "1.01"})
    EXPECT_FALSE(told_ratio(film_with(none))) << none;
  EXPECT_FALSE(told_ratio(dataset::Film{}));
}

TEST(ToldRatio, MeanErrorOfTheFilmsThatHaveBoth) {
  std::vector<ToldFilm> films(3);
  for (std::size_t i = 0; i < films.size(); ++i) films[i].facts.patient = std::to_string(i);
  films[0].told = 0.5;
  films[0].measured = 0.6;
  films[1].told = 0.5;
  films[1].measured = 0.47;
  films[2].told = 0.9;  // nothing measured there
  const auto rows = told_ratio_metrics(films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].metric, "mae");
  EXPECT_EQ(rows[0].label, "ctr");
  EXPECT_EQ(rows[0].n, 2);
  EXPECT_NEAR(rows[0].value, (0.1 + 0.03) / 2, 1e-12);
  EXPECT_LE(rows[0].ci95[0], rows[0].value);
  EXPECT_GE(rows[0].ci95[1], rows[0].value);
  EXPECT_TRUE(told_ratio_metrics({}, {.samples = 50}).empty());
}

}  // namespace
}  // namespace roentgen::evaluation
