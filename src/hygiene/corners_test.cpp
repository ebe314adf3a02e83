#include "hygiene/corners.h"

#include <gtest/gtest.h>

#include <utility>

namespace roentgen::hygiene {
namespace {

using dataset::Landmark;

// 30 wide and 12 high, its upper left corner here.
FourCorners box_at(double x, double y) {
  return {.name = "v01", .corners = {{{x, y}, {x + 30, y}, {x, y + 12}, {x + 30, y + 12}}}};
}

FourCorners with_exchanged(std::size_t one, std::size_t other) {
  auto box = box_at(10, 20);
  std::swap(box.corners[one], box.corners[other]);
  return box;
}

TEST(Corners, OfABoxAreWhatTheirNamesSay) {
  EXPECT_EQ(fault_of(box_at(10, 20)), "");
}

TEST(Corners, OfALeaningBoxToo) {
  // By 60 degrees to either side, as at the ends of a bad curve.
  for (const double way : {-1.0, 1.0}) {
    FourCorners leaning;
    for (std::size_t k = 0; k < 4; ++k) {
      const double along = k % 2 == 0 ? -15 : 15, down = k < 2 ? -6 : 6;
      leaning.corners[k] = {0.5 * along - way * 0.866 * down, way * 0.866 * along + 0.5 * down};
    }
    EXPECT_EQ(fault_of(leaning), "") << way;
  }
}

TEST(Corners, OneSideTurnedCrossesTheOutline) {
  EXPECT_EQ(fault_of(with_exchanged(0, 1)), "the outline crosses itself");
  EXPECT_EQ(fault_of(with_exchanged(2, 3)), "the outline crosses itself");
  EXPECT_EQ(fault_of(with_exchanged(0, 2)), "the outline crosses itself");
  EXPECT_EQ(fault_of(with_exchanged(1, 3)), "the outline crosses itself");
}

TEST(Corners, BothSidesTurnedExchangeThem) {
  auto mirrored = with_exchanged(0, 1);
  std::swap(mirrored.corners[2], mirrored.corners[3]);
  EXPECT_EQ(fault_of(mirrored), "right is not right of left");
  auto upset = with_exchanged(0, 2);
  std::swap(upset.corners[1], upset.corners[3]);
  EXPECT_EQ(fault_of(upset), "lower is not below upper");
  auto turned = mirrored;
  std::swap(turned.corners[0], turned.corners[2]);
  std::swap(turned.corners[1], turned.corners[3]);
  EXPECT_EQ(fault_of(turned), "right is not right of left, lower is not below upper");
}

TEST(Corners, ExchangedAcrossTheMiddleAndAPointAreTold) {
  EXPECT_NE(fault_of(with_exchanged(0, 3)), "");
  EXPECT_NE(fault_of(with_exchanged(1, 2)), "");
  EXPECT_NE(fault_of({.name = "v01", .corners = {}}), "");
  // Slanted so far that right stays right of left, and lower below upper.
  const FourCorners slanted{.name = "v01", .corners = {{{0, 0}, {10, 30}, {30, 10}, {40, 40}}}};
  EXPECT_EQ(fault_of(slanted), "the corners run the wrong way round");
}

TEST(Corners, AStructureThatDoesNotFollowTheOneBefore) {
  std::vector<FourCorners> row;
  for (int v = 0; v < 5; ++v) row.push_back(box_at(10, 20.0 * v));
  EXPECT_TRUE(out_of_order(row).empty());
  EXPECT_TRUE(out_of_order({}).empty());
  std::swap(row[1], row[2]);
  EXPECT_EQ(out_of_order(row), (std::vector<std::size_t>{2}));
  row[4] = row[3];  // one twice
  EXPECT_EQ(out_of_order(row), (std::vector<std::size_t>{2, 4}));
}

TEST(Corners, AreFoundAmongOtherPointsAsFarAsTheyAreAllThere) {
  std::vector<std::string> names{"tip"};
  for (const char* structure : {"v02", "v01", "v03"})
    for (const char* corner : {"_br", "_bl", "_tr", "_tl"}) names.push_back(std::string(structure) + corner);
  std::vector<Landmark> points;
  for (std::size_t p = 0; p < names.size(); ++p) points.push_back({static_cast<double>(p), 0});
  const auto structures = structures_of(names, corners_among(names), points);
  ASSERT_EQ(structures.size(), 3U);
  EXPECT_EQ(structures[0].name, "v01");
  EXPECT_EQ(structures[0].corners, (std::array<Landmark, 4>{{{8, 0}, {7, 0}, {6, 0}, {5, 0}}}));
  EXPECT_EQ(structures[2].name, "v03");
  names[1] = "v02_other";
  EXPECT_EQ(corners_among(names).size(), 4U);
  EXPECT_TRUE(corners_among({"hip_left", "hip_right"}).empty());
  EXPECT_TRUE(corners_among({}).empty());
}

}  // namespace
}  // namespace roentgen::hygiene
