// The commonest ways to be right for the wrong reason, as figures beside the network's: can one number of the
// picture, or the source it came from, tell the label as well?
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "evaluation/statistics.h"
#include "image/image.h"

namespace roentgen::evaluation {

struct OneNumbers {
  double mean_grey = 0;  // of the display values, 0…1
  double contrast = 0;   // their standard deviation, 0…1
  double aspect = 1;     // rows / columns
  double sharpness =
      0;  // root mean square of the 4-neighbour Laplacian / contrast, at the stored size; 0 if flat
};
OneNumbers one_numbers(const image::Image& image);

struct Estimate {
  double value = 0;
  std::array<double, 2> ci95{};
};

// Direction-free: if the number is lower in positive films its sign is turned, so that value = max(AUC, 1 -
// AUC) >= 0.5. The interval keeps that direction and may reach below 0.5.
Estimate control_auc(std::vector<Scored> films, int samples, std::uint64_t seed);

// How well the source alone tells the label: a film's score is the prevalence of the label among the OTHER
// films of its source; a positive and a negative film of one source count as tied (each pair of one source
// would otherwise be ranked wrongly by the film that was left out). 0.5 if there is one source or all have
// the same prevalence. Not direction-free: the prevalence already has a direction. `sources` goes with
// `films`; "" is a source like others. The interval keeps the prevalences of the whole set.
Estimate source_auc(std::span<const Scored> films, std::span<const std::string> sources, int samples,
                    std::uint64_t seed);

}  // namespace roentgen::evaluation
