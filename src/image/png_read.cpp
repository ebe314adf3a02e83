#include "image/png_read.h"

#include <png.h>

#include <algorithm>
#include <bit>
#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <string>

#include "image/codec.h"
#include "image/grey.h"

namespace roentgen::image {
namespace {

using base::ErrorCode;

// libpng reports errors by longjmp. Every function below that calls setjmp holds plain values only; what
// needs a destructor lives in its caller.
struct Reader {
  png_structp png = nullptr;
  png_infop info = nullptr;
  std::span<const std::byte> left;
  char reason[128] = "out of memory";

  explicit Reader(std::span<const std::byte> bytes) : left(bytes) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { png_destroy_read_struct(&png, &info, nullptr); }
};

extern "C" {

void png_stop(png_structp png, png_const_charp message) {
  auto* reader = static_cast<Reader*>(png_get_error_ptr(png));
  std::snprintf(reader->reason, sizeof reader->reason, "%s", message);
  png_longjmp(png, 1);
}

void png_ignore(png_structp, png_const_charp) {}

void png_take(png_structp png, png_bytep to, png_size_t count) {
  auto* reader = static_cast<Reader*>(png_get_io_ptr(png));
  if (count > reader->left.size()) png_error(png, "the file ends too early");
  std::memcpy(to, reader->left.data(), count);
  reader->left = reader->left.subspan(count);
}
}

struct Header {
  png_uint_32 width = 0, height = 0;
  int depth = 0, colour = 0, interlace = 0;
};

bool read_header(Reader& reader, Header& header) {
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, png_stop, png_ignore);
  if (!reader.png) return false;
  reader.info = png_create_info_struct(reader.png);
  if (!reader.info) return false;
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_read_fn(reader.png, &reader, png_take);
  // The sides are held against our own limits; libpng must only not refuse first, and not in its own words.
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  // Text, profiles and times are skipped unread: none of them may cost memory.
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  png_read_info(reader.png, reader.info);
  png_get_IHDR(reader.png, reader.info, &header.width, &header.height, &header.depth, &header.colour,
               &header.interlace, nullptr, nullptr);
  return true;
}

// What libpng shall turn the stored rows into: 8 or 16 bits (of this machine's byte order), 1 or 3 channels.
bool ask_for_display(Reader& reader, const Header& header) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  if (header.colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(reader.png);
  if (header.colour == PNG_COLOR_TYPE_GRAY && header.depth < 8) png_set_expand_gray_1_2_4_to_8(reader.png);
  if (header.depth == 16 && std::endian::native == std::endian::little) png_set_swap(reader.png);
  png_set_strip_alpha(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

// One byte per pixel, its value as stored.
bool ask_for_indices(Reader& reader) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  png_set_packing(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

// Calls place(source row, pixels in it, target row, first target column, step between target columns) for
// every row. Interlaced files are scattered pass by pass, which needs no second picture.
template <class Place>
bool read_rows(Reader& reader, const Header& header, png_bytep row, const Place& place) {
  if (setjmp(png_jmpbuf(reader.png))) return false;
  if (header.interlace == PNG_INTERLACE_NONE) {
    for (png_uint_32 y = 0; y < header.height; ++y) {
      png_read_row(reader.png, row, nullptr);
      place(row, header.width, y, 0, 1);
    }
  } else {
    for (int pass = 0; pass < PNG_INTERLACE_ADAM7_PASSES; ++pass) {
      const png_uint_32 columns = PNG_PASS_COLS(header.width, pass);
      const png_uint_32 rows = PNG_PASS_ROWS(header.height, pass);
      if (columns == 0) continue;
      for (png_uint_32 y = 0; y < rows; ++y) {
        png_read_row(reader.png, row, nullptr);
        place(row, columns, PNG_ROW_FROM_PASS_ROW(y, pass), PNG_COL_FROM_PASS_COL(0, pass),
              PNG_COL_FROM_PASS_COL(1, pass) - PNG_COL_FROM_PASS_COL(0, pass));
      }
    }
  }
  png_read_end(reader.png, nullptr);
  return true;
}

std::unexpected<base::Error> damaged(const Reader& reader) {
  return base::fail(ErrorCode::unusable_input,
                    std::string("the PNG file is damaged or truncated (") + reader.reason + ")");
}

base::Result<Header> open(Reader& reader, std::size_t file_bytes) {
  Header header;
  if (!read_header(reader, header)) return damaged(reader);
  const std::uint64_t pixels = std::uint64_t{header.width} * header.height;
  if (header.width > static_cast<png_uint_32>(kLargestSide) ||
      header.height > static_cast<png_uint_32>(kLargestSide) || pixels > kMostPixels)
    return base::fail(ErrorCode::unusable_input, "the picture has " + std::to_string(header.width) + " x " +
                                                     std::to_string(header.height) +
                                                     " pixels, which is more than this program reads");
  // Deflate codes at most 258 bytes in 2 bits (RFC 1951): a smaller file cannot hold the picture.
  const int channels = png_get_channels(reader.png, reader.info);
  const std::uint64_t stored_bytes = pixels * static_cast<unsigned>(channels * header.depth) / 8;
  if (stored_bytes / 1032 > file_bytes)
    return base::fail(ErrorCode::unusable_input, "the PNG file is too short for the picture it announces");
  return header;
}

}  // namespace

base::Result<Image> read_png(std::span<const std::byte> bytes) {
  Reader reader(bytes);
  const auto opened = open(reader, bytes.size());
  if (!opened) return std::unexpected(opened.error());
  const Header header = *opened;
  if (!ask_for_display(reader, header)) return damaged(reader);
  const bool colour = png_get_channels(reader.png, reader.info) == 3;
  const bool wide = png_get_bit_depth(reader.png, reader.info) == 16;

  std::vector<std::uint16_t> row(png_get_rowbytes(reader.png, reader.info) / 2 + 1);
  Image image{static_cast<int>(header.height), static_cast<int>(header.width), {}};
  image.samples.resize(std::size_t{header.width} * header.height);
  std::uint16_t* const samples = image.samples.data();
  const auto place = [=](const png_byte* from, png_uint_32 count, png_uint_32 y, png_uint_32 x,
                         png_uint_32 step) {
    std::uint16_t* to = samples + std::size_t{y} * header.width + x;
    const auto* from16 = reinterpret_cast<const std::uint16_t*>(from);
    for (png_uint_32 i = 0; i < count; ++i, to += step) {
      if (wide)
        *to = colour ? static_cast<std::uint16_t>(luma(from16[3 * i], from16[3 * i + 1], from16[3 * i + 2]))
                     : from16[i];
      else
        *to = widen(colour ? static_cast<std::uint8_t>(luma(from[3 * i], from[3 * i + 1], from[3 * i + 2]))
                           : from[i]);
    }
  };
  if (!read_rows(reader, header, reinterpret_cast<png_bytep>(row.data()), place)) return damaged(reader);
  return image;
}

base::Result<Mask> read_png_mask(std::span<const std::byte> bytes) {
  Reader reader(bytes);
  const auto opened = open(reader, bytes.size());
  if (!opened) return std::unexpected(opened.error());
  const Header header = *opened;
  const bool palette = header.colour == PNG_COLOR_TYPE_PALETTE;
  const bool grey = header.colour == PNG_COLOR_TYPE_GRAY;
  if (header.depth > 8 || !(palette || grey))
    return base::fail(ErrorCode::unusable_input,
                      "a mask must be a PNG with a palette or with at most 8 bits of grey");
  if (!ask_for_indices(reader)) return damaged(reader);

  std::vector<png_byte> row(std::max<std::size_t>(header.width, png_get_rowbytes(reader.png, reader.info)));
  Mask mask{static_cast<int>(header.height), static_cast<int>(header.width), {}};
  mask.samples.resize(std::size_t{header.width} * header.height);
  std::uint8_t* const samples = mask.samples.data();
  const auto place = [=](const png_byte* from, png_uint_32 count, png_uint_32 y, png_uint_32 x,
                         png_uint_32 step) {
    std::uint8_t* to = samples + std::size_t{y} * header.width + x;
    for (png_uint_32 i = 0; i < count; ++i, to += step) *to = from[i];
  };
  if (!read_rows(reader, header, row.data(), place)) return damaged(reader);
  return mask;
}

}  // namespace roentgen::image
