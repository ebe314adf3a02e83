#include "training/targets.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

#include "model/example_for_test.h"

namespace roentgen::training {
namespace {

Target box(double left, double top, double right, double bottom) {
  return {0, left, top, right, bottom, {}};
}

Target vertebra(double x, double y) {
  Target t;
  t.corners = {{{x - 10, y - 6}, {x + 10, y - 6}, {x - 10, y + 6}, {x + 10, y + 6}}};
  t.left = x - 10, t.right = x + 10, t.top = y - 6, t.bottom = y + 6;
  return t;
}

// What the warp does to a bright rectangle, it must do to the rectangle's box.
TEST(Targets, GoWhereTheirPixelsGo) {
  image::Plane plane{64, 64, std::vector<float>(64 * 64, -1.0F)};
  for (int r = 20; r < 30; ++r)
    for (int c = 12; c < 28; ++c) plane.at(r, c) = 1;
  const std::vector<Target> before{box(12, 20, 28, 30)};
  for (const image::Affine& map : {image::Affine{-1, 0, 63, 0, 1, 0},    // mirrored
                                   image::Affine{0.5, 0, 0, 0, 0.5, 0},  // twice as large
                                   image::Affine{1, 0, -5, 0, 1, 7}}) {  // moved
    const image::Plane after = image::warp(plane, map, -1.0F);
    double left = 64, right = 0, top = 64, bottom = 0;
    for (int r = 0; r < 64; ++r)
      for (int c = 0; c < 64; ++c)
        if (after.at(r, c) > 0)
          left = std::min<double>(left, c), right = std::max<double>(right, c + 1),
          top = std::min<double>(top, r), bottom = std::max<double>(bottom, r + 1);
    const auto moved = warped(before, map, 64);
    ASSERT_EQ(moved.size(), 1u);
    EXPECT_NEAR(moved[0].left, left, 0.51);
    EXPECT_NEAR(moved[0].right, right, 0.51);
    EXPECT_NEAR(moved[0].top, top, 0.51);
    EXPECT_NEAR(moved[0].bottom, bottom, 0.51);
  }
}

TEST(Targets, ThoseThatLeaveThePictureAreGone) {
  EXPECT_TRUE(warped({box(0, 0, 10, 10)}, {1, 0, 7, 0, 1, 0}, 64).empty());  // 7 of 10 columns are gone
  EXPECT_EQ(warped({box(0, 0, 10, 10)}, {1, 0, 4, 0, 1, 0}, 64).size(), 1u);
  EXPECT_TRUE(warped({vertebra(20, 20)}, {1, 0, 30, 0, 1, 0}, 64).empty());
}

TEST(Targets, AMirroredVertebraKeepsItsLeftOnTheLeft) {
  const auto moved = warped({vertebra(20, 30)}, {-1, 0, 63, 0, 1, 0}, 64);
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_NEAR(moved[0].corners[0][0], 64 - 30, 1e-9);
  EXPECT_NEAR(moved[0].corners[1][0], 64 - 10, 1e-9);
  EXPECT_LT(moved[0].corners[0][1], moved[0].corners[2][1]);
}

TEST(Targets, AreBroughtToTheInputLikeThePicture) {
  const auto placement = model::place(50, 100, {.size = 32, .fit = model::Fit::letterbox});
  const auto there = prepared({box(0, 0, 100, 50)}, placement);
  EXPECT_NEAR(there[0].left, 0, 1e-9);
  EXPECT_NEAR(there[0].right, 32, 1e-9);
  EXPECT_NEAR(there[0].top, 8, 1e-9);
  EXPECT_NEAR(there[0].bottom, 24, 1e-9);
}

TEST(Targets, ArePaintedAroundTheirCentre) {
  const auto maps = paint({{box(8, 16, 40, 32)}, {}}, 1, 4, 64, 4);
  const auto heat = maps.heat.accessor<float, 4>();
  EXPECT_EQ(heat[0][0][6][6], 1);  // the centre, (24, 24)
  EXPECT_GT(heat[0][0][6][7], 0.1);
  EXPECT_LT(heat[0][0][6][7], 1);
  EXPECT_EQ(heat[0][0][6][12], 0);
  EXPECT_EQ(maps.heat[1].sum().item<float>(), 0);
  EXPECT_NEAR(maps.weight[0].sum().item<float>(), 1, 1e-5);
  EXPECT_EQ(maps.targets, 1);
  const auto shapes = maps.shapes.accessor<float, 4>();
  EXPECT_EQ(shapes[0][0][6][6], 8);
  EXPECT_EQ(shapes[0][3][6][6], 32);
}

TEST(Targets, CornersArePaintedFromTheirCell) {
  const auto maps = paint({{vertebra(30, 30)}}, 1, 8, 64, 4);
  const auto shapes = maps.shapes.accessor<float, 4>();
  EXPECT_NEAR(shapes[0][0][7][7], 20 / 4.0 - 7.5, 1e-6);  // x of the upper left corner
  EXPECT_NEAR(shapes[0][7][7][7], 36 / 4.0 - 7.5, 1e-6);  // y of the lower right one
}

// A table may write its points in any order and its images with their folder.
TEST(Targets, CornersAreTakenByNameNotByColumn) {
  const model::TempFolder folder;
  std::ofstream(folder / "landmarks.csv")
      << "v01_br_y,v01_br_x,image,v01_tl_x,v01_tl_y,v01_bl_x,v01_bl_y,v01_tr_x,v01_tr_y\n"
         "14,23,images/a.png,1,2,3,12,21,4\n";
  dataset::Table table;
  table.folder = folder.path();
  table.films.emplace_back().image = "a.png";
  model::Card card;
  card.task = model::Task::landmarks;
  card.structures.resize(1);
  const auto targets = read_targets(table, card);
  ASSERT_TRUE(targets) << targets.error().message;
  const std::array<std::array<double, 2>, 4> corners{{{1.5, 2.5}, {21.5, 4.5}, {3.5, 12.5}, {23.5, 14.5}}};
  EXPECT_EQ(targets->at("a.png").front().corners, corners);

  card.structures.resize(2);
  const auto refused = read_targets(table, card);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().message.contains("v02_tl")) << refused.error().message;
}

}  // namespace
}  // namespace roentgen::training
