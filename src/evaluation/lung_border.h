// How far apart the lateral and the upper borders of two outlines of the lungs lie. Sets differ in whether
// the lungs go on behind the heart and below the dome of the diaphragm, and a Dice across them measures that
// difference; the border towards the ribs and that of the apex are the same in all of them.
#pragma once

#include <limits>

#include "image/image.h"

namespace roentgen::evaluation {

inline constexpr double kNoBorder = std::numeric_limits<double>::quiet_NaN();

// All in per cent of the width of the thorax: from the first to the last column of the outlined lungs, as in
// cardiothoracic_ratio(). Not of the picture, which films are cropped to in every way, nor of the height of
// the lungs, at whose lower end the conventions differ. Sizes are 0 or more; biases are above 0 where the
// predicted lung reaches further out (or up). kNoBorder: nothing to compare.
struct LungBorder {
  double lateral = kNoBorder;
  double lateral_bias = kNoBorder;
  double upper = kNoBorder;
  double upper_bias = kNoBorder;
};

// Columns of a mask that are not empty, both ends among them.
struct Columns {
  int first = 0, last = -1;
  int count() const { return last - first + 1; }
  int middle() const { return first + (last - first) / 2; }
};
Columns columns_of(const image::Mask& mask);  // count() 0 if the mask is empty

enum class Flank { left, right };  // of the picture

// Masks: 0 outside, anything else inside; both of the same size (else kNoBorder throughout, as where
// `thorax_width`, in pixels, is below 1).
//
// One lung, whose outer edge is that on the given flank. lateral: the outermost pixels of both, row by row
// over the rows that both have; the median of the distances' sizes, and of the distances themselves. Rows in
// which the outlined lung meets the edge of the picture have no border and do not count; nothing is said
// where the predicted lung has fewer than half of the outlined one's rows. upper: how high the apex reaches
// is the mean of the first rows of those columns that begin highest, as many in both: a third of the columns
// of the narrower lung. Nothing is said where the outlined lung meets the upper edge of the picture.
LungBorder lung_border(const image::Mask& predicted, const image::Mask& outlined, Flank outer,
                       int thorax_width);

// Both lungs, which need not be told apart: each mask is cut in two at the middle column of the outlined
// lungs, and each figure is the mean over both halves (kNoBorder if one half has none).
LungBorder lungs_border(const image::Mask& predicted, const image::Mask& outlined);

}  // namespace roentgen::evaluation
