// Every file of the shared DICOM corpus is opened: it renders, or says why not; lossless pixels are the ones
// expected.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "dicom/film.h"
#include "dicom/stored_pixels.h"

namespace roentgen::dicom {
namespace {

const std::filesystem::path kCorpus = "../shared/data/dicom";

using Row = std::map<std::string, std::string>;

// RFC 4180 without line breaks inside of fields, which index.csv does not have.
std::vector<std::string> split_line(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
      fields.back() += line[++i];
    else if (line[i] == '"')
      quoted = !quoted;
    else if (line[i] == ',' && !quoted)
      fields.emplace_back();
    else if (line[i] != '\r')
      fields.back() += line[i];
  }
  return fields;
}

std::vector<Row> read_index() {
  std::ifstream file(kCorpus / "index.csv");
  std::string line;
  std::getline(file, line);
  const auto header = split_line(line);
  std::vector<Row> rows;
  while (std::getline(file, line)) {
    const auto fields = split_line(line);
    Row row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = fields.at(i);
    rows.push_back(std::move(row));
  }
  return rows;
}

// Files that pydicom cannot decode and this room can, with what the corpus' README knows of them from other
// decoders.
struct Known {
  double minimum, maximum, mean;
};
const std::map<std::string, Known> kKnownFromOtherDecoders{
    {"syntaxes/nm1_jpeg_51.dcm", {0, 264, 14.37}},
    {"syntaxes/rg3_jpeg_51.dcm", {0, 1024, 333.29}},
    {"syntaxes/ct_jpeg_p6_8_53.dcm", {497, 2708, 1548.26}},
    {"syntaxes/ct_jpeg_p10_12_55.dcm", {497, 2708, 1548.26}},
};

// Lossy files whose extreme values differ between correct decoders, and why. Their mean must agree all the
// same.
const std::map<std::string, std::string> kExtremesMayDiffer{};

// Files with pixel_sha256 that are not expected to reproduce it, and why.
const std::map<std::string, std::string> kHashMayDiffer{};

class Corpus : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kCorpus / "index.csv"))
      GTEST_SKIP() << "the shared DICOM corpus is not here";
  }
};

void expect_one_sentence(const base::Error& error, const std::string& name) {
  EXPECT_EQ(error.code, base::ErrorCode::unusable_input) << name;
  EXPECT_GT(error.message.size(), 10u) << name;
  EXPECT_EQ(error.message.find('\n'), std::string::npos) << name;
}

TEST_F(Corpus, EveryFileRendersOrSaysWhyNot) {
  std::size_t shown = 0, refused = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(kCorpus)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = std::filesystem::relative(entry.path(), kCorpus).generic_string();
    const auto film = read_film(entry.path());
    if (!film) {
      ++refused;
      expect_one_sentence(film.error(), name);
      continue;
    }
    ++shown;
    EXPECT_GT(film->display.rows, 0) << name;
    EXPECT_EQ(film->display.samples.size(),
              static_cast<std::size_t>(film->display.rows) * film->display.columns)
        << name;
    EXPECT_FALSE(film->steps.empty()) << name;
  }
  EXPECT_GT(shown, 150u);
  EXPECT_GT(refused, 50u);
}

TEST_F(Corpus, WhatPydicomDecodesIsDecoded) {
  for (const Row& row : read_index()) {
    const std::string& name = row.at("file");
    if (row.at("pixel_shape").empty()) continue;
    const auto film = read_film(kCorpus / name);
    EXPECT_TRUE(film) << name << ": " << film.error().message;
    if (!film) continue;
    EXPECT_EQ(film->file_sha256, row.at("file_sha256")) << name;
    EXPECT_EQ(std::to_string(film->display.rows), row.at("rows")) << name;
    EXPECT_EQ(std::to_string(film->display.columns), row.at("cols")) << name;
    EXPECT_EQ(film->colour, row.at("samples") == "3" || row.at("photometric") == "PALETTE COLOR") << name;
  }
}

