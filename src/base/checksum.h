// XXH3, 128 bits, as lower-case hexadecimal: tells damage, at the speed of memory. Not for what a person
// could have changed on purpose (sha256.h).
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace roentgen::base {

std::string checksum_hex(std::span<const std::byte> bytes);

}  // namespace roentgen::base
