#include "model/protobuf_reader.h"

namespace roentgen::model {

bool ProtobufReader::fail() {
  bad_ = true;
  rest_ = {};
  return false;
}

bool ProtobufReader::varint(std::uint64_t& value) {
  value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) return fail();
    const auto byte = std::to_integer<std::uint64_t>(rest_.front());
    rest_ = rest_.subspan(1);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return true;
  }
  return fail();
}

bool ProtobufReader::next() {
  if (rest_.empty()) return false;
  std::uint64_t tag = 0;
  if (!varint(tag)) return false;
  if (tag > UINT32_MAX || tag >> 3 == 0) return fail();
  field_ = static_cast<std::uint32_t>(tag >> 3);
  wire_ = static_cast<std::uint32_t>(tag & 7);
  number_ = 0;
  bytes_ = {};
  std::uint64_t length = 0;
  switch (wire_) {
    case 0:
      return varint(number_);
    case 1:
      length = 8;
      break;
    case 2:
      if (!varint(length)) return false;
      break;
    case 5:
      length = 4;
      break;
    default:  // groups are not used by ONNX
      return fail();
  }
  if (length > rest_.size()) return fail();
  bytes_ = rest_.first(static_cast<std::size_t>(length));
  rest_ = rest_.subspan(static_cast<std::size_t>(length));
  return true;
}

}  // namespace roentgen::model
