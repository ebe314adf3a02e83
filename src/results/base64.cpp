#include "results/base64.h"

namespace roentgen::results {

std::string base64(std::span<const std::byte> bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const auto at = [&](std::size_t k) { return k < left ? std::to_integer<unsigned>(bytes[i + k]) : 0U; };
    const unsigned three = at(0) << 16 | at(1) << 8 | at(2);
    text += kAlphabet[three >> 18];
    text += kAlphabet[three >> 12 & 63];
    text += left > 1 ? kAlphabet[three >> 6 & 63] : '=';
    text += left > 2 ? kAlphabet[three & 63] : '=';
  }
  return text;
}

}  // namespace roentgen::results
