// Any bytes as a deflated frame, and as a deflated data set of at most 1 MiB.
#include "codec_input.h"
#include "dicom/codec_frame.h"
#include "dicom/inflate.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace roentgen;
  if (size < fuzz::kClaims) return -1;
  const auto input = fuzz::codec_input(data, size);
  fuzz::check(dicom::decode_deflated_frame(input.stream, input.format), input.format);
  constexpr std::size_t kLimit = 1 << 20;
  const auto inflated = dicom::inflate(input.stream, kLimit);
  if (inflated && inflated->bytes.size() > kLimit) std::abort();
  return 0;
}
