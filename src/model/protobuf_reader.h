// The fields of one protobuf message, in the order of its bytes
// (https://protobuf.dev/programming-guides/encoding).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace roentgen::model {

class ProtobufReader {
 public:
  explicit ProtobufReader(std::span<const std::byte> message) : rest_(message) {}

  // Goes to the next field; false at the end or where the bytes make no sense (see bad()).
  bool next();
  bool bad() const { return bad_; }

  std::uint32_t field() const { return field_; }
  bool is_number() const { return wire_ == 0; }
  bool is_bytes() const { return wire_ == 2; }
  std::uint64_t number() const { return number_; }             // of a varint
  std::span<const std::byte> bytes() const { return bytes_; }  // of anything else
  std::string_view text() const { return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()}; }

 private:
  bool fail();
  bool varint(std::uint64_t& value);

  std::span<const std::byte> rest_;
  std::span<const std::byte> bytes_;
  std::uint64_t number_ = 0;
  std::uint32_t field_ = 0;
  std::uint32_t wire_ = 0;
  bool bad_ = false;
};

// The whole numbers of a repeated field, which may be packed into bytes or stand alone: calls visit(number)
// for each, stops when it returns false. False if stopped or if the bytes make no sense.
template <class Visit>
bool each_number(const ProtobufReader& field, Visit visit) {
  if (field.is_number()) return visit(field.number());
  if (!field.is_bytes()) return false;
  std::uint64_t value = 0;
  int shift = 0;
  for (const std::byte byte : field.bytes()) {
    if (shift > 63) return false;
    value |= (std::to_integer<std::uint64_t>(byte) & 0x7f) << shift;
    shift += 7;
    if ((byte & std::byte{0x80}) != std::byte{0}) continue;
    if (!visit(value)) return false;
    value = 0;
    shift = 0;
  }
  return shift == 0;
}

}  // namespace roentgen::model
