#include "training/synthesise.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/file.h"
#include "base/progress.h"
#include "base/text.h"
#include "hygiene/look.h"
#include "image/codec.h"
#include "image/draw.h"
#include "image/synthetic_mark.h"
#include "model/preprocess.h"
#include "training/adversarial.h"
#include "training/films.h"
#include "training/nearest_report.h"
#include "training/seed_run.h"

namespace roentgen::training {
namespace {

constexpr int kGridSide = 8;  // pictures

// The films of the class, prepared, by split.
struct ClassFilms {
  std::vector<KnownFilm> train, val;
  std::vector<std::string> train_names, val_names;
  std::vector<hygiene::Print> train_prints;
};

image::Image image_of(const image::Mask& grey) {
  image::Image image{grey.rows, grey.columns, {}};
  for (const std::uint8_t value : grey.samples)
    image.samples.push_back(static_cast<std::uint16_t>(value * 257));
  return image;
}

base::Result<ClassFilms> read_films(const SynthesisRecipe& recipe, const std::filesystem::path& data) {
  Recipe class_alone;
  class_alone.data = {recipe.set};
  const auto set = recipe_table(data, class_alone, recipe.set);
  if (!set) return std::unexpected(set.error());
  ClassFilms films;
  base::Progress progress("reading films", set->table.films.size());
  for (std::size_t f = 0; f < set->table.films.size(); ++f) {
    const dataset::Film& film = set->table.films[f];
    progress.advance();
    if (film.split != "train" && film.split != "val") continue;
    if (dataset::is_synthetic(film))
      return base::fail(base::ErrorCode::usage, "a generator must not learn what another one made",
                        film.image);
    const auto picture = dataset::read_image(*set, f);
    if (!picture) return std::unexpected(picture.error());
    const bool train = film.split == "train";
    const std::string patient = film.patient.empty() ? film.image : film.patient;
    (train ? films.train : films.val)
        .push_back({to_bytes(model::prepare(*picture, recipe.input).input), patient});
    (train ? films.train_names : films.val_names).push_back(recipe.set.set + "/" + film.image);
    if (train) films.train_prints.push_back(hygiene::look_at(*picture).print);
  }
  return films;
}

std::vector<image::Mask> greys_of(const std::vector<KnownFilm>& films) {
  std::vector<image::Mask> greys;
  for (const KnownFilm& film : films) greys.push_back(film.grey);
  return greys;
}

// Pictures that the search of `roentgen dataset check` takes for a training film.
base::Result<std::set<std::size_t>> copies_of_films(const ClassFilms& films,
                                                    const std::vector<image::Mask>& made, int threads) {
  std::vector<hygiene::Print> prints = films.train_prints;
  for (const image::Mask& grey : made) {
    prints.push_back(hygiene::look_at(image_of(grey)).print);
    prints.back().set = 1;
  }
  const auto copies = hygiene::find_copies(prints, {.rules = {}, .threads = threads, .progress = {}});
  if (!copies) return std::unexpected(copies.error());
  std::set<std::size_t> found;
  const std::size_t known = films.train_prints.size();
  for (const hygiene::Copy& copy : *copies)
    if (copy.a < known && copy.b >= known) found.insert(copy.b - known);
  return found;
}

base::Result<void> judge_variety(const std::vector<KnownFilm>& learned, const std::vector<image::Mask>& made,
                                 int threads, NearestCheck& check) {
  std::vector<KnownFilm> pictures;
  for (const image::Mask& grey : made) pictures.push_back({grey, std::to_string(pictures.size())});
  const auto of_made = median_apart(pictures, threads), of_learned = median_apart(learned, threads);
  if (!of_made) return std::unexpected(of_made.error());
  if (!of_learned) return std::unexpected(of_learned.error());
  check.apart_made = *of_made;
  check.apart_learned = *of_learned;
  return {};
}

std::string number_of(std::size_t picture) {
  char text[32];
  std::snprintf(text, sizeof text, "synthetic-%06zu", picture + 1);
  return text;
}

image::PngText origin_of(const SynthesisRecipe& recipe, const std::string& name) {
  return {std::string(image::kSyntheticKeyword),
          name + ", no patient's: made by roentgen " ROENTGEN_VERSION ", recipe " + recipe.name + " " +
              recipe.sha256.substr(0, 16) + ", seed " + std::to_string(recipe.seed)};
}

// OUT may hold an earlier run's set, which is taken away; never films of patients.
base::Result<void> clear_earlier(const std::filesystem::path& out) {
  if (!std::filesystem::exists(out / "metadata.csv")) {
    if (std::filesystem::exists(out / "images"))
      return base::fail(base::ErrorCode::usage, "the folder holds pictures already; choose another --out",
                        out.string());
    return {};
  }
  const auto earlier = dataset::read_table(out);
  if (!earlier) return std::unexpected(earlier.error());
  if (!std::ranges::all_of(earlier->films, dataset::is_synthetic))
    return base::fail(base::ErrorCode::usage,
                      "the folder holds films that are not synthetic; choose another --out", out.string());
  std::error_code ignored;
  for (const dataset::Film& film : earlier->films)
    std::filesystem::remove(dataset::image_path(*earlier, film), ignored);
  std::filesystem::remove(out / "images", ignored);  // if nothing else is in it
  std::filesystem::remove(out / "metadata.csv", ignored);
  return {};
}

base::Result<void> write_set(const SynthesisRecipe& recipe, const std::vector<image::Mask>& made,
                             const std::vector<std::string>& names, const std::filesystem::path& out) {
  std::error_code failed;
  std::filesystem::create_directories(out / "images", failed);
  std::string header = "image,patient,source,split,synthetic", labels;
  for (const auto& [column, value] : recipe.columns) {
    header += "," + column;
    labels += "," + value;
  }
  std::string table = header + "\n";
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (names[i].empty()) continue;
    const image::Image marked = image::with_synthetic_strip(image_of(made[i]));
    const base::Bytes file = image::encode_png16(marked, origin_of(recipe, number_of(i)));
    if (auto written = base::write_file(out / "images" / names[i], file); !written) return written;
    table += names[i] + "," + number_of(i) + "," + dataset::kSyntheticSource + ",train,1" + labels + "\n";
  }
  return base::write_text(out / "metadata.csv", table);
}

// The first pictures as they are stored, marks and all.
base::Bytes grid_of(const SynthesisRecipe& recipe, const std::vector<image::Mask>& made,
                    const std::vector<std::string>& names) {
  std::vector<image::Image> shown;
  for (std::size_t i = 0; i < made.size() && shown.size() < kGridSide * kGridSide; ++i)
    if (!names[i].empty()) shown.push_back(image::with_synthetic_strip(image_of(made[i])));
  const int down = (static_cast<int>(shown.size()) + kGridSide - 1) / kGridSide;
  const int rows = shown.empty() ? 1 : shown[0].rows, columns = shown.empty() ? 1 : shown[0].columns;
  image::Image grid{std::max(down, 1) * rows, kGridSide * columns, {}};
  grid.samples.resize(static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.columns));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const int top = static_cast<int>(i) / kGridSide * rows, left = static_cast<int>(i) % kGridSide * columns;
    for (int r = 0; r < rows; ++r)
      for (int c = 0; c < columns; ++c) grid.at(top + r, left + c) = shown[i].at(r, c);
  }
  return image::encode_png(image::to_picture(grid), origin_of(recipe, "a grid of synthetic pictures"));
}

