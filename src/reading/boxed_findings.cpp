#include "reading/boxed_findings.h"

#include <algorithm>

#include "reading/findings.h"
#include "reading/found_boxes.h"

namespace roentgen::reading {
namespace {

study::Region region_of(const FoundBox& box, double strongest, const Size& picture) {
  const auto inside = [](double value, int count) { return std::clamp(value, 0.0, count - 1.0); };
  return {study::Shape::box,
          {{inside(box.left - 0.5, picture.columns), inside(box.top - 0.5, picture.rows)},
           {inside(box.right - 0.5, picture.columns), inside(box.bottom - 0.5, picture.rows)}},
          box.score / strongest};
}

}  // namespace

std::vector<study::Finding> judge_boxes(const model::Card& card, const model::Output& logits,
                                        const model::Output& scores, const model::Output& boxes,
                                        const model::Placement& placement, const Size& picture) {
  const model::PlaceSpec& places = *card.places;
  const auto found =
      found_boxes(places, scores, boxes, places.threshold, static_cast<std::size_t>(places.most));
  const auto placed = on_picture(found, placement, picture);
  std::vector<study::Finding> findings;
  for (std::size_t k = 0; k < card.labels.size(); ++k) {
    study::Finding finding = decide(card, card.labels[k], logits.values[k]);
    double strongest = 0;
    for (const FoundBox& box : placed)
      if (box.label == static_cast<int>(k)) strongest = std::max(strongest, box.score);
    for (const FoundBox& box : placed)
      if (finding.present && box.label == static_cast<int>(k))
        finding.regions.push_back(region_of(box, strongest, picture));
    findings.push_back(std::move(finding));
  }
  return findings;
}

std::vector<study::Region> regions_of_boxes(std::span<const FoundBox> boxes, const Size& picture) {
  double strongest = 0;
  for (const FoundBox& box : boxes) strongest = std::max(strongest, box.score);
  std::vector<study::Region> regions;
  for (const FoundBox& box : boxes) regions.push_back(region_of(box, strongest, picture));
  return regions;
}

}  // namespace roentgen::reading
