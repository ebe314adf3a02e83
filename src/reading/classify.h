// The arithmetic between a classifier's output and what is said about it.
#pragma once

#include <span>

#include "model/card.h"

namespace roentgen::reading {

// 1 / (1 + exp(-(slope * logit + intercept))).
double calibrated(double logit, const model::Calibration& calibration);

// How far an image's pooled features lie from those of the training data; see model::Reference.
// NaN if the number of features differs from the reference's.
double feature_distance(std::span<const float> features, const model::Reference& reference);

}  // namespace roentgen::reading
