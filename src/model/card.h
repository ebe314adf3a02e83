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

enum class Task { classification, segmentation, detection, landmarks };

// Whether a card of this task has labels; else it has structures.
inline bool has_labels(Task task) {
  return task == Task::classification || task == Task::detection;
}
inline bool has_places(Task task) {
  return task == Task::detection || task == Task::landmarks;
}

// "classification", …: the word of card.json and of recipes.
const char* word(Task task);
std::vector<std::string> task_words();
Task task_of(const std::string& word);  // classification if there is no such word

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

// p = 1 / (1 + exp(-(slope * logit + intercept))): Platt (1999), fitted on the named split. With
// `slope_negative` it is the beta calibration of Kull, Silva Filho and Flach (AISTATS 2017) of s = 1 / (1 +
// exp(-logit)), with a = slope_negative and b = slope: p = 1 / (1 + exp(-(b * softplus(logit) - a *
// softplus(-logit) + intercept))); a = b is Platt's curve again.
struct Calibration {
  double slope = 1;
  double intercept = 0;
  std::string fitted_on;  // "val"
  int n = 0;
  int positives = 0;
  std::optional<double> slope_negative = std::nullopt;
};

// A further threshold for another purpose: "high_sensitivity" to rule out, "high_specificity" to rule in.
struct OperatingPoint {
  std::string name;
  double threshold = 0.5;  // on the calibrated probability
  std::string origin;      // how it was chosen and what it reached, in words
};

// When a label abstains (class-conditional split-conformal sets, Vovk 2012): "absent" is a possible answer up
// to the one probability, "present" from the other on; where both or neither are, the answer is "uncertain".
// The right answer is among the possible ones for at least `coverage` of the films with, and of the films
// without the finding, if they come from the same place as those it was fitted on.
struct Abstention {
  double coverage = 0.9;
  double absent_up_to = 1;
  double present_from = 0;
  std::string origin;
};

// How often the brightest place of the heat map lies inside a box that a reader drew (pointing game, Zhang et
// al., IJCV 2018).
struct HitRate {
  double value = 0;
  std::array<double, 2> ci95{};
  int n = 0;          // films with a box
  double centre = 0;  // the same of the middle of the chest: what a map has to beat
  std::string data;   // "cxr_nih, val+test, boxes rsna_lung_opacity"
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
  std::vector<OperatingPoint> operating_points;  // may be empty
  std::optional<Abstention> abstention;          // none: it always answers
  std::optional<HitRate> heat_hit_rate;          // none: not known, so its heat map is not shown
  // Only films whose value in this column is one of these count for the label ("bacterial" among films of
  // pneumonia); empty: all films.
  std::string among_column;
  std::vector<std::string> among;
  bool shown = true;  // false: measured and written into scores, never told as a finding of a film
};

// A grade on an ordinal scale, told by labels of which each means "this grade or more" (cumulative logits:
// McCullagh 1980; with one weight vector for all of them: Cao, Mirjalili, Raschka 2020). The expected grade
// is the sum of the steps' calibrated probabilities, see reading/classify.h; `cuts` turn it into a grade.
struct Grading {
  std::string name;                 // "kl_grade": the word of evaluate's JSON
  std::string title;                // "Kellgren-Lawrence grade"
  std::string column;               // of a table
  std::vector<std::string> grades;  // values of the column, lowest first
  std::vector<std::string> steps;   // labels, one fewer than grades: steps[k] is grades[k + 1] or more
  std::string decisive;             // evaluate's `auc` of the grading: this grade or more against less
  // cuts[k]: from this expected grade on grades[k + 1] or more is told; rising, one fewer than grades. Empty:
  // the expected grade is rounded.
  std::vector<float> cuts;
  std::string cuts_origin;  // how they were chosen; empty with no cuts
};

// How places are read from the grid of a detector or a landmark finder. See reading/peaks.h.
struct PlaceSpec {
  int stride = 4;                // input pixels per cell of the grid
  double threshold = 0.3;        // of a peak's score: below it a place is not shown
  std::string threshold_origin;  // how it was chosen
  double most_overlap = 0.5;     // intersection over union of two boxes; beyond it the weaker one goes
  int most = 20;                 // places shown of one picture
};

// One structure of a segmenter: channel = position in the list + 1 (channel 0 is background); of a landmark
// finder: one of the things with four corners, in their order along the picture.
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

// Films that the network was most wrong about, which a person looked at.
struct FailureSheet {
  std::string title;    // "Lung opacity"
  std::string picture;  // a JPEG file of the package: "failures-opacity.jpg"
  std::string says;     // what these films have in common
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
  int most_age_years = 0;           // 0 = any
  bool accepts_photographs = true;  // false: not for photographs of a film or a screen
  InputSpec input;
  std::vector<Label> labels;          // classification, detection
  std::optional<Grading> grading;     // classification
  std::vector<Structure> structures;  // segmentation, landmarks
  std::optional<PlaceSpec> places;    // detection, landmarks
  TrainingRecord training;
  std::vector<MetricTable> metrics;
  std::vector<FailureSheet> failures;
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
//   detection:      "logits" [1, L] of the whole image; "scores" [1, L, h, w], the logit that a box of the
//                   label has its centre in the cell, h = w = size / stride; "boxes" [1, 4, h, w], how far
//                   its left, upper, right and lower edge lie from the cell's centre: stride * exp(value)
//                   input pixels; "features" [1, F]
//   landmarks:      "scores" [1, 1, h, w] as above, of any of the structures; "corners" [1, 8, h, w], x and y
//                   of its corners (upper left, upper right, lower left, lower right, as the image shows
//                   them) from the cell's centre in units of the stride
// The ONNX input is "image" [1, 1, size, size].

base::Result<Card> parse_card(const std::string& json);  // refused_model with the field that is wrong
std::string write_card(const Card& card);                // deterministic, indented JSON
std::string describe_card(const Card& card);             // the text of CARD.md

}  // namespace roentgen::model
