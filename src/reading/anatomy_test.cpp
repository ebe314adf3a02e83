#include "reading/anatomy.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "base/file.h"
#include "image/codec.h"

namespace roentgen::reading {
namespace {

constexpr int kSide = 128;

model::Card anatomy_card() {
  model::Card card;
  card.name = "chest-anatomy";
  card.task = model::Task::segmentation;
  card.input.size = kSide;
  card.structures = {{"right_lung", "right lung"}, {"left_lung", "left lung"}, {"heart", "heart"}};
  return card;
}

struct Rectangle {
  int left, top, right, bottom;  // inclusive network pixels
};

// Certain probabilities for three rectangles.
std::vector<float> chest(Rectangle right_lung, Rectangle left_lung, Rectangle heart) {
  std::vector<float> p(4 * kSide * kSide, 0);
  std::fill_n(p.begin(), kSide * kSide, 1.0F);
  const auto paint = [&](int channel, Rectangle r) {
    for (int y = r.top; y <= r.bottom; ++y) {
      for (int x = r.left; x <= r.right; ++x) {
        for (int k = 0; k < 4; ++k)
          p[static_cast<std::size_t>((k * kSide + y) * kSide + x)] = k == channel ? 1.0F : 0.0F;
      }
    }
  };
  paint(1, right_lung);
  paint(2, left_lung);
  paint(3, heart);
  return p;
}

const Rectangle kRight{14, 20, 48, 100};
const Rectangle kLeft{80, 20, 113, 100};
const Rectangle kHeartBox{45, 60, 94, 95};  // 50 wide; the lungs reach from 14 to 113: 100 wide

// Dark lungs, bright heart.
image::Image display(int rows, int columns) {
  image::Image film{
      rows, columns,
      std::vector<std::uint16_t>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 10000)};
  for (int y = 0; y < rows; ++y) {
    for (int x = columns * 45 / 128; x < columns * 95 / 128; ++x) film.at(y, x) = 50000;
  }
  return film;
}

const study::Measurement* find(const Anatomy& anatomy, const std::string& name) {
  for (const auto& m : anatomy.measurements) {
    if (m.name == name) return &m;
  }
  return nullptr;
}

Anatomy judge(const std::vector<float>& p, const study::PixelSpacing& spacing = {},
              View view = View::frontal_pa) {
  // The picture is five times the network's input.
  return judge_anatomy(anatomy_card(), p, {5, 5, 0, 0}, display(640, 640), spacing, view);
}

TEST(Anatomy, MeasuresTheRatioInPixelsAndMillimetres) {
  const auto anatomy = judge(chest(kRight, kLeft, kHeartBox), {0.2, 0.4, study::SpacingKind::at_detector});
  ASSERT_NE(find(anatomy, "cardiothoracic_ratio"), nullptr);
  EXPECT_NEAR(find(anatomy, "cardiothoracic_ratio")->value, 0.5, 0.012);
  EXPECT_TRUE(find(anatomy, "cardiothoracic_ratio")->cautions.empty());
  EXPECT_NEAR(find(anatomy, "heart_width_px")->value, 250, 4);
  EXPECT_NEAR(find(anatomy, "heart_width_mm")->value, 100, 1.6);
  EXPECT_NEAR(find(anatomy, "thorax_width_mm")->value, 200, 2);
  EXPECT_NE(find(anatomy, "heart_width_mm")->method.find("at the detector"), std::string::npos);
  // Right lung less what the heart covers: 31 columns (14…44) of 81 rows and 4 (45…48) of 45 rows = 2691
  // network pixels of 25 pixels of 0.2 x 0.4 mm.
  EXPECT_NEAR(find(anatomy, "right_lung_area_cm2")->value, 2691 * 25 * 0.08 / 100, 1.5);
  // Left lung: 34 columns of 81 rows less 15 columns of 36 rows = 2214.
  EXPECT_NEAR(find(anatomy, "lung_area_asymmetry")->value, (2691 - 2214.0) / (2691 + 2214), 0.004);
  ASSERT_EQ(anatomy.outlines.size(), 3U);
  // Pixels twice as wide as high: lungs of 200 mm by 81 mm are low.
  ASSERT_EQ(anatomy.quality.size(), 1U);
  EXPECT_EQ(anatomy.quality[0].code, "poor_inspiration");
}

TEST(Anatomy, WithoutSpacingThereAreNoMillimetres) {
  const auto anatomy = judge(chest(kRight, kLeft, kHeartBox));
  EXPECT_TRUE(anatomy.quality.empty());  // square pixels: 100 wide by 81 high
  EXPECT_NE(find(anatomy, "cardiothoracic_ratio"), nullptr);
  EXPECT_EQ(find(anatomy, "heart_width_mm"), nullptr);
  EXPECT_EQ(find(anatomy, "right_lung_area_cm2"), nullptr);
  EXPECT_NE(find(anatomy, "lung_area_asymmetry"), nullptr);
}

TEST(Anatomy, ApFilmsCarryTheirCaution) {
  const auto ap = judge(chest(kRight, kLeft, kHeartBox), {}, View::frontal_ap);
  EXPECT_EQ(find(ap, "cardiothoracic_ratio")->cautions.size(), 2U);
  const auto unknown = judge(chest(kRight, kLeft, kHeartBox), {}, View::unknown);
  EXPECT_EQ(find(unknown, "cardiothoracic_ratio")->cautions.size(), 1U);
}

void expect_no_ratio(const Anatomy& anatomy, const std::string& code, const std::string& why) {
  EXPECT_EQ(find(anatomy, "cardiothoracic_ratio"), nullptr) << why;
  ASSERT_EQ(anatomy.quality.size(), 1U) << why;
  EXPECT_EQ(anatomy.quality[0].code, code);
  EXPECT_NE(anatomy.quality[0].text.find(why), std::string::npos) << anatomy.quality[0].text;
  ASSERT_EQ(anatomy.not_assessed.size(), 1U);
  EXPECT_EQ(anatomy.not_assessed[0].code, "heart_size");
}

TEST(Anatomy, ImplausibleOutlinesGiveNothing) {
  expect_no_ratio(judge(chest(kLeft, kRight, kHeartBox)), "outline_implausible", "wrong sides");
  expect_no_ratio(judge(chest(kRight, kLeft, {62, 60, 64, 62})), "outline_implausible", "too small");
  expect_no_ratio(judge(chest(kRight, {80, 20, 95, 40}, {45, 60, 94, 95})), "outline_implausible",
                  "far larger");
  expect_no_ratio(judge(chest(kRight, {80, 20, 79, 19}, kHeartBox)), "outline_implausible", "no left lung");
  auto unsure = chest(kRight, kLeft, kHeartBox);
  for (float& p : unsure) p = 0.2F + 0.3F * p;
  expect_no_ratio(judge(unsure), "outline_implausible", "unsure");
  EXPECT_TRUE(judge(unsure).outlines.empty());
}

TEST(Anatomy, LungsThatLeaveThePictureHaveNoWidth) {
  auto anatomy = judge(chest({0, 20, 48, 100}, kLeft, kHeartBox));
  ASSERT_EQ(anatomy.quality.size(), 2U);
  EXPECT_EQ(anatomy.quality[0].code, "cut_side");
  anatomy.quality.erase(anatomy.quality.begin());
  expect_no_ratio(anatomy, "lungs_cut_off", "edge");
  EXPECT_EQ(anatomy.outlines.size(), 3U);
}

TEST(Anatomy, CleansSpecksAndHoles) {
  auto p = chest(kRight, kLeft, kHeartBox);
  const auto set = [&](int channel, int x, int y) {
    for (int k = 0; k < 4; ++k)
      p[static_cast<std::size_t>((k * kSide + y) * kSide + x)] = k == channel ? 1.0F : 0.0F;
  };
  set(3, 5, 5);    // a speck of heart in the corner
  set(0, 60, 80);  // a hole in the heart
  const auto clean = judge(chest(kRight, kLeft, kHeartBox));
  const auto spotted = judge(p);
  EXPECT_EQ(find(spotted, "heart_width_px")->value, find(clean, "heart_width_px")->value);
  EXPECT_EQ(spotted.outlines[2].polygons.size(), 1U);
  EXPECT_EQ(spotted.outlines[2].area_px, clean.outlines[2].area_px);
}

TEST(Anatomy, BrightLungsLookInverted) {
  auto film = display(640, 640);
  for (auto& value : film.samples) value = static_cast<std::uint16_t>(65535 - value);
  const auto anatomy = judge_anatomy(anatomy_card(), chest(kRight, kLeft, kHeartBox), {5, 5, 0, 0}, film, {},
                                     View::frontal_pa);
  ASSERT_EQ(anatomy.quality.size(), 1U);
  EXPECT_EQ(anatomy.quality[0].code, "looks_inverted");
}

// The outlines that people drew, and the ratio their README gives for each, measured by another program.
TEST(Anatomy, AgreesWithTheRatiosOfTheOutlinedFilms) {
  std::ifstream table("../shared/data/cxr_anatomy/metadata.csv");
  if (!table) GTEST_SKIP() << "the outlined films are not here";
  std::string line;
  std::getline(table, line);
  int films = 0;
  while (std::getline(table, line)) {
    std::istringstream fields(line);
    std::string field[9];
    for (auto& f : field) std::getline(fields, f, ',');
    const std::string mask_file =
        "../shared/data/cxr_anatomy/masks/" + field[0].substr(0, field[0].find('.')) + ".png";
    const auto mask = image::decode_mask_png(base::read_file(mask_file, 1 << 22).value());
    ASSERT_TRUE(mask) << mask_file;
    std::vector<Structure> structures;
    for (int k = 1; k <= 3; ++k) {
      Structure s{anatomy_card().structures[static_cast<std::size_t>(k - 1)].name,
                  "",
                  {mask->rows, mask->columns, mask->samples},
                  1,
                  0};
      for (auto& value : s.mask.samples) value = value == k ? 1 : 0;
      structures.push_back(std::move(s));
    }
    EXPECT_NEAR(heart_and_thorax(structures)->ratio(), std::stod(field[8]), 1e-4) << field[0];
    EXPECT_EQ(implausible(structures, {}), std::nullopt) << field[0];
    ++films;
  }
  EXPECT_GT(films, 200);
}

}  // namespace
}  // namespace roentgen::reading
