#include "image/enhance.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <set>
#include <string>

#include "image/clahe.h"
#include "image/codec.h"
#include "image/collimation.h"
#include "image/enhancement_mark.h"
#include "image/grey.h"
#include "image/measure.h"
#include "image/phantom_for_test.h"
#include "image/png_text.h"

namespace roentgen::image {
namespace {

TEST(Presets, EveryWordLeadsToItsPreset) {
  std::set<std::string_view> names;
  for (const Preset& preset : presets()) {
    EXPECT_TRUE(names.insert(preset.name).second) << preset.name;
    EXPECT_EQ(find_preset(preset.name), &preset);
    std::string word;
    for (const char c : std::string(preset.body_parts) + " ") {
      if (c != ' ') {
        word += c;
      } else if (!word.empty()) {
        EXPECT_EQ(preset_for(word).name, preset.name) << word;
        word.clear();
      }
    }
    EXPECT_TRUE(preset.denoise >= 0 && preset.denoise <= 1 && preset.least >= 0 && preset.least <= 1);
    for (const float gain : {preset.fine, preset.medium, preset.coarse}) EXPECT_TRUE(gain >= 1 && gain <= 3);
    EXPECT_LT(preset.low, preset.high);
  }
  EXPECT_EQ(preset_for("L KNEE 2V").name, "knee");
  EXPECT_EQ(preset_for("port chest").name, "chest");
  EXPECT_EQ(preset_for("HANDOVER").name, "general");
  EXPECT_EQ(preset_for("").name, "general");
  EXPECT_EQ(find_preset("liver"), nullptr);
}

TEST(Presets, GainsGoByTheSizeOnThePictureNotByTheLevel) {
  const Preset& hand = *find_preset("hand");
  const auto large = gains_of(hand, 3072), small = gains_of(hand, 384);
  for (std::size_t level = 0; level < 6; ++level) EXPECT_NEAR(large[level + 3], small[level], 1e-5);
  EXPECT_NEAR(large[0], hand.fine, 1e-5);
  EXPECT_NEAR(large[11], 1, 1e-5);
}

TEST(Tone, FollowsItsFormula) {
  const std::vector<double> line{0, 1}, bent{0, 0.25, 1};
  Image image{1, 5, {0, 10000, 20000, 30000, 65535}};
  apply_tone(image, {10000, 30000}, line);
  EXPECT_EQ(image.samples, (std::vector<std::uint16_t>{0, 1311, 32768, 64224, 65535}));
  Image curved{1, 2, {15000, 25000}};  // a quarter and three quarters of the way
  apply_tone(curved, {10000, 30000}, bent);
  EXPECT_NEAR(curved.samples[0], (0.02 + 0.96 * 0.125) * 65535, 1);
  EXPECT_NEAR(curved.samples[1], (0.02 + 0.96 * 0.625) * 65535, 1);
  Image same{1, 2, {3, 4}};
  apply_tone(same, {4, 4}, line);
  EXPECT_EQ(same.samples, (std::vector<std::uint16_t>{3, 4}));
}

TEST(Tone, TheCurveIsALineAnSOrWhatTheGreysAskFor) {
  const GreyRange range{1000, 3000};
  const auto at = [](const std::vector<double>& curve, double t) {
    return curve[static_cast<std::size_t>(t * static_cast<double>(curve.size() - 1))];
  };
  EXPECT_NEAR(at(tone_curve({}, range, 0, 0), 0.25), 0.25, 1e-12);
  EXPECT_NEAR(at(tone_curve({}, range, 0, 1), 0.25), 0.25, 1e-12);      // no greys: all alike
  EXPECT_NEAR(at(tone_curve({}, range, 1, 0), 0.25), 5.0 / 32, 1e-12);  // 3 t^2 - 2 t^3
  std::vector<float> bright;  // all greys in the upper quarter of the range, and some outside of it
  for (int i = 0; i < 5000; ++i) bright.push_back(2500 + 0.2F * static_cast<float>(i));
  const auto even = tone_curve(bright, range, 0, 1);
  // As much as the limit allows, twice the even share, and no more.
  EXPECT_NEAR(1 - at(even, 0.75), 0.5, 0.02);
  const auto half = tone_curve(bright, range, 0, 0.5);
  EXPECT_NEAR(at(half, 0.75), (0.75 + at(even, 0.75)) / 2, 1e-12);
  for (const auto& curve : {even, half}) {
    EXPECT_EQ(curve.front(), 0);
    EXPECT_NEAR(curve.back(), 1, 1e-12);
    EXPECT_EQ(std::ranges::adjacent_find(curve, std::greater_equal{}), curve.end()) << "rises everywhere";
  }
}

// Air takes 60 % of the picture: percentiles of all pixels would call it the darkest grey that matters.
TEST(Tone, FlatBackgroundDoesNotMatter) {
  const Image image = with_noise(
      drawn(200, 200,
            [](int x, int y) { return x < 120 ? 2000.0 : 20000 + 100.0 * y + 3000 * std::sin(0.8 * x); }),
      30);
  const Plane plane{200, 200, {image.samples.begin(), image.samples.end()}};
  auto greys = relevant_greys(plane, {0, 0, 200, 200});
  const GreyRange range = percentiles(greys, 2, 98);
  EXPECT_GT(range.low, 15000);
  EXPECT_NEAR(range.high, 41000, 2500);
}

// OpenCV's has 256 steps for 8 bits; both clip at 2.5 times the even histogram.
TEST(Clahe, ComesNearToOpenCvs) {
  const Image image = with_noise(limb(400, 320), 300);
  Image ours = image;
  clahe(ours, {.tiles = 8, .limit = 2.5, .strength = 1});
  cv::Mat source(image.rows, image.columns, CV_8U), theirs;
  std::ranges::transform(image.samples, source.begin<std::uint8_t>(), narrow);
  cv::createCLAHE(2.5, {8, 8})->apply(source, theirs);
  double difference = 0, change = 0;
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.columns; ++x) {
      const double their_grey = 257.0 * theirs.at<std::uint8_t>(y, x);
      difference += std::abs(ours.at(y, x) - their_grey);
      change += std::abs(image.at(y, x) - their_grey);
    }
  EXPECT_LT(difference, 0.25 * change);
}

TEST(Clahe, StrengthZeroAndTinyImagesChangeNothing) {
  const Image image = with_noise(limb(64, 64), 300);
  Image same = image;
  clahe(same, {.tiles = 8, .limit = 2.5, .strength = 0});
  EXPECT_EQ(same, image);
  Image tiny = even(10, 10, 500);
  clahe(tiny, {});
  EXPECT_EQ(tiny, even(10, 10, 500));
}

// An even histogram is its own equalisation, to within a step of grey.
TEST(Clahe, AnEvenHistogramStays) {
  Image image =
      drawn(512, 512, [](int x, int y) { return ((x * 7919 + y * 104729) % 65536 + 65536) % 65536; });
  const Image before = image;
  clahe(image, {.tiles = 2, .limit = 4, .strength = 1});
  double difference = 0;
  for (std::size_t i = 0; i < image.samples.size(); ++i)
    difference += std::abs(static_cast<double>(image.samples[i]) - before.samples[i]);
  EXPECT_LT(difference / static_cast<double>(image.samples.size()), 700);
}

Plane as_plane(const Image& image) {
  return {image.rows, image.columns, {image.samples.begin(), image.samples.end()}};
}

TEST(Collimation, TheBladesAreFound) {
  const Image film = with_noise(limb(400, 300), 100);
  for (const double shutter : {0.0, 60000.0}) {
    Image image = film;
    for (int y = 0; y < 400; ++y)
      for (int x = 0; x < 300; ++x)
        if (x < 30 || x >= 280 || y < 51) image.at(y, x) = to_grey(shutter);
    const Box box = collimated_region(as_plane(image));
    EXPECT_NEAR(box.left, 30, 1);
    EXPECT_NEAR(box.top, 51, 1);
    EXPECT_NEAR(box.left + box.columns, 280, 1);
    EXPECT_EQ(box.top + box.rows, 400);
  }
}

TEST(Collimation, AnOpenFilmIsAllRegion) {
  EXPECT_EQ(collimated_region(as_plane(with_noise(limb(400, 300), 100))), (Box{0, 0, 300, 400}));
  EXPECT_EQ(collimated_region(as_plane(even(100, 100, 7))), (Box{0, 0, 100, 100}));
}

TEST(Collimation, BoxesAreScaledInwardsAndCropped) {
  const Plane small{100, 50, std::vector<float>(5000)};
  EXPECT_EQ(scaled({10, 20, 30, 60}, small, 405, 203), (Box{41, 81, 121, 243}));
  const Image image = drawn(4, 5, [](int x, int y) { return 10 * y + x; });
  EXPECT_EQ(cropped(image, {1, 2, 3, 2}).samples, (std::vector<std::uint16_t>{21, 22, 23, 31, 32, 33}));
}

// A weak disc of 600 on noise of 250 beside a bright half: contrast to noise 2.4 before.
TEST(Enhance, ContrastGrowsNoiseDoesNotAndTheResultIsTheSameEveryTime) {
  const Image image = with_noise(drawn(600, 480,
                                       [](int x, int y) {
                                         return 15000 +
                                                30000 * soft_step(110 - std::hypot(x - 340, y - 300), 3) +
                                                600 * soft_step(25 - std::hypot(x - 150, y - 300), 2);
                                       }),
                                 250);
  const Preset& knee = *find_preset("knee");
  const Enhanced once = enhance(image, knee, {}), again = enhance(image, knee, {});
  EXPECT_EQ(once.image, again.image);
  EXPECT_EQ(once.region, (Box{0, 0, 480, 600}));
  EXPECT_TRUE(once.removed.empty());
  EXPECT_NEAR(once.noise, 250, 25);
  const Box disc{138, 288, 24, 24}, beside{40, 288, 24, 24};
  EXPECT_NEAR(contrast_to_noise(image, disc, beside), 2.4, 0.3);
  EXPECT_GT(contrast_to_noise(once.image, disc, beside), 5);
}

// The belly beside the lungs: a preset's share of large areas and of the equalised histogram is what is done.
TEST(Enhance, PresetsSayHowLargeAreasAndFrequentGreysAreShown) {
  const Image image =
      with_noise(drawn(400, 400,
                       [](int x, int y) {
                         return (y < 130 ? 15000 : 50000) + 800 * std::sin(x * 0.7) + 500 * std::sin(y * 0.5);
                       }),
                 100);
  Preset plain = *find_preset("general");
  plain.large_areas = 1;
  plain.evenness = plain.steepness = 0;
  Preset closer = plain, evener = plain;
  closer.large_areas = 0.5F;
  evener.evenness = 0.8F;
  const Box lungs{100, 20, 200, 60}, belly{100, 300, 200, 80};
  const Image before = enhance(image, plain, {}).image;
  const auto apart = [&](const Image& picture) {
    return level_of(picture, belly).mean - level_of(picture, lungs).mean;
  };
  EXPECT_LT(apart(enhance(image, closer, {}).image), 0.9 * apart(before));
  // Most of the picture is belly: it gets more of the greys than it has.
  EXPECT_GT(level_of(enhance(image, evener, {}).image, belly).deviation,
            1.3 * level_of(before, belly).deviation);
}

// 16 bits in, 16 bits out: a ramp of 1000 greys keeps them apart.
TEST(Enhance, GreysStayApart) {
  const Image ramp = drawn(200, 1000, [](int x, int y) { return 20000 + 7 * x + 3 * y; });
  const Enhanced result = enhance(ramp, *find_preset("general"), {});
  const std::set<std::uint16_t> greys(result.image.samples.begin(), result.image.samples.end());
  EXPECT_GT(greys.size(), 4000u);
}

TEST(Enhance, CropsOnlyWhenAsked) {
  Image image = with_noise(limb(400, 300), 100);
  for (int y = 0; y < 400; ++y)
    for (int x = 0; x < 40; ++x) image.at(y, x) = 0;
  const Preset& general = *find_preset("general");
  EXPECT_EQ(enhance(image, general, {}).image.columns, 300);
  EnhanceOptions options;
  options.crop = true;
  const Enhanced part = enhance(image, general, options);
  EXPECT_TRUE(part.cropped);
  EXPECT_NEAR(part.image.columns, 260, 1);
}

TEST(Enhance, StrangeImagesDoNotHarmIt) {
  for (const Image& image :
       {even(100, 100, 0), even(100, 100, 65535), even(1, 1, 5), even(3, 5000, 9), even(33, 32, 1), Image{},
        drawn(40, 40, [](int x, int) { return x % 2 * 65535; })})
    EXPECT_EQ(enhance(image, *find_preset("spine"), {}).image.samples.size(), image.samples.size());
}

TEST(EnhancementMark, IsSeenWhereItWasPutAndNowhereElse) {
  Image image = with_noise(limb(100, 120), 300);
  EXPECT_FALSE(has_enhancement_mark(image));
  EXPECT_FALSE(has_enhancement_mark(even(100, 100, 0)));
  EXPECT_FALSE(has_enhancement_mark(even(100, 100, 65535)));
  const Image before = image;
  put_enhancement_mark(image);
  EXPECT_TRUE(has_enhancement_mark(image));
  for (std::size_t i = 0; i < image.samples.size(); ++i) EXPECT_NEAR(image.samples[i], before.samples[i], 1);
  const auto copy = decode_raster(encode_png16(image));
  ASSERT_TRUE(copy);
  EXPECT_TRUE(has_enhancement_mark(*copy));
}

TEST(PngText, ComesBackAndSurvivesDamage) {
  const base::Bytes file = encode_png16(limb(40, 40), {"Roentgen-Enhancement", "preset hand"});
  EXPECT_EQ(png_text(file, "Roentgen-Enhancement"), "preset hand");
  EXPECT_EQ(png_text(file, "Roentgen"), "");
  EXPECT_EQ(*decode_raster(file), limb(40, 40));
  EXPECT_EQ(png_text(encode_png16(limb(40, 40)), "Roentgen-Enhancement"), "");
  for (std::size_t length = 0; length < file.size(); length += 3)
    EXPECT_TRUE(png_text(std::span(file).first(length), "Roentgen-Enhancement").size() <= 11);
  base::Bytes hostile(file.begin(), file.end());
  for (std::size_t i = 8; i < 12; ++i) hostile[i] = std::byte{0xFF};  // the first chunk claims 4 GB
  EXPECT_EQ(png_text(hostile, "Roentgen-Enhancement"), "");
}

}  // namespace
}  // namespace roentgen::image
