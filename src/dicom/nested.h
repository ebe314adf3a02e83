// Sequences that the reader walked over (data_set_reader.h): their items, one level at a time, nothing
// copied.
#pragma once

#include <vector>

#include "dicom/data_set.h"

namespace roentgen::dicom {

// The items of a sequence element of a data set with this byte order, whether the reader looked into it or
// not. Sequences inside of the items wait for a call of their own. What is damaged ends the list; at most
// `most` items are read.
std::vector<DataSet> nested_items(const Element& sequence, bool big_endian, std::size_t most);

// The same of the attribute `tag` of `set`; empty if it is absent.
std::vector<DataSet> nested_items(const DataSet& set, Tag tag, std::size_t most);

// Its first item alone; an empty one if there is none.
DataSet first_item(const DataSet& set, Tag tag);

}  // namespace roentgen::dicom
