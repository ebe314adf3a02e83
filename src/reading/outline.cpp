#include "reading/outline.h"

#include "image/contour.h"

namespace roentgen::reading {

study::Outline outline_of(const Structure& structure, const std::string& model,
                          const Ratio& picture_per_mask) {
  study::Outline outline{structure.name, structure.title, model, {}, 0};
  outline.area_px =
      static_cast<double>(image::area(structure.mask, 1)) * picture_per_mask.x * picture_per_mask.y;
  for (const image::Polygon& part : image::outlines(structure.mask, 1)) {
    if (part.size() < 3) continue;  // a line of pixels has no inside
    std::vector<study::Point> polygon;
    polygon.reserve(part.size());
    for (const image::Point& point : part) {
      polygon.push_back(
          {(point.x + 0.5) * picture_per_mask.x - 0.5, (point.y + 0.5) * picture_per_mask.y - 0.5});
    }
    outline.polygons.push_back(std::move(polygon));
  }
  return outline;
}

}  // namespace roentgen::reading
