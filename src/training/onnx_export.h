// A trained network as an ONNX file for the reader: batch of 1, evaluation mode, batch normalisation folded
// into the convolutions.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "training/detector.h"
#include "training/networks.h"

namespace roentgen::training {

// Input "image" [1, channels, size, size] in -1…1. Outputs (see model/card.h):
//   classifier: "logits" [1, L], "maps" [1, L, h, w], "features" [1, F]
//   detector:   "logits" [1, L], "scores" [1, L, h, w], "boxes" [1, 4, h, w], "features" [1, F]; without
//               whole_image "scores" and "corners" [1, 8, h, w]
//   segmenter:  "probabilities" [1, outputs, size, size], softmax over the channels
// The same weights give the same bytes, whatever device or memory layout the module has; its mode does not
// matter and is not changed. `usage` if the size is not a positive multiple of 32; `unusable_input` if a
// weight is not a finite number.
base::Result<base::Bytes> export_onnx(const Classifier& network, int size);
base::Result<base::Bytes> export_onnx(const Detector& network, int size);
base::Result<base::Bytes> export_onnx(const Segmenter& network, int size);

}  // namespace roentgen::training
