#include "dicom/nested.h"

#include "dicom/data_set_reader.h"
#include "dicom/element_header.h"
#include "dicom/part10.h"

namespace roentgen::dicom {
namespace {

// Where the content of an item of undefined length ends: at its delimiter, or where the bytes do. Goes over
// sequences inside with a stack of its own; nullopt beyond the deepest nesting.
std::optional<std::size_t> end_of_item(ByteView bytes, std::size_t at, bool big_endian, bool explicit_vr) {
  struct Open {
    std::size_t end;  // bytes.size() if only a delimiter ends it
    bool explicit_vr;
  };
  std::vector<Open> open{{bytes.size(), explicit_vr}};
  while (true) {
    while (open.size() > 1 && at >= open.back().end) open.pop_back();
    const auto header = read_element_header(bytes, at, open.back().end, big_endian, open.back().explicit_vr);
    if (!header) return bytes.size();
    if (header->tag == tag::kItemDelimiter || header->tag == tag::kSequenceDelimiter) {
      if (open.size() == 1) return at;
      open.pop_back();
      at = header->value_at;
    } else if (header->length == kUndefinedLength) {
      if (open.size() > 2 * kDeepestNesting) return std::nullopt;
      const bool unknown = header->vr == std::array{'U', 'N'};  // PS3.5 6.2.2: UN holds implicit VR
      open.push_back({open.back().end, open.back().explicit_vr && !unknown});
      at = header->value_at;
    } else {
      if (header->length > open.back().end - header->value_at) return bytes.size();
      at = header->value_at + header->length;
    }
  }
}

}  // namespace

std::vector<DataSet> nested_items(const Element& sequence, bool big_endian, std::size_t most) {
  if (!sequence.items.empty()) {
    const std::size_t count = std::min(most, sequence.items.size());
    return {sequence.items.begin(), sequence.items.begin() + static_cast<std::ptrdiff_t>(count)};
  }
  std::vector<DataSet> found;
  const ByteView bytes = sequence.value;
  // An element without VR stands in an implicit data set.
  const bool explicit_vr = sequence.vr[0] != 0 && sequence.vr != std::array{'U', 'N'};
  std::size_t at = 0;
  while (found.size() < most) {
    const auto item = read_element_header(bytes, at, bytes.size(), big_endian, explicit_vr);
    if (!item || item->tag != tag::kItem) break;
    std::size_t end = item->value_at;
    if (item->length == kUndefinedLength) {
      const auto delimiter = end_of_item(bytes, end, big_endian, explicit_vr);
      if (!delimiter) break;
      end = *delimiter;
    } else {
      if (item->length > bytes.size() - end) break;
      end += item->length;
    }
    auto read = read_data_set(bytes.subspan(item->value_at, end - item->value_at), big_endian, explicit_vr);
    if (!read) break;
    found.push_back(std::move(read->set));
    at = end;
    if (item->length == kUndefinedLength)
      if (const auto delimiter = read_element_header(bytes, at, bytes.size(), big_endian, explicit_vr))
        at = delimiter->value_at;
  }
  return found;
}

std::vector<DataSet> nested_items(const DataSet& set, Tag tag, std::size_t most) {
  const Element* sequence = find(set, tag);
  return sequence == nullptr ? std::vector<DataSet>() : nested_items(*sequence, set.big_endian, most);
}

DataSet first_item(const DataSet& set, Tag tag) {
  auto items = nested_items(set, tag, 1);
  if (!items.empty()) return std::move(items.front());
  DataSet none;
  none.big_endian = set.big_endian;
  return none;
}

}  // namespace roentgen::dicom
