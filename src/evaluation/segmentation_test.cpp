#include "evaluation/segmentation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "evaluation/outlines_for_test.h"

namespace roentgen::evaluation {
namespace {

TEST(Overlap, DiceAndJaccardByHand) {
  const auto counts = overlap(mask_of("1100", 4), {1}, mask_of("0110", 4), {1}, {});
  EXPECT_DOUBLE_EQ(counts.dice(), 0.5);         // 2 * 1 / (2 + 2)
  EXPECT_DOUBLE_EQ(counts.jaccard(), 1.0 / 3);  // 1 / 3
  const auto part = overlap(mask_of("1100", 4), {1}, mask_of("4110", 4), {1}, {4});
  EXPECT_DOUBLE_EQ(part.dice(), 2.0 / 3);  // the first pixel does not count
  EXPECT_TRUE(std::isnan(overlap(mask_of("00", 2), {1}, mask_of("00", 2), {1}, {}).dice()));
}

// The set's own column ctr was computed by other code, from the same masks.
TEST(CardiothoracicRatio, IsTheOneOfTheOutlinedFilms) {
  const std::filesystem::path set = "../shared/data/cxr_anatomy";
  if (!std::filesystem::exists(set)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  const auto table = dataset::read_table(set);
  const auto folder = dataset::read_mask_folder(*table);
  for (const auto& film : table->films) {
    const auto mask = dataset::read_mask(*folder, film);
    ASSERT_TRUE(mask) << mask.error().message;
    EXPECT_NEAR(cardiothoracic_ratio(*mask, {1, 2}, {3}), std::stod(film.values.at("ctr")), 0.00006)
        << film.image;
  }
}

TEST(Compare, OnlyWhatBothSidesName) {
  // A set that outlines both lungs as one, with a strip nobody is sure of.
  dataset::MaskFolder legend;
  legend.structures = {{1, "lung"}, {2, "ignore"}};
  const auto film = compare(chest(), mask_of("1132", 4), legend, mask_of("1021", 4));
  ASSERT_EQ(film.overlaps.size(), 1U);
  // Prediction: lungs at 0, 1, 3; outline at 0, 3; pixel 2 does not count.
  EXPECT_DOUBLE_EQ(film.overlaps.at(kLungs).dice(), 4.0 / 5);
  EXPECT_FALSE(film.ratio);
  dataset::MaskFolder teeth;
  teeth.structures = {{1, "teeth"}};
  EXPECT_FALSE(shares_structures(chest(), teeth));
  EXPECT_TRUE(shares_structures(chest(), legend));
}

TEST(Compare, AMissedStructureCountsAsZeroAndAnUndrawnOneNot) {
  dataset::MaskFolder legend;
  legend.structures = {{1, "heart"}, {2, "right_lung"}, {3, "left_lung"}};  // other numbers than the card's
  const auto film = compare(chest(), mask_of("1100", 4), legend, mask_of("2211", 4));
  EXPECT_DOUBLE_EQ(film.overlaps.at("right_lung").dice(), 1.0);
  EXPECT_DOUBLE_EQ(film.overlaps.at("heart").dice(), 0.0);
  EXPECT_FALSE(film.overlaps.contains("left_lung"));
  EXPECT_DOUBLE_EQ(*film.ratio, 1.0);
  EXPECT_FALSE(film.predicted_ratio);
}

TEST(Segmentation, MeansOverFilms) {
  dataset::MaskFolder legend;
  legend.structures = {{1, "right_lung"}, {2, "left_lung"}, {3, "heart"}};
  std::vector<OutlinedFilm> films;
  // Lungs four columns wide in the outline; heart 2 and 2 columns, predicted 2 and 1.
  films.push_back(compare(chest(),
                          mask_of("1122"
                                  "0330",
                                  4),
                          legend,
                          mask_of("1122"
                                  "0330",
                                  4)));
  films.push_back(compare(chest(),
                          mask_of("1122"
                                  "0300",
                                  4),
                          legend,
                          mask_of("1122"
                                  "0330",
                                  4)));
  const auto rows =
      segmentation_metrics(chest(), films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  ASSERT_TRUE(rows);
  const auto value = [&](const std::string& metric, const std::string& label) {
    const auto found = std::find_if(rows->begin(), rows->end(), [&](const auto& row) {
      return row.metric == metric && row.label == label;
    });
    return found == rows->end() ? -1 : found->value;
  };
  EXPECT_DOUBLE_EQ(value("dice", "lungs"), 1.0);
  EXPECT_NEAR(value("dice", "heart"), (1.0 + 2.0 / 3) / 2, 1e-12);
  EXPECT_NEAR(value("jaccard", "heart"), 0.75, 1e-12);
  EXPECT_NEAR(value("mae", "cardiothoracic_ratio"), (0.0 + 0.25) / 2, 1e-12);
  EXPECT_EQ(rows->front().n, 2);
  EXPECT_EQ(rows->front().positives, 0);
}

}  // namespace
}  // namespace roentgen::evaluation
