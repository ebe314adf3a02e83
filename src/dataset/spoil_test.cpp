#include "dataset/spoil.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/file.h"
#include "base/folder_for_test.h"
#include "dataset/spoil_set.h"
#include "image/codec.h"
#include "image/turn.h"

namespace roentgen::dataset {
namespace {

image::Image ramp(int rows, int columns) {
  image::Image film{rows, columns, {}};
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x)
      film.samples.push_back(
          static_cast<std::uint16_t>(std::int64_t{65535} * (y * columns + x) / (rows * columns)));
  return film;
}

image::Image spoiled(const image::Image& film, const Spoil& spoil, base::Random random) {
  return spoiled_film(film, spoil, random).image;
}

double mean(const image::Image& film) {
  double sum = 0;
  for (const auto value : film.samples) sum += value;
  return sum / static_cast<double>(film.samples.size());
}

TEST(Spoil, NothingAskedNothingDone) {
  EXPECT_EQ(spoiled(ramp(60, 80), {}, base::Random{1}), ramp(60, 80));
}

TEST(Spoil, TurnsMirrorsInvertsAndCutsAsTheImageRoomDoes) {
  const image::Image film = ramp(60, 80);
  Spoil spoil;
  spoil.mirrored = true;
  spoil.turn = 90;
  spoil.inverted = true;
  EXPECT_EQ(spoiled(film, spoil, base::Random{1}), image::inverted(image::turned(image::mirrored(film), 90)));
  const image::Image large = ramp(120, 160);
  Spoil cut;
  cut.crop = {0.25, 0.1, 0, 0.5};
  const image::Image part = spoiled(large, cut, base::Random{1});
  EXPECT_EQ(part.columns, 120);
  EXPECT_EQ(part.rows, 48);  // 12 rows above and 60 below
  EXPECT_EQ(part.at(0, 0), large.at(12, 40));
}

TEST(Spoil, ExposureMovesTheGreyValuesAndClips) {
  const image::Image film = ramp(60, 80);
  Spoil dark, pale;
  dark.exposure = -1;
  pale.exposure = 1;
  const image::Image black = spoiled(film, dark, base::Random{1}),
                     white = spoiled(film, pale, base::Random{1});
  EXPECT_LT(mean(black), 0.7 * mean(film));
  EXPECT_GT(mean(white), 1.3 * mean(film));
  EXPECT_GT(std::ranges::count(black.samples, 0), 300);
  EXPECT_GT(std::ranges::count(white.samples, 65535), 300);
}

TEST(Spoil, PhotographsAndMarksAreDrawnTheSameEveryTimeAndDifferByStream) {
  const image::Image film = ramp(300, 260);
  for (const bool photo : {true, false}) {
    Spoil spoil;
    spoil.photo = photo;
    spoil.overlay = !photo;
    const image::Image once = spoiled(film, spoil, base::Random{7});
    EXPECT_EQ(spoiled(film, spoil, base::Random{7}), once);
    EXPECT_NE(spoiled(film, spoil, base::Random{8}), once);
    EXPECT_NE(once, film);
  }
}

// A right lung in columns 10…39 and a left one in 60…89, rows 20…79, of 100 x 100.
image::Mask two_lungs() {
  image::Mask mask{100, 100, std::vector<std::uint8_t>(10000, 0)};
  for (int y = 20; y < 80; ++y)
    for (int x = 10; x < 40; ++x) {
      mask.at(y, x) = 1;
      mask.at(y, x + 50) = 2;
    }
  return mask;
}

TEST(Spoil, KnowsWhichEndsOfTheLungsACropCutsAway) {
  const auto all_in = cut_lungs(two_lungs(), 1, 2, {0.05, 0.1, 0.05, 0.1});
  EXPECT_EQ(all_in.apex, false);
  EXPECT_EQ(all_in.left_base, false);
  EXPECT_EQ(all_in.right_base, false);
  EXPECT_EQ(all_in.side, false);
  const auto cut = cut_lungs(two_lungs(), 1, 2, {0.15, 0.25, 0, 0.3});
  EXPECT_EQ(cut.apex, true);
  EXPECT_EQ(cut.left_base, true);
  EXPECT_EQ(cut.side, true);
  // One percent of the picture is less than 3 % of the lung: neither cut nor whole.
  EXPECT_EQ(cut_lungs(two_lungs(), 1, 2, {0, 0, 0, 0.21}).left_base, std::nullopt);
}

TEST(Spoil, AnEndAtTheBorderOfTheWholeFilmIsUnknown) {
  image::Mask mask = two_lungs();
  for (int y = 80; y < 100; ++y) mask.at(y, 70) = 2;
  const auto cut = cut_lungs(mask, 1, 2, {});
  EXPECT_EQ(cut.left_base, std::nullopt);
  EXPECT_EQ(cut.right_base, false);
}

TEST(Spoil, ASingleFaultIsOneAtMostAndTheFilmLiesRight) {
  base::Random random{3};
  int mirrored = 0, photos = 0, none = 0;
  for (int i = 0; i < 1000; ++i) {
    const Spoil spoil = any_single(random);
    const int faults = spoil.photo + spoil.overlay + (spoil.exposure != 0) + (spoil.blur > 0);
    EXPECT_LE(faults, 1);
    EXPECT_EQ(spoil.turn, 0);
    EXPECT_FALSE(spoil.inverted);
    EXPECT_EQ(spoil.crop, Crop{});
    mirrored += spoil.mirrored;
    photos += spoil.photo;
    none += faults == 0;
  }
  // Half, two in five, one in five: within four standard deviations.
  EXPECT_NEAR(mirrored, 500, 64);
  EXPECT_NEAR(photos, 400, 62);
  EXPECT_NEAR(none, 200, 51);
}

TEST(SpoilSet, SingleGivesTheCleanFilmFirst) {
  const base::TempFolder folder;
  std::filesystem::create_directories(folder / "in/images");
  ASSERT_TRUE(base::write_file(folder / "in/images/a.png", image::encode_png(ramp(100, 90))));
  ASSERT_TRUE(base::write_text(folder / "in/metadata.csv", "image,patient,split\na.png,p1,train\n"));
  SpoilOptions options;
  options.mode = SpoilMode::single;
  options.variants = 5;
  ASSERT_EQ(*spoil_set(*read_table(folder / "in"), folder / "out", options), 5U);
  const auto made = read_table(folder / "out");
  ASSERT_TRUE(made);
  for (std::size_t i = 0; i < 5; ++i)
    EXPECT_EQ(made->films[i].values.at("spoil"), i == 0 ? "clean" : "single");
}

TEST(SpoilSet, WritesASetThatCanBeReadAgain) {
  const base::TempFolder folder;
  std::filesystem::create_directories(folder / "in/images");
  ASSERT_TRUE(base::write_file(folder / "in/images/a.png", image::encode_png(ramp(100, 90))));
  ASSERT_TRUE(
      base::write_text(folder / "in/metadata.csv", "image,patient,split,note\na.png,p1,val,\"one, two\"\n"));
  const auto table = read_table(folder / "in");
  ASSERT_TRUE(table);
  SpoilOptions options;
  options.mode = SpoilMode::each;
  const auto written = spoil_set(*table, folder / "out", options);
  ASSERT_TRUE(written) << written.error().message;
  const auto again = read_table(folder / "out");
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->films.size(), *written);
  const auto turned =
      std::ranges::find(again->films, "turned_90", [](const Film& film) { return film.values.at("spoil"); });
  ASSERT_NE(turned, again->films.end());
  EXPECT_EQ(turned->patient, "p1");
  EXPECT_EQ(turned->values.at("note"), "one, two");
  EXPECT_EQ(turned->values.at("turned"), "90");
  EXPECT_EQ(turned->values.at("inverted"), "0");
  EXPECT_EQ(turned->values.at("original"), "a.png");
  EXPECT_EQ(turned->values.at("cut_apex"), "");  // no outlines in this set
  const auto picture = read_image(*again, *turned);
  ASSERT_TRUE(picture);
  EXPECT_EQ(picture->rows, 90);
  EXPECT_EQ(picture->columns, 100);
}

