#include "evaluation/site_fit.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.h"
#include "reading/classify.h"

namespace roentgen::evaluation {
namespace {

double sigmoid(double z) {
  return 1 / (1 + std::exp(-z));
}

// Films whose chance to be positive is sigmoid(truth_of(logit)).
template <class Truth>
std::vector<Scored> drawn(int count, const Truth& truth_of, std::uint64_t seed = 1) {
  base::Random random{seed};
  std::vector<Scored> films;
  for (int i = 0; i < count; ++i) {
    const double logit = 3 * random.normal();
    films.push_back({logit, random.chance(sigmoid(truth_of(logit))) ? 1 : 0, "p" + std::to_string(i / 2)});
  }
  return films;
}

TEST(Curves, FindTheNumbersThatMadeTheFilms) {
  const auto cool = fit_curve(Curve::temperature, drawn(20000, [](double x) { return 0.5 * x; }));
  EXPECT_NEAR(cool.slope, 0.5, 0.03);
  EXPECT_EQ(cool.intercept, 0);
  const auto platt = fit_curve(Curve::platt, drawn(20000, [](double x) { return 0.7 * x - 1; }));
  EXPECT_NEAR(platt.slope, 0.7, 0.03);
  EXPECT_NEAR(platt.intercept, -1, 0.06);
  const auto films = drawn(
      40000, [](double x) { return 0.4 * std::log1p(std::exp(x)) - 1.2 * std::log1p(std::exp(-x)) + 0.3; });
  const auto beta = fit_curve(Curve::beta, films);
  EXPECT_NEAR(beta.slope, 0.4, 0.06);
  EXPECT_NEAR(beta.slope_negative.value(), 1.2, 0.08);
  EXPECT_NEAR(beta.intercept, 0.3, 0.1);
}

TEST(Curves, PlattIsTheOneOfTheStatistics) {
  const auto films = drawn(500, [](double x) { return 0.9 * x - 0.4; });
  const auto mine = fit_curve(Curve::platt, films);
  const PlattMap theirs = fit_platt(films);
  EXPECT_NEAR(mine.slope, theirs.slope, 1e-6);
  EXPECT_NEAR(mine.intercept, theirs.intercept, 1e-6);
}

TEST(Curves, EqualSlopesAreTheStraightCurve) {
  model::Calibration straight, beta;
  straight.slope = beta.slope = 0.8;
  beta.slope_negative = 0.8;
  straight.intercept = beta.intercept = -0.3;
  for (double x = -40; x < 40; x += 1.7)
    EXPECT_NEAR(reading::calibrated(x, straight), reading::calibrated(x, beta), 1e-12);
}

TEST(Curves, NeverFall) {
  const auto films = drawn(2000, [](double x) { return -x; });
  for (const Curve curve : {Curve::temperature, Curve::platt, Curve::beta}) {
    const auto fit = fit_curve(curve, films);
    EXPECT_GE(fit.slope, 0);
    EXPECT_GE(fit.slope_negative.value_or(0), 0);
    double last = 0;
    for (double x = -20; x < 20; x += 1) {
      EXPECT_GE(reading::calibrated(x, fit) + 1e-12, last);
      last = reading::calibrated(x, fit);
    }
  }
}

TEST(Curves, TheSimplestThatPredictsAsWellIsChosen) {
  EXPECT_EQ(choose_curve(drawn(2000, [](double x) { return 0.5 * x; })), Curve::temperature);
  EXPECT_EQ(choose_curve(drawn(2000, [](double x) { return 0.5 * x - 2; })), Curve::platt);
  EXPECT_EQ(choose_curve(drawn(8000,
                               [](double x) {
                                 return 0.1 * std::log1p(std::exp(x)) - 2.5 * std::log1p(std::exp(-x)) + 0.5;
                               })),
            Curve::beta);
}

TEST(OperatingPoints, KeepWhatTheyPromise) {
  std::vector<Scored> films;
  for (int i = 0; i < 40; ++i) films.push_back({(i + 0.5) / 50, 0, ""});
  for (int i = 0; i < 20; ++i) films.push_back({0.3 + (i + 0.25) / 40, 1, ""});
  for (const double least : {0.5, 0.8, 0.95, 1.0}) {
    const double low = threshold_for_sensitivity(films, least);
    EXPECT_GE(sensitivity(films, low) + 1e-12, least);
    for (const Scored& film : films)  // the highest: any larger one loses
      if (film.score > low) {
        const double more = film.score + 1e-9;
        if (sensitivity(films, more) >= least) {
          EXPECT_EQ(specificity(films, more), specificity(films, low));
        }
        break;
      }
    EXPECT_GE(specificity(films, threshold_for_specificity(films, least)) + 1e-12, least);
  }
  EXPECT_NEAR(threshold_for_sensitivity(films, 1.0), (0.30625 + 0.29) / 2, 1e-9);
}

// The promise of conformal limits: over many draws, the right answer is possible at least as often as stated.
TEST(Abstention, CoversNewFilmsAsStated) {
  const auto truth = [](double x) { return 0.8 * x; };
  double covered[2] = {0, 0}, count[2] = {0, 0};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    auto fit = drawn(120, truth, seed), fresh = drawn(200, truth, 1000 + seed);
    for (auto* films : {&fit, &fresh})
      for (Scored& film : *films) film.score = sigmoid(film.score);
    const auto limits = abstention(fit, 0.9, "here");
    ASSERT_TRUE(limits);
    for (const Scored& film : fresh) {
      const bool possible =
          film.truth == 1 ? film.score >= limits->present_from : film.score <= limits->absent_up_to;
      covered[film.truth] += possible ? 1 : 0;
      count[film.truth] += 1;
    }
  }
  for (const int truth_value : {0, 1}) {
    EXPECT_GE(covered[truth_value] / count[truth_value], 0.89);
    EXPECT_LE(covered[truth_value] / count[truth_value], 0.94);  // and does not simply say "anything"
  }
}

TEST(Abstention, NeedsEnoughFilms) {
  std::vector<Scored> films{{0.2, 0, ""}, {0.8, 1, ""}};
  EXPECT_FALSE(abstention(films, 0.9, "here"));
  const model::Abstention wide{0.9, 0.6, 0.4, ""}, narrow{0.9, 0.3, 0.7, ""};
  EXPECT_EQ(reading::answer(0.5, wide), reading::Answer::uncertain);
  EXPECT_EQ(reading::answer(0.5, narrow), reading::Answer::uncertain);
  EXPECT_EQ(reading::answer(0.2, wide), reading::Answer::absent);
  EXPECT_EQ(reading::answer(0.8, narrow), reading::Answer::present);
}

TEST(SiteFit, LeavesAloneWhatHasTooFewFilms) {
  model::Card card;
  card.labels.resize(2);
  card.labels[0].name = "many";
  card.labels[1].name = "few";
  std::vector<Observed> films;
  base::Random random{5};
  for (int i = 0; i < 200; ++i) {
    Observed film;
    film.facts.patient = "p" + std::to_string(i);
    const double logit = 2 * random.normal();
    film.logits = {logit, logit};
    film.truth = {random.chance(sigmoid(logit - 1)) ? 1 : 0, i < 5 ? 1 : 0};
    films.push_back(film);
  }
  const auto fit = fit_site(card, films, {}, "all of here");
  ASSERT_TRUE(fit);
  ASSERT_EQ(fit->labels.size(), 1u);
  EXPECT_EQ(fit->labels[0].name, "many");
  EXPECT_EQ(fit->remarks.size(), 1u);
  EXPECT_EQ(fit->labels[0].operating_points.size(), 2u);
  EXPECT_LT(fit->labels[0].operating_points[0].threshold, fit->labels[0].operating_points[1].threshold);
  EXPECT_FALSE(fit->held_out.empty());
  SiteRules demanding;
  demanding.least = 1000;
  EXPECT_FALSE(fit_site(card, films, demanding, "all of here"));
}

TEST(SiteFit, OfADetectorIsTheFilmsAnswerAndSaysThatThePlacesStay) {
  model::Card card;
  card.task = model::Task::detection;
  card.labels.resize(1);
  card.labels[0].name = "fracture";
  card.places = model::PlaceSpec{};
  card.places->threshold = 0.221;
  std::vector<Observed> films;
  for (const Scored& drawn_film : drawn(400, [](double x) { return 0.7 * x - 1; })) {
    Observed film;
    film.facts.patient = drawn_film.patient;
    film.logits = {drawn_film.score};
    film.truth = {drawn_film.truth};
    films.push_back(film);
  }
  SiteRules rules;
  rules.curve = Curve::platt;
  const auto fit = fit_site(card, films, rules, "all of here");
  ASSERT_TRUE(fit);
  ASSERT_EQ(fit->labels.size(), 1U);
  EXPECT_NEAR(fit->labels[0].calibration.slope, 0.7, 0.2);
  EXPECT_NEAR(fit->labels[0].calibration.intercept, -1, 0.4);
  EXPECT_EQ(fit->labels[0].operating_points.size(), 2U);
  ASSERT_EQ(fit->remarks.size(), 1U);
  EXPECT_NE(fit->remarks[0].find("not fitted: the places"), std::string::npos);
  EXPECT_NE(fit->remarks[0].find("0.221"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::evaluation
