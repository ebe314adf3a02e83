// Tables as text: RFC 4180.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace roentgen::dataset {

struct Csv {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // each as long as the header
  std::vector<std::size_t> lines;  // per row: the line of the text it begins on, the first line being 1
};

// A table is refused beyond these: no set we read comes near them.
inline constexpr std::size_t kLargestCsv = std::size_t{64} << 20;  // bytes
inline constexpr std::size_t kMostCells = 8'000'000;

// RFC 4180, first line is the header. Lines end in CRLF or LF; a UTF-8 byte order mark and lines without any
// character are skipped. `unusable_input` with the line number for ragged rows, an open quote, text after a
// closing quote, a column named twice, or a table larger than the limits.
base::Result<Csv> parse_csv(std::string_view text);

// Where the column stands in the header, or -1.
int column_of(const Csv& csv, std::string_view name);

}  // namespace roentgen::dataset