base::Result<Generator> learn(const SynthesisRecipe& recipe, const ClassFilms& films,
                              const RunOptions& options) {
  base::Progress progress("generator", static_cast<std::size_t>(recipe.steps));
  const auto tell = [&](const AdversarialReport& report) {
    progress.note("verdict on films " + base::fixed(report.real, 2) + ", on its own " +
                  base::fixed(report.made, 2));
    progress.advance_to(static_cast<std::size_t>(report.step));
  };
  return learn_generator(recipe, greys_of(films.train),
                         {options.out / "checkpoint.pt", options.resume, tell});
}

}  // namespace

base::Result<std::string> synthesise(const std::filesystem::path& recipe_file, int count,
                                     const RunOptions& options) {
  auto recipe = read_synthesis_recipe(recipe_file);
  if (!recipe) return std::unexpected(recipe.error());
  if (count > 0) recipe->count = count;
  if (options.seed) recipe->seed = *options.seed;
  if (auto ready = prepare_run(options); !ready) return std::unexpected(ready.error());
  if (auto cleared = clear_earlier(options.out); !cleared) return std::unexpected(cleared.error());
  const auto films = read_films(*recipe, options.data);
  if (!films) return std::unexpected(films.error());
  auto generator = learn(*recipe, *films, options);
  if (!generator) return std::unexpected(generator.error());

  const std::vector<image::Mask> made = make_pictures(*generator, recipe->seed, recipe->count);
  const auto near_made = nearest_films(made, films->train, options.threads);
  if (!near_made) return std::unexpected(near_made.error());
  const auto near_real = nearest_films(greys_of(films->val), films->train, options.threads);
  if (!near_real) return std::unexpected(near_real.error());
  NearestCheck check = judge_nearest(*near_made, *near_real);
  if (auto varied = judge_variety(films->train, made, options.threads, check); !varied)
    return std::unexpected(varied.error());
  auto left_out = copies_of_films(*films, made, options.threads);
  if (!left_out) return std::unexpected(left_out.error());
  const std::size_t same_picture = left_out->size();
  left_out->insert(check.copies.begin(), check.copies.end());

  std::vector<std::string> names;
  for (std::size_t i = 0; i < made.size(); ++i)
    names.push_back(left_out->contains(i) ? "" : number_of(i) + ".png");
  const std::string title = recipe->name + ": " + std::to_string(made.size() - left_out->size()) +
                            " pictures, made from " + std::to_string(films->train.size()) + " films of " +
                            recipe->set.set + " (" + recipe->set.terms + "), " +
                            std::to_string(recipe->steps) + " steps, seed " + std::to_string(recipe->seed) +
                            ", recipe sha256 " + recipe->sha256;
  const NearestReport report{check, made, films->train, names, films->train_names, films->val_names, title};
  const auto write = [&](const char* name, std::string_view text) {
    return base::write_text(options.out / name, text);
  };
  if (auto done = write_set(*recipe, made, names, options.out); !done) return std::unexpected(done.error());
  if (auto done = base::write_file(options.out / "grid.png", grid_of(*recipe, made, names)); !done)
    return std::unexpected(done.error());
  if (auto done = write("nearest.json", nearest_json(report)); !done) return std::unexpected(done.error());
  if (auto done = write("nearest.html", nearest_html(report)); !done) return std::unexpected(done.error());
  return title + ".\n" + words_of(check) + "\nThe search for copies of `roentgen dataset check` takes " +
         std::to_string(same_picture) + " of them for a training film" +
         (same_picture > 0 ? ": left out." : ".");
}

}  // namespace roentgen::training
