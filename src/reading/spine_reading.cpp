#include "reading/spine_reading.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace roentgen::reading {
namespace {

constexpr double kBeyond = 0.8;  // of a vertebra's width: how far its line is drawn beyond it on either side

study::Outline outline_of(const model::Structure& structure, const std::string& model,
                          const Vertebra& vertebra) {
  const auto& c = vertebra.corners;
  study::Outline outline{structure.name, structure.title, model, {{c[0], c[1], c[3], c[2]}}, 0};
  const auto& polygon = outline.polygons.front();
  for (std::size_t i = 0; i < polygon.size(); ++i) {
    const study::Point &a = polygon[i], &b = polygon[(i + 1) % polygon.size()];
    outline.area_px += (a.x * b.y - b.x * a.y) / 2;
  }
  outline.area_px = std::abs(outline.area_px);
  return outline;
}

study::Segment drawn_line(const Vertebra& vertebra) {
  const study::Segment line = middle_line(vertebra);
  const double x = (line[1].x - line[0].x) * kBeyond, y = (line[1].y - line[0].y) * kBeyond;
  return {study::Point{line[0].x - x, line[0].y - y}, study::Point{line[1].x + x, line[1].y + y}};
}

std::vector<Vertebra> in_millimetres(std::vector<Vertebra> vertebrae, const study::PixelSpacing& spacing) {
  if (spacing.kind == study::SpacingKind::none) return vertebrae;
  for (Vertebra& vertebra : vertebrae)
    for (study::Point& corner : vertebra.corners)
      corner = {corner.x * spacing.column_mm, corner.y * spacing.row_mm};
  return vertebrae;
}

}  // namespace

SpineReading judge_spine(const model::Card& card, const std::vector<Vertebra>& vertebrae, int rows,
                         const study::PixelSpacing& spacing) {
  SpineReading reading;
  const double tall = spacing.kind == study::SpacingKind::none ? rows : rows * spacing.row_mm;
  const auto angles = cobb_angles(in_millimetres(vertebrae, spacing), static_cast<int>(std::lround(tall)));
  if (vertebrae.size() < card.structures.size() || !angles) {
    reading.quality.push_back({"spine_not_found", "Only " + std::to_string(vertebrae.size()) + " of " +
                                                      std::to_string(card.structures.size()) +
                                                      " vertebrae were found; nothing was measured."});
    return reading;
  }
  for (std::size_t v = 0; v < vertebrae.size(); ++v)
    reading.outlines.push_back(outline_of(card.structures[v], card.name, vertebrae[v]));
  std::vector<std::string> cautions{"Two people who measure one film differ by three to five degrees.",
                                    "Vertebrae are counted from the top of the row that was found."};
  const auto weakest = std::ranges::min_element(vertebrae, {}, &Vertebra::score);
  if (weakest->score < card.places->threshold) {
    const auto& name = card.structures[static_cast<std::size_t>(weakest - vertebrae.begin())].name;
    reading.quality.push_back(
        {"spine_doubtful",
         "The place of vertebra " + name + " is doubtful; check the row before the angles are used."});
    cautions.push_back("The place of vertebra " + name + " is doubtful.");
  }
  const auto& upper = card.structures[angles->upper_end].name;
  const auto& lower = card.structures[angles->lower_end].name;
  reading.measurements.push_back(
      {"cobb_max",
       "Largest Cobb angle",
       angles->largest,
       "deg",
       "angle between the middle lines of " + upper + " and " + lower,
       card.name,
       {drawn_line(vertebrae[angles->upper_end]), drawn_line(vertebrae[angles->lower_end])},
       cautions});
  reading.measurements.push_back({"cobb_upper",
                                  "Cobb angle above it",
                                  angles->upper,
                                  "deg",
                                  "of the curve above the largest one, as in the AASCE 2019 challenge",
                                  card.name,
                                  {},
                                  cautions});
  reading.measurements.push_back({"cobb_lower",
                                  "Cobb angle below it",
                                  angles->lower,
                                  "deg",
                                  "of the curve below the largest one, as in the AASCE 2019 challenge",
                                  card.name,
                                  {},
                                  cautions});
  return reading;
}

}  // namespace roentgen::reading
