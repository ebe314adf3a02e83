#include "dicom/part10.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "dicom/data_set_reader.h"
#include "dicom/element_header.h"
#include "dicom/inflate.h"

namespace roentgen::dicom {
namespace {

constexpr std::size_t kMagicAt = 128;
constexpr std::size_t kMetaAt = 132;

bool has_magic(ByteView file) {
  // The word may stand there by accident: file meta information must follow it, or a data set without one.
  return file.size() >= kMetaAt + 8 && std::memcmp(file.data() + kMagicAt, "DICM", 4) == 0 &&
         load16(file.data() + kMetaAt, false) <= 0x0008;
}

// Reads group 0002 (always explicit little endian) and says where the data set begins.
std::size_t read_meta(ByteView file, std::size_t at, DataSet& meta) {
  while (const auto header = read_element_header(file, at, file.size(), false, true)) {
    if (header->tag.group != 0x0002 || header->length > file.size() - header->value_at) break;
    Element element;
    element.tag = header->tag;
    element.vr = header->vr;
    element.value = file.subspan(header->value_at, header->length);
    meta.elements.push_back(std::move(element));
    at = header->value_at + header->length;
  }
  return at;
}

struct Encoding {
  bool big_endian = false;
  bool explicit_vr = false;
};

// How a bare data set is written, told from its first element; nullopt if it does not look like one.
std::optional<Encoding> recognise(ByteView bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const auto plausible = [](std::uint16_t group) {
    return group == 0x0004 || group == 0x0008 || group == 0x0010 || group == 0x0018 || group == 0x0020 ||
           group == 0x0028;
  };
  Encoding encoding;
  const bool little = plausible(load16(bytes.data(), false));
  if (!little && !plausible(load16(bytes.data(), true))) return std::nullopt;
  encoding.big_endian = !little;
  encoding.explicit_vr = is_known_vr({static_cast<char>(bytes[4]), static_cast<char>(bytes[5])});
  // A second element, if there is room for one, has a greater tag.
  const auto first = read_element_header(bytes, 0, bytes.size(), encoding.big_endian, encoding.explicit_vr);
  if (!first) return std::nullopt;
  if (first->length == kUndefinedLength) return encoding;
  if (first->length > bytes.size() - first->value_at) return std::nullopt;
  const auto second = read_element_header(bytes, first->value_at + first->length, bytes.size(),
                                          encoding.big_endian, encoding.explicit_vr);
  if (!second || second->tag <= first->tag) return std::nullopt;
  return encoding;
}

std::string_view uid_of(Encoding encoding) {
  if (encoding.big_endian) return kExplicitBigEndian;
  return encoding.explicit_vr ? kExplicitLittleEndian : kImplicitLittleEndian;
}

}  // namespace

base::Result<Part10> read_part10(ByteView file, Sequences sequences) {
  Part10 result;
  const bool magic = has_magic(file);
  const bool bare_meta = !magic && file.size() >= 8 && load16(file.data(), false) == 0x0002;
  std::size_t at = magic ? kMetaAt : 0;
  if (magic || bare_meta) at = read_meta(file, at, result.meta);
  ByteView body = file.subspan(at);
  if (!magic) result.remarks.push_back("no DICOM preamble");

  std::optional<Encoding> encoding = recognise(body);
  result.transfer_syntax_uid = text(result.meta, tag::kTransferSyntaxUid);
  if (result.transfer_syntax_uid.empty()) {
    if (!encoding && !magic && result.meta.elements.size() < 2)
      return base::fail(base::ErrorCode::unusable_input, "not a DICOM file");
    if (!encoding)
      return base::fail(base::ErrorCode::unusable_input,
                        "the file names no transfer syntax and its data set cannot be recognised");
    result.transfer_syntax_uid = uid_of(*encoding);
    result.remarks.push_back("no transfer syntax is named; the data set looks like " +
                             std::string(find_transfer_syntax(result.transfer_syntax_uid)->name));
    result.syntax = find_transfer_syntax(result.transfer_syntax_uid);
  } else {
    result.syntax = find_transfer_syntax(result.transfer_syntax_uid);
    const TransferSyntax declared = result.syntax != nullptr ? *result.syntax : TransferSyntax{};
    if (declared.deflated) {
      // A radiograph never grows more than a hundredfold, except small blank ones.
      const std::size_t limit = std::clamp(100 * body.size(), std::size_t{64} << 20, std::size_t{1} << 30);
      auto inflated = inflate(body, limit);
      if (!inflated) return std::unexpected(inflated.error());
      if (!inflated->complete) result.remarks.push_back("the deflated data set ends early");
      result.inflated = std::move(inflated->bytes);
      body = result.inflated;
    }
    if (!encoding || declared.deflated) encoding = Encoding{declared.big_endian, declared.explicit_vr};
    if (encoding->big_endian != declared.big_endian || encoding->explicit_vr != declared.explicit_vr)
      result.remarks.push_back("the data set is written as " +
                               std::string(find_transfer_syntax(uid_of(*encoding))->name) +
                               ", not as its transfer syntax says");
  }

  auto read = read_data_set(body, encoding->big_endian, encoding->explicit_vr, sequences);
  if (!read) return std::unexpected(read.error());
  if (read->vr_missing) result.remarks.push_back("some elements lack their value representation");
  result.data = std::move(read->set);
  result.encapsulated = read->encapsulated;
  result.fragments = std::move(read->fragments);
  result.damage = std::move(read->damage);
  if (result.data.elements.empty() && result.damage.empty()) result.damage = "the data set is empty";
  return result;
}

}  // namespace roentgen::dicom
