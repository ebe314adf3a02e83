// One array of NumPy's .npy format, versions 1 to 3 (numpy.lib.format).
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>

#include "dataset/npz.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

// The text after 'key': in the header, a Python dictionary as numpy writes it.
std::string_view after_key(std::string_view header, std::string_view key) {
  const auto found = header.find(key);
  if (found == std::string_view::npos) return {};
  header.remove_prefix(found + key.size());
  const auto text = header.find_first_not_of(" :");
  return text == std::string_view::npos ? std::string_view{} : header.substr(text);
}

bool parse_shape(std::string_view text, std::vector<std::size_t>& shape) {
  if (!text.starts_with('(')) return false;
  const auto close = text.find(')');
  if (close == std::string_view::npos) return false;
  text = text.substr(1, close - 1);
  constexpr std::size_t kMostDimensions = 8;
  while (!text.empty()) {
    if (text.front() == ' ' || text.front() == ',') {
      text.remove_prefix(1);
      continue;
    }
    std::size_t extent = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), extent);
    if (error != std::errc{} || shape.size() == kMostDimensions) return false;
    shape.push_back(extent);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  }
  return true;
}

// '|u1', '<i8' …
bool parse_type(std::string_view text, Array& array) {
  if (text.size() < 5 || text[0] != '\'' || text[4] != '\'') return false;
  array.kind = text[2];
  array.item_size = text[3] - '0';
  const bool order = text[1] == '<' || (text[1] == '|' && array.item_size == 1);
  const bool size =
      array.item_size == 1 || array.item_size == 2 || array.item_size == 4 || array.item_size == 8;
  const bool kind = array.kind == 'u' || array.kind == 'i' || (array.kind == 'b' && array.item_size == 1);
  return order && size && kind;
}

// Whether shape and item size make exactly `length` bytes, without overflow.
bool fills(const Array& array, std::size_t length) {
  std::size_t bytes = static_cast<std::size_t>(array.item_size);
  if (std::find(array.shape.begin(), array.shape.end(), 0U) != array.shape.end()) return length == 0;
  for (const std::size_t extent : array.shape) {
    if (bytes > length / extent) return false;
    bytes *= extent;
  }
  return bytes == length;
}

}  // namespace

long long Array::value(std::size_t index) const {
  const auto size_bytes = static_cast<std::size_t>(item_size);
  std::uint64_t raw = 0;
  for (std::size_t i = 0; i < size_bytes; ++i)
    raw |= std::to_integer<std::uint64_t>(data[index * size_bytes + i]) << (8 * i);
  if (kind == 'i' && item_size < 8) {
    const std::uint64_t sign = std::uint64_t{1} << (8 * item_size - 1);
    return static_cast<long long>(raw ^ sign) - static_cast<long long>(sign);
  }
  return static_cast<long long>(raw);
}

base::Result<Array> parse_npy(base::Bytes bytes) {
  const auto bad = [](const char* what) {
    return base::fail(ErrorCode::unusable_input, std::string("The array ") + what + ".");
  };
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.size() < 10 || !text.starts_with("\x93NUMPY")) return bad("is not of NumPy's format");
  const int version = text[6];
  if (version < 1 || version > 3) return bad("is of an unknown version of NumPy's format");
  const std::size_t length_bytes = version == 1 ? 2 : 4;
  if (text.size() < 8 + length_bytes) return bad("is cut off");
  std::size_t header_length = 0;
  for (std::size_t i = 0; i < length_bytes; ++i)
    header_length |= std::to_integer<std::size_t>(bytes[8 + i]) << (8 * i);
  const std::size_t begin = 8 + length_bytes;
  constexpr std::size_t kLongestHeader = 65536;
  if (header_length > kLongestHeader || header_length > text.size() - begin) return bad("is cut off");
  const std::string_view header = text.substr(begin, header_length);

  Array array;
  if (!parse_type(after_key(header, "'descr'"), array))
    return bad("does not hold whole numbers in little-endian order");
  if (!after_key(header, "'fortran_order'").starts_with("False")) return bad("is in Fortran order");
  if (!parse_shape(after_key(header, "'shape'"), array.shape)) return bad("has no readable shape");
  if (!fills(array, text.size() - begin - header_length)) return bad("is not as long as its shape says");
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(begin + header_length));
  array.data = std::move(bytes);
  return array;
}

}  // namespace roentgen::dataset
