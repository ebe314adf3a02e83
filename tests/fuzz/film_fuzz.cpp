// Any bytes at all: read_film answers with a film or a sentence.
#include <cstdint>
#include <cstring>

#include "assertion_refusal.h"
#include "dicom/film.h"
#include "dicom/stored_pixels.h"

namespace {

void read(const std::uint8_t* data, std::size_t size) {
  roentgen::base::Bytes bytes(size);
  if (size > 0) std::memcpy(bytes.data(), data, size);
  const auto pixels = roentgen::dicom::describe_stored_pixels(bytes);
  const auto film = roentgen::dicom::read_film(std::move(bytes), "fuzz");
  if (film && film->display.samples.size() != static_cast<std::size_t>(film->display.rows) *
                                                  static_cast<std::size_t>(film->display.columns))
    __builtin_trap();
  if (pixels && pixels->sha256.size() != 64) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  roentgen::fuzz::unless_refused([&] { read(data, size); });
  return 0;
}
