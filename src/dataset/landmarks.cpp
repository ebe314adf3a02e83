#include "dataset/landmarks.h"

#include <algorithm>

#include "base/file.h"
#include "dataset/number.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

struct Columns {
  std::size_t image = 0;
  std::vector<std::string> names;                           // of the points
  std::vector<std::pair<std::size_t, std::size_t>> points;  // of x and y
};

base::Result<Columns> columns_of(const Csv& csv) {
  const auto refuse = [](const std::string& more) {
    return base::fail(
        ErrorCode::unusable_input,
        "The table must have a column \"image\" and two columns for each point, NAME_x and NAME_y" + more +
            ".");
  };
  Columns columns;
  const int image = column_of(csv, "image");
  if (image < 0) return refuse("");
  columns.image = static_cast<std::size_t>(image);
  for (std::size_t c = 0; c < csv.header.size(); ++c) {
    const std::string& column = csv.header[c];
    const bool x = column.ends_with("_x"), y = column.ends_with("_y");
    if (!x && !y) continue;
    const std::string name = column.substr(0, column.size() - 2);
    const int partner = column_of(csv, name + (x ? "_y" : "_x"));
    if (name.empty() || partner < 0) return refuse("; \"" + column + "\" stands alone");
    if (!x) continue;
    columns.names.push_back(name);
    columns.points.emplace_back(c, static_cast<std::size_t>(partner));
  }
  if (columns.points.empty()) return refuse("");
  return columns;
}

}  // namespace

base::Result<Landmarks> read_landmark_table(const Table& table) {
  const auto file = table.folder / "landmarks.csv";
  const auto text = base::read_text(file, kLargestCsv);
  if (!text) return std::unexpected(text.error());
  const auto csv = parse_csv(*text);
  if (!csv) return base::fail(csv.error().code, csv.error().message, file.string());
  auto columns = columns_of(*csv);
  if (!columns) return base::fail(columns.error().code, columns.error().message, file.string());

  Landmarks landmarks{.names = std::move(columns->names), .of_film = {}};
  for (std::size_t r = 0; r < csv->rows.size(); ++r) {
    const auto& row = csv->rows[r];
    const std::string& image = row[columns->image];
    std::vector<Landmark> points(columns->points.size());
    bool whole = !landmarks.of_film.contains(image) && !landmarks.broken.contains(image);
    for (std::size_t k = 0; k < points.size(); ++k)
      whole = whole && parse_number(row[columns->points[k].first], points[k].x) &&
              parse_number(row[columns->points[k].second], points[k].y);
    if (whole) {
      landmarks.of_film.emplace(image, std::move(points));
    } else {
      landmarks.of_film.erase(image);  // of two rows nobody knows which one is right
      landmarks.broken.emplace(image, csv->lines[r]);
    }
  }
  return landmarks;
}

base::Result<Landmarks> read_landmarks(const Table& table) {
  auto landmarks = read_landmark_table(table);
  if (!landmarks || landmarks->broken.empty()) return landmarks;
  const auto first =
      std::ranges::min_element(landmarks->broken, {}, [](const auto& one) { return one.second; });
  return base::fail(ErrorCode::unusable_input,
                    "Line " + std::to_string(first->second) +
                        " of landmarks.csv has a cell that is no number, or names its film a second time.",
                    (table.folder / "landmarks.csv").string());
}

std::expected<std::vector<std::size_t>, std::string> corner_order(const std::vector<std::string>& names,
                                                                  std::size_t count) {
  std::vector<std::size_t> order;
  for (std::size_t v = 1; v <= count; ++v)
    for (const char* corner : {"tl", "tr", "bl", "br"}) {
      const std::string name = (v < 10 ? "v0" : "v") + std::to_string(v) + "_" + corner;
      const auto found = std::ranges::find(names, name);
      if (found == names.end()) return std::unexpected(name);
      order.push_back(static_cast<std::size_t>(found - names.begin()));
    }
  return order;
}

}  // namespace roentgen::dataset
