// Words and numbers as a language writes them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/locale.h"

namespace roentgen::report {

using Value = std::pair<std::string_view, std::string_view>;  // name, text

// Every {name} is replaced once; what is put in is not looked at again, so no text from outside can ask for
// more.
std::string fill(std::string_view text, std::initializer_list<Value> values);

std::string number_text(const Locale& locale, double value, int decimals);

// 0…1 as a percentage: one decimal below ten, none above; never "0 %" nor "100 %", which nobody can know.
std::string percent_text(const Locale& locale, double share);

// With its unit as the language writes it; a unit that the language does not know stays as it is.
std::string quantity_text(const Locale& locale, double value, int decimals, const std::string& unit);

// "a, b and c".
std::string list_text(const Locale& locale, const std::vector<std::string>& items);

const std::string& plural(const Plural& forms, std::size_t count);

const Band& band_of(const Locale& locale, double probability);

// The locale's words for an English sentence of the program; where it has none, the sentence with the
// locale's mark for foreign text.
std::string translated(const Locale& locale, const std::string& english);

// On one line: control characters, hidden direction marks and bytes that are not UTF-8 become U+FFFD.
std::string one_line(std::string_view text);

}  // namespace roentgen::report
