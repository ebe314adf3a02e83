#include "training/films.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "evaluation/truth.h"
#include "image/resample.h"
#include "model/preprocess.h"

namespace roentgen::training {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

bool is_wanted(const SetSpec& set, const dataset::Film& film) {
  return std::ranges::all_of(set.where, [&](const auto& rule) {
    const auto found = film.values.find(rule.first);
    return found != film.values.end() && contains(rule.second, found->second);
  });
}

image::Mask to_bytes(const image::Plane& plane) {
  image::Mask mask{plane.rows, plane.columns, {}};
  mask.samples.reserve(plane.samples.size());
  for (const float x : plane.samples)
    mask.samples.push_back(
        static_cast<std::uint8_t>(std::lround((std::clamp(x, -1.0F, 1.0F) + 1.0F) * 127.5F)));
  return mask;
}

// The values of the set's masks, renumbered to the recipe's order of structures.
base::Result<image::Mask> structure_mask(const dataset::MaskFolder& masks, const dataset::Film& film,
                                         const model::Card& card) {
  auto mask = dataset::read_mask(masks, film);
  if (!mask) return mask;
  std::array<std::uint8_t, 256> number{};
  for (const auto& [value, name] : masks.structures)
    for (std::size_t s = 0; s < card.structures.size(); ++s)
      if (card.structures[s].name == name && value >= 0 && value < 256)
        number[static_cast<std::size_t>(value)] = static_cast<std::uint8_t>(s + 1);
  for (std::uint8_t& value : mask->samples) value = number[value];
  return image::resample_nearest(*mask, card.input.size, card.input.size);
}

base::Result<void> check_patients(const Recipe& recipe, const std::vector<dataset::PictureTable>& tables) {
  // Sets number their patients on their own; the same number in two sets is the same person only if both sets
  // hold films of one origin, which their names say: cxr_nih and cxr_anatomy.
  std::map<std::string, std::string> split_of;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    if (auto apart = dataset::check_patients_apart(tables[t].table); !apart) return apart;
    const bool nih = recipe.data[t].set == "cxr_nih" || recipe.data[t].set == "cxr_anatomy";
    for (const dataset::Film& film : tables[t].table.films) {
      const std::string key = (nih ? "nih" : recipe.data[t].set) + "/" + film.patient;
      const auto [known, added] = split_of.emplace(key, film.split);
      if (!added && known->second != film.split)
        return base::fail(base::ErrorCode::usage,
                          "a patient stands in two splits (" + known->second + " and " + film.split +
                              "): training on it would be dishonest",
                          recipe.data[t].set + " patient " + film.patient);
    }
  }
  return {};
}

// The film a row was made from, as far as the table says: the same picture may stand in two sets under two
// names.
std::string origin_of(const dataset::Film& film) {
  const auto column = [&](const char* name) {
    const auto found = film.values.find(name);
    return found == film.values.end() ? std::string() : found->second;
  };
  const std::string path = column("origin_path");
  return path.empty() ? "" : column("origin_repo") + "/" + std::filesystem::path(path).filename().string();
}

// Keeps the first of each picture, in the recipe's order of sets.
void drop_repeated(std::vector<dataset::PictureTable>& tables) {
  std::set<std::string> known;
  for (dataset::PictureTable& set : tables) {
    std::set<std::string> here;
    std::erase_if(set.table.films, [&](const dataset::Film& film) {
      const std::string origin = origin_of(film);
      here.insert(origin);
      return !origin.empty() && known.contains(origin);
    });
    known.merge(here);
  }
}

model::TrainingData record_of(const SetSpec& set, const dataset::Table& table, const std::string& split) {
  model::TrainingData record{set.set, set.terms, split, 0, 0, {}};
  std::set<std::string> patients;
  for (const dataset::Film& film : table.films) {
    if (film.split != split) continue;
    ++record.images;
    ++record.sources[film.source];
    patients.insert(film.patient);
  }
  record.patients = static_cast<int>(patients.size());
  return record;
}

}  // namespace

