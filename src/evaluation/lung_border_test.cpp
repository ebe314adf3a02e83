#include "evaluation/lung_border.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "dataset/table.h"
#include "evaluation/border_metrics.h"
#include "evaluation/overlap.h"

namespace roentgen::evaluation {
namespace {

constexpr int kSide = 40;

image::Mask blank() {
  return {.rows = kSide, .columns = kSide, .samples = std::vector<std::uint8_t>(kSide * kSide, 0)};
}

// All ends inclusive.
struct Box {
  int top, bottom, left, right;
  int value = 1;
};
image::Mask drawn(const std::vector<Box>& boxes) {
  auto mask = blank();
  for (const auto& box : boxes)
    for (int row = box.top; row <= box.bottom; ++row)
      for (int column = box.left; column <= box.right; ++column)
        mask.at(row, column) = static_cast<std::uint8_t>(box.value);
  return mask;
}

// The thorax is 30 columns wide. The predicted right lung begins 1 column further in and 2 rows further down,
// the left one reaches 3 columns further out.
const std::vector<Box> kOutlined{{10, 29, 5, 14, 1}, {10, 29, 25, 34, 2}};
const std::vector<Box> kPredicted{{12, 29, 6, 14, 1}, {10, 29, 25, 37, 2}};
constexpr double kPixel = 100.0 / 30;

void expect(const LungBorder& border, double lateral, double lateral_bias, double upper, double upper_bias) {
  EXPECT_NEAR(border.lateral, lateral, 1e-9);
  EXPECT_NEAR(border.lateral_bias, lateral_bias, 1e-9);
  EXPECT_NEAR(border.upper, upper, 1e-9);
  EXPECT_NEAR(border.upper_bias, upper_bias, 1e-9);
}

void expect_shifted(const LungBorder& both) {
  expect(both, 2 * kPixel, kPixel, kPixel, -kPixel);
}

TEST(LungBorder, ByHand) {
  expect(lung_border(drawn({kPredicted[0]}), drawn({kOutlined[0]}), Flank::left, 30), kPixel, -kPixel,
         2 * kPixel, -2 * kPixel);
  expect(lung_border(drawn({kPredicted[1]}), drawn({kOutlined[1]}), Flank::right, 30), 3 * kPixel, 3 * kPixel,
         0, 0);
  expect_shifted(lungs_border(drawn(kPredicted), drawn(kOutlined)));
  expect(lungs_border(drawn(kOutlined), drawn(kOutlined)), 0, 0, 0, 0);
}

TEST(LungBorder, WhatLiesBehindTheHeartAndBelowTheDomeDoesNotShow) {
  auto whole = kOutlined;
  whole.push_back({14, 29, 15, 24});
  whole.push_back({30, 35, 5, 34});
  expect_shifted(lungs_border(drawn(kPredicted), drawn(whole)));
  expect(lungs_border(drawn(kOutlined), drawn(whole)), 0, 0, 0, 0);
  expect(lungs_border(drawn(whole), drawn(kOutlined)), 0, 0, 0, 0);
}

TEST(LungBorder, TheMedianOfTheRows) {
  const auto outlined = drawn({{10, 13, 10, 20}});
  // Distances of -1, 0, 1 and 3: their sizes are 0, 1, 1 and 3.
  const auto predicted = drawn({{10, 10, 11, 20}, {11, 11, 10, 20}, {12, 12, 9, 20}, {13, 13, 7, 20}});
  const auto border = lung_border(predicted, outlined, Flank::left, 100);
  EXPECT_DOUBLE_EQ(border.lateral, 1);
  EXPECT_DOUBLE_EQ(border.lateral_bias, 0.5);
}

TEST(LungBorder, TheApexIsTheHighestThirdOfTheColumns) {
  // Six columns: the two highest of the outline begin in rows 10 and 12, of the prediction in 9 and 10.
  const auto outlined = drawn({{15, 30, 10, 15}, {10, 30, 12, 12}, {12, 30, 13, 13}});
  const auto predicted = drawn({{14, 30, 10, 15}, {9, 30, 13, 13}, {10, 30, 14, 14}});
  EXPECT_DOUBLE_EQ(lung_border(predicted, outlined, Flank::left, 100).upper_bias, 1.5);
}

TEST(LungBorder, NothingIsSaidWhereThereIsNoBorder) {
  const auto is_none = [](double value) { return std::isnan(value); };
  const auto inside = drawn({{10, 29, 5, 14}});
  const auto at_side = lung_border(inside, drawn({{10, 29, 0, 14}}), Flank::left, 30);
  EXPECT_TRUE(is_none(at_side.lateral) && is_none(at_side.lateral_bias));
  EXPECT_DOUBLE_EQ(at_side.upper, 0);
  const auto at_top = lung_border(inside, drawn({{0, 29, 5, 14}}), Flank::left, 30);
  EXPECT_TRUE(is_none(at_top.upper) && is_none(at_top.upper_bias));
  EXPECT_DOUBLE_EQ(at_top.lateral, 0);
  // Nine rows of twenty are too few, ten are enough.
  EXPECT_TRUE(is_none(lung_border(drawn({{10, 18, 5, 14}}), inside, Flank::left, 30).lateral));
  EXPECT_DOUBLE_EQ(lung_border(drawn({{10, 19, 5, 14}}), inside, Flank::left, 30).lateral, 0);
  const auto one_lung = lungs_border(inside, drawn(kOutlined));
  EXPECT_TRUE(is_none(one_lung.lateral) && is_none(one_lung.upper));
  EXPECT_TRUE(is_none(lungs_border(blank(), blank()).lateral));
  const image::Mask small{.rows = 1, .columns = 1, .samples = {1}};
  EXPECT_TRUE(is_none(lungs_border(small, inside).lateral));
}

model::Card chest() {
  model::Card card;
  card.structures = {{"right_lung", "right lung"}, {"left_lung", "left lung"}, {"heart", "heart"}};
  return card;
}

// Two films' outlines against each other; the figures are those of a NumPy program written from the header.
TEST(LungBorder, AgreesWithAnotherProgramOnOutlinedFilms) {
  const auto table = dataset::read_table("samples/data/chest_tiny");
  ASSERT_TRUE(table);
  const auto legend = dataset::read_mask_folder(*table);
  ASSERT_TRUE(legend);
  const auto mask_of = [&](const std::string& name) {
    const auto film =
        std::ranges::find_if(table->films, [&](const auto& f) { return f.image.starts_with(name); });
    return dataset::read_mask(*legend, *film).value();
  };
  const auto borders =
      lung_borders(chest(), mask_of("00000001_002"), dataset::legend_of(*legend), mask_of("00000003_003"));
  expect(borders.at("lungs"), 7.179487179487179, -7.179487179487179, 16.91921790583998, -16.91921790583998);
  expect(borders.at("right_lung"), 8.205128205128204, -8.205128205128204, 15.956607495069033,
         -15.956607495069033);
  expect(borders.at("left_lung"), 6.153846153846154, -6.153846153846154, 17.881828316610925,
         -17.881828316610925);
}

TEST(LungBorders, LungsThatTheOutlineDoesNotTellApart) {
  dataset::MaskFolder legend;
  legend.structures = {{7, "lung"}};
  auto outlined = kOutlined;
  for (auto& box : outlined) box.value = 7;
  const auto borders = lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), drawn(outlined));
  ASSERT_EQ(borders.size(), 1U);
  expect_shifted(borders.at("lungs"));
}

