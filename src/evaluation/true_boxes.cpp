#include "evaluation/true_boxes.h"

#include <filesystem>

#include "base/counted.h"
#include "dataset/boxes.h"
#include "dataset/film_name.h"

namespace roentgen::evaluation {
namespace {

using base::counted;

int label_of(const model::Card& card, const std::string& name) {
  for (std::size_t k = 0; k < card.labels.size(); ++k)
    if (card.labels[k].name == name || card.labels[k].column == name) return static_cast<int>(k);
  return -1;
}

}  // namespace

std::optional<TrueBoxes> true_boxes(const model::Card& card, const dataset::Table& table,
                                    const std::set<std::string>& listed, std::vector<std::string>& remarks) {
  std::error_code ignored;
  if (!std::filesystem::exists(table.folder / "boxes.csv", ignored)) {
    remarks.emplace_back("not evaluated: places (no boxes.csv)");
    return std::nullopt;
  }
  const auto boxes = dataset::read_box_table(table);
  if (!boxes) {
    remarks.push_back("not evaluated: places (boxes.csv: " + boxes.error().message + ")");
    return std::nullopt;
  }
  TrueBoxes known;
  std::size_t strangers = 0, homeless = 0;
  for (const dataset::Box& box : boxes->boxes) {
    const std::string image = dataset::bare_name(box.image);
    const int label = label_of(card, box.label);
    if (!listed.empty() && !listed.contains(image))
      ++homeless;
    else if (label < 0)
      ++strangers;
    else
      known.by_image[image].push_back({label, 1, box.x, box.y, box.x + box.width, box.y + box.height});
  }
  for (const auto& [image, line] : boxes->broken) known.broken.insert(dataset::bare_name(image));
  if (strangers > 0)
    remarks.push_back(counted(strangers, "box has", "boxes have") +
                      " a label that this package does not look for.");
  if (homeless > 0)
    remarks.push_back(counted(homeless, "box is", "boxes are") +
                      " of an image that metadata.csv does not list: not looked at.");
  return known;
}

}  // namespace roentgen::evaluation
