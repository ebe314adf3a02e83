// Numbers after "python:" come from scikit-learn 1.9, SciPy and NumPy on the same data:
//   i = numpy.arange(200); y = ((i*i + 3*i) % 7 < 3).astype(int); p = i % 40
//   s = numpy.round((((i*37) % 101)*0.6 + y*40*((i % 5) != 0))/100, 2)   (82 different values: many ties)
#include "evaluation/statistics.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::evaluation {
namespace {

std::vector<Scored> example() {
  std::vector<Scored> films;
  for (int i = 0; i < 200; ++i) {
    const int truth = (i * i + 3 * i) % 7 < 3 ? 1 : 0;
    const double score = std::round(((i * 37) % 101) * 0.6 + truth * 40 * (i % 5 != 0 ? 1 : 0)) / 100;
    films.push_back({score, truth, std::to_string(i % 40)});
  }
  return films;
}

std::vector<Scored> with_truth(std::vector<Scored> films, int factor, int modulus, int below) {
  for (std::size_t i = 0; i < films.size(); ++i)
    films[i].truth = static_cast<int>(i) * factor % modulus < below ? 1 : 0;
  return films;
}

TEST(Statistics, AgreeWithScikitLearn) {
  const auto films = example();
  EXPECT_NEAR(auc(films), 0.8483621641516379, 1e-12);               // python: roc_auc_score(y, s)
  EXPECT_NEAR(sensitivity(films, 0.5), 0.7017543859649122, 1e-12);  // python: recall_score(y, s >= 0.5)
  EXPECT_NEAR(specificity(films, 0.5), 0.8111888111888111,
              1e-12);                              // python: recall_score(y, s >= 0.5, pos_label=0)
  EXPECT_NEAR(accuracy(films, 0.5), 0.78, 1e-12);  // python: accuracy_score(y, s >= 0.5)
  EXPECT_NEAR(brier(films), 0.1457, 1e-12);        // python: brier_score_loss(y, s)
  // python: b = numpy.minimum((s*10).astype(int), 9)
  //         sum(abs(s[b==k].mean() - y[b==k].mean())*(b==k).mean() for k in range(10) if (b==k).any())
  EXPECT_NEAR(expected_calibration_error(films), 0.1653, 1e-12);
  // python: f, t, th = roc_curve(y, s, drop_intermediate=False); th[numpy.argmax(t - f)]
  EXPECT_DOUBLE_EQ(youden_threshold(films), 0.48);
}

TEST(Statistics, ByHand) {
  // Positives 3, 2; negatives 2, 1: pairs 3>2, 3>1, 2=2, 2>1 make (1 + 1 + 0.5 + 1) / 4.
  const std::vector<Scored> films{{3, 1, "a"}, {2, 1, "b"}, {2, 0, "c"}, {1, 0, "d"}};
  EXPECT_DOUBLE_EQ(auc(films), 0.875);
  EXPECT_DOUBLE_EQ(sensitivity(films, 2), 1.0);
  EXPECT_DOUBLE_EQ(specificity(films, 2), 0.5);
  // At 3: 0.5 + 1; at 2: 1 + 0.5. Equal, so the higher one.
  EXPECT_DOUBLE_EQ(youden_threshold(films), 3.0);
  // Bins 0.9-1 with (1.0, 1), (0.9, 0): |0.95 - 0.5| * 2/3; bin 0.1-0.2 with (0.1, 0): 0.1 * 1/3.
  const std::vector<Scored> scores{{1.0, 1, ""}, {0.9, 0, ""}, {0.1, 0, ""}};
  EXPECT_NEAR(expected_calibration_error(scores), (0.45 * 2 + 0.1) / 3, 1e-12);
}

TEST(Statistics, NoFigureWithoutBothClasses) {
  const std::vector<Scored> positives{{0.2, 1, "a"}, {0.9, 1, "b"}};
  EXPECT_TRUE(std::isnan(auc(positives)));
  EXPECT_TRUE(std::isnan(specificity(positives, 0.5)));
  EXPECT_TRUE(std::isnan(youden_threshold(positives)));
  EXPECT_TRUE(std::isnan(auc_interval(positives)[0]));
  EXPECT_TRUE(std::isnan(brier({})));
  EXPECT_TRUE(std::isnan(brier_interval({})[1]));
  EXPECT_EQ(fit_platt(positives).slope, 1);
}

TEST(Bootstrap, AgreesWithNumpyOverPatients) {
  // python: 20000 samples of rng.integers(0, 40, 40) patients, numpy.percentile(A, [2.5, 97.5]); the
  // tolerance is about three standard errors of the percentile of 4000 samples.
  const auto interval = auc_interval(example(), 4000, 7);
  EXPECT_NEAR(interval[0], 0.76790848, 0.006);
  EXPECT_NEAR(interval[1], 0.91635073, 0.006);

  std::vector<double> values;
  std::vector<std::string> patients;
  for (int i = 0; i < 200; ++i) {
    values.push_back(std::sin(i));
    patients.push_back(std::to_string(i % 40));
  }
  const auto clustered = patient_bootstrap_mean(values, patients, 4000, 7);
  EXPECT_NEAR(clustered[0], -0.01991968, 0.002);
  EXPECT_NEAR(clustered[1], 0.02898011, 0.002);
  // python: scipy.stats.bootstrap((numpy.sin(i),), numpy.mean, method="percentile", n_resamples=50000)
  const std::vector<std::string> nobody(200);  // each film a patient of its own
  const auto single = patient_bootstrap_mean(values, nobody, 4000, 7);
  EXPECT_NEAR(single[0], -0.0930149721, 0.006);
  EXPECT_NEAR(single[1], 0.1025063496, 0.006);
}

TEST(Bootstrap, OfTheMeanOfTwoLabels) {
  const auto first = example();
  const auto second = with_truth(first, 5, 11, 4);  // python: y2 = ((i*5) % 11 < 4)
  EXPECT_NEAR(auc(second), 0.4598209470391543, 1e-12);
  const std::vector<std::vector<Scored>> labels{first, second, {}};
  EXPECT_NEAR(mean_auc(labels), (0.8483621641516379 + 0.4598209470391543) / 2, 1e-12);
  const auto interval = mean_auc_interval(labels, 4000, 3);
  EXPECT_NEAR(interval[0], 0.60250136, 0.005);
  EXPECT_NEAR(interval[1], 0.70373868, 0.005);
}

TEST(Bootstrap, WeightsAreTheSameAsCopies) {
  const auto films = example();
  const auto same = [](std::array<double, 2> a, std::array<double, 2> b) {
    EXPECT_NEAR(a[0], b[0], 1e-12);
    EXPECT_NEAR(a[1], b[1], 1e-12);
  };
  same(auc_interval(films, 300, 5), patient_bootstrap(films, auc, 300, 5));
  same(brier_interval(films, 300, 5), patient_bootstrap(films, brier, 300, 5));
  same(sensitivity_interval(films, 0.4, 300, 5),
       patient_bootstrap(
           films, [](std::span<const Scored> s) { return sensitivity(s, 0.4); }, 300, 5));
  same(specificity_interval(films, 0.4, 300, 5),
       patient_bootstrap(
           films, [](std::span<const Scored> s) { return specificity(s, 0.4); }, 300, 5));
  same(accuracy_interval(films, 0.4, 300, 5),
       patient_bootstrap(
           films, [](std::span<const Scored> s) { return accuracy(s, 0.4); }, 300, 5));
  same(calibration_error_interval(films, 10, 300, 5),
       patient_bootstrap(
           films, [](std::span<const Scored> s) { return expected_calibration_error(s); }, 300, 5));
}

TEST(Bootstrap, ASeedIsASampleOnEveryMachine) {
  const auto films = example();
  EXPECT_EQ(auc_interval(films, 200, 11), auc_interval(films, 200, 11));
  EXPECT_NE(auc_interval(films, 200, 11), auc_interval(films, 200, 12));
  // python: mt = the reference MT19937-64 with seed 1 (Nishimura and Matsumoto 2004; its 10000th number for
  // seed 5489 is 9981545732273789042, as the C++ standard asks); drawn = [((next(mt) >> 32)*4) >> 32 for _ in
  // range(4)] = [0, 0, 1, 0]
  const std::vector<double> values{1, 2, 3, 4};
  const std::vector<std::string> patients{"a", "b", "c", "d"};
  const auto interval = patient_bootstrap_mean(values, patients, 1, 1);
  EXPECT_DOUBLE_EQ(interval[0], 1.25);
  EXPECT_DOUBLE_EQ(interval[1], 1.25);
}

TEST(Bootstrap, RedrawsSamplesThatLostAClass) {
  std::vector<Scored> films{{0.9, 1, "only"}};
  for (int i = 0; i < 9; ++i) films.push_back({0.1 * i, 0, "n" + std::to_string(i)});
  const auto interval = auc_interval(films, 500, 1);  // a third of all samples has no positive film
  EXPECT_GT(interval[0], 0.9);
  EXPECT_DOUBLE_EQ(interval[1], 1.0);
}

TEST(Platt, IsTheMinimumSciPyFinds) {
  std::vector<Scored> films = example();
  for (auto& film : films) film.score = std::log((film.score + 0.01) / (1.01 - film.score));
  // python: x = log((s+.01)/(1.01-s)); t = where(y, (n1+1)/(n1+2), 1/(n0+2))
  //         minimize(lambda a: sum(logaddexp(0, a[0]*x+a[1]) - t*(a[0]*x+a[1])), [1, 0], method="BFGS").x
  const PlattMap map = fit_platt(films);
  EXPECT_NEAR(map.slope, 1.35242726, 1e-6);
  EXPECT_NEAR(map.intercept, -0.59819295, 1e-6);
}

TEST(Platt, SeparableAndConstantScoresStayFinite) {
  const std::vector<Scored> apart{{-100, 0, ""}, {-90, 0, ""}, {90, 1, ""}, {1000, 1, ""}};
  const PlattMap steep = fit_platt(apart);
  EXPECT_TRUE(std::isfinite(steep.slope) && std::isfinite(steep.intercept));
  EXPECT_GT(steep.slope, 0);
  const std::vector<Scored> equal{{2, 0, ""}, {2, 0, ""}, {2, 1, ""}};
  const PlattMap flat = fit_platt(equal);
  // Targets 1/4, 1/4, 2/3: their mean is 7/18.
  EXPECT_NEAR(1 / (1 + std::exp(-(flat.slope * 2 + flat.intercept))), 7.0 / 18, 1e-6);
}

}  // namespace
}  // namespace roentgen::evaluation
