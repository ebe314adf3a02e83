// Base64 (RFC 4648, section 4, with padding), for pictures inside a page.
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace roentgen::results {

std::string base64(std::span<const std::byte> bytes);

}  // namespace roentgen::results
