// Identifiers made from what they identify: the same words give the same UUID.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace roentgen::exchange {

// Version 8 (RFC 9562, section 5.8) of the SHA-256 of the words, each with its length.
std::string uuid_of_words(std::initializer_list<std::string_view> words);

}  // namespace roentgen::exchange
