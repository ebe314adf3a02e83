#include "image/codec.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <sstream>
#include <string>

#include "base/sha256.h"

namespace roentgen::image {
namespace {

const std::filesystem::path kFixtures = "src/image/fixtures";

base::Bytes fixture(const std::string& name) {
  return base::read_file(kFixtures / name, 1 << 20).value();
}

template <class Raster>
std::string digest(const Raster& raster) {
  return base::sha256_hex(std::as_bytes(std::span(raster.samples)));
}

struct Expected {
  std::string file, display, mask;
  int rows, columns;
};

// src/image/fixtures/expected.csv was written by make.py with Pillow and NumPy.
std::vector<Expected> expectations() {
  std::istringstream table(base::read_text(kFixtures / "expected.csv", 1 << 20).value());
  std::vector<Expected> all;
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    std::istringstream cells(line);
    Expected one;
    std::string rows, columns;
    std::getline(cells, one.file, ',');
    std::getline(cells, rows, ',');
    std::getline(cells, columns, ',');
    std::getline(cells, one.display, ',');
    std::getline(cells, one.mask, ',');
    one.rows = std::stoi(rows);
    one.columns = std::stoi(columns);
    all.push_back(one);
  }
  return all;
}

TEST(Codec, ReadsEveryKindAsPillowDoes) {
  const auto all = expectations();
  ASSERT_GE(all.size(), 45U);
  for (const auto& one : all) {
    const auto image = decode_raster(fixture(one.file));
    ASSERT_TRUE(image) << one.file << ": " << image.error().message;
    EXPECT_EQ(image->rows, one.rows) << one.file;
    EXPECT_EQ(image->columns, one.columns) << one.file;
    EXPECT_EQ(digest(*image), one.display) << one.file;
  }
}

TEST(Codec, AMaskIsTheIndexAndNothingElseIsAMask) {
  for (const auto& one : expectations()) {
    const auto mask = decode_mask_png(fixture(one.file));
    ASSERT_EQ(mask.has_value(), !one.mask.empty()) << one.file;
    if (mask) {
      EXPECT_EQ(digest(*mask), one.mask) << one.file;
    } else {
      EXPECT_EQ(mask.error().code, base::ErrorCode::unusable_input);
    }
  }
}

TEST(Codec, ATruncatedFileIsNeverAPicture) {
  for (const auto& one : expectations()) {
    const auto whole = fixture(one.file);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const auto part = std::span(whole).first(length);
      const auto image = decode_raster(part);
      ASSERT_FALSE(image) << one.file << " cut to " << length;
      EXPECT_EQ(image.error().code, base::ErrorCode::unusable_input);
      EXPECT_FALSE(image.error().message.empty());
      EXPECT_FALSE(decode_mask_png(part));
    }
  }
}

TEST(Codec, DamagedBytesNeverDoHarm) {
  std::mt19937 random(1);
  for (const auto& one : expectations()) {
    const auto whole = fixture(one.file);
    for (int trial = 0; trial < 60; ++trial) {
      auto damaged = whole;
      for (int i = 0; i < 3; ++i) damaged[random() % damaged.size()] = static_cast<std::byte>(random());
      const auto image = decode_raster(damaged);
      if (image) {
        EXPECT_EQ(image->samples.size(), static_cast<std::size_t>(image->rows) * image->columns);
      }
      (void)decode_mask_png(damaged);
    }
  }
}

TEST(Codec, SixteenBitPngComesBackAsWritten) {
  std::mt19937 random(2);
  for (const auto& [rows, columns] : {std::pair{1, 1}, {3, 5}, {64, 33}, {257, 2}}) {
    Image image{rows, columns, std::vector<std::uint16_t>(static_cast<std::size_t>(rows * columns))};
    for (auto& sample : image.samples) sample = static_cast<std::uint16_t>(random());
    EXPECT_EQ(decode_raster(encode_png16(image)).value(), image);
    EXPECT_EQ(encode_png16(image), encode_png16(image));
  }
}

TEST(Codec, EightBitPngRoundsToTheNearestGrey) {
  const Image image{1, 5, {0, 128, 129, 257 * 100 + 128, 65535}};
  const Image rounded{1, 5, {0, 0, 257, 257 * 100, 65535}};
  EXPECT_EQ(decode_raster(encode_png(image)).value(), rounded);
}

TEST(Codec, MasksAndColourComeBackAsWritten) {
  const Mask mask{2, 3, {0, 1, 2, 3, 254, 255}};
  EXPECT_EQ(decode_mask_png(encode_png(mask)).value(), mask);
  // 0.299 * 255 = 76.2, 0.587 * 255 = 149.7, 0.114 * 255 = 29.1
  const Picture picture{1, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255}};
  const Image luma{1, 3, {76 * 257, 150 * 257, 29 * 257}};
  EXPECT_EQ(decode_raster(encode_png(picture)).value(), luma);
}

TEST(Codec, JpegComesBackNearly) {
  Image image{37, 51, std::vector<std::uint16_t>(37 * 51)};
  Picture picture{37, 51, {}};
  for (int y = 0; y < image.rows; ++y)
    for (int x = 0; x < image.columns; ++x) {
      image.at(y, x) = static_cast<std::uint16_t>(257 * (3 * x + 2 * y));
      for (int c = 0; c < 3; ++c) picture.samples.push_back(static_cast<std::uint8_t>(3 * x + 2 * y));
    }
  for (const auto& bytes : {encode_jpeg(image, 95), encode_jpeg(picture, 95)}) {
    ASSERT_TRUE(is_jpeg(bytes));
    const auto back = decode_raster(bytes);
    ASSERT_TRUE(back) << back.error().message;
    ASSERT_EQ(back->rows, 37);
    for (std::size_t i = 0; i < image.samples.size(); ++i)
      EXPECT_NEAR(back->samples[i], image.samples[i], 4 * 257);
  }
  EXPECT_LT(encode_jpeg(image, 30).size(), encode_jpeg(image, 95).size());
}

TEST(Codec, WhatIsNoPictureIsNotWritten) {
  EXPECT_TRUE(encode_png(Image{}).empty());
  EXPECT_TRUE(encode_png16(Image{2, 2, {1, 2, 3}}).empty());
  EXPECT_TRUE(encode_png(Mask{-1, 4, {}}).empty());
  EXPECT_TRUE(encode_jpeg(Picture{2, 2, {1, 2, 3}}, 80).empty());
}

TEST(Codec, OtherFilesAreRefusedInWords) {
  const std::string text = "This is a text file named .png";
  EXPECT_EQ(decode_raster(std::as_bytes(std::span(text))).error().message, "neither a PNG nor a JPEG file");
  EXPECT_EQ(decode_raster({}).error().code, base::ErrorCode::unusable_input);
}

}  // namespace
}  // namespace roentgen::image
