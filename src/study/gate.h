// What the quality gate found: may this picture be read, by which models, and what was corrected for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace roentgen::study {

// A code for programs and a sentence for people.
struct Remark {
  std::string code;
  std::string text;
  bool operator==(const Remark&) const = default;
};

enum class Fitness { fit, fit_with_remarks, not_fit };

// One thing that was looked at. The larger the score, the worse; at or above the threshold it was raised.
struct Check {
  std::string name;   // "inverted"
  std::string title;  // "Black and white exchanged"
  Fitness outcome = Fitness::fit;
  std::optional<double> score;  // empty: nothing was measured, the file's own words decided
  std::optional<double> threshold;
  std::string threshold_origin;  // where the threshold comes from; empty without a score
  std::string file_says;         // what the file's tags say of it; empty: nothing
  std::string text;              // what to do about it; empty if it was not raised
  bool operator==(const Check&) const = default;
};

// What was done to the picture before it was read and shown. The stored object stays as it is, and every
// coordinate of a result lies on the stored picture.
struct Correction {
  int turned_degrees = 0;  // clockwise: 0, 90, 180, 270
  bool inverted = false;   // black and white exchanged
  bool any() const { return turned_degrees != 0 || inverted; }
  bool operator==(const Correction&) const = default;
};

// Whether one model may read the picture, by what its card says it accepts.
struct ModelFitness {
  std::string model;  // package name
  Fitness outcome = Fitness::fit;
  std::vector<Remark> reasons;  // empty if fit
  bool operator==(const ModelFitness&) const = default;
};

struct Gate {
  Fitness outcome = Fitness::not_fit;  // not_fit: no model read it
  Correction correction;
  std::vector<Check> checks;
  std::vector<ModelFitness> models;  // empty where the gate ended before the models were asked
  bool operator==(const Gate&) const = default;
};

const char* word(Fitness fitness);  // "fit", "fit_with_remarks", "not_fit"

}  // namespace roentgen::study
