#include "hygiene/set.h"

#include <algorithm>
#include <atomic>
#include <set>
#include <unordered_map>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/parallel.h"

namespace roentgen::hygiene {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr std::size_t kMostFiles = 1'000'000;

// Files without an ending are DICOM more often than not.
bool may_be_a_picture(const fs::path& file) {
  std::string ending = file.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
  static const std::set<std::string> kEndings{"", ".png", ".jpg", ".jpeg", ".dcm", ".dicom", ".ima"};
  return kEndings.contains(ending) && !file.filename().string().starts_with('.');
}

base::Result<Set> open_pictures(const fs::path& folder) {
  Set set{.path = folder,
          .name = {},
          .kind = SetKind::pictures,
          .pictures = {},
          .quality_columns = {},
          .looks = {},
          .remarks = {}};
  std::vector<std::string> names;
  std::error_code error;
  auto walk = fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
  for (; !error && walk != fs::recursive_directory_iterator(); walk.increment(error)) {
    if (!walk->is_regular_file(error) || !may_be_a_picture(walk->path())) continue;
    names.push_back(walk->path().lexically_relative(folder).generic_string());
    if (names.size() > kMostFiles)
      return base::fail(ErrorCode::unusable_input, "The folder holds more than a million files.",
                        folder.string());
  }
  if (names.empty())
    return base::fail(ErrorCode::unusable_input,
                      "The folder holds neither metadata.csv nor pictures (PNG, JPEG, DICOM).",
                      folder.string());
  std::sort(names.begin(), names.end());
  for (auto& name : names) {
    dataset::Film film;
    film.values["image"] = name;
    film.image = std::move(name);
    set.pictures.table.films.push_back(std::move(film));
  }
  set.pictures.table.folder = folder;
  set.pictures.table.columns = {"image"};
  return set;
}

// A table whose rows are no pictures.
base::Result<Set> open_rows(const fs::path& folder, const dataset::Csv& csv) {
  Set set{.path = folder,
          .name = {},
          .kind = SetKind::table_only,
          .pictures = {},
          .quality_columns = {},
          .looks = {},
          .remarks = {}};
  auto& table = set.pictures.table;
  table.folder = folder;
  table.columns = csv.header;
  for (const auto& row : csv.rows) {
    dataset::Film film;
    for (std::size_t c = 0; c < row.size(); ++c) film.values.emplace(csv.header[c], row[c]);
    const auto value = [&film](const char* column) {
      const auto found = film.values.find(column);
      return found == film.values.end() ? std::string{} : found->second;
    };
    film.image = row.front();
    film.patient = value("patient");
    film.source = value("source");
    film.view = value("view");
    film.age = value("age");
    film.sex = value("sex");
    film.split = value("split");
    table.films.push_back(std::move(film));
  }
  return set;
}

// quality.csv: judgements by eye of some of the films, joined by their name.
void add_quality(Set& set) {
  const auto file = set.path / "quality.csv";
  std::error_code error;
  if (!fs::exists(file, error)) return;
  const auto text = base::read_text(file, dataset::kLargestCsv);
  const auto csv =
      text ? dataset::parse_csv(*text) : base::Result<dataset::Csv>(std::unexpected(text.error()));
  if (!csv) {
    set.remarks.push_back("quality.csv was left out: " + csv.error().message);
    return;
  }
  const int image = dataset::column_of(*csv, "image");
  if (image < 0) {
    set.remarks.push_back("quality.csv was left out: it has no column \"image\".");
    return;
  }
  std::unordered_map<std::string, std::size_t> rows;
  for (std::size_t r = 0; r < csv->rows.size(); ++r)
    rows.emplace(csv->rows[r][static_cast<std::size_t>(image)], r);
  for (std::size_t c = 0; c < csv->header.size(); ++c)
    if (static_cast<int>(c) != image && csv->header[c] != "readers")
      set.quality_columns.push_back("quality." + csv->header[c]);
  for (auto& film : set.pictures.table.films) {
    const auto found = rows.find(film.image);
    if (found == rows.end()) continue;
    for (std::size_t c = 0; c < csv->header.size(); ++c)
      if (static_cast<int>(c) != image)
        film.values["quality." + csv->header[c]] = csv->rows[found->second][c];
  }
}

std::string name_of(const fs::path& path, bool file) {
  std::error_code error;
  auto whole = fs::weakly_canonical(path, error);
  if (error) whole = path;
  if (file) return whole.stem().string();
  return whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
}

}  // namespace

base::Result<Set> open_set(const fs::path& path) {
  std::error_code error;
  if (path.extension() == ".npz" && !fs::is_directory(path, error)) {
    auto pictures = dataset::read_medmnist(path);
    if (!pictures) return std::unexpected(pictures.error());
    return Set{.path = path,
               .name = name_of(path, true),
               .kind = SetKind::npz,
               .pictures = std::move(*pictures),
               .quality_columns = {},
               .looks = {},
               .remarks = {}};
  }
  if (!fs::is_directory(path, error))
    return base::fail(ErrorCode::unusable_input, "There is no such folder.", path.string());
  const auto file = path / "metadata.csv";
  base::Result<Set> set;
  if (!fs::exists(file, error)) {
    set = open_pictures(path);
  } else {
    const auto text = base::read_text(file, dataset::kLargestCsv);
    if (!text) return std::unexpected(text.error());
    const auto csv = dataset::parse_csv(*text);
    if (!csv) return base::fail(csv.error().code, csv.error().message, file.string());
    if (dataset::column_of(*csv, "image") < 0) {
      set = open_rows(path, *csv);
    } else if (auto table = dataset::read_table(path)) {
      set = Set{.path = path,
                .name = {},
                .kind = SetKind::labelled,
                .pictures = {.table = std::move(*table), .images = {}},
                .quality_columns = {},
                .looks = {},
                .remarks = {}};
    } else {
      set = std::unexpected(table.error());
    }
  }
  if (!set) return set;
  if (set->size() == 0) return base::fail(ErrorCode::unusable_input, "The table has no rows.", file.string());
  set->name = name_of(path, false);
  set->pictures.table.name = set->name;
  add_quality(*set);
  return set;
}

base::Result<void> look_at_films(std::span<Set> sets, int threads,
                                 const std::function<void(std::size_t)>& progress) {
  std::vector<FilmAt> films;
  for (std::size_t s = 0; s < sets.size(); ++s) {
    if (!sets[s].has_pictures()) continue;
    sets[s].looks.resize(sets[s].size());
    for (std::size_t f = 0; f < sets[s].size(); ++f) films.push_back({s, f});
  }
  std::atomic<std::size_t> ready = 0;
  const auto done = base::parallel_for(films.size(), threads, [&](std::size_t i) {
    if (base::interrupted()) return;
    Set& set = sets[films[i].set];
    Look& look = set.looks[films[i].film];
    const auto picture = dataset::read_image(set.pictures, films[i].film);
    if (!picture)
      look.error = picture.error().message;
    else if (picture->samples.empty())
      look.error = "The picture has no pixels.";
    else
      look = look_at(*picture);
    const std::size_t now = ++ready;
    if (progress) progress(now);
  });
  if (!done) return done;
  if (base::interrupted()) return base::fail(ErrorCode::cancelled, "Interrupted.");
  return {};
}

}  // namespace roentgen::hygiene
