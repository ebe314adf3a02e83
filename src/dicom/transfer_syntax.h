// The transfer syntaxes of PS3.5 section 10 and PS3.6 table A-1: how the data set is written and who decodes
// the pixels.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace roentgen::dicom {

enum class Codec { native, rle, jpeg, jpeg_ls, jpeg_2000, htj2k, deflated_frame, none };

struct TransferSyntax {
  std::string_view uid;
  std::string_view name;
  bool explicit_vr = true;
  bool big_endian = false;         // of the data set
  bool big_endian_pixels = false;  // of native pixel data
  bool deflated = false;           // the whole data set
  Codec codec = Codec::native;     // none: known by name, not decoded here
};

inline constexpr std::string_view kImplicitLittleEndian = "1.2.840.10008.1.2";
inline constexpr std::string_view kExplicitLittleEndian = "1.2.840.10008.1.2.1";
inline constexpr std::string_view kExplicitBigEndian = "1.2.840.10008.1.2.2";

// nullptr if the standard (and its makers' private additions we know) has no such syntax.
const TransferSyntax* find_transfer_syntax(std::string_view uid);

std::span<const TransferSyntax> transfer_syntaxes();

}  // namespace roentgen::dicom
