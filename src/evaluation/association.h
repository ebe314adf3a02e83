// How strongly two columns of a table go together.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "evaluation/controls.h"

namespace roentgen::evaluation {

// Cramér's V of two columns of codes (0, 1, …; a film where either is negative is left out), corrected for
// chance as Bergsma (Journal of the Korean Statistical Society 42, 2013) gives it: 0 = independent, 1 = each
// tells the other. NaN if either has one value only. The interval draws whole patients; "" is a patient of
// its own.
Estimate cramers_v(std::span<const int> a, std::span<const int> b, std::span<const std::string> patients,
                   int samples = 1000, std::uint64_t seed = 1);

// Cohen's kappa (1960) of two readings, 0/1, films where either is negative left out. NaN without both values
// in either.
Estimate kappa(std::span<const int> a, std::span<const int> b, std::span<const std::string> patients,
               int samples = 1000, std::uint64_t seed = 1);

// Half the width of the 95 % interval that an AUC will have with so many positive and negative films: 1.96
// standard errors of Hanley and McNeil (Radiology 143, 1982). NaN without both.
double auc_half_width(double auc, std::size_t positives, std::size_t negatives);

// Wilson's 95 % interval (1927) of a proportion: k of n. NaN if n is 0.
std::array<double, 2> part_interval(std::size_t k, std::size_t n);

// The 95 % interval of a difference of two proportions (Newcombe 1998, method 10, from Wilson's intervals):
// k1 of n1 less k0 of n0. NaN if n1 or n0 is 0.
std::array<double, 2> difference_interval(std::size_t k1, std::size_t n1, std::size_t k0, std::size_t n0);

}  // namespace roentgen::evaluation
