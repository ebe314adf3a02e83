#include <algorithm>

#include "evaluation/heat.h"

namespace roentgen::evaluation {
namespace {

bool holds(const Area& area, double x, double y) {
  return x >= area.left && x < area.right && y >= area.top && y < area.bottom;
}

}  // namespace

Spot brightest(const image::Plane& heat) {
  const auto found = std::ranges::max_element(heat.samples);
  if (found == heat.samples.end() || !(*found > 0)) return {};
  const auto at = static_cast<int>(found - heat.samples.begin());
  const int row = at / heat.columns, column = at % heat.columns;
  return {(column + 0.5) / heat.columns, (row + 0.5) / heat.rows, true};
}

bool inside(const Spot& spot, const std::vector<Area>& boxes) {
  return spot.found &&
         std::ranges::any_of(boxes, [&](const Area& box) { return holds(box, spot.x, spot.y); });
}

double box_iou(const image::Plane& heat, double level, const std::vector<Area>& boxes) {
  std::size_t both = 0, either = 0;
  for (int row = 0; row < heat.rows; ++row)
    for (int column = 0; column < heat.columns; ++column) {
      const double x = (column + 0.5) / heat.columns, y = (row + 0.5) / heat.rows;
      const bool hot = static_cast<double>(heat.at(row, column)) >= level;
      const bool boxed = std::ranges::any_of(boxes, [&](const Area& box) { return holds(box, x, y); });
      both += hot && boxed ? 1 : 0;
      either += hot || boxed ? 1 : 0;
    }
  return either == 0 ? 0 : static_cast<double>(both) / static_cast<double>(either);
}

image::Plane box_heat(const std::vector<reading::FoundBox>& boxes, int label, const reading::Size& picture,
                      const reading::Size& size) {
  image::Plane heat{
      size.rows, size.columns,
      std::vector<float>(static_cast<std::size_t>(size.rows) * static_cast<std::size_t>(size.columns), 0)};
  double strongest = 0;
  for (const auto& box : boxes)
    if (box.label == label) strongest = std::max(strongest, box.score);
  for (const auto& box : boxes) {
    if (box.label != label || !(strongest > 0)) continue;
    const Area area{box.left / picture.columns, box.top / picture.rows, box.right / picture.columns,
                    box.bottom / picture.rows};
    const auto share = static_cast<float>(box.score / strongest);
    for (int row = 0; row < size.rows; ++row)
      for (int column = 0; column < size.columns; ++column)
        if (holds(area, (column + 0.5) / size.columns, (row + 0.5) / size.rows))
          heat.at(row, column) = std::max(heat.at(row, column), share);
  }
  return heat;
}

double covered(const std::vector<Area>& boxes) {
  constexpr int kGrid = 256;
  int inside_boxes = 0;
  for (int row = 0; row < kGrid; ++row)
    for (int column = 0; column < kGrid; ++column)
      if (std::ranges::any_of(boxes, [&](const Area& box) {
            return holds(box, (column + 0.5) / kGrid, (row + 0.5) / kGrid);
          }))
        ++inside_boxes;
  return inside_boxes / static_cast<double>(kGrid * kGrid);
}

image::Plane usual_place(const std::vector<Boxed>& films, const std::string& without_patient, int grid) {
  image::Plane plane{grid, grid,
                     std::vector<float>(static_cast<std::size_t>(grid) * static_cast<std::size_t>(grid), 0)};
  for (const Boxed& film : films) {
    if (!without_patient.empty() && film.patient == without_patient) continue;
    for (int row = 0; row < grid; ++row)
      for (int column = 0; column < grid; ++column)
        if (std::ranges::any_of(film.boxes, [&](const Area& box) {
              return holds(box, (column + 0.5) / grid, (row + 0.5) / grid);
            }))
          plane.at(row, column) += 1;
  }
  return plane;
}

}  // namespace roentgen::evaluation
