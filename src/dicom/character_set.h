// Text of a data set as UTF-8, whatever its Specific Character Set (PS3.3 C.12.1.1.2, PS3.5 6.1).
#pragma once

#include <string>
#include <vector>

#include "dicom/data_set.h"

namespace roentgen::dicom {

struct DecodedText {
  std::string utf8;   // control characters and what could not be decoded are U+FFFD
  bool exact = true;  // false: something could not be decoded, or the character set has no name we know
};

// `sets`: the values of Specific Character Set, "" for the default repertoire. Single-byte sets, UTF-8,
// GB18030 and GBK, and with code extensions (ISO 2022) Japanese, Korean and Chinese. Padding is removed.
DecodedText decoded_text(ByteView value, const std::vector<std::string>& sets);

// The whole value of an attribute, backslashes included. Empty if it is absent.
DecodedText decoded_text(const DataSet& set, Tag tag);

}  // namespace roentgen::dicom
