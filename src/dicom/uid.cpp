#include "dicom/uid.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/sha256.h"

namespace roentgen::dicom {
namespace {

int digit(char c) {
  return c <= '9' ? c - '0' : c - 'a' + 10;
}

// A number of 16 bytes, most significant first, in decimal.
std::string decimal(std::array<std::uint8_t, 16> number) {
  std::string digits;
  while (std::any_of(number.begin(), number.end(), [](std::uint8_t b) { return b != 0; })) {
    unsigned rest = 0;
    for (std::uint8_t& byte : number) {
      const unsigned value = rest * 256 + byte;
      byte = static_cast<std::uint8_t>(value / 10);
      rest = value % 10;
    }
    digits += static_cast<char>('0' + rest);
  }
  std::ranges::reverse(digits);
  return digits;
}

}  // namespace

std::string uid_of_words(std::initializer_list<std::string_view> words) {
  std::string all;
  for (const auto word : words) all.append(std::to_string(word.size())).append(":").append(word);
  const std::string hash = base::sha256_hex(std::as_bytes(std::span(all)));
  std::array<std::uint8_t, 16> uuid;
  for (std::size_t i = 0; i < uuid.size(); ++i)
    uuid[i] = static_cast<std::uint8_t>(digit(hash[2 * i]) * 16 + digit(hash[2 * i + 1]));
  uuid[6] = static_cast<std::uint8_t>((uuid[6] & 0x0F) | 0x80);  // version 8
  uuid[8] = static_cast<std::uint8_t>((uuid[8] & 0x3F) | 0x80);  // variant
  return "2.25." + decimal(uuid);
}

}  // namespace roentgen::dicom
