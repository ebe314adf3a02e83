// A small network: multinomial logistic regression, for probes. Plain C++, the same on every machine.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace roentgen::hygiene {

struct Samples {
  std::size_t features = 0;           // of each film
  std::vector<float> values;          // films * features
  std::vector<int> classes;           // of each film, 0 … class_count - 1
  std::vector<std::string> patients;  // of each film; "" is a patient of its own
  int class_count = 0;
  std::size_t size() const { return classes.size(); }
};

// Each film's probabilities (films * class_count) from a model that saw none of its patient's films:
// five-fold cross-validation, patients dealt to the folds in turn, class by class, by their first film.
// Features are standardised on the training folds (those that do not vary there are left out). The loss is
// the mean cross-entropy plus half of kWeightDecay times the squared weights; 150 steps of Nesterov's
// accelerated gradient from zero weights.
inline constexpr int kFolds = 5;
inline constexpr double kWeightDecay = 0.02;
std::vector<double> cross_validated(const Samples& samples, int threads);

}  // namespace roentgen::hygiene
