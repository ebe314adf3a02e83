#include <png.h>
#include <zlib.h>

#include <algorithm>
#include <csetjmp>
#include <exception>

#include "image/codec.h"
#include "image/grey.h"

namespace roentgen::image {
namespace {

// Runs of equal bytes alone: what the filters leave of a radiograph is noise, in which zlib's search for
// longer matches finds little. Against its default, a grey picture of 1024 pixels a side is a tenth smaller
// and eight times faster written; a coloured overlay is a third larger and six times faster.
constexpr int kStrategy = Z_RLE;
constexpr int kCompression = 1;

extern "C" {

void png_give_up(png_structp png, png_const_charp) {
  png_longjmp(png, 1);
}

void png_ignore_warning(png_structp, png_const_charp) {}

void png_append(png_structp png, png_bytep data, png_size_t count) {
  auto* out = static_cast<base::Bytes*>(png_get_io_ptr(png));
  const auto* from = reinterpret_cast<const std::byte*>(data);
  bool done = true;
  try {
    out->insert(out->end(), from, from + count);
  } catch (const std::exception&) {
    done = false;  // must not travel through C
  }
  if (!done) png_error(png, "out of memory");
}

void png_no_flush(png_structp) {}
}

struct Writer {
  png_structp png = nullptr;
  png_infop info = nullptr;
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &info); }
};

// fill(y) returns the bytes of row y as they stand in the file.
template <class Fill>
bool write_rows(Writer& writer, base::Bytes& out, int rows, int columns, int depth, int colour,
                const Fill& fill, const PngText* text) {
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, png_give_up, png_ignore_warning);
  if (!writer.png) return false;
  writer.info = png_create_info_struct(writer.png);
  if (!writer.info) return false;
  if (setjmp(png_jmpbuf(writer.png))) return false;
  png_set_write_fn(writer.png, &out, png_append, png_no_flush);
  png_set_compression_level(writer.png, kCompression);
  png_set_compression_strategy(writer.png, kStrategy);
  png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_ALL_FILTERS);
  png_set_IHDR(writer.png, writer.info, static_cast<png_uint_32>(columns), static_cast<png_uint_32>(rows),
               depth, colour, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (text != nullptr) {
    png_text chunk{};
    chunk.compression = PNG_TEXT_COMPRESSION_NONE;
    chunk.key = const_cast<char*>(text->keyword.c_str());  // libpng copies
    chunk.text = const_cast<char*>(text->text.c_str());
    png_set_text(writer.png, writer.info, &chunk, 1);
  }
  png_write_info(writer.png, writer.info);
  for (int y = 0; y < rows; ++y) png_write_row(writer.png, fill(y));
  png_write_end(writer.png, nullptr);
  return true;
}

template <class Fill>
base::Bytes write(int rows, int columns, std::size_t samples, std::size_t per_pixel, int depth, int colour,
                  const Fill& fill, const PngText* text = nullptr) {
  base::Bytes out;
  if (rows < 1 || columns < 1 || rows > kLargestSide || columns > kLargestSide ||
      samples != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) * per_pixel)
    return out;
  Writer writer;
  if (!write_rows(writer, out, rows, columns, depth, colour, fill, text)) out.clear();
  return out;
}

}  // namespace

base::Bytes encode_png(const Image& image) {
  std::vector<png_byte> row(static_cast<std::size_t>(std::max(image.columns, 0)));
  return write(image.rows, image.columns, image.samples.size(), 1, 8, PNG_COLOR_TYPE_GRAY, [&](int y) {
    for (int x = 0; x < image.columns; ++x) row[static_cast<std::size_t>(x)] = narrow(image.at(y, x));
    return row.data();
  });
}

namespace {

base::Bytes write_wide(const Image& image, const PngText* text) {
  std::vector<png_byte> row(2 * static_cast<std::size_t>(std::max(image.columns, 0)));
  const auto fill = [&](int y) {
    for (int x = 0; x < image.columns; ++x) {
      row[2 * static_cast<std::size_t>(x)] = static_cast<png_byte>(image.at(y, x) >> 8);
      row[2 * static_cast<std::size_t>(x) + 1] = static_cast<png_byte>(image.at(y, x) & 255);
    }
    return row.data();
  };
  return write(image.rows, image.columns, image.samples.size(), 1, 16, PNG_COLOR_TYPE_GRAY, fill, text);
}

base::Bytes write_colour(const Picture& picture, const PngText* text) {
  const auto fill = [&](int y) {
    return picture.samples.data() +
           3 * static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.columns);
  };
  return write(picture.rows, picture.columns, picture.samples.size(), 3, 8, PNG_COLOR_TYPE_RGB, fill, text);
}

}  // namespace

base::Bytes encode_png16(const Image& image) {
  return write_wide(image, nullptr);
}

base::Bytes encode_png16(const Image& image, const PngText& text) {
  return write_wide(image, &text);
}

base::Bytes encode_png(const Mask& mask) {
  return write(mask.rows, mask.columns, mask.samples.size(), 1, 8, PNG_COLOR_TYPE_GRAY, [&](int y) {
    return mask.samples.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.columns);
  });
}

base::Bytes encode_png(const Picture& picture) {
  return write_colour(picture, nullptr);
}

base::Bytes encode_png(const Picture& picture, const PngText& text) {
  return write_colour(picture, &text);
}

}  // namespace roentgen::image
