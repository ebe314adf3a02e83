#include <cstring>
#include <string>

#include "image/codec.h"
#include "image/grey.h"

namespace roentgen::image {

base::Bytes encode_pgm(const Image& image, bool sixteen_bits) {
  const auto side = [](int n) { return n >= 1 && n <= kLargestSide; };
  if (!side(image.rows) || !side(image.columns) ||
      image.samples.size() != static_cast<std::size_t>(image.rows) * static_cast<std::size_t>(image.columns))
    return {};
  const std::string header = "P5\n" + std::to_string(image.columns) + " " + std::to_string(image.rows) +
                             "\n" + (sixteen_bits ? "65535" : "255") + "\n";
  base::Bytes bytes(header.size() + image.samples.size() * (sixteen_bits ? 2 : 1));
  std::memcpy(bytes.data(), header.data(), header.size());
  std::byte* out = bytes.data() + header.size();
  if (sixteen_bits) {
    for (const std::uint16_t sample : image.samples) {
      *out++ = static_cast<std::byte>(sample >> 8);
      *out++ = static_cast<std::byte>(sample & 0xFF);
    }
  } else {
    for (const std::uint16_t sample : image.samples) *out++ = static_cast<std::byte>(narrow(sample));
  }
  return bytes;
}

}  // namespace roentgen::image
