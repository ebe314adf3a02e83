// Any bytes as a table: parsed or refused, never worse.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dataset/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto csv = roentgen::dataset::parse_csv({reinterpret_cast<const char*>(data), size});
  if (!csv) return csv.error().message.empty() ? std::abort(), 0 : 0;
  if (csv->rows.size() != csv->lines.size()) std::abort();
  for (const auto& row : csv->rows)
    if (row.size() != csv->header.size()) std::abort();
  return 0;
}
