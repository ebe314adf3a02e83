// From a landmark finder's output to a row of vertebrae, and from its corners to Cobb angles.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "model/card.h"
#include "model/engine.h"
#include "model/preprocess.h"
#include "study/reading.h"

namespace roentgen::reading {

// The four corners of one vertebra as the image shows them.
struct Vertebra {
  std::array<study::Point, 4> corners;  // upper left, upper right, lower left, lower right
  double score = 0;                     // of its centre, 0…1
};

// The row of `count` vertebrae, top to bottom, that the outputs "scores" and "corners" speak for most: the
// tops of the score map, ordered by a chain whose steps are about as long as the vertebrae are tall. Fewer
// where the map shows fewer. In pixels of the network's input (pixel centres). Corners are the mean of what
// the cells around a top say, weighted by their scores.
std::vector<Vertebra> vertebrae_of(const model::PlaceSpec& places, const model::Output& scores,
                                   const model::Output& corners, std::size_t count);

// The same corners on the picture.
std::vector<Vertebra> on_picture(std::vector<Vertebra> vertebrae, const model::Placement& placement);

// A line through a vertebra: from the middle of its left side to the middle of its right side.
study::Segment middle_line(const Vertebra& vertebra);

// Degrees; the vertebrae as indices.
struct CobbAngles {
  double largest = 0;  // between any two middle lines
  std::size_t upper_end = 0, lower_end = 0;
  double upper = 0;  // of the curve above the largest
  double lower = 0;  // of the curve below it
};

// As the evaluation of the AASCE 2019 challenge computes them (Wu et al., MICCAI 2017; Wang et al., Medical
// Image Analysis 72, 2021): the largest angle between two middle lines; above and below it the angle of its
// end against the first and the last vertebra, or, where the middle lines' centres run in an S, the largest
// angle among the vertebrae on that side. On square pixels: never from a squashed picture. Nothing for fewer
// than two vertebrae or a middle line without length. `rows` of the picture decide, for an S, whether the
// largest curve is the upper one, as in the challenge.
std::optional<CobbAngles> cobb_angles(std::span<const Vertebra> vertebrae, int rows);

}  // namespace roentgen::reading
