#include "reading/project.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

// A plane whose value is its own network coordinate shows where each target pixel looks.
TEST(Project, LooksWhereThePlacementPoints) {
  model::InputSpec spec;
  spec.size = 64;
  spec.fit = model::Fit::letterbox;
  const Size picture{100, 200};
  const model::Placement placement = model::place(picture.rows, picture.columns, spec);
  std::vector<float> x_of(64 * 64);
  std::vector<float> y_of(64 * 64);
  for (int row = 0; row < 64; ++row) {
    for (int column = 0; column < 64; ++column) {
      x_of[static_cast<std::size_t>(row * 64 + column)] = static_cast<float>(column);
      y_of[static_cast<std::size_t>(row * 64 + column)] = static_cast<float>(row);
    }
  }
  const auto x_plane = project({x_of, 64, 64, 64}, placement, picture, picture);
  const auto y_plane = project({y_of, 64, 64, 64}, placement, picture, picture);
  // preprocess.h: image_x = (network_x + 0.5 - offset_x) * scale_x - 0.5
  for (const auto& [row, column] : {std::pair{50, 100}, {20, 30}, {90, 170}}) {
    const double back_x = (x_plane.at(row, column) + 0.5 - placement.offset_x) * placement.scale_x - 0.5;
    const double back_y = (y_plane.at(row, column) + 0.5 - placement.offset_y) * placement.scale_y - 0.5;
    EXPECT_NEAR(back_x, column, 1e-3);
    EXPECT_NEAR(back_y, row, 1e-3);
  }
}

TEST(Project, CoarseMapsAreSpreadOverTheWholeInput) {
  model::Placement placement;                // the picture is the input
  const std::vector<float> map{0, 1, 2, 3};  // 2 x 2 over 8 x 8
  const auto plane = project({map, 2, 2, 8}, placement, {8, 8}, {8, 8});
  EXPECT_FLOAT_EQ(plane.at(0, 0), 0);  // beyond the first cell's centre: continued
  EXPECT_FLOAT_EQ(plane.at(7, 7), 3);
  // Column 3 has its centre at 3.5 / 4 - 0.5 = 0.375 of the way between the cells.
  EXPECT_FLOAT_EQ(plane.at(0, 3), 0.375F);
  EXPECT_FLOAT_EQ(plane.at(3, 0), 0.75F);
}

TEST(Project, WorkingSizeKeepsTheShapeAndNeverEnlarges) {
  EXPECT_EQ(working_size({2000, 1000}, 500), (Size{500, 250}));
  EXPECT_EQ(working_size({300, 200}, 500), (Size{300, 200}));
  EXPECT_EQ(working_size({5000, 1}, 500), (Size{500, 1}));
}

}  // namespace
}  // namespace roentgen::reading
