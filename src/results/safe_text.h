// Text from outside (file names, tags) on its way into a page, a table or a terminal. All of it may be
// hostile.
#pragma once

#include <string>
#include <string_view>

namespace roentgen::results {

// Bytes that are not UTF-8 become U+FFFD (one for each byte); nothing else changes.
std::string valid_utf8(std::string_view text);

// For HTML text and quoted attributes: & < > " ' escaped, control characters replaced by U+FFFD.
std::string html(std::string_view text);

// One field of a CSV record: RFC 4180 quoting; text that a spreadsheet would take for a formula (= + - @ tab
// CR at its start) gets a leading apostrophe, as OWASP advises ("CSV Injection").
std::string csv_field(std::string_view text);

// For a terminal: control characters and invisible direction marks replaced, so that no name can move the
// cursor.
std::string terminal(std::string_view text);

// Code points, each counted as one column.
int columns_of(std::string_view utf8);

// At most `columns` wide, with "…" at the end where something was cut.
std::string fit(std::string_view utf8, int columns);

// The same, cut at the start: of a path the end says more.
std::string fit_end(std::string_view utf8, int columns);

}  // namespace roentgen::results
