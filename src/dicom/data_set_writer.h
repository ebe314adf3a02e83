// Data sets written: explicit VR little endian, elements in order, defined lengths (PS3.5 section 7).
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "dicom/data_set.h"

namespace roentgen::dicom {

class SequenceWriter;

// An element set twice has the last value. Values are padded to even length as their VR wants it.
class DataSetWriter {
 public:
  DataSetWriter& text(Tag tag, std::string_view vr, std::string_view value);
  DataSetWriter& bytes(Tag tag, std::string_view vr, ByteView value);
  DataSetWriter& number(Tag tag, std::uint16_t value);                     // US
  DataSetWriter& numbers(Tag tag, std::span<const std::uint16_t> values);  // US
  DataSetWriter& signed_number(Tag tag, std::int16_t value);               // SS
  DataSetWriter& longs(Tag tag, std::span<const std::uint32_t> values);    // UL
  DataSetWriter& floats(Tag tag, std::span<const float> values);           // FL
  DataSetWriter& doubles(Tag tag, std::span<const double> values);         // FD
  DataSetWriter& tags(Tag tag, std::span<const Tag> values);               // AT
  DataSetWriter& sequence(Tag tag, const std::vector<DataSetWriter>& items);
  DataSetWriter& long_sequence(Tag tag, const SequenceWriter& items);
  DataSetWriter& add(const DataSetWriter& other);  // all of its elements
  void remove(Tag tag) { elements_.erase(tag); }
  bool has(Tag tag) const { return elements_.contains(tag); }

  base::Bytes encoded() const;
  void append_to(base::Bytes& out) const;  // what encoded() is, without a copy

 private:
  std::map<Tag, base::Bytes> elements_;  // header and value
};

// The items of a long sequence, encoded one after the other: for the thousands of frames of a segmentation.
class SequenceWriter {
 public:
  void add(const DataSetWriter& item);
  void add(ByteView encoded_item);  // what DataSetWriter::encoded() gave
  ByteView bytes() const { return bytes_; }

 private:
  base::Bytes bytes_;
};

// A whole file: preamble, file meta information (PS3.10 7.1), data set. The SOP class and instance UID are
// taken from the data set's own.
base::Bytes part10_file(const DataSetWriter& data, std::string_view sop_class_uid,
                        std::string_view sop_instance_uid);

}  // namespace roentgen::dicom
