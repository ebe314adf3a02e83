#include "evaluation/ordinal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "evaluation/truth.h"

namespace roentgen::evaluation {
namespace {

std::vector<GradedFilm> films_of(const std::vector<int>& truth, const std::vector<int>& said) {
  std::vector<GradedFilm> films;
  for (std::size_t i = 0; i < truth.size(); ++i)
    films.push_back({static_cast<double>(said[i]), said[i], truth[i], std::to_string(i / 2)});
  return films;
}

// scikit-learn 1.9.1: cohen_kappa_score(truth, said, weights="quadratic") and balanced_accuracy_score.
constexpr double kKappa = 0.8190127970749543, kBalanced = 0.5533333333333332;
const std::vector<int> kTruth{0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 4};
const std::vector<int> kSaid{0, 0, 1, 2, 1, 0, 2, 2, 2, 1, 3, 2, 3, 2, 3, 4, 4, 3};

TEST(QuadraticKappa, IsThatOfScikitLearn) {
  const auto films = films_of(kTruth, kSaid);
  EXPECT_NEAR(quadratic_kappa(films), kKappa, 1e-12);
  EXPECT_NEAR(balanced_grade_accuracy(films, 5), kBalanced, 1e-12);
}

// Two grades, by hand: O = [[20, 5], [10, 15]], po = 0.7, pe = 0.5, kappa = 0.4 (with two grades any weights
// give Cohen's kappa).
TEST(QuadraticKappa, OfTwoGradesIsCohens) {
  std::vector<int> truth, said;
  const auto add = [&](int t, int s, int times) {
    truth.insert(truth.end(), static_cast<std::size_t>(times), t);
    said.insert(said.end(), static_cast<std::size_t>(times), s);
  };
  add(0, 0, 20);
  add(0, 1, 5);
  add(1, 0, 10);
  add(1, 1, 15);
  EXPECT_NEAR(quadratic_kappa(films_of(truth, said)), 0.4, 1e-12);
}

TEST(QuadraticKappa, HasNoValueWhereAllIsOneGrade) {
  EXPECT_TRUE(std::isnan(quadratic_kappa(films_of({2, 2}, {2, 2}))));
  EXPECT_TRUE(std::isnan(quadratic_kappa({})));
  EXPECT_NEAR(quadratic_kappa(films_of({0, 4}, {4, 0})), -1, 1e-12);
}

model::Card graded_card() {
  model::Card card;
  model::Grading grading{"kl_grade", "Grade", "kl_grade", {"0", "1", "2"}, {"ge1", "ge2"}, "2", {}, {}};
  for (const int step : {1, 2}) {
    model::Label label;
    label.name = grading.steps[static_cast<std::size_t>(step - 1)];
    label.column = "kl_grade";
    card.labels.push_back(label);
  }
  card.grading = grading;
  return card;
}

TEST(GradingMetrics, NameTheGradingAndCutAtTheDecisiveGrade) {
  std::vector<ClassifiedFilm> films;
  for (int i = 0; i < 30; ++i) {
    ClassifiedFilm film;
    film.facts.patient = std::to_string(i / 2);
    film.grade = i % 3;
    // Rightly told but for every tenth film, which is told one grade too high or too low.
    const int said = i % 10 == 9 ? (film.grade + 1) % 3 : film.grade;
    film.probabilities = {said >= 1 ? 0.9 : 0.1, said >= 2 ? 0.8 : 0.05};
    film.truth = {film.grade >= 1, film.grade >= 2};
    films.push_back(film);
  }
  films.push_back(films.front());
  films.back().grade = kNoGrade;  // left out
  MetricOptions options;
  options.samples = 100;
  const auto rows = grading_metrics(graded_card(), films, options);
  const auto find = [&](const char* metric) {
    const auto row = std::ranges::find(rows, metric, &model::Metric::metric);
    if (row == rows.end()) throw std::runtime_error(metric);
    return *row;
  };
  EXPECT_EQ(find("auc").positives, 10);
  EXPECT_EQ(find("auc").n, 30);
  EXPECT_EQ(find("quadratic_kappa").label, "kl_grade");
  EXPECT_EQ(find("quadratic_kappa").group, "all");
  EXPECT_NEAR(find("accuracy").value, 0.9, 1e-12);
  // films 9 (0 said 1), 19 (1 said 2), 29 (2 said 0)
  EXPECT_NEAR(find("mae").value, (1 + 1 + 2) / 30.0, 1e-12);
  EXPECT_LE(find("quadratic_kappa").ci95[0], find("quadratic_kappa").value);
  EXPECT_GE(find("quadratic_kappa").ci95[1], find("quadratic_kappa").value);
}

TEST(GradingMetrics, ACardWithoutGradesHasNone) {
  EXPECT_TRUE(grading_metrics(model::Card{}, std::vector<ClassifiedFilm>(3), {}).empty());
}

TEST(BalancedAccuracy, ItsIntervalHoldsTheMeanOfBothSides) {
  std::vector<Scored> films;
  for (int i = 0; i < 100; ++i) films.push_back({i / 100.0, i >= 60 ? 1 : 0, std::to_string(i)});
  const auto ci = balanced_accuracy_interval(films, 0.5, 500, 1);  // sensitivity 1, specificity 50 / 60
  EXPECT_LT(ci[0], 0.9167);
  EXPECT_GT(ci[1], 0.9167);
  EXPECT_LT(ci[1] - ci[0], 0.12);
}

TEST(Truth, SomeLabelsAreKnownAmongSomeFilmsOnly) {
  model::Label label;
  label.column = "bacterial";
  label.among_column = "pneumonia";
  label.among = {"1"};
  dataset::Film film;
  film.values = {{"bacterial", "0"}, {"pneumonia", "0"}};
  EXPECT_EQ(truth_of(label, film), kUnknown);
  film.values["pneumonia"] = "1";
  EXPECT_EQ(truth_of(label, film), 0);
  film.values.erase("pneumonia");
  EXPECT_EQ(truth_of(label, film), kUnknown);
}

TEST(Truth, AColumnOfTheLabelsOwnNameWillDo) {
  model::Label label;
  label.name = "osteoarthritis";
  label.column = "kl_grade";
  label.positive = {"2", "3", "4"};
  label.negative = {"0", "1"};
  dataset::Film film;
  film.values = {{"osteoarthritis", "1"}};
  EXPECT_EQ(truth_of(label, film), 1);
  film.values["osteoarthritis"] = "";
  EXPECT_EQ(truth_of(label, film), kUnknown);
  film.values = {{"osteoarthritis", "1"}, {"kl_grade", "1"}};  // the label's column goes first
  EXPECT_EQ(truth_of(label, film), 0);
}

}  // namespace
}  // namespace roentgen::evaluation
