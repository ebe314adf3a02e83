#include "training/nearest.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace roentgen::training {
namespace {

constexpr int kSide = 64;

// A picture of a patient: eight soft spots, brighter and darker, where this number puts them, on what all
// patients share. `down`, `right`: moved; `gain`: brighter.
image::Mask body(std::uint64_t number, int down = 0, int right = 0, double gain = 1) {
  base::Random random{77, number};
  double x[8], y[8], height[8];
  for (int s = 0; s < 8; ++s) {
    x[s] = random.uniform(8, 56);
    y[s] = random.uniform(8, 56);
    height[s] = random.uniform(-45, 45);
  }
  image::Mask picture{kSide, kSide, std::vector<std::uint8_t>(kSide * kSide)};
  for (int r = 0; r < kSide; ++r)
    for (int c = 0; c < kSide; ++c) {
      const double u = c - right, v = r - down;
      double value = 110 + 30 * std::cos(u / 9) * std::cos(v / 12);
      for (int s = 0; s < 8; ++s)
        value += height[s] * std::exp(-((u - x[s]) * (u - x[s]) + (v - y[s]) * (v - y[s])) / 60);
      picture.at(r, c) = static_cast<std::uint8_t>(std::clamp(value * gain, 0.0, 255.0));
    }
  return picture;
}

std::vector<KnownFilm> known_films() {
  std::vector<KnownFilm> known;
  for (std::uint64_t i = 0; i < 30; ++i) known.push_back({body(i), "patient " + std::to_string(i)});
  return known;
}

std::vector<Neighbour> neighbours(const std::vector<image::Mask>& pictures) {
  return nearest_films(pictures, known_films(), 2).value();
}

TEST(Nearest, TheDistanceIsThatOfTheCorrelation) {
  const auto found = neighbours({body(4), body(4, 0, 0, 1.3), body(4, 4, -2), body(100)});
  for (const std::size_t copy : {0U, 1U, 2U}) {
    EXPECT_EQ(found[copy].film, 4U);
    EXPECT_LT(found[copy].ratio, 0.2);
  }
  EXPECT_NEAR(found[0].distance, 0, 1e-5);
  EXPECT_NEAR(found[1].distance, 0, 0.05);  // rounded greys
  EXPECT_LT(found[2].distance, 0.1);        // its edges are new
  EXPECT_GT(found[3].distance, 0.3);
  EXPECT_GT(found[3].ratio, 0.6);
}

TEST(Nearest, PlantedCopiesAreFoundAndStrangersAreNot) {
  std::vector<image::Mask> made, real;
  for (std::uint64_t i = 0; i < 40; ++i) made.push_back(body(1000 + i));
  for (std::uint64_t i = 0; i < 40; ++i) real.push_back(body(2000 + i));
  const NearestCheck honest = judge_nearest(neighbours(made), neighbours(real));
  EXPECT_TRUE(honest.copies.empty());
  EXPECT_LT(honest.part_close, 0.2);
  made[3] = body(7);
  made[11] = body(8, 2, 2, 0.8);
  const NearestCheck check = judge_nearest(neighbours(made), neighbours(real));
  EXPECT_EQ(check.copies, (std::vector<std::size_t>{3, 11}));
  EXPECT_NE(words_of(check).find("2 of them"), std::string::npos);
}

// A picture between all patients is near to many of them: near, and no copy of one.
TEST(Nearest, AnAverageIsNearAndNoCopy) {
  image::Mask average{kSide, kSide, std::vector<std::uint8_t>(kSide * kSide)};
  const auto known = known_films();
  for (std::size_t i = 0; i < average.samples.size(); ++i) {
    int sum = 0;
    for (const KnownFilm& film : known) sum += film.grey.samples[i];
    average.samples[i] = static_cast<std::uint8_t>(sum / 30);
  }
  std::vector<image::Mask> real;
  for (std::uint64_t i = 0; i < 40; ++i) real.push_back(body(2000 + i));
  const NearestCheck check =
      judge_nearest(neighbours(std::vector<image::Mask>(10, average)), neighbours(real));
  EXPECT_TRUE(check.copies.empty());
  EXPECT_EQ(check.part_close, 1);
  EXPECT_NE(words_of(check).find("lie closer"), std::string::npos);
}

TEST(Nearest, VarietyIsToldAndTwoFilmsOfOnePatientAreNone) {
  std::vector<KnownFilm> alike;
  for (int i = 0; i < 30; ++i) alike.push_back({body(1, 0, 0, 1 + 0.01 * i), std::to_string(i)});
  EXPECT_LT(median_apart(alike, 2).value(), 0.05);
  EXPECT_GT(median_apart(known_films(), 2).value(), 0.3);
  for (KnownFilm& film : alike) film.patient = "one";
  EXPECT_EQ(median_apart(alike, 1).value(), -1);
  NearestCheck check = judge_nearest(neighbours({body(1000)}), neighbours({body(2000)}));
  EXPECT_EQ(words_of(check).find("vary"), std::string::npos);
  check.apart_made = 0.1;
  check.apart_learned = 0.4;
  EXPECT_NE(words_of(check).find("vary less than films do"), std::string::npos);
}

TEST(Nearest, WithoutRealFilmsNothingIsClaimed) {
  const NearestCheck check = judge_nearest(neighbours({body(1)}), {});
  EXPECT_TRUE(check.copies.empty());
  EXPECT_NE(words_of(check).find("not known"), std::string::npos);
  const std::vector<KnownFilm> one{{body(1), "a"}, {body(2), "a"}};
  EXPECT_FALSE(nearest_films(std::vector<image::Mask>{body(3)}, one, 1));
}

}  // namespace
}  // namespace roentgen::training
