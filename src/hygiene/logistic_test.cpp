#include "hygiene/logistic.h"

#include <gtest/gtest.h>

#include "hygiene/made_set_for_test.h"

namespace roentgen::hygiene {
namespace {

double accuracy(const Samples& samples) {
  const auto p = cross_validated(samples, 2);
  const auto classes = static_cast<std::size_t>(samples.class_count);
  double right = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    std::size_t best = 0;
    double sum = 0;
    for (std::size_t c = 0; c < classes; ++c) {
      sum += p[i * classes + c];
      if (p[i * classes + c] > p[i * classes + best]) best = c;
    }
    EXPECT_NEAR(sum, 1, 1e-9);
    right += static_cast<int>(best) == samples.classes[i] ? 1 : 0;
  }
  return right / static_cast<double>(samples.size());
}

TEST(Logistic, ThreeClustersAreToldApart) {
  Samples samples{.features = 3, .values = {}, .classes = {}, .patients = {}, .class_count = 3};
  Dice dice{5};
  for (int i = 0; i < 300; ++i) {
    const int c = i % 3;
    for (int f = 0; f < 2; ++f)
      samples.values.push_back(static_cast<float>((f == 0 ? c == 1 : c == 2) * 4 + dice.part()));
    samples.values.push_back(7);  // a feature that never varies
    samples.classes.push_back(c);
    samples.patients.push_back("");
  }
  EXPECT_GT(accuracy(samples), 0.99);
}

TEST(Logistic, NoiseTellsNothing) {
  Samples samples{.features = 40, .values = {}, .classes = {}, .patients = {}, .class_count = 2};
  Dice dice{6};
  for (int i = 0; i < 400; ++i) {
    for (int f = 0; f < 40; ++f) samples.values.push_back(static_cast<float>(dice.part()));
    samples.classes.push_back(static_cast<int>(dice.next() % 2));
    samples.patients.push_back("");
  }
  EXPECT_NEAR(accuracy(samples), 0.5, 0.08);
}

// Each patient has six equal films and a class drawn by chance: who has seen the patient knows it, who has
// not guesses.
TEST(Logistic, APatientIsNeverInItsOwnTrainingFolds) {
  Samples samples{.features = 60, .values = {}, .classes = {}, .patients = {}, .class_count = 2};
  Dice dice{7};
  for (int patient = 0; patient < 40; ++patient) {
    std::vector<float> film;
    for (int f = 0; f < 60; ++f) film.push_back(static_cast<float>(dice.part()));
    const int c = static_cast<int>(dice.next() % 2);
    for (int k = 0; k < 6; ++k) {
      samples.values.insert(samples.values.end(), film.begin(), film.end());
      samples.classes.push_back(c);
      samples.patients.push_back("p" + std::to_string(patient));
    }
  }
  EXPECT_LT(accuracy(samples), 0.75);
  for (std::size_t i = 0; i < samples.size(); ++i) samples.patients[i] = "";  // the leak, for comparison
  EXPECT_GT(accuracy(samples), 0.9);
}

}  // namespace
}  // namespace roentgen::hygiene
