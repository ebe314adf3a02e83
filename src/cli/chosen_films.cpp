#include "cli/chosen_films.h"

#include <algorithm>
#include <map>

#include "base/file.h"
#include "dataset/csv.h"
#include "model/package.h"

namespace roentgen::cli {

using base::ErrorCode;

std::filesystem::path package_folder(const std::string& package) {
  std::error_code error;
  if (std::filesystem::is_directory(package, error)) return package;
  return model::default_models_folder() / package;
}

base::Result<dataset::Table> of_splits(const dataset::Table& table, const std::string& splits) {
  dataset::Table some = table;
  some.films.clear();
  std::size_t at = 0;
  while (at <= splits.size()) {
    const std::size_t end = std::min(splits.find(',', at), splits.size());
    const auto part = dataset::of_split(table, splits.substr(at, end - at));
    if (!part) return std::unexpected(part.error());
    some.films.insert(some.films.end(), part->films.begin(), part->films.end());
    at = end + 1;
  }
  return some;
}

base::Result<void> join_truth(const std::string& file, dataset::Table& table) {
  const auto text = base::read_text(file, dataset::kLargestCsv);
  if (!text) return std::unexpected(text.error());
  const auto csv = dataset::parse_csv(*text);
  if (!csv) return base::fail(csv.error().code, csv.error().message, file);
  const int image = dataset::column_of(*csv, "image");
  if (image < 0) return base::fail(ErrorCode::unusable_input, "This table has no column \"image\".", file);
  std::map<std::string, std::size_t> row_of;
  for (std::size_t r = 0; r < csv->rows.size(); ++r)
    row_of[csv->rows[r][static_cast<std::size_t>(image)]] = r;
  for (dataset::Film& film : table.films) {
    const auto found = row_of.find(film.image);
    if (found == row_of.end()) continue;
    for (std::size_t c = 0; c < csv->header.size(); ++c)
      if (csv->header[c] != "image") film.values[csv->header[c]] = csv->rows[found->second][c];
  }
  return {};
}

}  // namespace roentgen::cli
