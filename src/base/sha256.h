// SHA-256 (FIPS 180-4) as lower-case hexadecimal.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace roentgen::base {

std::string sha256_hex(std::span<const std::byte> bytes);

}  // namespace roentgen::base
