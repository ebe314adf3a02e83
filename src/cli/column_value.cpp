#include "cli/column_value.h"

#include <algorithm>

namespace roentgen::cli {

base::Result<ColumnValue> column_value(const std::string& text, const std::string& example) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    return base::fail(base::ErrorCode::usage, "This must be COLUMN=VALUE, as in " + example + ".", text);
  return ColumnValue{text.substr(0, equals), text.substr(equals + 1)};
}

void set_column(dataset::Table& table, const ColumnValue& constant) {
  const auto& [column, value] = constant;
  if (std::ranges::find(table.columns, column) == table.columns.end()) table.columns.push_back(column);
  for (auto& film : table.films) {
    film.values[column] = value;
    if (column == "patient") film.patient = value;
    if (column == "source") film.source = value;
    if (column == "view") film.view = value;
    if (column == "age") film.age = value;
    if (column == "sex") film.sex = value;
    if (column == "split") film.split = value;
  }
}

}  // namespace roentgen::cli
