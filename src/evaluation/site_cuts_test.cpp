#include "evaluation/site_cuts.h"

#include <gtest/gtest.h>

#include <cmath>

#include "evaluation/truth.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

using Truth = std::vector<int>;

double logit(double p) {
  return std::log(p / (1 - p));
}

model::Label step(const std::string& name) {
  model::Label label;
  label.name = name;  // slope 1, intercept 0: the logit's own probability
  return label;
}

// Grades 0, 1, 2; the package's own cuts.
model::Card graded_card() {
  model::Card card;
  card.grading = model::Grading{"kl_grade",     "Grade", "kl_grade",   {"0", "1", "2"},
                                {"ge1", "ge2"}, "1",     {0.3F, 1.2F}, "val"};
  card.labels = {step("other"), step("ge1"), step("ge2")};
  return card;
}

// Expected grades from nearly 0 to nearly 2, of which the truth changes at 0.65 and 1.75.
std::vector<Observed> graded_films() {
  std::vector<Observed> films;
  for (int i = 1; i < 200; ++i) {
    const double expected = i / 100.0 - 0.0005;
    Observed film;
    film.facts.patient = "p" + std::to_string(i);
    film.logits = {0, logit(std::min(expected, 0.9999)), logit(std::max(expected - 1, 0.0001))};
    film.truth = {kUnknown, expected > 0.65 ? 1 : 0, expected > 1.75 ? 1 : 0};
    films.push_back(film);
  }
  return films;
}

TEST(SiteCuts, AreChosenUnderTheSitesProbabilities) {
  const model::Card card = graded_card();
  const auto films = graded_films();
  const auto found = site_cuts(card, {step("ge1"), step("ge2")}, films, 10, "all of here");
  ASSERT_EQ(found.cuts.size(), 2U);
  EXPECT_NEAR(found.cuts[0], 0.65, 0.02);
  EXPECT_NEAR(found.cuts[1], 1.75, 0.02);
  EXPECT_TRUE(found.origin.starts_with("largest quadratic kappa on all of here, n = 199;"));
  EXPECT_TRUE(found.remark.empty());

  // The second step told less surely here: the second cut moves with its probability, the first hardly.
  model::Label flat = step("ge2");
  flat.calibration.slope = 0.5;
  const auto moved = site_cuts(card, {step("ge1"), flat}, films, 10, "all of here");
  ASSERT_EQ(moved.cuts.size(), 2U);
  EXPECT_NEAR(moved.cuts[0], 0.65, 0.02);
  EXPECT_NEAR(moved.cuts[1], 1 + reading::calibrated(logit(0.75), flat.calibration), 0.02);
}

TEST(SiteCuts, StayThePackagesWhereNoStepWasFitted) {
  const auto found = site_cuts(graded_card(), {step("other")}, graded_films(), 10, "here");
  EXPECT_TRUE(found.cuts.empty());
  EXPECT_TRUE(found.remark.empty());
  EXPECT_TRUE(site_cuts(model::Card{}, {step("ge1")}, {}, 10, "here").remark.empty());
}

TEST(SiteCuts, AreDroppedWhereTheFilmsTellNoGrade) {
  auto films = graded_films();
  for (Observed& film : films) film.truth[1] = kUnknown;  // one step alone is told
  const auto found = site_cuts(graded_card(), {step("ge2")}, films, 10, "here");
  EXPECT_TRUE(found.cuts.empty());
  EXPECT_EQ(
      found.remark,
      "no cuts for kl_grade (0 films tell the grade; 10 are needed): the package's cuts belong to its own "
      "probabilities, so the expected grade is rounded");
}

TEST(SiteCuts, AreNoneWhereRoundingIsRight) {
  auto films = graded_films();
  for (Observed& film : films) {
    const double p1 = reading::calibrated(film.logits[1], {}), p2 = reading::calibrated(film.logits[2], {});
    film.truth = {kUnknown, p1 + p2 >= 0.5 ? 1 : 0, p1 + p2 >= 1.5 ? 1 : 0};
  }
  const auto found = site_cuts(graded_card(), {step("ge1")}, films, 10, "here");
  EXPECT_TRUE(found.cuts.empty());
  EXPECT_NE(found.remark.find("do better than rounding"), std::string::npos);
}

TEST(SiteCuts, AGradeIsTheStepsReachedWithoutAGap) {
  std::vector<Observed> films(5);
  const Truth truths[] = {{1, 0, 0}, {1, 1, 0}, {kUnknown, 1, 1}, {0, 0, 1}, {0, 1, kUnknown}};
  const int grades[] = {0, 1, 2, kNoGrade, kNoGrade};
  for (std::size_t i = 0; i < films.size(); ++i) {
    films[i].facts = {"i.png", "p", "source", "PA", "F", "18-39"};
    films[i].logits = {0, 0, logit(0.25)};
    films[i].truth = truths[i];
  }
  const auto graded = graded_site_films(graded_card(), films);
  ASSERT_EQ(graded.size(), films.size());
  for (std::size_t i = 0; i < films.size(); ++i) EXPECT_EQ(graded[i].grade, grades[i]) << i;
  EXPECT_EQ(graded[0].facts.patient, "p");
  EXPECT_TRUE(graded[0].facts.source.empty());
  EXPECT_NEAR(graded[0].probabilities[2], 0.25, 1e-9);
}

}  // namespace
}  // namespace roentgen::evaluation
