// Unique identifiers made from what they identify: the same input gives the same UID.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace roentgen::dicom {

// "2.25." and a UUID as a decimal number (PS3.5 B.2), where the UUID (version 8, RFC 9562) is made of the
// SHA-256 of the words, each with its length. At most 44 characters.
std::string uid_of_words(std::initializer_list<std::string_view> words);

}  // namespace roentgen::dicom