std::filesystem::path set_folder(const std::filesystem::path& data, const Recipe& recipe,
                                 const SetSpec& set) {
  if (recipe.data.size() == 1 &&
      (std::filesystem::is_regular_file(data) || std::filesystem::exists(data / "metadata.csv")))
    return data;
  return data / set.set;
}

base::Result<dataset::PictureTable> recipe_table(const std::filesystem::path& data, const Recipe& recipe,
                                                 const SetSpec& set) {
  const std::filesystem::path folder = set_folder(data, recipe, set);
  dataset::PictureTable all;
  if (folder.extension() == ".npz") {
    auto read = dataset::read_medmnist(folder);
    if (!read) return read;
    all = std::move(*read);
  } else {
    auto read = dataset::read_table(folder);
    if (!read) return std::unexpected(read.error());
    all.table = std::move(*read);
  }
  dataset::PictureTable wanted;
  wanted.table = all.table;
  wanted.table.films.clear();
  for (std::size_t f = 0; f < all.table.films.size(); ++f) {
    dataset::Film& film = all.table.films[f];
    if (!is_wanted(set, film)) continue;
    for (const auto& [column, value] : set.constants) film.values[column] = value;
    wanted.table.films.push_back(std::move(film));
    if (!all.images.empty()) wanted.images.push_back(std::move(all.images[f]));
  }
  return wanted;
}

std::vector<float> truth_of(const model::Card& card, const dataset::Film& film) {
  std::vector<float> truth;
  for (const model::Label& label : card.labels)
    truth.push_back(static_cast<float>(evaluation::truth_of(label, film)));
  return truth;
}

base::Result<TrainingFilms> load_films(const Recipe& recipe, const std::filesystem::path& data,
                                       const std::function<void(std::size_t, std::size_t)>& progress) {
  std::vector<dataset::PictureTable> tables;
  std::size_t all = 0;
  for (const SetSpec& set : recipe.data) {
    auto table = recipe_table(data, recipe, set);
    if (!table) return std::unexpected(table.error());
    tables.push_back(std::move(*table));
  }
  drop_repeated(tables);
  for (const dataset::PictureTable& set : tables) all += set.table.films.size();
  if (auto apart = check_patients(recipe, tables); !apart) return std::unexpected(apart.error());

  const bool segmentation = recipe.card.task == model::Task::segmentation;
  TrainingFilms films;
  std::size_t done = 0;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const dataset::Table& table = tables[t].table;
    std::optional<dataset::MaskFolder> masks;
    if (segmentation) {
      auto folder = dataset::read_mask_folder(table);
      if (!folder) return std::unexpected(folder.error());
      masks = std::move(*folder);
    }
    for (std::size_t f = 0; f < table.films.size(); ++f) {
      const dataset::Film& film = table.films[f];
      progress(++done, all);
      if (film.split != "train" && film.split != "val") continue;  // test films are not even opened
      const auto picture = tables[t].images.empty()
                               ? dataset::read_image(table, film)
                               : base::Result<image::Image>(std::move(tables[t].images[f]));
      if (!picture) return std::unexpected(picture.error());
      TrainingFilm item;
      item.grey = to_bytes(model::prepare(*picture, recipe.card.input).input);
      item.truth = truth_of(recipe.card, film);
      item.patient = film.patient;
      item.source = film.source;
      item.set = t;
      if (masks) {
        auto mask = structure_mask(*masks, film, recipe.card);
        if (!mask) return std::unexpected(mask.error());
        item.mask = std::move(*mask);
      }
      (film.split == "train" ? films.train : films.val).push_back(std::move(item));
    }
    for (const char* split : {"train", "val", "test"}) {
      model::TrainingData record = record_of(recipe.data[t], table, split);
      if (record.images > 0) films.record.push_back(std::move(record));
    }
  }
  if (films.train.empty() || films.val.empty())
    return base::fail(base::ErrorCode::usage, "the data has no films of split train or none of split val",
                      data.string());
  return films;
}

}  // namespace roentgen::training
