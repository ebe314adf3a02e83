#include "dataset/table.h"

#include <algorithm>
#include <set>

#include "base/file.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

// Inside the set, whatever the table says: tables come from other people.
bool stays_inside(const std::string& name) {
  if (name.empty() || name.find('\0') != std::string::npos || name.find('\\') != std::string::npos)
    return false;
  const std::filesystem::path path(name);
  return !path.is_absolute() && std::find(path.begin(), path.end(), "..") == path.end();
}

std::string value_of(const std::map<std::string, std::string>& values, const char* column) {
  const auto found = values.find(column);
  return found == values.end() ? std::string{} : found->second;
}

// "cxr_nih" for "…/cxr_nih", "…/cxr_nih/" and "." alike.
std::string folder_name(const std::filesystem::path& folder) {
  std::error_code error;
  auto path = std::filesystem::weakly_canonical(folder, error);
  if (error) path = folder;
  return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

// Blanks around a cell ("image, fracture") say nothing.
std::string trimmed(std::string text) {
  const auto last = text.find_last_not_of(" \t");
  text.erase(last == std::string::npos ? 0 : last + 1);
  return text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
}

}  // namespace

base::Result<Table> read_table(const std::filesystem::path& folder) {
  const auto file = folder / "metadata.csv";
  auto text = base::read_text(file, kLargestCsv);
  if (!text) return std::unexpected(text.error());
  auto csv = parse_csv(*text);
  if (!csv) return base::fail(csv.error().code, csv.error().message, file.string());
  for (auto& name : csv->header) name = trimmed(std::move(name));
  const int image = column_of(*csv, "image");
  if (image < 0)
    return base::fail(
        ErrorCode::unusable_input,
        "metadata.csv has no column \"image\"" +
            std::string(csv->header.size() == 1 && csv->header[0].find_first_of(";\t") != std::string::npos
                            ? ": its columns must be separated by commas"
                            : "") +
            ".",
        file.string());

  Table table{.folder = folder, .name = folder_name(folder), .columns = csv->header, .films = {}};
  table.films.reserve(csv->rows.size());
  for (std::size_t r = 0; r < csv->rows.size(); ++r) {
    Film film;
    for (std::size_t c = 0; c < csv->header.size(); ++c)
      film.values.emplace(csv->header[c], trimmed(std::move(csv->rows[r][c])));
    film.image = film.values.at("image");
    if (!stays_inside(film.image))
      return base::fail(ErrorCode::unusable_input,
                        "Line " + std::to_string(csv->lines[r]) +
                            " of metadata.csv names no file inside the folder: an image must be a relative "
                            "path without \"..\".",
                        file.string());
    film.patient = value_of(film.values, "patient");
    film.source = value_of(film.values, "source");
    film.view = value_of(film.values, "view");
    film.age = value_of(film.values, "age");
    film.sex = value_of(film.values, "sex");
    film.split = value_of(film.values, "split");
    table.films.push_back(std::move(film));
  }
  return table;
}

base::Result<Table> of_split(const Table& table, const std::string& split) {
  if (split == "all") return table;
  Table part{.folder = table.folder, .name = table.name, .columns = table.columns, .films = {}};
  std::set<std::string> names;
  for (const auto& film : table.films) {
    if (film.split == split) part.films.push_back(film);
    if (!film.split.empty()) names.insert(film.split);
  }
  if (!part.films.empty()) return part;
  if (names.empty())
    return base::fail(ErrorCode::usage,
                      "The set has no column \"split\": only the split \"all\" can be asked for.",
                      table.name);
  std::string list = "all";
  for (const auto& name : names) list += ", " + name;
  return base::fail(ErrorCode::usage, "The set has no split \"" + split + "\"; it has: " + list + ".",
                    table.name);
}

base::Result<void> check_patients_apart(const Table& table) {
  std::map<std::string, std::string> home;
  std::set<std::string> straddling;
  for (const auto& film : table.films) {
    if (film.patient.empty() || film.split.empty()) continue;
    const auto [found, fresh] = home.emplace(film.patient, film.split);
    if (!fresh && found->second != film.split) straddling.insert(film.patient);
  }
  if (straddling.empty()) return {};
  constexpr std::size_t kMostNamed = 5;
  std::string names;
  std::size_t named = 0;
  for (const auto& patient : straddling) {
    if (named == kMostNamed) {
      names += ", …";
      break;
    }
    names += (named++ == 0 ? "" : ", ") + patient;
  }
  return base::fail(ErrorCode::usage,
                    std::to_string(straddling.size()) + " patients stand in more than one split (" + names +
                        "): give every patient one split in metadata.csv.",
                    table.name);
}

}  // namespace roentgen::dataset
