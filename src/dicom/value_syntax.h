// Whether a text value is one that its VR allows (PS3.5 table 6.2-1).
#pragma once

#include <string_view>

namespace roentgen::dicom {

// `values`: one or several, divided by backslashes, without padding. Of AS, CS, DA, DS, IS, LO, PN, SH, TM
// and UI; others are always allowed. Lengths are counted in bytes, three times as many being allowed where a
// character may take more than one.
bool is_allowed(std::string_view vr, std::string_view values);

}  // namespace roentgen::dicom
