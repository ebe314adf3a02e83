#include "image/orientation.h"

#include <gtest/gtest.h>

#include <string>

namespace roentgen::image {
namespace {

// 1 2 3
// 4 5 6
const Image kImage{2, 3, {1, 2, 3, 4, 5, 6}};

// Drawn by hand after the table of CIPA DC-008: where the stored first row and first column belong.
TEST(Orientation, EightWaysUp) {
  EXPECT_EQ(upright(kImage, 1), kImage);
  EXPECT_EQ(upright(kImage, 2), (Image{2, 3, {3, 2, 1, 6, 5, 4}}));
  EXPECT_EQ(upright(kImage, 3), (Image{2, 3, {6, 5, 4, 3, 2, 1}}));
  EXPECT_EQ(upright(kImage, 4), (Image{2, 3, {4, 5, 6, 1, 2, 3}}));
  EXPECT_EQ(upright(kImage, 5), (Image{3, 2, {1, 4, 2, 5, 3, 6}}));
  EXPECT_EQ(upright(kImage, 6), (Image{3, 2, {4, 1, 5, 2, 6, 3}}));
  EXPECT_EQ(upright(kImage, 7), (Image{3, 2, {6, 3, 5, 2, 4, 1}}));
  EXPECT_EQ(upright(kImage, 8), (Image{3, 2, {3, 6, 2, 5, 1, 4}}));
  EXPECT_EQ(upright(kImage, 9), kImage);
}

std::string segment(bool big, unsigned type, unsigned value, std::size_t directory = 8) {
  std::string bytes("Exif\0\0", 6);
  const auto word = [&](unsigned v) {
    bytes += static_cast<char>(big ? v >> 8 : v & 255);
    bytes += static_cast<char>(big ? v & 255 : v >> 8);
  };
  const auto number = [&](unsigned v) {
    if (big)
      word(v >> 16), word(v & 0xFFFF);
    else
      word(v & 0xFFFF), word(v >> 16);
  };
  bytes += big ? "MM" : "II";
  word(42), number(static_cast<unsigned>(directory)), word(2);
  word(0x010F), word(2), number(4), number(0);
  word(0x0112), word(type), number(1), word(value), word(0);
  return bytes;
}

int orientation_of(const std::string& bytes) {
  return exif_orientation(std::as_bytes(std::span(bytes)));
}

TEST(Orientation, IsReadInBothByteOrders) {
  EXPECT_EQ(orientation_of(segment(false, 3, 6)), 6);
  EXPECT_EQ(orientation_of(segment(true, 3, 8)), 8);
}

TEST(Orientation, AnythingStrangeIsUpright) {
  EXPECT_EQ(orientation_of(segment(false, 4, 6)), 1);
  EXPECT_EQ(orientation_of(segment(false, 3, 9)), 1);
  EXPECT_EQ(orientation_of(segment(false, 3, 0)), 1);
  EXPECT_EQ(orientation_of(segment(true, 3, 6, 0xFFFFFFF0)), 1);
  EXPECT_EQ(orientation_of("http://ns.adobe.com/xap/1.0/"), 1);
  const auto whole = segment(true, 3, 6);
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(orientation_of(whole.substr(0, length)), 1);
}

}  // namespace
}  // namespace roentgen::image
