// A data set as read: attributes that point into the file's own bytes, nothing copied.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dicom/tags.h"

namespace roentgen::dicom {

using ByteView = std::span<const std::byte>;

struct DataSet;

struct Element {
  Tag tag;
  std::array<char, 2> vr{};    // {0, 0}: implicit VR
  ByteView value;              // empty for encapsulated pixel data and sequences that were looked into
  std::vector<DataSet> items;  // only of the sequences the reader looks into; others: nested.h
};

struct DataSet {
  std::vector<Element> elements;
  bool big_endian = false;
};

const Element* find(const DataSet& set, Tag tag);

// The items of a sequence; empty if it is absent.
std::span<const DataSet> items(const DataSet& set, Tag tag);

// Text values without padding; control characters and bytes that are not UTF-8 become '?'. Empty if absent.
std::string text(const DataSet& set, Tag tag);                // the first value
std::vector<std::string> texts(const DataSet& set, Tag tag);  // all, split at backslashes
std::string upper_text(const DataSet& set, Tag tag);
// A text that is not divided at backslashes (UT, LT, ST), at most `longest` bytes of it; lines stay.
std::string whole_text(const DataSet& set, Tag tag, std::size_t longest = 65536);

// The first value of a US/SS/UL/SL/IS attribute, whatever VR the file gives it. Binary values are unsigned.
std::optional<long long> integer(const DataSet& set, Tag tag);
// All 16-bit values of a binary attribute (US, SS or OW).
std::vector<std::uint16_t> shorts(const DataSet& set, Tag tag);
// DS, FL or FD; what is not a finite number is left out, a decimal comma is understood.
std::vector<double> decimals(const DataSet& set, Tag tag);

std::uint16_t load16(const std::byte* at, bool big_endian);
std::uint32_t load32(const std::byte* at, bool big_endian);
std::uint64_t load64(const std::byte* at, bool big_endian);

}  // namespace roentgen::dicom
