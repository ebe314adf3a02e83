#include "dicom/value_syntax.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace roentgen::dicom {
namespace {

constexpr std::size_t kBytesPerCharacter = 3;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, is_digit);
}

bool is_age(std::string_view value) {
  return value.size() == 4 && all_digits(value.substr(0, 3)) &&
         std::string_view("DWMY").find(value[3]) != std::string_view::npos;
}

bool is_code(std::string_view value) {
  return value.size() <= 16 && std::ranges::all_of(value, [](char c) {
           return (c >= 'A' && c <= 'Z') || is_digit(c) || c == ' ' || c == '_';
         });
}

bool is_date(std::string_view value) {
  return value.size() == 8 && all_digits(value);
}

bool is_time(std::string_view value) {
  const auto point = value.find('.');
  const auto whole = value.substr(0, point);
  const auto fraction = point == std::string_view::npos ? std::string_view("0") : value.substr(point + 1);
  return (whole.size() == 2 || whole.size() == 4 || whole.size() == 6) && all_digits(whole) &&
         !fraction.empty() && fraction.size() <= 6 && all_digits(fraction) &&
         (point == std::string_view::npos || whole.size() == 6);
}

template <class Number>
bool is_number(std::string_view value, std::size_t longest) {
  if (value.size() > longest) return false;
  const auto begin = value.find_first_not_of(' '), end = value.find_last_not_of(' ');
  if (begin == std::string_view::npos) return false;
  value = value.substr(begin, end - begin + 1);
  if (value.front() == '+') value.remove_prefix(1);
  Number number{};
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), number);
  return parsed.ec == std::errc{} && parsed.ptr == value.data() + value.size();
}

bool is_uid(std::string_view value) {
  if (value.size() > 64 || value.size() < 3 || value[0] < '0' || value[0] > '2' || value[1] != '.')
    return false;
  for (std::size_t start = 0; start <= value.size();) {
    const auto end = std::min(value.find('.', start), value.size());
    const auto part = value.substr(start, end - start);
    if (part.empty() || !all_digits(part) || (part.size() > 1 && part.front() == '0')) return false;
    start = end + 1;
  }
  return true;
}

bool is_words(std::string_view value, std::size_t longest) {
  return value.size() <= longest * kBytesPerCharacter &&
         std::ranges::none_of(value, [](char c) { return (c >= 0 && c < 32 && c != 27) || c == 127; });
}

bool is_one(std::string_view vr, std::string_view value) {
  if (value.empty()) return true;
  if (vr == "AS") return is_age(value);
  if (vr == "CS") return is_code(value);
  if (vr == "DA") return is_date(value);
  if (vr == "TM") return is_time(value);
  if (vr == "DS") return is_number<double>(value, 16);
  if (vr == "IS") return is_number<int>(value, 12);
  if (vr == "UI") return is_uid(value);
  if (vr == "SH") return is_words(value, 16);
  if (vr == "LO") return is_words(value, 64);
  if (vr == "PN") return is_words(value, 3 * 64 + 2);
  return true;
}

}  // namespace

bool is_allowed(std::string_view vr, std::string_view values) {
  for (std::size_t start = 0; start <= values.size();) {
    const auto end = std::min(values.find('\\', start), values.size());
    if (!is_one(vr, values.substr(start, end - start))) return false;
    start = end + 1;
  }
  return true;
}

}  // namespace roentgen::dicom
