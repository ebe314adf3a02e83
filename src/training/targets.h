// What a detector or a landmark finder is to find on a film: read from boxes.csv or landmarks.csv, moved
// along with the film when it is augmented, and painted as the maps the network is held against.
#pragma once

#include <torch/torch.h>

#include <array>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "image/resample.h"
#include "model/card.h"
#include "model/preprocess.h"

namespace roentgen::training {

// One thing to find. Coordinates are edges, in pixels of the network's input: the input is 0…size wide.
struct Target {
  int label = 0;  // index into the card's labels; 0 for landmarks
  double left = 0, top = 0, right = 0, bottom = 0;
  std::array<std::array<double, 2>, 4>
      corners{};  // landmarks only: upper left and right, lower left and right
};

// All targets of a set, in pixels of the stored pictures, by bare name of the image (dataset/film_name.h).
// Detection: boxes whose label is a label's name or column. Landmarks: the four corners of each structure of
// the card (dataset::corner_order); films with crossed corners (metadata column bad_vertebrae above 0) have
// none.
base::Result<std::map<std::string, std::vector<Target>>> read_targets(const dataset::Table& table,
                                                                      const model::Card& card);

// From the stored picture to the network's input.
std::vector<Target> prepared(std::vector<Target> targets, const model::Placement& placement);

// The targets of a film that was warped by this map. Boxes keep the extent of the ellipse inside them, which
// for small turns is closer to what a reader would draw than the box around the turned box, and
// are cut at the border; those that lose more than half of their area are gone. Corners go with their points;
// a vertebra whose centre has left the picture is gone, and so is one that a mirror turned (its corners are
// renamed).
std::vector<Target> warped(const std::vector<Target>& targets, const image::Affine& target_to_source,
                           int size);

// The maps of a batch. For a cell whose truth is not known the weight is 0.
struct TargetMaps {
  torch::Tensor heat;    // [N, L, h, w]: 1 at a centre, a Gaussian around it (Zhou et al. 2019)
  torch::Tensor shapes;  // [N, 4 or 8, h, w]: edges in input pixels, or corners from the cell in strides
  torch::Tensor weight;  // [N, 1, h, w]: of the shapes; sums to 1 for each target (Liu et al., TTFNet, 2020)
  double targets = 0;    // in the whole batch
};
TargetMaps paint(const std::vector<std::vector<Target>>& films, int labels, int numbers, int size,
                 int stride);

}  // namespace roentgen::training
