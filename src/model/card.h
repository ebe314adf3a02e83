// The card of a model package: everything a program or a person must know before running its weights.
// Written as card.json; the published schema is docs/schemas/card.schema.json.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace roentgen::model {

enum class Task { classification, segmentation };

enum class Fit {
  stretch,
  letterbox
};  // letterbox keeps the aspect ratio, centred, the rest is the darkest value

// How an image becomes the network's input [1, 1, size, size] in -1…1. See model/preprocess.h.
struct InputSpec {
  int size = 256;
  Fit fit = Fit::stretch;
  double low_percentile = 0.5;    // of the image's own display values, mapped to -1
  double high_percentile = 99.5;  // mapped to +1; values outside are clamped
};

// p = 1 / (1 + exp(-(slope * logit + intercept))): Platt (1999), fitted on the named split.
struct Calibration {
  double slope = 1;
  double intercept = 0;
  std::string fitted_on;  // "val"
  int n = 0;
  int positives = 0;
};

// One output of a classifier. A film's truth for it comes from one column of a table:
// a value in `positive` is 1, in `negative` is 0, anything else (empty too) is unknown and masked out.
struct Label {
  std::string name;   // "Effusion"; the word of evaluate's JSON
  std::string title;  // "Pleural effusion"; for people
  std::string column;
  std::vector<std::string> positive{"1"};
  std::vector<std::string> negative{"0"};
  Calibration calibration;
  double threshold = 0.5;        // on the calibrated probability
  std::string threshold_origin;  // "largest sensitivity + specificity - 1 on val (n = 261, 20 positive)"
};

// One structure of a segmenter: channel = position in the list + 1 (channel 0 is background).
struct Structure {
  std::string name;   // "right_lung": the word of masks.json
  std::string title;  // "right lung"
};

// One figure, as in the JSON of `roentgen evaluate`.
struct Metric {
  std::string metric;  // auc, sensitivity, specificity, ece, brier, dice, jaccard, mae, …
  std::string label;
  std::string group = "all";  // all, source=…, view=…, sex=…, age=…
  int n = 0;
  int positives = 0;  // of n; 0 where the word has no meaning (dice …)
  double value = 0;
  std::array<double, 2> ci95{};  // patient bootstrap, 2.5 % and 97.5 %
};

struct MetricTable {  // what was measured on one split of one set
  std::string data;   // folder name of the set
  std::string split;
  std::vector<Metric> metrics;
};

struct TrainingData {
  std::string set;    // folder name: "cxr_nih"
  std::string terms;  // licence of the pictures as far as stated
  std::string split;  // "train", "val", "test"
  int images = 0;
  int patients = 0;
  std::map<std::string, int> sources;  // images per source
};

struct TrainingRecord {
  std::string recipe;     // file name in recipes/
  std::string program;    // "roentgen 0.1.0"
  std::string framework;  // "LibTorch 2.15.0, cpu, float32"
  std::string backbone;   // "mobilenetv2_100_tf (Apache-2.0), sha256 …"
  std::vector<std::uint64_t> seeds;
  int epochs = 0;
  int best_epoch = 0;
  std::vector<TrainingData> data;
};

// How far from the training data an image lies: the root mean square of (feature - mean) / deviation over the
// pooled features (a diagonal Mahalanobis distance, divided by the square root of their number).
struct Reference {
  std::vector<float> mean;
  std::vector<float> deviation;
  double largest_distance = 0;  // beyond this: far from the training data
  std::string origin;           // "99.5th percentile of val, times 1.2"
};

// A built-in test: x[0,0,i,j] = sin(0.05 i + 0.07 j) must give these outputs (first values of the named ONNX
// output).
struct Canary {
  std::string output;
  std::vector<float> expected;
  double tolerance = 1e-3;
};

struct Card {
  std::string name;     // folder name: "chest-findings"
  std::string version;  // "1.0.0"
  Task task = Task::classification;
  std::string title;
  std::string intended_use;
  std::vector<std::string> limits;  // sentences: what it must not be used for, what it is known to get wrong
  std::string accepts_body_part;    // "chest"; empty = any image
  std::vector<std::string> accepts_view;  // {"PA", "AP"}; empty = any
  int least_side_pixels = 0;
  int least_age_years = 0;          // of the patient; 0 = any
  bool accepts_photographs = true;  // false: not for photographs of a film or a screen
  InputSpec input;
  std::vector<Label> labels;          // classification
  std::vector<Structure> structures;  // segmentation
  TrainingRecord training;
  std::vector<MetricTable> metrics;
  std::optional<Reference> reference;
  std::vector<Canary> canary;
  std::string weights_file = "model.onnx";
  std::string weights_sha256;
  std::int64_t parameters = 0;
};

// The ONNX outputs, by task:
//   classification: "logits" [1, L]; "maps" [1, L, h, w], whose spatial mean plus bias is exactly the logit
//                   (class activation maps); "features" [1, F], the pooled features
//   segmentation:   "probabilities" [1, 1 + S, size, size], softmax over background and structures
// The ONNX input is "image" [1, 1, size, size].

base::Result<Card> parse_card(const std::string& json);  // refused_model with the field that is wrong
std::string write_card(const Card& card);                // deterministic, indented JSON
std::string describe_card(const Card& card);             // the text of CARD.md

}  // namespace roentgen::model
