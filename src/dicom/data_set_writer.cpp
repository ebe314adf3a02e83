#include "dicom/data_set_writer.h"

#include <algorithm>
#include <array>
#include <bit>

#include "dicom/transfer_syntax.h"
#include "dicom/uid.h"

namespace roentgen::dicom {
namespace {

constexpr std::array<std::string_view, 13> kLongForm{"OB", "OD", "OF", "OL", "OV", "OW", "SQ",
                                                     "SV", "UC", "UN", "UR", "UT", "UV"};

void put(base::Bytes& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out.push_back(static_cast<std::byte>((value >> (8 * i)) & 0xFF));
}

base::Bytes encode(Tag tag, std::string_view vr, ByteView value) {
  base::Bytes out;
  out.reserve(value.size() + 13);
  put(out, tag.group, 2);
  put(out, tag.element, 2);
  for (const char c : vr) out.push_back(static_cast<std::byte>(c));
  const bool is_long = std::ranges::find(kLongForm, vr) != kLongForm.end();
  if (is_long) put(out, 0, 2);
  const std::size_t length = value.size() + value.size() % 2;
  put(out, static_cast<std::uint32_t>(length), is_long ? 4 : 2);
  out.insert(out.end(), value.begin(), value.end());
  if (value.size() % 2 != 0) {
    const bool zero = vr == "UI" || vr == "OB" || vr == "UN";
    out.push_back(static_cast<std::byte>(zero ? '\0' : ' '));
  }
  return out;
}

template <class T, class ToWord>
base::Bytes little(std::span<const T> values, ToWord to_word) {
  base::Bytes out;
  out.reserve(values.size_bytes());
  for (const T& value : values) {
    const auto word = to_word(value);
    put(out, word, sizeof word);
  }
  return out;
}

}  // namespace

DataSetWriter& DataSetWriter::bytes(Tag tag, std::string_view vr, ByteView value) {
  elements_[tag] = encode(tag, vr, value);
  return *this;
}

DataSetWriter& DataSetWriter::text(Tag tag, std::string_view vr, std::string_view value) {
  return bytes(tag, vr, std::as_bytes(std::span(value.data(), value.size())));
}

DataSetWriter& DataSetWriter::number(Tag tag, std::uint16_t value) {
  return numbers(tag, std::span<const std::uint16_t>(&value, 1));
}

DataSetWriter& DataSetWriter::numbers(Tag tag, std::span<const std::uint16_t> values) {
  return bytes(tag, "US", little(values, [](std::uint16_t value) { return value; }));
}

DataSetWriter& DataSetWriter::signed_number(Tag tag, std::int16_t value) {
  const std::array values{static_cast<std::uint16_t>(value)};
  return bytes(tag, "SS", little(std::span<const std::uint16_t>(values), [](std::uint16_t v) { return v; }));
}

DataSetWriter& DataSetWriter::longs(Tag tag, std::span<const std::uint32_t> values) {
  return bytes(tag, "UL", little(values, [](std::uint32_t value) { return value; }));
}

DataSetWriter& DataSetWriter::floats(Tag tag, std::span<const float> values) {
  return bytes(tag, "FL", little(values, [](float value) { return std::bit_cast<std::uint32_t>(value); }));
}

DataSetWriter& DataSetWriter::doubles(Tag tag, std::span<const double> values) {
  return bytes(tag, "FD", little(values, [](double value) { return std::bit_cast<std::uint64_t>(value); }));
}

DataSetWriter& DataSetWriter::tags(Tag tag, std::span<const Tag> values) {
  return bytes(tag, "AT", little(values, [](Tag value) {
                 return static_cast<std::uint32_t>(value.group) | static_cast<std::uint32_t>(value.element)
                                                                      << 16;
               }));
}

DataSetWriter& DataSetWriter::sequence(Tag tag, const std::vector<DataSetWriter>& items) {
  SequenceWriter writer;
  for (const DataSetWriter& item : items) writer.add(item);
  return long_sequence(tag, writer);
}

DataSetWriter& DataSetWriter::long_sequence(Tag tag, const SequenceWriter& items) {
  return bytes(tag, "SQ", items.bytes());
}

DataSetWriter& DataSetWriter::add(const DataSetWriter& other) {
  for (const auto& [tag, element] : other.elements_) elements_[tag] = element;
  return *this;
}

base::Bytes DataSetWriter::encoded() const {
  base::Bytes out;
  append_to(out);
  return out;
}

void DataSetWriter::append_to(base::Bytes& out) const {
  std::size_t size = out.size();
  for (const auto& [tag, element] : elements_) size += element.size();
  if (size > out.capacity()) out.reserve(std::max(size, 2 * out.capacity()));
  for (const auto& [tag, element] : elements_) out.insert(out.end(), element.begin(), element.end());
}

void SequenceWriter::add(const DataSetWriter& item) {
  const std::size_t start = bytes_.size();
  put(bytes_, 0xFFFE, 2);
  put(bytes_, 0xE000, 2);
  put(bytes_, 0, 4);
  item.append_to(bytes_);
  const std::size_t length = bytes_.size() - start - 8;
  for (std::size_t i = 0; i < 4; ++i)
    bytes_[start + 4 + i] = static_cast<std::byte>((length >> (8 * i)) & 0xFF);
}

void SequenceWriter::add(ByteView encoded_item) {
  put(bytes_, 0xFFFE, 2);
  put(bytes_, 0xE000, 2);
  put(bytes_, encoded_item.size(), 4);
  bytes_.insert(bytes_.end(), encoded_item.begin(), encoded_item.end());
}

base::Bytes part10_file(const DataSetWriter& data, std::string_view sop_class_uid,
                        std::string_view sop_instance_uid) {
  constexpr std::array kVersion{std::byte{0}, std::byte{1}};
  DataSetWriter meta;
  meta.bytes(tag::kFileMetaInformationVersion, "OB", kVersion)
      .text(tag::kMediaStorageSopClassUid, "UI", sop_class_uid)
      .text(tag::kMediaStorageSopInstanceUid, "UI", sop_instance_uid)
      .text(tag::kTransferSyntaxUid, "UI", kExplicitLittleEndian)
      .text(tag::kImplementationClassUid, "UI", uid_of_words({"roentgen", "implementation class"}))
      .text(tag::kImplementationVersionName, "SH", "ROENTGEN_" ROENTGEN_VERSION);
  const base::Bytes rest = meta.encoded();
  base::Bytes file(128);
  for (const char c : {'D', 'I', 'C', 'M'}) file.push_back(static_cast<std::byte>(c));
  base::Bytes length;
  put(length, static_cast<std::uint32_t>(rest.size()), 4);
  const base::Bytes first = encode(tag::kFileMetaInformationGroupLength, "UL", length);
  for (const base::Bytes* part : {&first, &rest}) file.insert(file.end(), part->begin(), part->end());
  data.append_to(file);
  return file;
}

}  // namespace roentgen::dicom
