#include "study/turn.h"

#include <algorithm>
#include <utility>

namespace roentgen::study {

Point turned(const Point& point, int rows, int columns, int degrees) {
  switch (degrees) {
    case 90:
      return {rows - 1 - point.y, point.x};
    case 180:
      return {columns - 1 - point.x, rows - 1 - point.y};
    case 270:
      return {point.y, columns - 1 - point.x};
    default:
      return point;
  }
}

Reading turned(Reading reading, int degrees) {
  if (degrees == 0) return reading;
  const int rows = reading.source.rows, columns = reading.source.columns;
  const auto turn = [&](Point& point) { point = turned(point, rows, columns, degrees); };
  for (Finding& finding : reading.findings)
    for (Region& region : finding.regions) {
      std::ranges::for_each(region.points, turn);
      if (region.shape == Shape::box && region.points.size() == 2) {
        Point &a = region.points[0], &b = region.points[1];
        if (a.x > b.x) std::swap(a.x, b.x);
        if (a.y > b.y) std::swap(a.y, b.y);
      }
    }
  for (Outline& outline : reading.outlines)
    for (auto& polygon : outline.polygons) std::ranges::for_each(polygon, turn);
  for (Measurement& measurement : reading.measurements)
    for (Segment& segment : measurement.segments) std::ranges::for_each(segment, turn);
  if (degrees != 180) {
    std::swap(reading.source.rows, reading.source.columns);
    std::swap(reading.source.spacing.row_mm, reading.source.spacing.column_mm);
  }
  return reading;
}

Reading as_displayed(Reading reading) {
  const int degrees = reading.gate.correction.turned_degrees;
  return turned(std::move(reading), degrees);
}

}  // namespace roentgen::study
