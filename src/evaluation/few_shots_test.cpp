#include "evaluation/few_shots.h"

#include <gtest/gtest.h>

#include <set>

#include "base/random.h"
#include "evaluation/unusual.h"

namespace roentgen::evaluation {
namespace {

// Patients of one or two films; every tenth has the finding, which moves feature 0 by `shift` deviations.
std::vector<FeatureFilm> films_of(int patients, double shift, std::uint64_t seed = 7) {
  base::Random random{seed};
  std::vector<FeatureFilm> films;
  for (int p = 0; p < patients; ++p)
    for (int f = 0; f < 1 + p % 2; ++f) {
      FeatureFilm film{"p" + std::to_string(p), {}, p % 10 == 0 ? 1 : 0};
      for (int i = 0; i < 8; ++i)
        film.features.push_back(
            static_cast<float>(random.normal() + (i == 0 && film.truth == 1 ? shift : 0)));
      films.push_back(std::move(film));
    }
  return films;
}

TEST(Prototype, IsHalfTheDifferenceOfSquaredDistances) {
  const std::vector<FeatureFilm> films{
      {"a", {1, 2}, 1}, {"b", {3, 4}, 1}, {"c", {0, 0}, 0}, {"d", {2, -2}, 0}};
  const model::LinearLabel label = prototype_of(films);
  const auto squared = [](double x, double y) { return x * x + y * y; };
  const std::vector<float> film{5, -1};  // means (2, 3) and (1, -1)
  EXPECT_NEAR(logit_of(label, film), (squared(5 - 1, -1 + 1) - squared(5 - 2, -1 - 3)) / 2, 1e-9);
  EXPECT_NEAR(logit_of(label, std::vector<float>{1.5F, 1}), 0, 1e-9);
}

TEST(Prototype, AFilmNeverHelpsToJudgeItself) {
  // One film far out: its own prototype would call it present; that of the others does not know where it is.
  const std::vector<FeatureFilm> films{{"a", {0, 10}, 1}, {"b", {10, 0}, 1}, {"b", {10, 0}, 1},
                                       {"c", {0, 0}, 0},  {"d", {0, 0}, 0},  {"e", {0, 0}, 0},
                                       {"f", {0, 0}, 0},  {"g", {0, 0}, 0},  {"h", {0, 0}, 0}};
  const auto scored = left_out_logits(films);
  EXPECT_LT(scored[0].score, 0);  // of the prototype (10, 0)
  EXPECT_LT(scored[1].score, 0);  // both films of the patient were left out: the prototype is (0, 10)
  EXPECT_GT(logit_of(prototype_of(films), films[0].features), 0);
}

TEST(FewShots, MoreExamplesTellMoreAndNoneIsMeasuredOn) {
  const auto films = films_of(300, 1.5);
  const auto examples = draw_examples(films, 5, 50, 3, 0);
  EXPECT_EQ(examples.size(), 55U);
  std::set<std::string> seen;
  for (const std::size_t i : examples) EXPECT_TRUE(seen.insert(films[i].patient).second);  // one film each
  for (const std::size_t i : films_of_others(films, examples)) EXPECT_FALSE(seen.contains(films[i].patient));
  EXPECT_EQ(examples, draw_examples(films, 5, 50, 3, 0));
  EXPECT_NE(examples, draw_examples(films, 5, 50, 3, 1));

  const auto curve = few_shot_curve(films, {.draws = 40});
  ASSERT_EQ(curve.size(), 5U);
  EXPECT_LT(curve[0].auc, curve[2].auc);
  EXPECT_LT(curve[2].auc, curve[4].auc);
  EXPECT_GT(curve[4].auc, 0.8);  // the best there is: 0.856 = P(N(1.5, sqrt 2) > 0)
  EXPECT_LT(curve[4].auc, 0.87);
  EXPECT_LE(curve[4].low, curve[4].auc);
  // 30 patients have it: 27 could be examples and three left; with 28 there would be too few.
  EXPECT_EQ(few_shot_curve(films, {.shots = {27, 28}, .draws = 2}).size(), 1U);
}

TEST(Unusual, FindsWhatLiesFarAndNothingElse) {
  const model::Reference reference{.mean = std::vector<float>(8, 0),
                                   .deviation = std::vector<float>(8, 1),
                                   .largest_distance = 3,
                                   .origin = ""};
  const auto far = unusual_figures(reference, films_of(300, 12));
  ASSERT_EQ(far.size(), 2U);
  EXPECT_GT(far[0].value, 0.99);
  EXPECT_GT(far[1].value, 0.99);
  const auto near = unusual_figures(reference, films_of(300, 0));
  EXPECT_NEAR(near[0].value, 0.5, 0.12);
  EXPECT_LT(near[1].value, 0.2);
  EXPECT_TRUE(
      unusual_figures(reference, std::vector<FeatureFilm>{{"a", std::vector<float>(8, 0), 1}}).empty());
}

// One set of films may favour its prototypes by chance; over many it evens out.
TEST(FewShots, WithoutASignalTheCurveIsAtHalf) {
  double mean = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    mean += few_shot_curve(films_of(300, 0, seed), {.shots = {10}, .draws = 20})[0].auc / 20;
  EXPECT_NEAR(mean, 0.5, 0.04);
}

}  // namespace
}  // namespace roentgen::evaluation
