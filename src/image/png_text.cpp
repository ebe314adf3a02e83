#include "image/png_text.h"

#include <algorithm>
#include <cstdint>

#include "image/codec.h"

namespace roentgen::image {
namespace {

constexpr std::size_t kSignature = 8, kAroundData = 12;  // length, type, checksum
constexpr std::size_t kLongest = 1024;

std::uint32_t big_endian(std::span<const std::byte> at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | std::to_integer<std::uint32_t>(at[i]);
  return value;
}

std::string_view words(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

std::string png_text(std::span<const std::byte> file, std::string_view keyword) {
  if (!is_png(file)) return {};
  auto rest = file.subspan(kSignature);
  while (rest.size() >= kAroundData) {
    const std::size_t length = big_endian(rest);
    if (length > rest.size() - kAroundData) return {};
    const auto type = words(rest.subspan(4, 4));
    const auto data = words(rest.subspan(8, length));
    if (type == "tEXt" && data.size() > keyword.size() && data.starts_with(keyword) &&
        data[keyword.size()] == '\0') {
      std::string text(data.substr(keyword.size() + 1, kLongest));
      std::ranges::replace_if(
          text, [](char c) { return c < 32 || c > 126; }, '?');
      return text;
    }
    if (type == "IEND") return {};
    rest = rest.subspan(kAroundData + length);
  }
  return {};
}

}  // namespace roentgen::image
