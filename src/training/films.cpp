#include "training/films.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "base/sha256.h"
#include "dataset/film_name.h"
#include "evaluation/truth.h"
#include "hygiene/look.h"
#include "image/resample.h"
#include "model/preprocess.h"
#include "training/leaks.h"

namespace roentgen::training {
namespace {

bool contains(const std::vector<std::string>& list, const std::string& value) {
  return std::ranges::find(list, value) != list.end();
}

using Where = std::map<std::string, std::vector<std::string>>;

bool fulfils(const dataset::Film& film, const Where& where) {
  return std::ranges::all_of(where, [&](const auto& rule) {
    const auto found = film.values.find(rule.first);
    return found != film.values.end() && contains(rule.second, found->second);
  });
}

const std::string& value_of(const dataset::Film& film, const std::string& column) {
  static const std::string kNone;
  const auto found = film.values.find(column);
  return found == film.values.end() ? kNone : found->second;
}

// The films that a thinning takes out: those last in the order of their patients' hashes, so that which ones
// does not hang on what else a recipe says. Nothing if there is no film to thin out.
std::optional<std::set<std::size_t>> thinned_out(const std::vector<dataset::Film>& films,
                                                 const SetSpec& set) {
  std::set<std::size_t> out;
  for (const Thinning& rule : set.thin) {
    std::map<std::pair<std::string, std::string>, std::size_t> order;  // (hash, image) -> film
    for (std::size_t f = 0; f < films.size(); ++f)
      if (films[f].split == "train" && fulfils(films[f], set.where) &&
          value_of(films[f], rule.column) == rule.value)
        order.emplace(std::pair(base::sha256_hex(std::as_bytes(std::span(films[f].patient))), films[f].image),
                      f);
    if (order.empty()) return std::nullopt;
    int kept = 0;
    for (const auto& [key, film] : order)
      if (kept++ >= rule.films) out.insert(film);
  }
  return out;
}

// A picture that no patient has may teach and nothing else.
base::Result<void> check_synthetic(const dataset::Table& table, bool left_out) {
  for (const dataset::Film& film : table.films)
    if (dataset::is_synthetic(film) && (left_out || film.split != "train"))
      return base::fail(base::ErrorCode::usage,
                        "a synthetic film may stand in split train alone: nothing is chosen or measured on "
                        "pictures that no patient has",
                        table.name + " " + film.image + (left_out ? " (left out)" : " (" + film.split + ")"));
  return {};
}

bool is_left_out(const Recipe& recipe, const SetSpec& set, const dataset::Film& film) {
  return contains(recipe.left_out, set.set) || contains(recipe.left_out, film.source);
}

// Forgets what the film says of labels whose rule it does not fulfil. Rules are looked at before anything is
// forgotten: one label's column may stand in another's rule.
void forget_truth(const Recipe& recipe, dataset::Film& film) {
  std::set<std::string> forgotten;
  for (std::size_t l = 0; l < recipe.labels.size(); ++l)
    if (!fulfils(film, recipe.labels[l].where)) forgotten.insert(recipe.card.labels[l].column);
  for (const std::string& column : forgotten) film.values.erase(column);
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

// Sets made of the same films: a set and what `roentgen spoil` made of it, which its name says, and cxr_nih
// and cxr_anatomy.
std::string family_of(std::string set) {
  for (const std::string_view made : {"_single", "_each"})
    if (set.ends_with(made)) set.erase(set.size() - made.size());
  return set == "cxr_anatomy" ? "cxr_nih" : set;
}

base::Result<void> check_patients(const Recipe& recipe, const std::vector<dataset::PictureTable>& tables) {
  // Sets number their patients on their own; the same number in two sets is the same person only if both are
  // of one family.
  std::map<std::string, std::string> split_of;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    if (auto apart = dataset::check_patients_apart(tables[t].table); !apart) return apart;
    const std::string family = family_of(recipe.data[t].set);
    for (const dataset::Film& film : tables[t].table.films) {
      const std::string key = family + "/" + film.patient;
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
  const std::string& path = value_of(film, "origin_path");
  return path.empty() ? ""
                      : value_of(film, "origin_repo") + "/" + std::filesystem::path(path).filename().string();
}

// Keeps the first of each picture, in the recipe's order of sets. What was made of one picture in different
// ways stays.
void drop_repeated(const Recipe& recipe, std::vector<dataset::PictureTable>& tables) {
  std::map<std::string, std::string> family_with;  // the picture of this origin
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const std::string family = family_of(recipe.data[t].set);
    std::erase_if(tables[t].table.films, [&](const dataset::Film& film) {
      const std::string origin = origin_of(film);
      return !origin.empty() && family_with.emplace(origin, family).first->second != family;
    });
  }
}

model::TrainingData record_of(const SetSpec& set, const dataset::Table& table, const std::string& split) {
  model::TrainingData record{set.set, set.terms, split, 0, 0, {}};
  std::set<std::string> patients;
  for (const dataset::Film& film : table.films) {
    if (film.split != split) continue;
    ++record.images;
    if (!film.source.empty()) ++record.sources[film.source];  // a set without that column has none
    patients.insert(film.patient);
  }
  record.patients = static_cast<int>(patients.size());
  return record;
}

}  // namespace

image::Mask to_bytes(const image::Plane& plane) {
  image::Mask mask{plane.rows, plane.columns, {}};
  mask.samples.reserve(plane.samples.size());
  for (const float x : plane.samples)
    mask.samples.push_back(
        static_cast<std::uint8_t>(std::lround((std::clamp(x, -1.0F, 1.0F) + 1.0F) * 127.5F)));
  return mask;
}

std::filesystem::path set_folder(const std::filesystem::path& data, const Recipe& recipe,
                                 const SetSpec& set) {
  if (recipe.data.size() == 1 &&
      (std::filesystem::is_regular_file(data) || std::filesystem::exists(data / "metadata.csv")))
    return data;
  return data / set.set;
}

base::Result<dataset::PictureTable> recipe_table(const std::filesystem::path& data, const Recipe& recipe,
                                                 const SetSpec& set, bool left_out) {
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
  const auto thinned = thinned_out(all.table.films, set);
  if (!thinned)
    return base::fail(base::ErrorCode::usage, "thin names a column and a value that no training film has",
                      set.set);
  for (std::size_t f = 0; f < all.table.films.size(); ++f) {
    dataset::Film& film = all.table.films[f];
    if (!fulfils(film, set.where) || is_left_out(recipe, set, film) != left_out || thinned->contains(f))
      continue;
    for (const auto& [column, value] : set.constants) film.values[column] = value;
    forget_truth(recipe, film);
    wanted.table.films.push_back(std::move(film));
    if (!all.images.empty()) wanted.images.push_back(std::move(all.images[f]));
  }
  if (auto apart = check_synthetic(wanted.table, left_out); !apart) return std::unexpected(apart.error());
  return wanted;
}

base::Result<void> check_left_out(const Recipe& recipe, const std::filesystem::path& data) {
  std::set<std::string> known;
  for (const SetSpec& set : recipe.data) {
    if (recipe.left_out.empty()) break;
    const auto table = recipe_table(data, recipe, set, true);
    if (!table) return std::unexpected(table.error());
    if (!table->table.films.empty()) known.insert(set.set);
    for (const dataset::Film& film : table->table.films) known.insert(film.source);
  }
  for (const std::string& name : recipe.left_out)
    if (!known.contains(name))
      return base::fail(base::ErrorCode::usage, "the recipe uses no films of this source or set", name);
  return {};
}

std::vector<float> truth_of(const model::Card& card, const dataset::Film& film) {
  std::vector<float> truth;
  for (const model::Label& label : card.labels)
    truth.push_back(static_cast<float>(evaluation::truth_of(label, film)));
  return truth;
}

std::vector<float> target_of(const Recipe& recipe, const dataset::Film& film) {
  std::vector<float> target = truth_of(recipe.card, film);
  for (const auto& [name, values] : recipe.uncertain) {
    const auto label = std::ranges::find(recipe.card.labels, name, &model::Label::name);
    const auto value = film.values.find(label->column);
    if (value != film.values.end() && contains(values, value->second))
      target[static_cast<std::size_t>(label - recipe.card.labels.begin())] =
          static_cast<float>(recipe.uncertain_target);
  }
  return target;
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
  drop_repeated(recipe, tables);
  for (const dataset::PictureTable& set : tables) all += set.table.films.size();
  if (auto apart = check_patients(recipe, tables); !apart) return std::unexpected(apart.error());

  const bool segmentation = recipe.card.task == model::Task::segmentation;
  TrainingFilms films;
  std::vector<SplitFilm> seen;                              // every film, for the search for copies
  std::vector<std::pair<bool, std::size_t>> place_of_seen;  // whether a training film; place in its part
  std::size_t done = 0;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const dataset::Table& table = tables[t].table;
    std::optional<dataset::MaskFolder> masks;
    if (segmentation) {
      auto folder = dataset::read_mask_folder(table);
      if (!folder) return std::unexpected(folder.error());
      masks = std::move(*folder);
    }
    std::map<std::string, std::vector<Target>> targets;
    if (model::has_places(recipe.card.task)) {
      auto read = read_targets(table, recipe.card);
      if (!read) return std::unexpected(read.error());
      targets = std::move(*read);
    }
    for (std::size_t f = 0; f < table.films.size(); ++f) {
      const dataset::Film& film = table.films[f];
      progress(++done, all);
      if (film.split != "train" && film.split != "val" && film.split != "test") continue;
      const auto picture = tables[t].images.empty()
                               ? dataset::read_image(table, film)
                               : base::Result<image::Image>(std::move(tables[t].images[f]));
      if (!picture) return std::unexpected(picture.error());
      SplitFilm here{hygiene::look_at(*picture).print, film.split, recipe.data[t].set + "/" + film.image};
      here.print.set = t;
      if (film.split == "test") {  // opened only to see that no other film shows the same picture
        seen.push_back(std::move(here));
        place_of_seen.emplace_back();
        continue;
      }
      TrainingFilm item;
      const model::Prepared input = model::prepare(*picture, recipe.card.input);
      item.grey = to_bytes(input.input);
      item.placement = input.placement;
      item.picture_rows = picture->rows;
      if (const auto found = targets.find(dataset::bare_name(film.image)); found != targets.end())
        item.targets = prepared(found->second, input.placement);
      if (recipe.card.task == model::Task::landmarks && item.targets.empty())
        continue;  // nothing to learn from
      item.truth = film.split == "train" ? target_of(recipe, film) : truth_of(recipe.card, film);
      item.patient = film.patient;
      item.source = film.source;
      item.set = t;
      if (masks) {
        auto mask = structure_mask(*masks, film, recipe.card);
        if (!mask) return std::unexpected(mask.error());
        item.mask = std::move(*mask);
      }
      auto& part = film.split == "train" ? films.train : films.val;
      seen.push_back(std::move(here));
      place_of_seen.emplace_back(film.split == "train", part.size());
      part.push_back(std::move(item));
    }
    for (const char* split : {"train", "val", "test"}) {
      model::TrainingData record = record_of(recipe.data[t], table, split);
      if (record.images > 0) films.record.push_back(std::move(record));
    }
  }
  const auto repeated = films_on_both_sides(seen, recipe.drop_copies, 0);
  if (!repeated) return std::unexpected(repeated.error());
  for (auto gone = repeated->rbegin(); gone != repeated->rend(); ++gone) {
    auto& part = place_of_seen[*gone].first ? films.train : films.val;
    part.erase(part.begin() + static_cast<std::ptrdiff_t>(place_of_seen[*gone].second));
  }
  films.dropped_copies = repeated->size();
  if (films.train.empty() || films.val.empty())
    return base::fail(base::ErrorCode::usage, "the data has no films of split train or none of split val",
                      data.string());
  return films;
}

}  // namespace roentgen::training
