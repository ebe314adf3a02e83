// Modality LUT, VOI LUT (PS3.3 C.11.1.1, C.11.2.1.1): a table with the first input value it maps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom/data_set.h"

namespace roentgen::dicom {

struct LookupTable {
  std::vector<std::uint16_t> values;  // at least one
  int first = 0;                      // the input of values[0]; inputs outside get the nearest entry
  int bits = 16;                      // the entries use 0 … 2^bits - 1

  double at(double input) const;
};

// From an item of ModalityLUTSequence or VOILUTSequence. nullopt (and a remark) if the table is unusable.
std::optional<LookupTable> read_lookup_table(const DataSet& item, bool signed_input,
                                             std::vector<std::string>& remarks);

// The entries of LUT data with `entries` values: 16-bit words, or bytes if only so many are there (both are
// in use). Empty if there are too few.
std::vector<std::uint16_t> lookup_entries(const DataSet& set, Tag data, std::size_t entries);

}  // namespace roentgen::dicom
