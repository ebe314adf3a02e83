#include "dicom/data_set_writer.h"

#include <algorithm>
#include <array>

#include "dicom/transfer_syntax.h"
#include "dicom/uid.h"

namespace roentgen::dicom {
namespace {

constexpr std::array<std::string_view, 9> kLongForm{"OB", "OD", "OF", "OL", "OV", "OW", "SQ", "UN", "UT"};
constexpr Tag kMetaLength{0x0002, 0x0000}, kMetaVersion{0x0002, 0x0001};
constexpr Tag kImplementationClass{0x0002, 0x0012}, kImplementationName{0x0002, 0x0013};

void put(base::Bytes& out, std::uint32_t value, int size) {
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

}  // namespace

DataSetWriter& DataSetWriter::bytes(Tag tag, std::string_view vr, ByteView value) {
  elements_[tag] = encode(tag, vr, value);
  return *this;
}

DataSetWriter& DataSetWriter::text(Tag tag, std::string_view vr, std::string_view value) {
  return bytes(tag, vr, std::as_bytes(std::span(value.data(), value.size())));
}

DataSetWriter& DataSetWriter::number(Tag tag, std::uint16_t value) {
  const std::array little{static_cast<std::byte>(value & 0xFF), static_cast<std::byte>(value >> 8)};
  return bytes(tag, "US", little);
}

DataSetWriter& DataSetWriter::sequence(Tag tag, const std::vector<DataSetWriter>& items) {
  base::Bytes value;
  for (const DataSetWriter& item : items) {
    const base::Bytes content = item.encoded();
    put(value, 0xFFFE, 2);
    put(value, 0xE000, 2);
    put(value, static_cast<std::uint32_t>(content.size()), 4);
    value.insert(value.end(), content.begin(), content.end());
  }
  return bytes(tag, "SQ", value);
}

base::Bytes DataSetWriter::encoded() const {
  std::size_t size = 0;
  for (const auto& [tag, element] : elements_) size += element.size();
  base::Bytes out;
  out.reserve(size);
  for (const auto& [tag, element] : elements_) out.insert(out.end(), element.begin(), element.end());
  return out;
}

base::Bytes part10_file(const DataSetWriter& data, std::string_view sop_class_uid,
                        std::string_view sop_instance_uid) {
  constexpr std::array kVersion{std::byte{0}, std::byte{1}};
  DataSetWriter meta;
  meta.bytes(kMetaVersion, "OB", kVersion)
      .text(tag::kMediaStorageSopClassUid, "UI", sop_class_uid)
      .text(tag::kMediaStorageSopInstanceUid, "UI", sop_instance_uid)
      .text(tag::kTransferSyntaxUid, "UI", kExplicitLittleEndian)
      .text(kImplementationClass, "UI", uid_of_words({"roentgen", "implementation class"}))
      .text(kImplementationName, "SH", "ROENTGEN_" ROENTGEN_VERSION);
  const base::Bytes rest = meta.encoded();
  base::Bytes file(128);
  for (const char c : {'D', 'I', 'C', 'M'}) file.push_back(static_cast<std::byte>(c));
  base::Bytes length;
  put(length, static_cast<std::uint32_t>(rest.size()), 4);
  const base::Bytes first = encode(kMetaLength, "UL", length);
  const base::Bytes body = data.encoded();
  file.reserve(file.size() + first.size() + rest.size() + body.size());
  for (const base::Bytes* part : {&first, &rest, &body}) file.insert(file.end(), part->begin(), part->end());
  return file;
}

}  // namespace roentgen::dicom
