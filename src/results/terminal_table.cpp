#include "results/terminal_table.h"

#include <algorithm>
#include <array>

#include "results/safe_text.h"

namespace roentgen::results {
namespace {

struct Row {
  std::string category, input, ratio, finding;
};

std::string category(const study::Reading& reading) {
  if (reading.status == study::Status::failed) return "failed";
  return reading.triage.urgency == study::Urgency::not_read ? "not read"
                                                            : study::word(reading.triage.urgency);
}

// SGR codes of ECMA-48: bold red, yellow, green, dim.
std::string_view colour_of(const std::string& category) {
  if (category == "urgent" || category == "failed") return "\x1b[1;31m";
  if (category == "soon") return "\x1b[33m";
  if (category == "routine") return "\x1b[32m";
  return "\x1b[2m";
}

std::string padded(const std::string& text, int columns) {
  return text + std::string(static_cast<std::size_t>(std::max(0, columns - columns_of(text))), ' ');
}

std::string counts(const std::vector<Row>& rows) {
  std::string text = std::to_string(rows.size()) + (rows.size() == 1 ? " film: " : " films: ");
  bool first = true;
  for (const char* name : {"urgent", "soon", "routine", "not read", "failed"}) {
    const auto n = std::ranges::count(rows, name, &Row::category);
    if (n == 0) continue;
    text += (first ? "" : ", ") + std::to_string(n) + " " + name;
    first = false;
  }
  return text;
}

}  // namespace

std::string terminal_table(const std::vector<Entry>& entries, const TableOptions& options) {
  std::vector<Row> rows;
  int input_columns = 4;
  for (std::size_t i : by_urgency(entries)) {
    const Entry& entry = entries[i];
    rows.push_back({category(entry.reading), terminal(entry.input), ratio_text(entry.reading),
                    terminal(headline(entry.reading))});
    input_columns = std::max(input_columns, columns_of(rows.back().input));
  }
  constexpr int kCategory = 8;
  constexpr int kRatio = 5;
  constexpr int kGaps = 6;
  const int free = std::max(60, options.columns) - kCategory - kRatio - kGaps;
  input_columns = std::min(input_columns, free * 2 / 5);

  std::string text = padded("", kCategory) + "  " + padded("film", input_columns) + "  " +
                     padded("CTR", kRatio) + "  finding\n";
  for (const Row& row : rows) {
    const std::string word = padded(row.category, kCategory);
    text += options.colour ? std::string(colour_of(row.category)) + word + "\x1b[0m" : word;
    std::string line = "  " + padded(fit_end(row.input, input_columns), input_columns) + "  " +
                       padded(row.ratio, kRatio) + "  " + fit(row.finding, free - input_columns);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text + counts(rows) + ". " + study::kNotice + "\n";
}

}  // namespace roentgen::results
