#include "dicom/lookup_table.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace roentgen::dicom {

double LookupTable::at(double input) const {
  const double index = std::clamp(std::round(input - first), 0.0, static_cast<double>(values.size() - 1));
  return values[static_cast<std::size_t>(index)];
}

std::vector<std::uint16_t> lookup_entries(const DataSet& set, Tag data, std::size_t entries) {
  const Element* element = find(set, data);
  if (element == nullptr) return {};
  if (element->value.size() >= 2 * entries) {
    std::vector<std::uint16_t> values = shorts(set, data);
    values.resize(entries);
    return values;
  }
  if (element->value.size() < entries) return {};
  std::vector<std::uint16_t> values(entries);
  for (std::size_t i = 0; i < entries; ++i)
    values[i] =
        std::to_integer<std::uint16_t>(element->value[set.big_endian && (i ^ 1) < entries ? i ^ 1 : i]);
  return values;
}

std::optional<LookupTable> read_lookup_table(const DataSet& item, bool signed_input,
                                             std::vector<std::string>& remarks) {
  const auto descriptor = shorts(item, tag::kLutDescriptor);
  if (descriptor.size() < 3) {
    remarks.push_back("a lookup table without a descriptor is left out");
    return std::nullopt;
  }
  const std::size_t entries = descriptor[0] == 0 ? 65536 : descriptor[0];
  LookupTable table;
  table.first = signed_input ? static_cast<std::int16_t>(descriptor[1]) : descriptor[1];
  table.values = lookup_entries(item, tag::kLutData, entries);
  if (table.values.empty()) {
    remarks.push_back("a lookup table with fewer entries than its descriptor says is left out");
    return std::nullopt;
  }
  // The number of bits in the descriptor is often wrong: the entries decide where they cannot be what it
  // says.
  const unsigned highest = *std::max_element(table.values.begin(), table.values.end());
  const int needed = std::max(1, static_cast<int>(std::bit_width(highest)));
  table.bits = descriptor[2];
  if (table.bits < 1 || table.bits > 16 || needed > table.bits || needed + 3 < table.bits) {
    remarks.push_back("a lookup table's descriptor says " + std::to_string(table.bits) +
                      " bits; its entries use " + std::to_string(needed));
    table.bits = needed;
  }
  return table;
}

}  // namespace roentgen::dicom
