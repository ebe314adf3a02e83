// The figures of a landmark finder on spines: Cobb angles and the distance of the corners.
#pragma once

#include <array>
#include <limits>
#include <span>
#include <vector>

#include "evaluation/classification.h"
#include "evaluation/groups.h"
#include "reading/spine.h"

namespace roentgen::evaluation {

inline constexpr double kNoAngle = std::numeric_limits<double>::quiet_NaN();

// Columns of metadata.csv, degrees.
inline constexpr std::array kCobbNames{"cobb_max", "cobb_upper", "cobb_lower"};

struct SpineFilm {
  Facts facts;
  bool run = false;
  bool outside = false;                      // its true corners lie far off the picture: they are not used
  int rows = 0;                              // of the picture
  std::vector<reading::Vertebra> vertebrae;  // found, on the picture
  std::vector<reading::Vertebra> true_vertebrae;  // may be empty
  std::array<double, 3> truth{kNoAngle, kNoAngle, kNoAngle};
  std::array<double, 3> found{0, 0, 0};  // 0 where no spine was found
};

// Computes the angles of what was found, and those of the true corners where the table has no angle.
void settle_angles(SpineFilm& film);

// Per group: mae (degrees) and smape (per cent: 100 |a - b| / (a + b), mean over films) of each angle; smape
// of label "cobb": the challenge's, 100 (sum of |a - b|) / (sum of a + b) over a film's three angles, mean
// over films; landmark_error of label "corners": mean distance of the corners in per cent of the picture's
// height, for films with a full row; found of label "spine": the share of films with one. Positives is 0.
std::vector<model::Metric> cobb_metrics(std::span<const SpineFilm> films, const MetricOptions& options);

}  // namespace roentgen::evaluation
