// A model package over a data set.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/classification.h"
#include "evaluation/segmentation.h"
#include "model/engine.h"

namespace roentgen::evaluation {

struct Evaluation {
  std::string package, version, data, split;
  std::vector<model::Metric> metrics;
  std::vector<std::string> remarks;   // sentences: what was not evaluated and why
  std::vector<base::Error> failures;  // films that could not be read
  std::size_t films = 0;              // evaluated
  dataset::Csv scores;  // a row per evaluated film: image, patient, and what the network said of it
};

struct EvaluationOptions {
  MetricOptions metrics;
  // Bare names (dataset/film_name.h) of all films of the folder, of whatever split: rows of boxes.csv and
  // landmarks.csv about any other image are counted in a remark. Empty: they are not.
  std::set<std::string> listed = {};
  std::function<void(std::size_t done, std::size_t all)> progress = {};  // may be empty
};

// `set` holds the films of `split` already. Classifier: truth from the columns the card's labels name, scores
// are the calibrated probabilities; a detector's boxes are held against boxes.csv (detection.h), a landmark
// finder's angles against the table's columns and landmarks.csv (cobb.h), a segmenter's structures against
// the masks of masks.json, at their own size. What is missing or of no use (a label without a column, a row
// of boxes.csv that is no rectangle) leaves out what hangs on it, and a remark says how much.
// `unusable_input` if nothing at all can be compared or no film can be read.
base::Result<Evaluation> evaluate(const model::Engine& engine, const dataset::PictureTable& set,
                                  const std::string& split, const EvaluationOptions& options);

}  // namespace roentgen::evaluation
