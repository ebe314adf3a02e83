// What `models import` must know of a network, from flags or asked for.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/adapt.h"

namespace roentgen::cli {

struct ImportAnswers {
  std::string file, name, version, title, use, scores, fit, input, output, body_part, terms, out;
  std::vector<std::string> limits, labels, structures, views;
  std::vector<double> range, mean, deviation, percentiles{0, 100};
  int size = 0, least_age = 0, least_side = 0;
  bool photographs = false, replace = false, ask = false, json = false;
};

// Asks for what is missing on a terminal (or with `ask`), reading answers from standard input; elsewhere
// `usage` naming all flags that are missing.
base::Result<void> complete(ImportAnswers& answers, const model::OnnxOffer& offer);

}  // namespace roentgen::cli
