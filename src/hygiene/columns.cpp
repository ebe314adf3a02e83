#include "hygiene/columns.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

namespace roentgen::hygiene {
namespace {

constexpr std::size_t kMostValues = 20;  // of a category

struct Word {
  std::string_view word;  // as bare() leaves it
  bool whole;             // the whole name, or a part of it
  ColumnKind kind;
};

// Tables name things in many ways; these are the words met in public sets.
constexpr std::array kWords{
    Word{"nofinding", false, ColumnKind::normal}, Word{"normal", true, ColumnKind::normal},
    Word{"notumor", false, ColumnKind::normal},   Word{"notumour", false, ColumnKind::normal},
    Word{"healthy", true, ColumnKind::normal},    Word{"negative", true, ColumnKind::normal},
    Word{"hardware", false, ColumnKind::mark},    Word{"pacemaker", false, ColumnKind::mark},
    Word{"device", false, ColumnKind::mark},      Word{"supportdevices", false, ColumnKind::mark},
    Word{"tube", false, ColumnKind::mark},        Word{"drain", false, ColumnKind::mark},
    Word{"catheter", false, ColumnKind::mark},    Word{"leads", false, ColumnKind::mark},
    Word{"centralline", false, ColumnKind::mark}, Word{"wires", false, ColumnKind::mark},
    Word{"clips", false, ColumnKind::mark},       Word{"arrow", true, ColumnKind::mark},
    Word{"marker", false, ColumnKind::mark},      Word{"portable", false, ColumnKind::mark},
    Word{"multiscan", true, ColumnKind::mark},    Word{"intubated", true, ColumnKind::mark},
    Word{"mask", false, ColumnKind::file},        Word{"noncommercial", false, ColumnKind::file},
    Word{"licence", false, ColumnKind::file},     Word{"license", false, ColumnKind::file},
    Word{"sideknown", false, ColumnKind::file},   Word{"mixed", true, ColumnKind::file},
    Word{"reader", false, ColumnKind::file},      Word{"signed", true, ColumnKind::file},
    Word{"badvertebrae", true, ColumnKind::file}, Word{"synthetic", true, ColumnKind::file},
};

ColumnKind kind_of_name(std::string_view name) {
  if (name.starts_with("quality.")) return ColumnKind::mark;
  const std::string plain = bare(name);
  for (const auto& word : kWords)
    if (word.whole ? plain == word.word : plain.find(word.word) != std::string::npos) return word.kind;
  return ColumnKind::label;
}

std::optional<int> truth_value(const std::string& text) {
  if (text.empty() || text == "-1" || text == "-1.0") return kUnknown;
  if (text == "1" || text == "1.0" || text == "true" || text == "True") return 1;
  if (text == "0" || text == "0.0" || text == "false" || text == "False") return 0;
  return std::nullopt;
}

double number_value(const std::string& text) {
  const char* from = text.data();
  const char* const end = from + text.size();
  if (from != end && *from == '+') ++from;
  double value = 0;
  const auto [rest, error] = std::from_chars(from, end, value);
  return error == std::errc{} && rest == end && std::isfinite(value)
             ? value
             : std::numeric_limits<double>::quiet_NaN();
}

const std::string& value_at(const dataset::Film& film, const std::string& column) {
  static const std::string kNone;
  const auto found = film.values.find(column);
  return found == film.values.end() ? kNone : found->second;
}

// A 0/1 column, if it is one. A column of nothing but 0 counts: a label nobody has is worth a remark.
bool read_truth(const Set& set, Column& column) {
  column.truth.reserve(set.size());
  for (const auto& film : set.films()) {
    const auto value = truth_value(value_at(film, column.name));
    if (!value) return false;
    column.truth.push_back(*value);
    if (*value == 1) ++column.positives;
    if (*value == 0) ++column.negatives;
  }
  return column.positives + column.negatives > 0;
}

void read_values(const Set& set, Column& column) {
  std::map<std::string, int> values;
  bool numeric = true;
  for (const auto& film : set.films()) {
    const auto& value = value_at(film, column.name);
    if (value.empty()) continue;
    if (values.size() <= kMostValues) values.emplace(value, 0);
    numeric = numeric && !std::isnan(number_value(value));
  }
  if (values.size() < 2) {
    column.kind = ColumnKind::constant;
    for (const auto& [value, code] : values) column.values.push_back(value);
    return;
  }
  // Few whole numbers are grades; anything else of few values is a category, too, unless each film has its
  // own.
  const bool few = values.size() <= kMostValues && values.size() * 2 <= column.given;
  if (few && (!numeric || values.size() <= 6)) {
    column.kind = ColumnKind::category;
    for (auto& [value, code] : values) {
      code = static_cast<int>(column.values.size());
      column.values.push_back(value);
    }
    for (const auto& film : set.films()) {
      const auto found = values.find(value_at(film, column.name));
      column.codes.push_back(found == values.end() ? kUnknown : found->second);
    }
  } else if (numeric) {
    column.kind = ColumnKind::number;
    for (const auto& film : set.films()) column.numbers.push_back(number_value(value_at(film, column.name)));
  }
}

}  // namespace

std::string bare(std::string_view name) {
  std::string plain;
  for (const char letter : name) {
    if (letter >= 'A' && letter <= 'Z') plain += static_cast<char>(letter + 32);
    if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) plain += letter;
  }
  return plain;
}

std::string second_reading_of(std::string_view name) {
  for (const std::string_view prefix : {"g_", "rsna_", "reader2_", "second_", "expert_", "radiologist_"})
    if (name.starts_with(prefix)) return bare(name.substr(prefix.size()));
  return {};
}

std::vector<Column> columns_of(const Set& set, const std::vector<std::string>& labels) {
  std::vector<std::string> names = set.pictures.table.columns;
  names.insert(names.end(), set.quality_columns.begin(), set.quality_columns.end());
  std::vector<Column> columns;
  std::size_t binaries = 0, others = 0;
  for (const auto& name : names) {
    if (name == "image" || name == "patient" || name == "split" || name == "quality.readers") continue;
    Column column;
    column.name = name;
    for (const auto& film : set.films()) column.given += value_at(film, name).empty() ? 0 : 1;
    if (read_truth(set, column)) {
      column.kind = kind_of_name(name);
      const bool named = std::find(labels.begin(), labels.end(), name) != labels.end();
      if (named && column.kind != ColumnKind::normal) column.kind = ColumnKind::label;
      if (!labels.empty() && !named && column.kind == ColumnKind::label) column.kind = ColumnKind::file;
    } else {
      column.truth.clear();
      column.positives = column.negatives = 0;
      read_values(set, column);
    }
    const bool binary = column.binary();
    const bool other = column.kind == ColumnKind::number || column.kind == ColumnKind::category;
    if ((binary && ++binaries > kMostBinary) || (other && ++others > kMostOthers)) {
      Column left_out;
      left_out.name = std::move(column.name);
      left_out.given = column.given;
      column = std::move(left_out);
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

const Column* find_column(const std::vector<Column>& columns, std::string_view name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(), [&](const Column& c) { return c.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

}  // namespace roentgen::hygiene
