#include "image/jpeg_read.h"

#include <cstdio>
// jpeglib.h needs stdio.h before it
#include <jerror.h>
#include <jpeglib.h>

#include <csetjmp>
#include <string>

#include "image/codec.h"
#include "image/grey.h"
#include "image/orientation.h"

namespace roentgen::image {
namespace {

using base::ErrorCode;

// A progressive file may draw the whole picture again in every scan: bound the scans and the pixels drawn in
// all.
constexpr int kMostScans = 100;
constexpr double kMostPixelsDrawn = 4e9;
constexpr long kMostWorkingBytes = 1'500'000'000;  // libjpeg holds all coefficients of a progressive picture
constexpr long kPadding = 16;                      // stray bytes between segments that some cameras leave

// libjpeg reports errors through a function that must not return: we longjmp out of it. Every function below
// that calls setjmp holds plain values only; what needs a destructor lives in its caller.
struct Reader {
  jpeg_decompress_struct jpeg{};
  jpeg_error_mgr errors{};
  jpeg_progress_mgr progress{};
  std::jmp_buf out;
  char reason[JMSG_LENGTH_MAX] = "";

  Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { jpeg_destroy_decompress(&jpeg); }
};

extern "C" {

[[noreturn]] void jpeg_stop(j_common_ptr common) {
  auto* reader = static_cast<Reader*>(common->client_data);
  common->err->format_message(common, reader->reason);
  std::longjmp(reader->out, 1);
}

// libjpeg calls damaged data a warning and goes on with grey. Here it is an error, except what touches no
// pixel.
void jpeg_judge(j_common_ptr common, int level) {
  if (level >= 0) return;  // a trace
  const int code = common->err->msg_code;
  const bool harmless = code == JWRN_JFIF_MAJOR || code == JWRN_ADOBE_XFORM || code == JWRN_BOGUS_ICC ||
                        (code == JWRN_EXTRANEOUS_DATA && common->err->msg_parm.i[0] <= kPadding);
  if (!harmless) jpeg_stop(common);
}

void jpeg_silent(j_common_ptr) {}

void jpeg_count_scans(j_common_ptr common) {
  const auto* jpeg = reinterpret_cast<j_decompress_ptr>(common);
  const double drawn = static_cast<double>(jpeg->input_scan_number) * jpeg->image_width * jpeg->image_height;
  if (jpeg->input_scan_number <= kMostScans && drawn <= kMostPixelsDrawn) return;
  auto* reader = static_cast<Reader*>(common->client_data);
  std::snprintf(reader->reason, sizeof reader->reason, "too many scans");
  std::longjmp(reader->out, 1);
}
}

bool read_header(Reader& reader, std::span<const std::byte> bytes) {
  reader.jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = jpeg_stop;
  reader.errors.emit_message = jpeg_judge;
  reader.errors.output_message = jpeg_silent;
  reader.jpeg.client_data = &reader;
  if (setjmp(reader.out)) return false;
  jpeg_create_decompress(&reader.jpeg);
  reader.jpeg.mem->max_memory_to_use = kMostWorkingBytes;
  reader.progress.progress_monitor = jpeg_count_scans;
  reader.jpeg.progress = &reader.progress;
  jpeg_mem_src(&reader.jpeg, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  jpeg_save_markers(&reader.jpeg, JPEG_APP0 + 1, 0xFFFF);
  jpeg_read_header(&reader.jpeg, TRUE);
  return true;
}

bool start(Reader& reader) {
  if (setjmp(reader.out)) return false;
  const J_COLOR_SPACE space = reader.jpeg.jpeg_color_space;
  reader.jpeg.out_color_space = space == JCS_CMYK || space == JCS_YCCK ? JCS_CMYK : JCS_GRAYSCALE;
  reader.jpeg.dct_method = JDCT_ISLOW;  // the exact one: the same values with and without SIMD
  jpeg_start_decompress(&reader.jpeg);
  return true;
}

// Ink on white paper. Programs that write Adobe's marker store the amounts inverted.
std::uint8_t grey_of_inks(const JSAMPLE* cmyk, bool inverted) {
  unsigned paper[4];
  for (int i = 0; i < 4; ++i) paper[i] = inverted ? cmyk[i] : 255U - cmyk[i];
  const auto mix = [&](unsigned colour) { return (colour * paper[3] + 127) / 255; };
  return static_cast<std::uint8_t>(luma(mix(paper[0]), mix(paper[1]), mix(paper[2])));
}

bool read_rows(Reader& reader, JSAMPLE* row, std::uint16_t* samples) {
  if (setjmp(reader.out)) return false;
  const bool inks = reader.jpeg.out_color_space == JCS_CMYK;
  const bool inverted = reader.jpeg.saw_Adobe_marker;
  while (reader.jpeg.output_scanline < reader.jpeg.output_height) {
    std::uint16_t* const to = samples + std::size_t{reader.jpeg.output_scanline} * reader.jpeg.output_width;
    if (jpeg_read_scanlines(&reader.jpeg, &row, 1) != 1) continue;
    for (JDIMENSION x = 0; x < reader.jpeg.output_width; ++x)
      to[x] = widen(inks ? grey_of_inks(row + 4 * std::size_t{x}, inverted) : row[x]);
  }
  jpeg_finish_decompress(&reader.jpeg);
  return true;
}

std::unexpected<base::Error> damaged(const Reader& reader) {
  return base::fail(
      ErrorCode::unusable_input,
      std::string("the JPEG file is damaged, truncated or of an unusual kind (") + reader.reason + ")");
}

int orientation_of(const Reader& reader) {
  for (const auto* marker = reader.jpeg.marker_list; marker != nullptr; marker = marker->next) {
    const auto segment = std::as_bytes(std::span(marker->data, marker->data_length));
    if (const int orientation = exif_orientation(segment); orientation != 1) return orientation;
  }
  return 1;
}

}  // namespace

base::Result<Image> read_jpeg(std::span<const std::byte> bytes) {
  Reader reader;
  if (!read_header(reader, bytes)) return damaged(reader);
  const auto& jpeg = reader.jpeg;
  const std::uint64_t pixels = std::uint64_t{jpeg.image_width} * jpeg.image_height;
  if (jpeg.image_width > static_cast<JDIMENSION>(kLargestSide) ||
      jpeg.image_height > static_cast<JDIMENSION>(kLargestSide) || pixels > kMostPixels)
    return base::fail(ErrorCode::unusable_input, "the picture has " + std::to_string(jpeg.image_width) +
                                                     " x " + std::to_string(jpeg.image_height) +
                                                     " pixels, which is more than this program reads");
  // Huffman coding spends at least one bit on every block of 8 x 8: a smaller file cannot hold the picture.
  if (!jpeg.arith_code && pixels / 512 > bytes.size())
    return base::fail(ErrorCode::unusable_input, "the JPEG file is too short for the picture it announces");
  if (jpeg.jpeg_color_space == JCS_UNKNOWN)
    return base::fail(ErrorCode::unusable_input, "the JPEG file has an unknown kind of colour");
  const int orientation = orientation_of(reader);
  if (!start(reader)) return damaged(reader);

  std::vector<JSAMPLE> row(std::size_t{jpeg.output_width} * static_cast<std::size_t>(jpeg.output_components));
  Image image{static_cast<int>(jpeg.output_height), static_cast<int>(jpeg.output_width), {}};
  image.samples.resize(pixels);
  if (!read_rows(reader, row.data(), image.samples.data())) return damaged(reader);
  return upright(std::move(image), orientation);
}

}  // namespace roentgen::image
