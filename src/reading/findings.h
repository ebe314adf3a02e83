// From the findings network's output to findings: calibrated probability, decision, and where the evidence
// lies.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image/image.h"
#include "model/card.h"
#include "reading/project.h"
#include "study/reading.h"

namespace roentgen::reading {

// Evidence for one label over the whole picture: 0 where the network saw no more than on average, 1 where it
// saw most.
struct HeatMap {
  std::string label;
  std::string title;               // of the finding
  std::optional<double> hit_rate;  // see study::Finding::heat_hit_rate
  image::Plane plane;
};

struct FindingsOptions {
  int heat_map_side = 256;      // longest side of a heat map
  double region_level = 0.5;    // a region is where the evidence is at least this share of the strongest
  double least_region = 0.002;  // share of the picture; smaller regions are not reported
  int most_regions = 3;         // per finding
  int most_heat_maps = 3;       // per picture: of the present findings furthest above their threshold
};

struct FindingsResult {
  std::vector<study::Finding> findings;  // of the labels that are shown, in the card's order
  std::vector<HeatMap> heat_maps;        // strongest first
};

// Decided on rounded numbers, so that nobody ever reads "0.1235, threshold 0.1235, absent". No regions.
study::Finding decide(const model::Card& card, const model::Label& label, float logit);

// One class activation map over the whole picture, longest side `side`: less its own mean (the logit is the
// mean plus a bias: what remains is where the score came from), and 1 at its strongest.
image::Plane heat_of(const NetworkPlane& map, const model::Placement& placement, const Size& picture,
                     int side);

// `logits`: one per label. `maps`: [labels, rows, columns] class activation maps (spatial mean + bias =
// logit), may be empty. Throws nothing; the sizes were held against the card before.
FindingsResult judge_findings(const model::Card& card, std::span<const float> logits,
                              std::span<const float> maps, const Size& map_size,
                              const model::Placement& placement, const Size& picture,
                              const FindingsOptions& options = {});

// Boxes around the parts of a heat map that reach options.region_level, in pixels of the picture.
std::vector<study::Region> regions_of(const image::Plane& heat, const Size& picture,
                                      const FindingsOptions& options);

std::string describe_findings_options(const FindingsOptions& options);

}  // namespace roentgen::reading