TEST(SpoilSet, WhatItDrawsIsHandedOutFilmByFilm) {
  const base::TempFolder folder;
  std::filesystem::create_directories(folder / "in/images");
  for (const char* name : {"a.png", "b.png"})
    ASSERT_TRUE(base::write_file(folder / "in/images" / name, image::encode_png(ramp(100, 90))));
  ASSERT_TRUE(
      base::write_text(folder / "in/metadata.csv", "image,patient,split\na.png,p1,val\nb.png,p2,val\n"));
  const auto table = read_table(folder / "in");
  ASSERT_TRUE(table);
  SpoilOptions options;
  options.mode = SpoilMode::each;
  ASSERT_TRUE(spoil_set(*table, folder / "out", options));
  const auto made = read_table(folder / "out");
  ASSERT_TRUE(made);
  std::size_t next = 0;
  for (std::size_t f = 0; f < table->films.size(); ++f) {
    const auto film = read_image(*table, table->films[f]);
    ASSERT_TRUE(film);
    const auto spoils = spoils_of(options, f);
    for (std::size_t v = 0; v < spoils.size(); ++v) {
      const image::Image drawn = spoiled_variant(*film, spoils[v], options, f, v).image;
      ASSERT_LT(next, made->films.size());
      EXPECT_EQ(*read_image(*made, made->films[next++]),
                *image::decode_raster(image::encode_jpeg(drawn, 90)));
    }
  }
  EXPECT_EQ(next, made->films.size());
}

}  // namespace
}  // namespace roentgen::dataset
