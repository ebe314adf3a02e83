#include "dataset/folder.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/counted.h"
#include "dataset/film_name.h"

namespace roentgen::dataset {
namespace {

using base::counted;
using base::ErrorCode;

constexpr std::size_t kMostFiles = 1'000'000;  // looked at in images/

// Relative to images/, sorted. Hidden files are what systems leave behind.
std::vector<std::string> files_of_images(const std::filesystem::path& folder) {
  const auto images = folder / "images";
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::recursive_directory_iterator at(images, error), end;
  for (; !error && at != end && names.size() < kMostFiles; at.increment(error)) {
    std::error_code ignored;
    if (!at->is_regular_file(ignored) || at->path().filename().string().starts_with('.')) continue;
    names.push_back(at->path().lexically_relative(images).generic_string());
  }
  std::ranges::sort(names);
  return names;
}

Table table_of_files(const std::filesystem::path& folder, const std::vector<std::string>& names) {
  std::error_code error;
  Table table{.folder = folder,
              .name = std::filesystem::canonical(folder, error).filename().string(),
              .columns = {"image"},
              .films = {}};
  for (const auto& name : names) {
    Film film;
    film.image = name;
    film.values.emplace("image", name);
    table.films.push_back(std::move(film));
  }
  return table;
}

void drop_repeats(LabelledFolder& set) {
  std::map<std::string, const Film*> first;
  std::set<std::string> contradicted;
  std::size_t again = 0;
  std::vector<bool> kept;
  for (const Film& film : set.table.films) {
    const auto [found, fresh] = first.emplace(bare_name(film.image), &film);
    kept.push_back(fresh);
    if (fresh) continue;
    auto values = film.values;
    values["image"] = found->second->image;
    if (values == found->second->values)
      ++again;
    else
      contradicted.insert(found->first);
  }
  if (again > 0)
    set.remarks.push_back(counted(again, "row of metadata.csv repeats", "rows of metadata.csv repeat") +
                          " another one word for word: the film counts once.");
  if (!contradicted.empty())
    set.remarks.push_back(counted(contradicted.size(), "film was", "films were") +
                          " left out: two rows of metadata.csv say different things of the same image.");
  std::vector<Film> films;
  for (std::size_t i = 0; i < kept.size(); ++i)
    if (kept[i] && !contradicted.contains(bare_name(set.table.films[i].image)))
      films.push_back(std::move(set.table.films[i]));
  set.table.films = std::move(films);
}

void count_unlisted(const std::vector<std::string>& files, const Table& table,
                    std::vector<std::string>& remarks) {
  std::set<std::filesystem::path> named;
  for (const Film& film : table.films) named.insert(image_path(table, film).lexically_normal());
  const auto unlisted = std::ranges::count_if(files, [&](const std::string& file) {
    return !named.contains((table.folder / "images" / file).lexically_normal());
  });
  if (unlisted > 0)
    remarks.push_back(counted(static_cast<std::size_t>(unlisted), "file", "files") +
                      " in images/ without a row in metadata.csv: not looked at.");
}

}  // namespace

base::Result<LabelledFolder> open_labelled_folder(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error))
    return base::fail(ErrorCode::unusable_input,
                      "This is no folder: give the folder that holds metadata.csv and images/.",
                      folder.string());
  const auto files = files_of_images(folder);
  LabelledFolder set;
  if (!std::filesystem::exists(folder / "metadata.csv", error)) {
    if (files.empty())
      return base::fail(
          ErrorCode::unusable_input,
          "There is neither a metadata.csv nor a picture in images/: metadata.csv is a table with "
          "a column \"image\" and one for each label.",
          folder.string());
    set.table = table_of_files(folder, files);
    set.listed = {files.begin(), files.end()};
    set.remarks.push_back("There is no metadata.csv: " + counted(files.size(), "file", "files") +
                          " in images/ taken as films of which neither label nor patient is known.");
    return set;
  }
  auto table = read_table(folder);
  if (!table) return std::unexpected(table.error());
  set.table = std::move(*table);
  if (set.table.films.empty())
    return base::fail(ErrorCode::unusable_input, "metadata.csv names no film.", folder.string());
  for (const Film& film : set.table.films) set.listed.insert(bare_name(film.image));
  count_unlisted(files, set.table, set.remarks);
  drop_repeats(set);
  if (set.table.films.empty())
    return base::fail(ErrorCode::unusable_input, set.remarks.back(), folder.string());
  return set;
}

}  // namespace roentgen::dataset
