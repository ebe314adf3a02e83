// Small DICOM files made for tests, element by element.
#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "base/file.h"
#include "dicom/tags.h"
#include "dicom/transfer_syntax.h"

namespace roentgen::dicom {

// Writes elements in the order they are added.
class DataSetForTest {
 public:
  explicit DataSetForTest(bool explicit_vr = true, bool big_endian = false)
      : explicit_vr_(explicit_vr), big_endian_(big_endian) {}

  DataSetForTest& raw(Tag tag, const char* vr, const base::Bytes& value, bool undefined_length = false) {
    word(tag.group, 2);
    word(tag.element, 2);
    const std::string name = vr;
    const bool is_long = name == "OB" || name == "OW" || name == "SQ" || name == "UN" || name == "OF";
    if (explicit_vr_)
      for (const char c : name) bytes_.push_back(std::byte(c));
    if (explicit_vr_ && is_long) word(0, 2);
    word(undefined_length ? 0xFFFFFFFF : value.size(), !explicit_vr_ || is_long ? 4 : 2);
    bytes_.insert(bytes_.end(), value.begin(), value.end());
    return *this;
  }
  DataSetForTest& text(Tag tag, const char* vr, std::string value) {
    if (value.size() % 2 != 0) value += ' ';
    base::Bytes bytes(value.size());
    std::memcpy(bytes.data(), value.data(), value.size());
    return raw(tag, vr, bytes);
  }
  DataSetForTest& shorts(Tag tag, const char* vr, const std::vector<int>& values) {
    DataSetForTest words(explicit_vr_, big_endian_);
    for (const int value : values) words.word(static_cast<std::uint16_t>(value), 2);
    return raw(tag, vr, words.bytes_);
  }
  DataSetForTest& number(Tag tag, int value) { return shorts(tag, "US", {value}); }
  // A sequence of one item, with defined lengths.
  DataSetForTest& sequence(Tag tag, const DataSetForTest& item) {
    DataSetForTest wrapped(explicit_vr_, big_endian_);
    wrapped.word(0xFFFE, 2);
    wrapped.word(0xE000, 2);
    wrapped.word(item.bytes_.size(), 4);
    wrapped.bytes_.insert(wrapped.bytes_.end(), item.bytes_.begin(), item.bytes_.end());
    return raw(tag, "SQ", wrapped.bytes_);
  }
  void word(std::size_t value, int size) {
    for (int i = 0; i < size; ++i)
      bytes_.push_back(std::byte((value >> (8 * (big_endian_ ? size - 1 - i : i))) & 0xFF));
  }
  const base::Bytes& bytes() const { return bytes_; }

 private:
  bool explicit_vr_;
  bool big_endian_;
  base::Bytes bytes_;
};

struct ImageForTest {
  int rows = 1;
  int columns = 0;  // 0: as many as there are values
  int allocated = 16;
  int stored = 12;
  int high_bit = -1;  // -1: stored - 1
  bool is_signed = false;
  std::string photometric = "MONOCHROME2";
  int frames = 1;
};

// The Image Pixel module up to, not including, the pixels.
inline void add_image(DataSetForTest& set, const ImageForTest& image, int columns) {
  set.number(tag::kSamplesPerPixel, 1).text(tag::kPhotometricInterpretation, "CS", image.photometric);
  if (image.frames > 1) set.text(tag::kNumberOfFrames, "IS", std::to_string(image.frames));
  set.number(tag::kRows, image.rows).number(tag::kColumns, columns);
  set.number(tag::kBitsAllocated, image.allocated).number(tag::kBitsStored, image.stored);
  set.number(tag::kHighBit, image.high_bit < 0 ? image.stored - 1 : image.high_bit);
  set.number(tag::kPixelRepresentation, image.is_signed ? 1 : 0);
}

inline base::Bytes with_meta(const DataSetForTest& set, std::string_view transfer_syntax) {
  DataSetForTest meta;
  meta.text(tag::kTransferSyntaxUid, "UI", std::string(transfer_syntax));
  base::Bytes file(128);
  for (const char c : std::string("DICM")) file.push_back(std::byte(c));
  file.insert(file.end(), meta.bytes().begin(), meta.bytes().end());
  file.insert(file.end(), set.bytes().begin(), set.bytes().end());
  return file;
}

// One row (or as `image` says) of 16-bit pixels; `extra` adds attributes between the header and the pixels.
template <class Extra>
base::Bytes film_of(const std::vector<int>& values, const ImageForTest& image, Extra extra) {
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
  add_image(set, image,
            image.columns > 0 ? image.columns : static_cast<int>(values.size()) / image.rows / image.frames);
  extra(set);
  set.shorts(tag::kPixelData, "OW", values);
  return with_meta(set, kExplicitLittleEndian);
}

}  // namespace roentgen::dicom
