#include "reading/opacity_places.h"

#include <algorithm>

#include "reading/boxed_findings.h"
#include "reading/found_boxes.h"

namespace roentgen::reading {

bool wants_opacity_places(const FindingsResult& result) {
  return std::ranges::any_of(result.findings, [](const study::Finding& finding) {
    return finding.label == kOpacity && finding.present;
  });
}

void place_opacities(const model::Card& card, std::span<const model::Output> outputs,
                     const model::Placement& placement, const Size& picture, FindingsResult& result) {
  const model::PlaceSpec& places = *card.places;
  const auto found =
      found_boxes(places, outputs[0], outputs[1], places.threshold, static_cast<std::size_t>(places.most));
  const auto boxes = on_picture(found, placement, picture);
  for (study::Finding& finding : result.findings) {
    if (finding.label != kOpacity || !finding.present) continue;
    finding.regions = regions_of_boxes(boxes, picture);
    finding.heat_map = false;
    finding.heat_hit_rate.reset();
  }
  std::erase_if(result.heat_maps, [](const HeatMap& heat) { return heat.label == kOpacity; });
}

}  // namespace roentgen::reading
