#include "dataset/landmarks.h"

#include "base/file.h"
#include "dataset/number.h"

namespace roentgen::dataset {
using base::ErrorCode;

base::Result<Landmarks> read_landmarks(const Table& table) {
  const auto file = table.folder / "landmarks.csv";
  const auto text = base::read_text(file, kLargestCsv);
  if (!text) return std::unexpected(text.error());
  const auto csv = parse_csv(*text);
  if (!csv) return base::fail(csv.error().code, csv.error().message, file.string());
  const auto refuse = [&](const std::string& why) {
    return base::fail(ErrorCode::unusable_input, why, file.string());
  };
  if (csv->header.size() % 2 == 0 || csv->header.size() < 3 || csv->header[0] != "image")
    return refuse("landmarks.csv must have a column \"image\" and then two columns for each point.");
  Landmarks landmarks;
  for (std::size_t c = 1; c < csv->header.size(); c += 2) {
    const std::string &x = csv->header[c], &y = csv->header[c + 1];
    const std::string name = x.size() > 2 ? x.substr(0, x.size() - 2) : "";
    if (name.empty() || x != name + "_x" || y != name + "_y")
      return refuse("landmarks.csv must name the columns of a point NAME_x and NAME_y.");
    landmarks.names.push_back(name);
  }
  for (std::size_t r = 0; r < csv->rows.size(); ++r) {
    const auto& row = csv->rows[r];
    std::vector<Landmark> points(landmarks.names.size());
    for (std::size_t k = 0; k < points.size(); ++k)
      if (!parse_number(row[2 * k + 1], points[k].x) || !parse_number(row[2 * k + 2], points[k].y))
        return refuse("Line " + std::to_string(csv->lines[r]) +
                      " of landmarks.csv has a cell that is no number.");
    landmarks.of_film[row[0]] = std::move(points);
  }
  return landmarks;
}

}  // namespace roentgen::dataset
