#include <cstdio>
// jpeglib.h needs stdio.h before it
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstdlib>

#include "image/codec.h"
#include "image/grey.h"

namespace roentgen::image {
namespace {

struct Writer {
  jpeg_compress_struct jpeg{};
  jpeg_error_mgr errors{};
  std::jmp_buf out;
  unsigned char* bytes = nullptr;
  unsigned long size = 0;

  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() {
    jpeg_destroy_compress(&jpeg);
    std::free(bytes);
  }
};

extern "C" {

[[noreturn]] void jpeg_give_up(j_common_ptr common) {
  std::longjmp(static_cast<Writer*>(common->client_data)->out, 1);
}

void jpeg_no_message(j_common_ptr) {}
}

// fill(y) returns the samples of row y.
template <class Fill>
bool write_rows(Writer& writer, int rows, int columns, int channels, int quality, const Fill& fill) {
  jpeg_compress_struct& jpeg = writer.jpeg;
  jpeg.err = jpeg_std_error(&writer.errors);
  writer.errors.error_exit = jpeg_give_up;
  writer.errors.output_message = jpeg_no_message;
  jpeg.client_data = &writer;
  if (setjmp(writer.out)) return false;
  jpeg_create_compress(&jpeg);
  jpeg_mem_dest(&jpeg, &writer.bytes, &writer.size);
  jpeg.image_width = static_cast<JDIMENSION>(columns);
  jpeg.image_height = static_cast<JDIMENSION>(rows);
  jpeg.input_components = channels;
  jpeg.in_color_space = channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, quality, TRUE);
  jpeg.dct_method = JDCT_ISLOW;
  jpeg.optimize_coding = TRUE;
  jpeg.comp_info[0].h_samp_factor = 1;
  jpeg.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&jpeg, TRUE);
  for (int y = 0; y < rows; ++y) {
    JSAMPROW row = fill(y);
    jpeg_write_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_compress(&jpeg);
  return true;
}

template <class Fill>
base::Bytes write(int rows, int columns, std::size_t samples, int channels, int quality, const Fill& fill) {
  if (rows < 1 || columns < 1 || rows > kLargestSide || columns > kLargestSide ||
      samples != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns) *
                     static_cast<std::size_t>(channels))
    return {};
  Writer writer;
  if (!write_rows(writer, rows, columns, channels, std::clamp(quality, 1, 100), fill)) return {};
  const auto* begin = reinterpret_cast<const std::byte*>(writer.bytes);
  return {begin, begin + writer.size};
}

}  // namespace

base::Bytes encode_jpeg(const Image& image, int quality) {
  std::vector<JSAMPLE> row(static_cast<std::size_t>(std::max(image.columns, 0)));
  return write(image.rows, image.columns, image.samples.size(), 1, quality, [&](int y) {
    for (int x = 0; x < image.columns; ++x) row[static_cast<std::size_t>(x)] = narrow(image.at(y, x));
    return row.data();
  });
}

base::Bytes encode_jpeg(const Picture& picture, int quality) {
  return write(picture.rows, picture.columns, picture.samples.size(), 3, quality, [&](int y) {
    // libjpeg does not write through the pointer; its type is older than const
    return const_cast<JSAMPLE*>(picture.samples.data()) +
           3 * static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.columns);
  });
}

}  // namespace roentgen::image
