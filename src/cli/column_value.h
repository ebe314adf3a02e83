// COLUMN=VALUE on the command line.
#pragma once

#include <string>

#include "base/result.h"
#include "dataset/table.h"

namespace roentgen::cli {

struct ColumnValue {
  std::string column, value;
};

// `usage` without a "=" or with no column before it; `example` is one that would do. The value may be empty.
base::Result<ColumnValue> column_value(const std::string& text, const std::string& example);

// Gives every film of the table this value; the column is added where the table lacks it.
void set_column(dataset::Table& table, const ColumnValue& constant);

}  // namespace roentgen::cli