TEST_F(Corpus, LosslessPixelsAreThose) {
  std::size_t compared = 0;
  for (const Row& row : read_index()) {
    const std::string& name = row.at("file");
    if (row.at("pixel_sha256").empty() || kHashMayDiffer.contains(name)) continue;
    const auto bytes = base::read_file(kCorpus / name, kLargestFile);
    EXPECT_TRUE(bytes) << name;
    if (!bytes) continue;
    const auto pixels = describe_stored_pixels(*bytes);
    EXPECT_TRUE(pixels) << name << ": " << pixels.error().message;
    if (!pixels) continue;
    std::string shape;
    for (const int side : pixels->shape) shape += (shape.empty() ? "" : "x") + std::to_string(side);
    EXPECT_EQ(shape, row.at("pixel_shape")) << name;
    EXPECT_EQ(pixels->dtype, row.at("pixel_dtype")) << name;
    EXPECT_EQ(pixels->sha256, row.at("pixel_sha256")) << name << " (" << row.at("transfer_syntax") << ")";
    ++compared;
  }
  EXPECT_GT(compared, 100u);
}

TEST_F(Corpus, LossyPixelsAreWithinOneGreyLevel) {
  std::size_t compared = 0;
  for (const Row& row : read_index()) {
    const std::string& name = row.at("file");
    Known expected{};
    if (const auto known = kKnownFromOtherDecoders.find(name); known != kKnownFromOtherDecoders.end())
      expected = known->second;
    else if (!row.at("pixel_min").empty() && row.at("pixel_sha256").empty())
      expected = {std::stod(row.at("pixel_min")), std::stod(row.at("pixel_max")),
                  std::stod(row.at("pixel_mean"))};
    else
      continue;
    const auto bytes = base::read_file(kCorpus / name, kLargestFile);
    EXPECT_TRUE(bytes) << name;
    if (!bytes) continue;
    const auto pixels = describe_stored_pixels(*bytes);
    EXPECT_TRUE(pixels) << name << ": " << pixels.error().message;
    if (!pixels) continue;
    // One level of an 8-bit picture of the same contrast.
    const double level = std::max(1.0, (expected.maximum - expected.minimum) / 255);
    EXPECT_NEAR(pixels->mean, expected.mean, level) << name;
    if (!kExtremesMayDiffer.contains(name)) {
      EXPECT_NEAR(pixels->minimum, expected.minimum, level) << name;
      EXPECT_NEAR(pixels->maximum, expected.maximum, level) << name;
    }
    ++compared;
  }
  EXPECT_GT(compared, 30u);
}

// Both streams are signed; PixelRepresentation is made to say unsigned.
TEST_F(Corpus, SignedJpeg2000IsSignedWhateverTheHeaderSays) {
  for (const char* name : {"nm1_j2k_90.dcm", "nm1_j2k_91.dcm"}) {
    const auto bytes = base::read_file(kCorpus / "syntaxes" / name, kLargestFile);
    ASSERT_TRUE(bytes) << name;
    constexpr std::array kSigned{std::byte{0x28}, std::byte{0},   std::byte{0x03}, std::byte{0x01},
                                 std::byte{'U'},  std::byte{'S'}, std::byte{2},    std::byte{0},
                                 std::byte{1},    std::byte{0}};
    base::Bytes patched = *bytes;
    const auto at = std::search(patched.begin(), patched.end(), kSigned.begin(), kSigned.end());
    ASSERT_NE(at, patched.end()) << name;
    at[8] = std::byte{0};
    const auto right = describe_stored_pixels(*bytes), wrong = describe_stored_pixels(patched);
    ASSERT_TRUE(right && wrong) << name;
    EXPECT_EQ(wrong->dtype, "int16") << name;
    EXPECT_EQ(wrong->sha256, right->sha256) << name;
    EXPECT_EQ(wrong->minimum, right->minimum) << name;
    EXPECT_EQ(wrong->mean, right->mean) << name;
  }
}

TEST_F(Corpus, OneBitFramesAreTheSameInEveryEncoding) {
  const auto hash = [](const char* name) {
    const auto bytes = base::read_file(kCorpus / "photometric" / name, kLargestFile);
    const auto pixels = describe_stored_pixels(bytes.value());
    return pixels ? pixels->sha256 : pixels.error().message;
  };
  const std::string truth = hash("one_bit_nonbyte_aligned.dcm");
  EXPECT_EQ(hash("one_bit_nonbyte_aligned_rle.dcm"), truth);
  EXPECT_EQ(hash("one_bit_nonbyte_aligned_deflate.dcm"), truth);
}

}  // namespace
}  // namespace roentgen::dicom
