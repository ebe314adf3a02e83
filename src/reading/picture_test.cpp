#include "reading/picture.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.h"
#include "image/codec.h"

namespace roentgen::reading {
namespace {

image::Image filled(int rows, int columns, std::uint16_t value) {
  return {
      rows, columns,
      std::vector<std::uint16_t>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), value)};
}

image::Image ramp(int rows, int columns) {
  image::Image picture = filled(rows, columns, 0);
  for (std::size_t i = 0; i < picture.samples.size(); ++i) {
    picture.samples[i] = static_cast<std::uint16_t>(i * 65535 / picture.samples.size());
  }
  return picture;
}

std::string first_code(const image::Image& picture) {
  const Verdict verdict = judge_picture(picture, {});
  return verdict.refused() ? verdict.reasons[0].code : "";
}

TEST(Picture, AcceptsAPictureWithAllGreyValues) {
  EXPECT_EQ(first_code(ramp(300, 300)), "");
}

TEST(Picture, RefusesBlankSmallAndStretched) {
  EXPECT_EQ(first_code(filled(300, 300, 30000)), "blank");
  EXPECT_EQ(first_code(ramp(127, 300)), "too_small");
  EXPECT_EQ(first_code(ramp(128, 321)), "wrong_shape");
  EXPECT_EQ(first_code(ramp(128, 320)), "");
}

TEST(Picture, RefusesWhatIsMostlyWhiteOrBlack) {
  image::Image picture = ramp(300, 300);
  std::fill_n(picture.samples.begin(), 45000, std::uint16_t{65535});
  EXPECT_EQ(first_code(picture), "saturated_white");
  std::fill_n(picture.samples.begin(), 85000, std::uint16_t{0});
  EXPECT_EQ(first_code(picture), "saturated_black");
}

TEST(Picture, RefusesDrawings) {
  image::Image picture = filled(300, 300, 0);
  for (std::size_t i = 0; i < picture.samples.size(); ++i)
    picture.samples[i] = static_cast<std::uint16_t>(i % 8 * 8000);
  EXPECT_EQ(first_code(picture), "few_grey_levels");
}

TEST(Picture, NoOutlinedFilmIsRefused) {
  const std::filesystem::path folder = "../shared/data/cxr_anatomy/images";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the outlined films are not here";
  int films = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const auto picture = image::decode_raster(base::read_file(file.path(), 1 << 24).value());
    ASSERT_TRUE(picture);
    EXPECT_EQ(first_code(*picture), "") << file.path();
    ++films;
  }
  EXPECT_GT(films, 100);
}

}  // namespace
}  // namespace roentgen::reading