// What Dice makes of the convention alone is NumPy's figure.
TEST(LungBorders, OtherThanDiceTheyDoNotShowWhetherTheHeartCounts) {
  const std::filesystem::path set = "../shared/data/cxr_anatomy";
  if (!std::filesystem::exists(set)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  const auto table = dataset::read_table(set).value();
  const auto folder = dataset::read_mask_folder(table).value();
  dataset::MaskFolder whole;
  whole.structures = {{1, "lung"}, {2, "lung"}, {3, "lung"}};
  double dice = 0;
  for (const auto& film : table.films) {
    const auto mask = dataset::read_mask(folder, film).value();
    const auto lungs = lung_borders(chest(), mask, dataset::legend_of(whole), mask).at("lungs");
    EXPECT_NEAR(lungs.lateral, 0, 0.01) << film.image;
    EXPECT_NEAR(lungs.upper, 0, 0.01) << film.image;
    dice += overlap(mask, {1, 2}, mask, {1, 2, 3}, {}).dice();
  }
  EXPECT_NEAR(dice / static_cast<double>(table.films.size()), 0.852, 0.001);
}

TEST(LungBorders, EachLungWhereSidesAreKnownMirroredOrNot) {
  dataset::MaskFolder legend;
  legend.structures = {{1, "left_lung"}, {2, "right_lung"}};  // other numbers than the card's: mirrored
  auto predicted = kPredicted;
  predicted[0].value = 2;
  predicted[1].value = 1;
  const auto mirrored = lung_borders(chest(), drawn(predicted), dataset::legend_of(legend), drawn(kOutlined));
  legend.structures = {{1, "right_lung"}, {2, "left_lung"}};
  const auto usual = lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), drawn(kOutlined));
  ASSERT_EQ(usual.size(), 3U);
  expect_shifted(usual.at("lungs"));
  expect_shifted(mirrored.at("lungs"));
  expect(usual.at("right_lung"), kPixel, -kPixel, 2 * kPixel, -2 * kPixel);
  expect(mirrored.at("left_lung"), kPixel, -kPixel, 2 * kPixel, -2 * kPixel);
  expect(usual.at("left_lung"), 3 * kPixel, 3 * kPixel, 0, 0);
  expect(mirrored.at("right_lung"), 3 * kPixel, 3 * kPixel, 0, 0);
}

