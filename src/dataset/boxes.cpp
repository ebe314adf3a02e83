#include "dataset/boxes.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "base/file.h"
#include "dataset/number.h"

namespace roentgen::dataset {
using base::ErrorCode;

base::Result<BoxTable> read_box_table(const Table& table) {
  const auto file = table.folder / "boxes.csv";
  auto text = base::read_text(file, kLargestCsv);
  if (!text) return std::unexpected(text.error());
  const auto csv = parse_csv(*text);
  if (!csv) return base::fail(csv.error().code, csv.error().message, file.string());

  constexpr std::array kColumns{"image", "label", "x", "y", "width", "height"};
  std::array<std::size_t, kColumns.size()> at{};
  for (std::size_t c = 0; c < kColumns.size(); ++c) {
    const int found = column_of(*csv, kColumns[c]);
    if (found < 0)
      return base::fail(ErrorCode::unusable_input,
                        std::string("The table has no column \"") + kColumns[c] + "\".", file.string());
    at[c] = static_cast<std::size_t>(found);
  }
  const int reader = column_of(*csv, "reader");

  BoxTable boxes;
  boxes.boxes.reserve(csv->rows.size());
  for (std::size_t r = 0; r < csv->rows.size(); ++r) {
    const auto& row = csv->rows[r];
    Box box{.image = row[at[0]],
            .label = row[at[1]],
            .reader = reader < 0 ? "" : row[static_cast<std::size_t>(reader)]};
    if (parse_number(row[at[2]], box.x) && parse_number(row[at[3]], box.y) &&
        parse_number(row[at[4]], box.width) && parse_number(row[at[5]], box.height) && box.width > 0 &&
        box.height > 0)
      boxes.boxes.push_back(std::move(box));
    else
      boxes.broken.emplace(box.image, csv->lines[r]);
  }
  return boxes;
}

base::Result<std::vector<Box>> read_boxes(const Table& table) {
  auto boxes = read_box_table(table);
  if (!boxes) return std::unexpected(boxes.error());
  if (boxes->broken.empty()) return std::move(boxes->boxes);
  const auto first = std::ranges::min_element(boxes->broken, {}, [](const auto& one) { return one.second; });
  return base::fail(ErrorCode::unusable_input,
                    "Line " + std::to_string(first->second) + " of boxes.csv is not a rectangle.",
                    (table.folder / "boxes.csv").string());
}

std::vector<Box> boxes_of(const std::vector<Box>& boxes, const Film& film) {
  std::vector<Box> found;
  std::copy_if(boxes.begin(), boxes.end(), std::back_inserter(found),
               [&](const Box& box) { return box.image == film.image; });
  return found;
}

}  // namespace roentgen::dataset
