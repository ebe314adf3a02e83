// Files made to hurt: sides no memory could hold, pictures that are not there, scans without end.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
// jpeglib.h needs stdio.h before it
#include <jpeglib.h>
#include <zlib.h>

#include "image/codec.h"

namespace roentgen::image {
namespace {

void append(base::Bytes& bytes, std::initializer_list<unsigned> values) {
  for (const unsigned value : values) bytes.push_back(static_cast<std::byte>(value));
}

// A PNG's signature and header, with its right checksum, and one byte of pixels.
base::Bytes png_header(unsigned columns, unsigned rows, unsigned depth, unsigned colour) {
  base::Bytes header;
  append(header, {'I', 'H', 'D', 'R'});
  for (const unsigned side : {columns, rows})
    append(header, {side >> 24, side >> 16 & 255, side >> 8 & 255, side & 255});
  append(header, {depth, colour, 0, 0, 0});
  const auto crc = static_cast<unsigned>(
      ::crc32(0, reinterpret_cast<const Bytef*>(header.data()), static_cast<uInt>(header.size())));
  base::Bytes file;
  append(file, {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13});
  file.insert(file.end(), header.begin(), header.end());
  append(file, {crc >> 24, crc >> 16 & 255, crc >> 8 & 255, crc & 255});
  append(file, {0, 0, 0, 1, 'I', 'D', 'A', 'T', 0x78, 0, 0, 0, 0});
  return file;
}

// A grey JPEG of 16 x 16 pixels whose last scan (all frequencies but the first) is written `times` times:
// legal, and every time the same picture.
base::Bytes scans(int times) {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &bytes, &size);
  jpeg.image_width = jpeg.image_height = 16;
  jpeg.input_components = 1;
  jpeg.in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  const std::array<jpeg_scan_info, 2> script{{{1, {0}, 0, 0, 0, 0}, {1, {0}, 1, 63, 0, 0}}};
  jpeg.scan_info = script.data();
  jpeg.num_scans = 2;
  jpeg_start_compress(&jpeg, TRUE);
  std::array<JSAMPLE, 16> row{};
  for (unsigned y = 0; y < 16; ++y) {
    for (unsigned x = 0; x < 16; ++x) row[x] = static_cast<JSAMPLE>(x * y);
    JSAMPROW pointer = row.data();
    jpeg_write_scanlines(&jpeg, &pointer, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  base::Bytes file(reinterpret_cast<std::byte*>(bytes), reinterpret_cast<std::byte*>(bytes) + size);
  std::free(bytes);
  std::size_t last = 0;
  for (std::size_t i = 0; i + 1 < file.size(); ++i)
    if (file[i] == std::byte{0xFF} && file[i + 1] == std::byte{0xDA}) last = i;
  const base::Bytes scan(file.begin() + static_cast<std::ptrdiff_t>(last), file.end() - 2);
  for (int i = 1; i < times; ++i) file.insert(file.end() - 2, scan.begin(), scan.end());
  return file;
}

TEST(CodecLimits, SidesBeyondTheLimitAreRefusedBeforeAnyMemoryIsTaken) {
  for (const auto& [columns, rows] : {std::pair{60'000U, 60'000U},
                                      {20'001U, 1U},
                                      {1U, 20'001U},
                                      {20'000U, 20'000U},
                                      {0x7FFFFFFFU, 0x7FFFFFFFU}}) {
    for (const auto& [depth, colour] : {std::pair{8U, 0U}, {16U, 6U}, {1U, 3U}}) {
      const auto image = decode_raster(png_header(columns, rows, depth, colour));
      ASSERT_FALSE(image);
      EXPECT_EQ(image.error().code, base::ErrorCode::unusable_input);
      if (colour != 3) {
        EXPECT_NE(image.error().message.find("more than this program reads"), std::string::npos)
            << image.error().message;
      }
    }
  }
}

TEST(CodecLimits, AHeaderWithoutThePictureTakesNoMemory) {
  EXPECT_EQ(decode_raster(png_header(14'000, 14'000, 16, 2)).error().message,
            "the PNG file is too short for the picture it announces");
  EXPECT_EQ(decode_mask_png(png_header(14'000, 14'000, 8, 0)).error().message,
            "the PNG file is too short for the picture it announces");
  auto jpeg = scans(1);
  for (std::size_t i = 0; i + 8 < jpeg.size(); ++i)
    if (jpeg[i] == std::byte{0xFF} && jpeg[i + 1] == std::byte{0xC2}) {  // start of a progressive frame
      jpeg[i + 5] = jpeg[i + 7] = std::byte{14'000 >> 8};
      jpeg[i + 6] = jpeg[i + 8] = std::byte{14'000 & 255};
    }
  EXPECT_EQ(decode_raster(jpeg).error().message, "the JPEG file is too short for the picture it announces");
}

TEST(CodecLimits, ProgressiveScansAreCounted) {
  const auto once = decode_raster(scans(1));
  ASSERT_TRUE(once) << once.error().message;
  EXPECT_EQ(decode_raster(scans(60)).value(), *once);
  const auto many = decode_raster(scans(5000));
  ASSERT_FALSE(many);
  EXPECT_NE(many.error().message.find("too many scans"), std::string::npos) << many.error().message;
}

TEST(CodecLimits, StrayBytesBetweenSegmentsArePaddingOrDamage) {
  const auto file = scans(1);
  const auto whole = decode_raster(file).value();
  for (const std::size_t count : {4U, 100U}) {
    auto padded = file;
    padded.insert(padded.end() - 2, count, std::byte{0});
    const auto image = decode_raster(padded);
    EXPECT_EQ(image.has_value(), count == 4);
    if (image) {
      EXPECT_EQ(*image, whole);
    }
  }
}

}  // namespace
}  // namespace roentgen::image