TEST(LungBorders, IgnoredPixelsBelongToNoLung) {
  dataset::MaskFolder legend;
  legend.structures = {{1, "right_lung"}, {2, "left_lung"}, {4, "ignore"}};
  auto outlined = kOutlined;
  outlined.push_back({10, 29, 35, 37, 4});
  const auto borders = lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), drawn(outlined));
  EXPECT_DOUBLE_EQ(borders.at("left_lung").lateral, 0);
}

TEST(LungBorders, OneLungAloneHasNoThorax) {
  dataset::MaskFolder legend;
  legend.structures = {{1, "right_lung"}, {2, "left_lung"}};
  const auto alone =
      lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), drawn({kOutlined[0]}));
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_TRUE(std::isnan(alone.at("lungs").lateral));
  EXPECT_TRUE(lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), blank()).empty());
  legend.structures = {{1, "teeth"}};
  EXPECT_TRUE(lung_borders(chest(), drawn(kPredicted), dataset::legend_of(legend), drawn(kOutlined)).empty());
  model::Card teeth;
  teeth.structures = {{"teeth", "teeth"}};
  legend.structures = {{1, "lung"}};
  EXPECT_TRUE(lung_borders(teeth, drawn(kPredicted), dataset::legend_of(legend), drawn(kOutlined)).empty());
}

TEST(BorderMetrics, MeansOverFilmsAndWhatIsLeftOut) {
  const LungBorder sides_alone{.lateral = 3, .lateral_bias = 1};
  std::vector<BorderedFilm> films(3);
  films[0].borders["lungs"] = {.lateral = 1, .lateral_bias = -1, .upper = 4, .upper_bias = -4};
  films[1].borders["lungs"] = sides_alone;
  const auto rows = border_metrics(films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  ASSERT_EQ(rows.size(), 4U);  // no film has a lung of its own
  const auto row = [&](const std::string& metric) {
    return *std::ranges::find_if(rows, [&](const auto& r) { return r.metric == metric; });
  };
  EXPECT_DOUBLE_EQ(row("lateral_border").value, 2);
  EXPECT_EQ(row("lateral_border").n, 2);
  EXPECT_EQ(row("lateral_border").positives, 0);
  EXPECT_DOUBLE_EQ(row("lateral_border").ci95[0], 1);
  EXPECT_DOUBLE_EQ(row("lateral_border").ci95[1], 3);
  EXPECT_DOUBLE_EQ(row("lateral_border_bias").value, 0);
  EXPECT_DOUBLE_EQ(row("upper_border").value, 4);
  EXPECT_EQ(row("upper_border").n, 1);
  EXPECT_DOUBLE_EQ(row("upper_border_bias").value, -4);
  const auto remarks = border_remarks(films);
  ASSERT_EQ(remarks.size(), 1U);
  EXPECT_TRUE(remarks[0].starts_with("1 film left out of upper_border"));
}

}  // namespace
}  // namespace roentgen::evaluation
