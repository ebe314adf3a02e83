// Writes one protobuf message, field by field (https://protobuf.dev/programming-guides/encoding). The fields
// stand in the order of the calls, so the same calls give the same bytes.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "base/file.h"

namespace roentgen::model {

class ProtobufWriter {
 public:
  void number(std::uint32_t field, std::uint64_t value) {
    varint(std::uint64_t{field} << 3);
    varint(value);
  }
  void bytes(std::uint32_t field, std::span<const std::byte> value) {
    varint(std::uint64_t{field} << 3 | 2);
    varint(value.size());
    out_.insert(out_.end(), value.begin(), value.end());
  }
  void text(std::uint32_t field, std::string_view value) { bytes(field, std::as_bytes(std::span(value))); }
  void message(std::uint32_t field, const ProtobufWriter& value) { bytes(field, value.out_); }
  void real(std::uint32_t field, float value) {  // fixed 32 bits
    varint(std::uint64_t{field} << 3 | 5);
    std::byte raw[4];
    std::memcpy(raw, &value, 4);
    out_.insert(out_.end(), raw, raw + 4);
  }

  const base::Bytes& result() const { return out_; }

 private:
  void varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_.push_back(static_cast<std::byte>(value | 0x80));
    out_.push_back(static_cast<std::byte>(value));
  }

  base::Bytes out_;
};

}  // namespace roentgen::model
