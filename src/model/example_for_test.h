// The cards and packages that this room's tests work on: real tiny networks (testdata/make_networks.py).
#pragma once

#include <filesystem>
#include <string>

#include "base/folder_for_test.h"
#include "model/card.h"
#include "model/package.h"

namespace roentgen::model {

inline const std::filesystem::path kTestdata = "src/model/testdata";

using base::TempFolder;

inline Label example_label(const std::string& name, const std::string& title) {
  Label label;
  label.name = name;
  label.title = title;
  label.column = "finding_" + name;
  label.calibration = {.slope = 1.25, .intercept = -0.5, .fitted_on = "val", .n = 261, .positives = 20};
  label.threshold = 0.3125;
  label.threshold_origin = "largest sensitivity + specificity - 1 on val (n = 261, 20 positive)";
  return label;
}

// What make_networks.py computes with NumPy for the canary image, to six digits.
inline Canary logits_canary() {
  return {"logits", {0.198521f, 0.3456f}, 1e-4};
}

inline Card example_card() {
  Card card;
  card.name = "tiny-classifier";
  card.version = "1.2.3";
  card.title = "Tiny classifier";
  card.intended_use = "To test the programs that read model packages.";
  card.limits = {"It has never seen a radiograph.", "Not for patients | not even <once>."};
  card.accepts_body_part = "chest";
  card.accepts_view = {"PA", "AP"};
  card.least_side_pixels = 256;
  card.input.size = 32;
  card.labels = {example_label("Effusion", "Pleural effusion"), example_label("Mass", "Mass")};
  card.training.recipe = "tiny.json";
  card.training.program = "roentgen 0.1.0";
  card.training.framework = "NumPy, float64";
  card.training.seeds = {1, 18446744073709551615ULL};
  card.training.epochs = 3;
  card.training.best_epoch = 2;
  card.training.data = {{"cxr_nih", "public domain", "train", 100, 40, {{"nih", 60}, {"rsna", 40}}}};
  card.metrics = {{"cxr_nih", "val", {{"auc", "Effusion", "all", 477, 61, 0.8, {0.74, 0.85}}}}};
  card.reference = Reference{
      {0.1f, 0.2f, 0.0f, -0.5f}, {1.0f, 0.5f, 0.25f, 2.0f}, 1.5, "99.5th percentile of val, times 1.2"};
  card.canary = {logits_canary()};
  card.weights_sha256 = std::string(64, 'a');
  card.parameters = 50;
  return card;
}

inline Card example_segmenter_card() {
  Card card = example_card();
  card.name = "tiny-segmenter";
  card.task = Task::segmentation;
  card.labels.clear();
  card.reference.reset();
  card.structures = {{"right_lung", "right lung"}, {"left_lung", "left lung"}};
  card.canary = {{"probabilities", {0.341004f}, 1e-4}};
  return card;
}

inline base::Bytes example_network(const std::string& file = "tiny_classifier.onnx") {
  return base::read_file(kTestdata / file, 1 << 20).value();
}

}  // namespace roentgen::model
