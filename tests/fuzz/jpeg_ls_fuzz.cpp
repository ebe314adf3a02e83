// Any bytes as a frame in JPEG-LS, with the size that the stream itself states: an image or a sentence.
#include "codec_input.h"
#include "dicom/jpeg_header.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen;
  if (size < fuzz::kClaims) return -1;
  auto input = fuzz::codec_input(data, size);
  if (input.format.bits_allocated == 1) return -1;
  if (const auto header = dicom::read_jpeg_header(input.stream)) {
    constexpr int kLargestSide = 1024;
    if (header->rows > kLargestSide || header->columns > kLargestSide) return -1;
    input.format.rows = std::max(header->rows, 1);
    input.format.columns = std::max(header->columns, 1);
    input.format.samples = header->components == 3 ? 3 : 1;
  }
  fuzz::check(dicom::decode_jpeg_ls(input.stream, input.format), input.format);
  return 0;
}
