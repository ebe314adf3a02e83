// Words beside the pixels of a PNG file.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace roentgen::image {

// The text of the first tEXt chunk with this keyword (PNG specification, 11.3.3.3) before or after the
// pixels; empty if there is none, the file is no PNG or is damaged before it. At most 1024 bytes; what is not
// printable ASCII becomes '?'.
std::string png_text(std::span<const std::byte> file, std::string_view keyword);

}  // namespace roentgen::image
