#include "reading/millimetres.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

std::vector<study::Measurement> measured(double thorax_mm) {
  std::vector<study::Measurement> all(4);
  all[0].name = "cardiothoracic_ratio";
  all[0].unit = "1";
  all[1].name = "heart_width_mm";
  all[1].unit = "mm";
  all[2].name = "thorax_width_mm";
  all[2].unit = "mm";
  all[2].value = thorax_mm;
  all[3].name = "right_lung_area_cm2";
  all[3].unit = "cm2";
  return all;
}

std::size_t cautions(double thorax_mm, const Subject& subject) {
  auto all = measured(thorax_mm);
  doubt_millimetres(all, subject);
  EXPECT_TRUE(all[0].cautions.empty()) << "a ratio needs no spacing";
  std::size_t count = 0;
  for (const auto& one : all) count += one.cautions.size();
  return count;
}

TEST(Millimetres, AnAdultsLungFieldsHaveAWidth) {
  EXPECT_EQ(cautions(133.7, {.age_years = 60}), 3u);
  EXPECT_EQ(cautions(600, {.age_years = 60}), 3u);
  for (const double usual : {kLeastThoraxWidth, 286.0, 325.0, kLargestThoraxWidth})
    EXPECT_EQ(cautions(usual, {.age_years = 60}), 0u) << usual;
}

TEST(Millimetres, OfChildrenNothingIsSaid) {
  EXPECT_EQ(cautions(133.7, {.age_years = 4}), 0u);
  EXPECT_EQ(cautions(133.7, {.age_years = {}, .looks_like_child = true}), 0u);
  EXPECT_EQ(cautions(133.7, {}), 3u) << "neither the file nor the picture says child";
  EXPECT_EQ(cautions(133.7, {.age_years = 18, .looks_like_child = true}), 3u) << "the file knows better";
}

TEST(Millimetres, WithoutASpacingThereIsNothingToDoubt) {
  std::vector<study::Measurement> all(1);
  all[0].name = "thorax_width_px";
  all[0].unit = "[px]";
  doubt_millimetres(all, {.age_years = 60});
  EXPECT_TRUE(all[0].cautions.empty());
}

}  // namespace
}  // namespace roentgen::reading
