#include "dataset/outlines.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/file.h"
#include "base/folder_for_test.h"
#include "image/codec.h"

namespace roentgen::dataset {
namespace {

const std::vector<std::string> kChest{"right_lung", "left_lung", "heart", "lung", "lungs"};

class OutlinesOf : public testing::Test {
 protected:
  OutlinesOf() {
    table_.folder = folder_.path();
    film_.image = "a.jpg";
  }

  // One row of pixels.
  void draw(const std::string& file, std::string_view digits) const {
    image::Mask mask{.rows = 1, .columns = static_cast<int>(digits.size()), .samples = {}};
    for (const char digit : digits) mask.samples.push_back(static_cast<std::uint8_t>(digit - '0'));
    std::filesystem::create_directories((table_.folder / file).parent_path());
    const auto bytes = image::encode_png(mask);
    std::ofstream(table_.folder / file, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  }
  void tell(const std::string& json) const { std::ofstream(table_.folder / "masks.json") << json; }
  std::vector<Outlines> read(const std::vector<std::string>& structures = kChest) const {
    return read_outlines(table_, structures).value_or(std::vector<Outlines>{});
  }
  std::string against(std::string_view digits) const {
    draw("masks/a.png", digits);
    return against_assumption(read().at(0), film_);
  }

  const base::TempFolder folder_;
  Table table_;
  Film film_;
};

using Values = std::vector<std::uint8_t>;

TEST_F(OutlinesOf, BitsMayOverlap) {
  tell(R"([{"folder": "p", "kind": "bits", "values": {"1": "left_lung", "2": "right_lung", "4": "heart"}}])");
  draw("p/a.png", "01234569");
  const auto all = read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].kind, OutlineKind::bits);
  EXPECT_FALSE(all[0].assumed);
  const auto& left = all[0].legend.at("left_lung");
  EXPECT_EQ(left.size(), 128U);  // half of the values of eight bits are odd
  EXPECT_TRUE(left.contains(1) && left.contains(3) && left.contains(5) && left.contains(255));
  EXPECT_FALSE(left.contains(0) || left.contains(2) || left.contains(4));
  EXPECT_TRUE(all[0].legend.at("heart").contains(6));
  const auto mask = read_outline(all[0], film_);
  ASSERT_TRUE(mask) << mask.error().message;
  EXPECT_EQ(mask->samples, (Values{0, 1, 2, 3, 4, 5, 6, 9}));
  EXPECT_TRUE(has_unnamed(all[0], *mask));  // 9 = 8 + 1
  draw("p/a.png", "01234567");
  EXPECT_FALSE(has_unnamed(all[0], *read_outline(all[0], film_)));
}

TEST_F(OutlinesOf, ABitThatIsNoneIsRefused) {
  tell(R"([{"folder": "p", "kind": "bits", "values": {"3": "heart"}}])");
  const auto all = read_outlines(table_, kChest);
  ASSERT_FALSE(all);
  EXPECT_NE(all.error().message.find("none of 1, 2, 4"), std::string::npos);
  EXPECT_TRUE(read_mask_folders(table_));  // which passes bits over, as ever
}

TEST_F(OutlinesOf, MasksJsonIsBelievedAgainstAllAssumptions) {
  tell(R"([{"folder": "masks", "kind": "index", "values": {"1": "heart", "7": "lung"}},
           {"folder": "b", "kind": "binary", "values": {"1": "lung"}}])");
  draw("masks/a.png", "0179");
  const auto all = read();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].legend, (Legend{{"heart", {1}}, {"lung", {7}}}));
  EXPECT_EQ(against_assumption(all[0], film_), "");
  EXPECT_TRUE(has_unnamed(all[0], *read_outline(all[0], film_)));
  EXPECT_EQ(all[1].kind, OutlineKind::binary);
}

