// What the columns of somebody's table are: nobody says, so it is read from names and values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "hygiene/set.h"

namespace roentgen::hygiene {

enum class ColumnKind {
  label,     // 0/1: what a network is to learn
  normal,    // 0/1: "nothing found"
  mark,      // 0/1: devices, letters, marks on the film; how it was taken
  file,      // 0/1 about the file or the table: has a mask, may be sold
  category,  // 2 … 20 different values: grades, kinds of image, side, sex
  number,    // numbers of many values
  text,      // anything else: names, paths, notes
  constant   // one value, or none
};

struct Column {
  std::string name;
  ColumnKind kind = ColumnKind::text;
  std::vector<int> truth;                    // per film, for 0/1 columns: 1, 0, or kUnknown (empty, -1)
  std::vector<int> codes;                    // per film, for categories: 0 … values-1, or kUnknown (empty)
  std::vector<std::string> values;           // of a category, in order; "" is none of them
  std::vector<double> numbers;               // per film, for numbers: NaN where empty
  std::size_t positives = 0, negatives = 0;  // of 0/1 columns
  std::size_t given = 0;                     // films with a value
  bool binary() const {
    return kind == ColumnKind::label || kind == ColumnKind::normal || kind == ColumnKind::mark ||
           kind == ColumnKind::file;
  }
};

inline constexpr int kUnknown = -1;

// A table of thousands of columns would be thousands times thousands of questions: of 0/1 columns, and of
// numbers and categories, the first so many are looked at; the others count as text.
inline constexpr std::size_t kMostBinary = 100, kMostOthers = 100;

// Every column of the table but `image`, `patient` and `split`, then those of quality.csv. "1", "0", "1.0",
// "0.0", "true" and "false" are 0/1; "" and "-1" are unknown. Names decide between label, normal, mark and
// file: see kWords in columns.cpp. `labels`, where given, are the labels, and other 0/1 columns are not.
std::vector<Column> columns_of(const Set& set, const std::vector<std::string>& labels = {});

const Column* find_column(const std::vector<Column>& columns, std::string_view name);

// Lower case, letters and digits only: "No Finding" and "no_finding" are one word.
std::string bare(std::string_view name);

// The finding a second reading is of: "g_pneumothorax" and "rsna_pneumonia" belong to "Pneumothorax" and
// "Pneumonia". Empty if the name has no such prefix.
std::string second_reading_of(std::string_view name);

}  // namespace roentgen::hygiene
