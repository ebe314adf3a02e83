#include "report/words.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/text.h"

namespace roentgen::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

bool is_name(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

// The next {name} of `text` at or after `from`: where it begins and ends; npos if there is none.
std::pair<std::size_t, std::size_t> next_slot(std::string_view text, std::size_t from) {
  for (std::size_t open = text.find('{', from); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    if (is_name(text.substr(open + 1, close - open - 1))) return {open, close + 1};
  }
  return {std::string_view::npos, std::string_view::npos};
}

std::string lower_first(std::string text) {
  // A word whose second letter is a capital too ("CT slice") is no ordinary word.
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!text.empty() && upper(text[0]) && !(text.size() > 1 && upper(text[1])))
    text[0] = static_cast<char>(text[0] | 0x20);
  return text;
}

// Matches `english` against a pattern with {names}; each takes at least one character, the shortest run that
// lets the rest match.
bool match(std::string_view pattern, std::string_view english,
           std::vector<std::pair<std::string, std::string>>& taken) {
  const auto [open, end] = next_slot(pattern, 0);
  if (open == std::string_view::npos) return pattern == english;
  if (!english.starts_with(pattern.substr(0, open))) return false;
  const std::string name(pattern.substr(open + 1, end - open - 2));
  const std::string_view rest = pattern.substr(end);
  english.remove_prefix(open);
  const std::string_view literal = rest.substr(0, next_slot(rest, 0).first);
  if (literal.empty()) {  // the pattern ends with this name
    if (english.empty() || !rest.empty()) return false;
    taken.emplace_back(name, english);
    return true;
  }
  for (std::size_t at = english.find(literal, 1); at != std::string_view::npos;
       at = english.find(literal, at + 1)) {
    const std::size_t before = taken.size();
    taken.emplace_back(name, english.substr(0, at));
    if (match(rest, english.substr(at), taken)) return true;
    taken.resize(before);
  }
  return false;
}

const std::string* find_translation(const Locale& locale, std::string_view english, std::string& filled) {
  for (const Translation& entry : locale.sentences) {
    std::vector<std::pair<std::string, std::string>> taken;
    if (!match(entry.english, english, taken)) continue;
    std::string out;
    std::size_t from = 0;
    for (auto [open, end] = next_slot(entry.text, 0); open != std::string::npos;
         std::tie(open, end) = next_slot(entry.text, from)) {
      out += entry.text.substr(from, open - from);
      const std::string name = entry.text.substr(open + 1, end - open - 2);
      const auto value = std::ranges::find(taken, name, &std::pair<std::string, std::string>::first);
      if (value != taken.end()) {
        // What was taken may be a word of the program itself: "knee".
        std::string inner;
        const bool shorter = value->second.size() < english.size();
        const std::string* known = shorter ? find_translation(locale, value->second, inner) : nullptr;
        out += known ? *known : value->second;
      }
      from = end;
    }
    filled = out + entry.text.substr(from);
    return &filled;
  }
  return nullptr;
}

}  // namespace

std::string fill(std::string_view text, std::initializer_list<Value> values) {
  std::string out;
  std::size_t from = 0;
  for (auto [open, end] = next_slot(text, 0); open != std::string_view::npos;
       std::tie(open, end) = next_slot(text, from)) {
    out += text.substr(from, open - from);
    const std::string_view name = text.substr(open + 1, end - open - 2);
    const auto value = std::ranges::find(values, name, &Value::first);
    if (value != values.end()) out += value->second;
    from = end;
  }
  return out.append(text.substr(from));
}

std::string number_text(const Locale& locale, double value, int decimals) {
  std::string text = base::fixed(value, decimals);
  if (const auto point = text.find('.'); point != std::string::npos) text.replace(point, 1, locale.decimal);
  return text;
}

std::string percent_text(const Locale& locale, double share) {
  const double percent = share * 100;
  const auto written = [&](double value, int decimals) {
    return fill(locale.percent, {{"n", number_text(locale, value, decimals)}});
  };
  if (percent < 0.1) return fill(locale.below, {{"n", written(0.1, 1)}});
  if (percent > 99) return fill(locale.above, {{"n", written(99, 0)}});
  return written(percent, percent < 9.95 ? 1 : 0);
}

std::string quantity_text(const Locale& locale, double value, int decimals, const std::string& unit) {
  const std::string number = number_text(locale, value, decimals);
  const auto known = locale.units.find(unit);
  return known != locale.units.end() ? fill(known->second, {{"n", number}}) : number + " " + one_line(unit);
}

std::string list_text(const Locale& locale, const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string item = locale.list_lower_first ? lower_first(items[i]) : items[i];
    if (i > 0 && i + 1 == items.size()) {
      const auto euphonic = std::ranges::find_if(
          locale.list_last_before, [&](const auto& entry) { return item.starts_with(entry.first); });
      text += euphonic != locale.list_last_before.end() ? euphonic->second : locale.list_last;
    } else if (i > 0) {
      text += locale.list_separator;
    }
    text += item;
  }
  return text;
}

const std::string& plural(const Plural& forms, std::size_t count) {
  return count == 1 ? forms.one : forms.other;
}

const Band& band_of(const Locale& locale, double probability) {
  for (const Band& band : locale.draft.bands)
    if (probability >= band.from) return band;
  return locale.draft.bands.back();
}

std::string translated(const Locale& locale, const std::string& english) {
  const std::string line = one_line(english);
  std::string filled;
  if (const std::string* known = find_translation(locale, line, filled)) return *known;
  return fill(locale.foreign, {{"text", line}});
}

std::string one_line(std::string_view text) {
  std::string out;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    const std::uint8_t lead = byte(i);
    std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    bool good = lead < 0x80 || (lead >= 0xC2 && lead <= 0xF4);
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; good && k < length; ++k) {
      good = i + k < text.size() && (byte(i + k) & 0xC0) == 0x80;
      if (good) code = code << 6 | (byte(i + k) & 0x3FU);
    }
    constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    good = good && code >= kLeast[length] && code <= 0x10FFFF && !(code >= 0xD800 && code <= 0xDFFF);
    const bool hidden = code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x200B && code <= 0x200F) ||
                        (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
                        code == 0xFEFF;
    if (!good) length = 1;
    out += good && !hidden ? text.substr(i, length) : kReplacement;
    i += length;
  }
  return out;
}

}  // namespace roentgen::report