TEST_F(OutlinesOf, WithoutMasksJsonTheValuesOfAChestAreAssumed) {
  draw("masks/a.png", "0110330220");
  const auto all = read();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].assumed);
  EXPECT_EQ(all[0].legend, (Legend{{"right_lung", {1}}, {"left_lung", {2}}, {"heart", {3}}}));
  EXPECT_TRUE(has_outline(all[0], film_));
  EXPECT_EQ(against_assumption(all[0], film_), "");
}

TEST_F(OutlinesOf, WhatContradictsTheAssumptionIsRefused) {
  EXPECT_EQ(against("0110220"), "");  // no heart drawn
  EXPECT_NE(against("01102204").find("other than 0 to 3"), std::string::npos);
  EXPECT_NE(against("0110110").find("without 1 or without 2"), std::string::npos);  // a mask of both lungs
  EXPECT_NE(against("0000000").find("without 1 or without 2"), std::string::npos);
  EXPECT_NE(against("0330330").find("without 1 or without 2"), std::string::npos);
  EXPECT_NE(against("0220110").find("1 to the right of 2"), std::string::npos);
}

TEST_F(OutlinesOf, FoldersAreTakenByTheSameRuleOrByTheirName) {
  draw("masks/v7/a.png", "0110220");
  draw("masks/right_lung/a.png", "0990000");
  draw("masks/heart/a.png", "0011100");
  draw("masks/.hidden/a.png", "0110220");
  const auto all = read();
  ASSERT_EQ(all.size(), 3U);  // masks/ itself, v7, the layers
  EXPECT_FALSE(has_outline(all[0], film_));
  EXPECT_TRUE(has_outline(all[1], film_));
  EXPECT_EQ(all[1].kind, OutlineKind::index);
  const Outlines& layers = all[2];
  EXPECT_EQ(layers.kind, OutlineKind::layers);
  EXPECT_EQ(against_assumption(layers, film_), "");
  const auto mask = read_outline(layers, film_);
  ASSERT_TRUE(mask) << mask.error().message;
  EXPECT_EQ(mask->samples, (Values{0, 2, 3, 1, 1, 0, 0}));  // by name: heart 1, right_lung 2
  EXPECT_TRUE(layers.legend.at("heart").contains(3) && layers.legend.at("right_lung").contains(3));
  EXPECT_FALSE(has_unnamed(layers, *mask));

  draw("masks/heart/a.png", "0012300");
  EXPECT_EQ(against_assumption(layers, film_), "with more than one value besides 0");
  draw("masks/heart/a.png", "00111000");
  EXPECT_NE(read_outline(layers, film_).error().message.find("differ in size"), std::string::npos);
}

TEST_F(OutlinesOf, NothingIsAssumedOfOtherStructuresOrWithoutMasks) {
  EXPECT_NE(read_outlines(table_, kChest).error().message.find("nobody knows"), std::string::npos);
  draw("masks/a.png", "0110220");
  EXPECT_FALSE(read_outlines(table_, {"teeth"}));
  draw("masks/teeth/a.png", "0550");
  const auto teeth = read({"teeth"});
  ASSERT_EQ(teeth.size(), 1U);
  EXPECT_EQ(read_outline(teeth[0], film_)->samples, (Values{0, 1, 1, 0}));
}

TEST(SharedData, PartsOfTheCovidSetAreBits) {
  const std::filesystem::path folder = "../shared/data/cxr_covid_ieee8023";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  const auto table = read_table(folder);
  ASSERT_TRUE(table);
  const auto all = read_outlines(*table, kChest);
  ASSERT_TRUE(all) << all.error().message;
  ASSERT_EQ(all->size(), 2U);
  const Outlines& parts = all->at(1);
  EXPECT_EQ(parts.kind, OutlineKind::bits);
  std::size_t films = 0;
  for (const Film& film : table->films) {
    if (!has_outline(parts, film)) continue;
    ++films;
    const auto mask = read_outline(parts, film);
    ASSERT_TRUE(mask) << mask.error().message;
    EXPECT_FALSE(has_unnamed(parts, *mask));
  }
  EXPECT_EQ(films, 23U);  // README: part mask, 21 train and 2 val
}

}  // namespace
}  // namespace roentgen::dataset
