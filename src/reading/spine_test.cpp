#include "reading/spine.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace roentgen::reading {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

// 30 wide and 16 tall, turned about its centre; positive angles go down to the right.
Vertebra vertebra(double x, double y, double degrees) {
  const double c = std::cos(degrees * kDegree), s = std::sin(degrees * kDegree);
  Vertebra v;
  v.score = 1;
  const std::array<std::array<double, 2>, 4> corners{{{-15, -8}, {15, -8}, {-15, 8}, {15, 8}}};
  for (std::size_t k = 0; k < 4; ++k)
    v.corners[k] = {x + corners[k][0] * c - corners[k][1] * s, y + corners[k][0] * s + corners[k][1] * c};
  return v;
}

TEST(Cobb, ACurveToOneSide) {
  // Bowed to the right: leaning one way above, the other way below.
  std::vector<Vertebra> row;
  for (int i = 0; i < 17; ++i) {
    const double tilt = i < 2 ? 0 : i < 15 ? 20.0 - (i - 2) * 40.0 / 12 : 0;
    row.push_back(vertebra(100 + 30 * std::sin(i * std::numbers::pi / 16), 20 + 25 * i, tilt));
  }
  const auto found = cobb_angles(row, 500);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->largest, 40, 1e-9);
  EXPECT_EQ(found->upper_end, 2u);
  EXPECT_EQ(found->lower_end, 14u);
  EXPECT_NEAR(found->upper, 20, 1e-9);
  EXPECT_NEAR(found->lower, 20, 1e-9);
}

TEST(Cobb, AnSHasACurveOnEitherSide) {
  std::vector<Vertebra> row;
  const double tilts[] = {0, -10, -15, -10, 0, 10, 20, 10, 0, -10, -12, 0};
  for (int i = 0; i < 12; ++i)
    row.push_back(vertebra(100 + 20 * std::sin(i * 2 * std::numbers::pi / 11), 20 + 25 * i, tilts[i]));
  const auto found = cobb_angles(row, 1000);  // the large curve lies in the upper half of the picture
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->largest, 35, 1e-9);
  EXPECT_EQ(found->upper_end, 2u);
  EXPECT_EQ(found->lower_end, 6u);
  EXPECT_NEAR(found->upper, 15, 1e-9);
  EXPECT_NEAR(found->lower, 32, 1e-9);
}

TEST(Cobb, NothingWhereNothingCanBeMeasured) {
  EXPECT_FALSE(cobb_angles({}, 100));
  const std::vector<Vertebra> one{vertebra(10, 10, 0)};
  EXPECT_FALSE(cobb_angles(one, 100));
  EXPECT_FALSE(cobb_angles(std::vector<Vertebra>(2), 100));  // all corners in one point
}

// Maps as a network would draw them, stride 4, input 256.
struct Maps {
  model::Output scores{{1, 1, 64, 64}, std::vector<float>(64 * 64, -6.0F)};
  model::Output corners{{1, 8, 64, 64}, std::vector<float>(8 * 64 * 64, 0.0F)};

  void put(const Vertebra& v, float logit) {
    double x = 0, y = 0;
    for (const auto& corner : v.corners) x += corner.x / 4, y += corner.y / 4;
    const int column = static_cast<int>((x + 0.5) / 4), row = static_cast<int>((y + 0.5) / 4);
    for (int r = row - 1; r <= row + 1; ++r)
      for (int c = column - 1; c <= column + 1; ++c) {
        const auto cell = static_cast<std::size_t>(r * 64 + c);
        scores.values[cell] = r == row && c == column ? logit : logit - 2;
        for (std::size_t k = 0; k < 4; ++k) {
          corners.values[2 * k * 4096 + cell] = static_cast<float>((v.corners[k].x + 0.5) / 4 - (c + 0.5));
          corners.values[(2 * k + 1) * 4096 + cell] =
              static_cast<float>((v.corners[k].y + 0.5) / 4 - (r + 0.5));
        }
      }
  }
};

TEST(Vertebrae, AreReadFromTheMapsTopToBottom) {
  const model::PlaceSpec places{.stride = 4, .threshold_origin = "test"};
  Maps maps;
  std::vector<Vertebra> row;
  for (int i = 0; i < 8; ++i) row.push_back(vertebra(120 + 3 * i, 30 + 24 * i, 4.0 * (i - 4)));
  for (const Vertebra& v : row) maps.put(v, 3);
  maps.put(vertebra(40, 150, 0), 1);  // something beside the spine
  const auto found = vertebrae_of(places, maps.scores, maps.corners, 8);
  ASSERT_EQ(found.size(), 8u);
  for (std::size_t i = 0; i < row.size(); ++i)
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_NEAR(found[i].corners[k].x, row[i].corners[k].x, 1e-3);
      EXPECT_NEAR(found[i].corners[k].y, row[i].corners[k].y, 1e-3);
    }
  EXPECT_NEAR(cobb_angles(found, 256)->largest, 28, 0.01);
}

TEST(Vertebrae, FewerWhereTheMapShowsFewer) {
  const model::PlaceSpec places{.stride = 4, .threshold_origin = "test"};
  Maps maps;
  EXPECT_TRUE(vertebrae_of(places, maps.scores, maps.corners, 17).empty());
  maps.put(vertebra(120, 50, 0), 3);
  maps.put(vertebra(120, 74, 0), 3);
  EXPECT_EQ(vertebrae_of(places, maps.scores, maps.corners, 17).size(), 2u);
}

}  // namespace
}  // namespace roentgen::reading
