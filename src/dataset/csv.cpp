#include "dataset/csv.h"

#include <algorithm>
#include <set>
#include <utility>

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

// Walks through the text one record at a time.
struct Reader {
  std::string_view text;
  std::size_t at = 0;
  std::size_t line = 1;

  bool done() const { return at >= text.size(); }

  bool end_of_line() const {
    return text[at] == '\n' || (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
  }

  void skip_end_of_line() {
    at += text[at] == '\r' ? 2 : 1;
    ++line;
  }

  base::Result<std::string> quoted() {
    const std::size_t opened = line;
    std::string field;
    for (++at; !done(); ++at) {
      if (text[at] == '\n') ++line;
      if (text[at] != '"') {
        field += text[at];
      } else if (at + 1 < text.size() && text[at + 1] == '"') {
        field += text[at++];
      } else {
        ++at;
        if (done() || text[at] == ',' || end_of_line()) return field;
        return base::fail(ErrorCode::unusable_input,
                          "The table has text after a closing quote in line " + std::to_string(line) + ".");
      }
    }
    return base::fail(ErrorCode::unusable_input, "The table has a quote that is opened in line " +
                                                     std::to_string(opened) + " and never closed.");
  }

  std::string plain() {
    const std::size_t from = at;
    while (!done() && text[at] != ',' && !end_of_line()) ++at;
    return std::string(text.substr(from, at - from));
  }

  // `most` bounds the memory of a record that has far more fields than its table has columns.
  base::Result<std::vector<std::string>> record(std::size_t most) {
    std::vector<std::string> fields;
    const std::size_t begun = line;
    for (;;) {
      if (!done() && text[at] == '"') {
        auto field = quoted();
        if (!field) return std::unexpected(field.error());
        fields.push_back(std::move(*field));
      } else {
        fields.push_back(plain());
      }
      if (fields.size() > most)
        return base::fail(ErrorCode::unusable_input, "Line " + std::to_string(begun) +
                                                         " of the table has more than " +
                                                         std::to_string(most) + " fields.");
      if (done()) return fields;
      if (text[at] == ',') {
        ++at;
        continue;
      }
      skip_end_of_line();
      return fields;
    }
  }

  void skip_empty_lines() {
    while (!done() && end_of_line()) skip_end_of_line();
  }
};

}  // namespace

base::Result<Csv> parse_csv(std::string_view text) {
  if (text.size() > kLargestCsv)
    return base::fail(ErrorCode::unusable_input, "The table is larger than 64 MiB.");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Reader reader{.text = text};
  reader.skip_empty_lines();
  if (reader.done()) return base::fail(ErrorCode::unusable_input, "The table is empty.");

  Csv csv;
  constexpr std::size_t kMostColumns = 10'000;
  auto header = reader.record(kMostColumns);
  if (!header) return std::unexpected(header.error());
  csv.header = std::move(*header);
  std::set<std::string_view> seen;
  for (const auto& name : csv.header)
    if (!seen.insert(name).second)
      return base::fail(ErrorCode::unusable_input, "The table has two columns named \"" + name + "\".");

  for (reader.skip_empty_lines(); !reader.done(); reader.skip_empty_lines()) {
    const std::size_t line = reader.line;
    auto row = reader.record(csv.header.size());
    if (!row) return std::unexpected(row.error());
    if (row->size() != csv.header.size())
      return base::fail(ErrorCode::unusable_input,
                        "Line " + std::to_string(line) + " of the table has " + std::to_string(row->size()) +
                            " fields where the header has " + std::to_string(csv.header.size()) + ".");
    if ((csv.rows.size() + 1) * csv.header.size() > kMostCells)
      return base::fail(ErrorCode::unusable_input,
                        "The table has more than " + std::to_string(kMostCells) + " cells.");
    csv.rows.push_back(std::move(*row));
    csv.lines.push_back(line);
  }
  return csv;
}

int column_of(const Csv& csv, std::string_view name) {
  const auto found = std::find(csv.header.begin(), csv.header.end(), name);
  return found == csv.header.end() ? -1 : static_cast<int>(found - csv.header.begin());
}

}  // namespace roentgen::dataset
