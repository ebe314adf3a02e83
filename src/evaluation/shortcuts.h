// Is a classifier right for the wrong reason? Its figures on films from which the lungs, or all but the
// lungs, were taken, and apart on films with and without treatment devices.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/evaluate.h"
#include "image/image.h"
#include "model/engine.h"

namespace roentgen::evaluation {

// What is left of a film. Blanked pixels get the film's median.
enum class Remains {
  everything,
  without_lungs,  // blanked: the outlines of both lungs and what lies between them in every row
  border_only,    // blanked: all but the outer 12 % of either side
  thorax_only,    // blanked: all outside the box around the lungs: side markers, words, arms, border
};
inline constexpr Remains kRemains[] = {Remains::everything, Remains::without_lungs, Remains::border_only,
                                       Remains::thorax_only};
const char* word(Remains remains);  // "everything", "without_lungs", …

// `lungs`: 1 inside, of any size, over the whole picture; must not be empty.
image::Image keep_only(const image::Image& film, const image::Mask& lungs, Remains remains);

// Per label:
//   auc of group remains=NAME           on the films whose lungs could be outlined
//   auc of group devices=none, =some    by the columns named (1: there is one; 0 in all: none; else unknown)
//   auc of group COLUMN=0, COLUMN=1     for each of the columns
// and the mean over labels ("mean"). Groups with fewer than kLeastGroup films, or with one class, are left
// out. Films whose lungs cannot be outlined become failures.
base::Result<Evaluation> evaluate_shortcuts(const model::Engine& classifier, const model::Engine& anatomy,
                                            const dataset::PictureTable& set, const std::string& split,
                                            const std::vector<std::string>& device_columns,
                                            const EvaluationOptions& options);

}  // namespace roentgen::evaluation
