#include "results/safe_text.h"

#include <cstdint>

namespace roentgen::results {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Decoded {
  std::uint32_t code = 0;
  std::size_t bytes = 0;  // 0: not UTF-8 here
};

// One code point at the start of `text`, as RFC 3629 allows: no overlong forms, no surrogates.
Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  std::uint32_t code = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[length] || code > 0x10FFFF || surrogate) return {};
  return {code, length};
}

bool is_control(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

// U+200B…U+200F, U+2028…U+202E, U+2066…U+2069, U+FEFF: invisible, and able to turn text around.
bool is_hidden(std::uint32_t code) {
  return (code >= 0x200B && code <= 0x200F) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xFEFF;
}

// Calls append(code, bytes) for every code point, with an empty view for a byte that is not UTF-8.
template <class Append>
void for_each_code_point(std::string_view text, const Append& append) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    append(next.code, next.bytes == 0 ? std::string_view{} : text.substr(0, next.bytes));
    text.remove_prefix(next.bytes == 0 ? 1 : next.bytes);
  }
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  for_each_code_point(
      text, [&](std::uint32_t, std::string_view bytes) { out += bytes.empty() ? kReplacement : bytes; });
  return out;
}

std::string html(std::string_view text) {
  std::string out;
  for_each_code_point(text, [&](std::uint32_t code, std::string_view bytes) {
    const bool unusable =
        bytes.empty() || (is_control(code) && code != '\n' && code != '\t') || is_hidden(code);
    if (unusable)
      out += kReplacement;
    else if (code == '&')
      out += "&amp;";
    else if (code == '<')
      out += "&lt;";
    else if (code == '>')
      out += "&gt;";
    else if (code == '"')
      out += "&quot;";
    else if (code == '\'')
      out += "&#39;";
    else
      out += bytes;
  });
  return out;
}

std::string csv_field(std::string_view text) {
  std::string clean = valid_utf8(text);
  if (!clean.empty() && std::string_view("=+-@\t\r").contains(clean[0]))
    clean = std::string("'").append(clean);
  if (clean.find_first_of(",\"\r\n") == std::string::npos) return clean;
  std::string quoted = "\"";
  for (char c : clean) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string terminal(std::string_view text) {
  std::string out;
  for_each_code_point(text, [&](std::uint32_t code, std::string_view bytes) {
    out += bytes.empty() || is_control(code) || is_hidden(code) ? kReplacement : bytes;
  });
  return out;
}

int columns_of(std::string_view utf8) {
  int columns = 0;
  for_each_code_point(utf8, [&](std::uint32_t, std::string_view) { ++columns; });
  return columns;
}

std::string fit(std::string_view utf8, int columns) {
  if (columns_of(utf8) <= columns) return std::string(utf8);
  std::string out;
  int used = 1;  // the ellipsis
  for_each_code_point(utf8, [&](std::uint32_t, std::string_view bytes) {
    if (++used <= columns) out += bytes.empty() ? kReplacement : bytes;
  });
  return out + "\xE2\x80\xA6";
}

std::string fit_end(std::string_view utf8, int columns) {
  const int surplus = columns_of(utf8) - columns;
  if (surplus <= 0) return std::string(utf8);
  std::string out = "\xE2\x80\xA6";
  int skipped = -1;  // one more, for the ellipsis
  for_each_code_point(utf8, [&](std::uint32_t, std::string_view bytes) {
    if (++skipped > surplus) out += bytes.empty() ? kReplacement : bytes;
  });
  return out;
}

}  // namespace roentgen::results
