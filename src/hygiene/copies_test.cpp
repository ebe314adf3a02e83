#include "hygiene/copies.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <set>

#include "dataset/table.h"
#include "hygiene/look.h"
#include "hygiene/set.h"
#include "image/codec.h"
#include "image/resample.h"

namespace roentgen::hygiene {
namespace {

const std::filesystem::path kTiny = "samples/data/chest_tiny";
const std::filesystem::path kData = "../shared/data";

std::vector<image::Image> real_films() {
  std::vector<image::Image> films;
  const auto table = dataset::read_table(kTiny);
  EXPECT_TRUE(table);
  for (const auto& film : table->films) films.push_back(dataset::read_image(*table, film).value());
  return films;
}

std::vector<Copy> copies_of(const std::vector<image::Image>& films,
                            const std::vector<std::size_t>& sets = {}) {
  std::vector<Print> prints;
  for (std::size_t i = 0; i < films.size(); ++i) {
    prints.push_back(look_at(films[i]).print);
    prints.back().set = sets.empty() ? 0 : sets[i];
  }
  return find_copies(prints, {.rules = {}, .threads = 2, .progress = {}}).value();
}

image::Image mapped(const image::Image& film, const std::function<double(double)>& curve) {
  image::Image result = film;
  for (auto& sample : result.samples)
    sample = static_cast<std::uint16_t>(
        std::lround(65535 * std::min(1.0, std::max(0.0, curve(sample / 65535.0)))));
  return result;
}

image::Image cropped(const image::Image& film, int top, int left, int rows, int columns) {
  image::Image result{.rows = rows, .columns = columns, .samples = {}};
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) result.samples.push_back(film.at(top + y, left + x));
  return result;
}

image::Image mirrored(const image::Image& film) {
  image::Image result = film;
  for (int y = 0; y < film.rows; ++y)
    for (int x = 0; x < film.columns; ++x) result.at(y, x) = film.at(y, film.columns - 1 - x);
  return result;
}

image::Image turned(const image::Image& film) {  // clockwise
  image::Image result{.rows = film.columns, .columns = film.rows, .samples = film.samples};
  for (int y = 0; y < result.rows; ++y)
    for (int x = 0; x < result.columns; ++x) result.at(y, x) = film.at(film.rows - 1 - x, y);
  return result;
}

struct Alteration {
  const char* name;
  std::function<image::Image(const image::Image&)> make;
  Change expected;
};

std::vector<Alteration> alterations() {
  const auto jpeg = [](int quality) {
    return [quality](const image::Image& film) {
      return image::decode_raster(image::encode_jpeg(film, quality)).value();
    };
  };
  const auto resized = [](double by) {
    return [by](const image::Image& film) {
      return image::resample_image(film, static_cast<int>(film.rows * by),
                                   static_cast<int>(film.columns * by));
    };
  };
  return {
      {"jpeg 85", jpeg(85), {}},
      {"jpeg 30", jpeg(30), {}},
      {"half the size", resized(0.5), {}},
      {"a quarter", resized(0.25), {}},
      {"larger", resized(1.4), {}},
      {"squashed",
       [](const image::Image& film) { return image::resample_image(film, film.rows, film.columns * 2 / 3); },
       {}},
      {"brighter",
       [](const image::Image& film) { return mapped(film, [](double v) { return v * 1.05 + 0.04; }); },
       {}},
      {"darker", [](const image::Image& film) { return mapped(film, [](double v) { return v * 0.9; }); }, {}},
      {"gamma",
       [](const image::Image& film) { return mapped(film, [](double v) { return std::pow(v, 1.2); }); },
       {}},
      {"mirrored", mirrored, {.mirrored = true}},
      {"turned", turned, {.quarter_turns = 1}},
      {"upside down", [](const image::Image& film) { return turned(turned(film)); }, {.quarter_turns = 2}},
      {"negative",
       [](const image::Image& film) { return mapped(film, [](double v) { return 1 - v; }); },
       {.negative = true}},
      {"negative, mirrored",
       [](const image::Image& film) { return mirrored(mapped(film, [](double v) { return 1 - v; })); },
       {.mirrored = true, .negative = true}}};
}

TEST(Copies, EveryAlterationOfEveryRealFilmIsFound) {
  const auto films = real_films();
  for (const auto& alteration : alterations())
    for (std::size_t i = 0; i < films.size(); ++i) {
      auto all = films;
      all.push_back(alteration.make(films[i]));
      const auto copies = copies_of(all);
      ASSERT_EQ(copies.size(), 1U) << alteration.name << " of film " << i;
      EXPECT_EQ(copies[0].a, i);
      EXPECT_EQ(copies[0].b, films.size());
      EXPECT_TRUE(copies[0].of_a);
      EXPECT_EQ(words(copies[0].change), words(alteration.expected)) << alteration.name << " of film " << i;
    }
}

TEST(Copies, ACentreCropToASquareIsFoundBetweenSets) {
  const auto films = real_films();
  for (std::size_t i = 0; i < films.size(); ++i) {
    // As the children's films were made: of true geometry once, then squashed to a square here and cropped to
    // one there.
    const auto wide = image::resample_image(films[i], 300, 420);
    auto all = films;
    all.push_back(image::resample_image(cropped(wide, 0, 60, 300, 300), 28, 28));
    std::vector<std::size_t> sets(films.size());
    sets.push_back(1);
    const auto copies = copies_of(all, sets);
    ASSERT_EQ(copies.size(), 1U) << "film " << i;
    EXPECT_EQ(copies[0].a, i);
    EXPECT_NEAR(copies[0].change.columns_kept, 300.0 / 420, 0.02);
  }
}

TEST(Copies, DifferentPatientsAreNoCopies) {
  EXPECT_TRUE(copies_of(real_films()).empty());
}

TEST(Copies, TheSamePixelsAreSaidToBeThat) {
  auto films = real_films();
  films.push_back(films[3]);
  const auto copies = copies_of(films);
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_TRUE(copies[0].same_pixels);
}

TEST(Copies, EvenPicturesAreLikeNothingButThemselves) {
  const image::Image black{.rows = 5, .columns = 5, .samples = std::vector<std::uint16_t>(25)};
  image::Image white = black;
  std::fill(white.samples.begin(), white.samples.end(), std::uint16_t{65535});
  const auto copies = copies_of({black, white, black});
  ASSERT_EQ(copies.size(), 1U);
  EXPECT_EQ(copies[0].b, 2U);
}

TEST(Copies, PicturesOfOnePixelDoNoHarm) {
  const image::Image one{.rows = 1, .columns = 1, .samples = {7}},
      line{.rows = 1, .columns = 3000, .samples = std::vector<std::uint16_t>(3000, 9)};
  auto steps = line;
  steps.samples[1500] = 4000;
  EXPECT_TRUE(copies_of({one, line, steps}).empty());
}

TEST(Copies, GroupsJoinWhatIsJoinedThroughOthers) {
  const auto pair = [](std::size_t a, std::size_t b) {
    return Copy{.a = a, .b = b, .same_pixels = false, .of_a = true, .change = {}, .bits = 0, .likeness = 1};
  };
  const std::vector<Copy> copies{pair(1, 5), pair(2, 3), pair(5, 9)};
  EXPECT_EQ(groups_of_copies(copies), (std::vector<std::vector<std::size_t>>{{1, 5, 9}, {2, 3}}));
}

TEST(Copies, ManyCopiesOfOneFilmStayBounded) {
  const auto film = real_films().front();
  const std::vector<image::Image> films(200, film);
  const auto copies = copies_of(films);
  EXPECT_LE(copies.size(), 200U * 64U);
  EXPECT_EQ(groups_of_copies(copies).size(), 1U);
}

// Names say which films of the two sets are the same: an oracle that knows nothing of pixels.
TEST(Copies, HannoverFilmsOfTwoSetsAreFoundByTheirPixels) {
  if (!std::filesystem::exists(kData / "cxr_covid_ieee8023"))
    GTEST_SKIP() << "needs the reference data in ../shared/data";
  std::vector<Set> sets;
  for (const char* name : {"cxr_covid_ieee8023", "cxr_lung_masks"})
    sets.push_back(open_set(kData / name).value());
  ASSERT_TRUE(look_at_films(sets, 0, {}));
  std::vector<Print> prints;
  std::vector<FilmAt> at;
  for (std::size_t s = 0; s < sets.size(); ++s)
    for (std::size_t f = 0; f < sets[s].size(); ++f) {
      prints.push_back(sets[s].looks[f].print);
      prints.back().set = s;
      at.push_back({s, f});
    }
  std::set<std::pair<std::string, std::string>> truth, found;
  for (const auto& theirs : sets[1].films()) {
    const auto path = theirs.values.at("origin_path");
    const auto stem = std::filesystem::path(path).stem().string();
    for (const auto& ours : sets[0].films())
      if (ours.image == "hannover_" + stem + ".jpg") truth.insert({ours.image, theirs.image});
  }
  ASSERT_GT(truth.size(), 30U);
  const auto copies = find_copies(prints, {.rules = {}, .threads = 0, .progress = {}}).value();
  for (const auto& copy : copies)
    if (at[copy.a].set == 0 && at[copy.b].set == 1) {
      const auto &ours = sets[0].films()[at[copy.a].film].image,
                 &theirs = sets[1].films()[at[copy.b].film].image;
      if (ours.starts_with("hannover_")) found.insert({ours, theirs});
    }
  for (const auto& pair : found) EXPECT_TRUE(truth.contains(pair)) << pair.first << " " << pair.second;
  // Two were cut out of the middle of neither side by their owner: no centre crop, and said to be missed.
  for (const char* missed : {"hannover_436a6348.jpg", "hannover_865336ed.jpg"})
    std::erase_if(truth, [&](const auto& pair) { return pair.first == missed; });
  EXPECT_EQ(found.size(), truth.size());
}

}  // namespace
}  // namespace roentgen::hygiene
