// The measurements of a reading: how well they repeat, and what they tell of a finding.
#pragma once

#include <string>
#include <vector>

#include "evaluation/evaluate.h"
#include "reading/reader.h"

namespace roentgen::evaluation {

// A measurement that may stand for a finding: "cardiothoracic_ratio" for "Cardiomegaly", which is the name of
// a column (1 or 0) and of a label of the reading.
struct MeasuredFinding {
  std::string measurement, finding;
};

struct MeasurementOptions {
  EvaluationOptions how;
  int retakes = 8;  // of each film (retake.h); 0: repeatability is not measured
  std::vector<MeasuredFinding> findings;
};

// Films are read as `roentgen analyze` reads them (look_at_films.h). For each measurement without a unit
// (what a retake of another size must not change), over the films that have it:
//   mean                       of the films as they are
//   within_film_sd             square root of the mean variance of a film's retakes
//   repeatability_coefficient  1.96 sqrt(2) times that: two takes of a film differ by less in 95 of 100
//                              (Bland and Altman, BMJ 1996;313:744 and Stat Methods Med Res 1999;8:135)
//   retakes_measured           share of their retakes that have it, too
// For each pair of `findings`, over the films with both and a known truth, all and by group:
//   auc, auc_of_network, auc_difference (measurement - network; label FINDING by MEASUREMENT)
// Intervals by patient bootstrap. `unusable_input` if no film can be opened or none has a measurement.
base::Result<Evaluation> evaluate_measurements(const reading::Reader& reader, const dataset::Table& table,
                                               const std::string& split, const MeasurementOptions& options);

}  // namespace roentgen::evaluation
