// Data sets written: explicit VR little endian, elements in order, defined lengths (PS3.5 section 7).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "dicom/data_set.h"

namespace roentgen::dicom {

// An element set twice has the last value. Values are padded to even length as their VR wants it.
class DataSetWriter {
 public:
  DataSetWriter& text(Tag tag, std::string_view vr, std::string_view value);
  DataSetWriter& bytes(Tag tag, std::string_view vr, ByteView value);
  DataSetWriter& number(Tag tag, std::uint16_t value);  // US
  DataSetWriter& sequence(Tag tag, const std::vector<DataSetWriter>& items);
  void remove(Tag tag) { elements_.erase(tag); }
  bool has(Tag tag) const { return elements_.contains(tag); }

  base::Bytes encoded() const;

 private:
  std::map<Tag, base::Bytes> elements_;  // header and value
};

// A whole file: preamble, file meta information (PS3.10 7.1), data set. The SOP class and instance UID are
// taken from the data set's own.
base::Bytes part10_file(const DataSetWriter& data, std::string_view sop_class_uid,
                        std::string_view sop_instance_uid);

}  // namespace roentgen::dicom
