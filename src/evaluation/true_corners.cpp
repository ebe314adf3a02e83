#include "evaluation/true_corners.h"

#include <filesystem>

#include "base/counted.h"
#include "dataset/film_name.h"
#include "dataset/landmarks.h"

namespace roentgen::evaluation {
namespace {

using base::counted;

std::vector<reading::Vertebra> vertebrae_from(const std::vector<dataset::Landmark>& points,
                                              const std::vector<std::size_t>& order) {
  std::vector<reading::Vertebra> all(order.size() / 4);
  for (std::size_t v = 0; v < all.size(); ++v)
    for (std::size_t k = 0; k < 4; ++k) {
      const dataset::Landmark& point = points[order[4 * v + k]];
      all[v].corners[k] = {point.x, point.y};
    }
  return all;
}

}  // namespace

std::optional<TrueCorners> true_corners(const dataset::Table& table, std::size_t count,
                                        const std::set<std::string>& listed,
                                        std::vector<std::string>& remarks) {
  std::error_code ignored;
  if (!std::filesystem::exists(table.folder / "landmarks.csv", ignored)) {
    remarks.emplace_back("not evaluated: landmarks (no landmarks.csv)");
    return std::nullopt;
  }
  const auto landmarks = dataset::read_landmark_table(table);
  if (!landmarks) {
    remarks.push_back("not evaluated: landmarks (landmarks.csv: " + landmarks.error().message + ")");
    return std::nullopt;
  }
  const auto order = dataset::corner_order(landmarks->names, count);
  if (!order) {
    remarks.push_back("not evaluated: landmarks (landmarks.csv has no point " + order.error() +
                      " among its " + std::to_string(landmarks->names.size()) + "; the package finds " +
                      std::to_string(4 * count) + ")");
    return std::nullopt;
  }
  TrueCorners corners;
  std::size_t homeless = 0;
  for (const auto& [image, points] : landmarks->of_film) {
    const std::string name = dataset::bare_name(image);
    if (listed.empty() || listed.contains(name))
      corners[name] = vertebrae_from(points, *order);
    else
      ++homeless;
  }
  if (!landmarks->broken.empty())
    remarks.push_back(
        counted(landmarks->broken.size(), "film has", "films have") +
        " a row in landmarks.csv with a cell that is no number, or two rows: its points are not "
        "looked at.");
  if (homeless > 0)
    remarks.push_back(counted(homeless, "row", "rows") +
                      " of landmarks.csv of an image that metadata.csv does not list: not looked at.");
  return corners;
}

}  // namespace roentgen::evaluation
