#include "dicom/data_set.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <string_view>

namespace roentgen::dicom {
namespace {

template <class Word>
Word load(const std::byte* at, bool big_endian) {
  Word word = 0;
  std::memcpy(&word, at, sizeof word);
  if (big_endian == (std::endian::native == std::endian::big)) return word;
  Word swapped = 0;
  for (std::size_t i = 0; i < sizeof word; ++i)
    swapped = static_cast<Word>(static_cast<Word>(swapped << 8) | ((word >> (8 * i)) & 0xFF));
  return swapped;
}

std::string_view raw_text(const Element& element) {
  return {reinterpret_cast<const char*>(element.value.data()), element.value.size()};
}

std::string_view trimmed(std::string_view value) {
  const auto is_padding = [](char c) { return c == ' ' || c == '\0' || c == '\t' || c == '\r' || c == '\n'; };
  while (!value.empty() && is_padding(value.front())) value.remove_prefix(1);
  while (!value.empty() && is_padding(value.back())) value.remove_suffix(1);
  return value;
}

// Length of the valid UTF-8 sequence at the start of `value`, 0 if there is none.
std::size_t utf8_length(std::string_view value) {
  const auto lead = static_cast<unsigned char>(value[0]);
  const std::size_t length = lead < 0x80       ? 1
                             : lead >> 5 == 6  ? 2
                             : lead >> 4 == 14 ? 3
                             : lead >> 3 == 30 ? 4
                                               : 0;
  if (length == 0 || length > value.size() || (length == 2 && lead < 0xC2) || lead > 0xF4) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((static_cast<unsigned char>(value[i]) & 0xC0) != 0x80) return 0;
  const auto second = length > 1 ? static_cast<unsigned char>(value[1]) : 0;
  if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
      (lead == 0xF4 && second > 0x8F))
    return 0;
  return length;
}

std::string clean(std::string_view value, bool keep_lines = false) {
  std::string result;
  while (!value.empty()) {
    const std::size_t length = utf8_length(value);
    const auto first = static_cast<unsigned char>(value[0]);
    if (length == 0 || (first < 0x20 && !(keep_lines && (first == '\n' || first == '\r'))) || first == 0x7F)
      result += '?';
    else
      result += value.substr(0, length);
    value.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return result;
}

bool is_text_vr(const Element& element) {
  for (const std::string_view vr : {"IS", "DS", "LO", "SH", "CS", "UN", "ST", "LT"})
    if (vr == std::string_view(element.vr.data(), 2)) return true;
  return false;
}

std::optional<double> parse_decimal(std::string_view value) {
  std::string number(trimmed(value));
  std::replace(number.begin(), number.end(), ',', '.');
  const char* begin = number.data();
  const char* const end = begin + number.size();
  if (begin != end && *begin == '+') ++begin;
  double result = 0;
  if (std::from_chars(begin, end, result).ec != std::errc{} || !std::isfinite(result)) return std::nullopt;
  return result;
}

}  // namespace

std::uint16_t load16(const std::byte* at, bool big_endian) {
  return load<std::uint16_t>(at, big_endian);
}
std::uint32_t load32(const std::byte* at, bool big_endian) {
  return load<std::uint32_t>(at, big_endian);
}
std::uint64_t load64(const std::byte* at, bool big_endian) {
  return load<std::uint64_t>(at, big_endian);
}

const Element* find(const DataSet& set, Tag tag) {
  const auto found = std::find_if(set.elements.begin(), set.elements.end(),
                                  [&](const Element& element) { return element.tag == tag; });
  return found == set.elements.end() ? nullptr : &*found;
}

std::span<const DataSet> items(const DataSet& set, Tag tag) {
  const Element* element = find(set, tag);
  return element == nullptr ? std::span<const DataSet>{} : std::span<const DataSet>(element->items);
}

std::vector<std::string> texts(const DataSet& set, Tag tag) {
  std::vector<std::string> values;
  const Element* element = find(set, tag);
  if (element == nullptr || element->value.empty()) return values;
  // No attribute read here has long texts; hostile ones are cut.
  std::string_view rest = raw_text(*element).substr(0, 4096);
  while (true) {
    const std::size_t cut = rest.find('\\');
    values.push_back(clean(trimmed(rest.substr(0, cut))));
    if (cut == std::string_view::npos) return values;
    rest.remove_prefix(cut + 1);
  }
}

std::string text(const DataSet& set, Tag tag) {
  const auto values = texts(set, tag);
  return values.empty() ? std::string{} : values.front();
}

std::string whole_text(const DataSet& set, Tag tag, std::size_t longest) {
  const Element* element = find(set, tag);
  if (element == nullptr) return {};
  return clean(trimmed(raw_text(*element).substr(0, longest)), true);
}

std::string upper_text(const DataSet& set, Tag tag) {
  std::string value = text(set, tag);
  for (char& c : value)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return value;
}

std::optional<long long> integer(const DataSet& set, Tag tag) {
  const Element* element = find(set, tag);
  if (element == nullptr || element->value.empty()) return std::nullopt;
  // NumberOfFrames alone is text (IS) among the integers of the Image Pixel module.
  const bool is_text = element->vr[0] == 0 ? tag == tag::kNumberOfFrames
                                           : is_text_vr(*element) && (element->vr != std::array{'U', 'N'} ||
                                                                      tag == tag::kNumberOfFrames);
  if (is_text) {
    const std::string_view number = trimmed(raw_text(*element));
    long long result = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), result).ec != std::errc{})
      return std::nullopt;
    return result;
  }
  const bool four = element->value.size() >= 4 &&
                    (element->vr == std::array{'U', 'L'} || element->vr == std::array{'S', 'L'});
  if (four) return load32(element->value.data(), set.big_endian);
  if (element->value.size() >= 2) return load16(element->value.data(), set.big_endian);
  return std::to_integer<long long>(element->value[0]);
}

std::vector<std::uint16_t> shorts(const DataSet& set, Tag tag) {
  std::vector<std::uint16_t> values;
  const Element* element = find(set, tag);
  if (element == nullptr) return values;
  values.resize(element->value.size() / 2);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = load16(element->value.data() + 2 * i, set.big_endian);
  return values;
}

std::vector<double> decimals(const DataSet& set, Tag tag) {
  std::vector<double> values;
  const Element* element = find(set, tag);
  if (element == nullptr) return values;
  const ByteView bytes = element->value.first(std::min<std::size_t>(element->value.size(), 4096));
  const auto keep = [&](double value) {
    if (std::isfinite(value)) values.push_back(value);
  };
  if (element->vr == std::array{'F', 'D'}) {
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8)
      keep(std::bit_cast<double>(load64(bytes.data() + at, set.big_endian)));
  } else if (element->vr == std::array{'F', 'L'}) {
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4)
      keep(static_cast<double>(std::bit_cast<float>(load32(bytes.data() + at, set.big_endian))));
  } else {
    for (const std::string& value : texts(set, tag))
      if (const auto number = parse_decimal(value)) values.push_back(*number);
  }
  return values;
}

}  // namespace roentgen::dicom
