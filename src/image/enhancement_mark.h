// How an enhanced picture is known again.
#pragma once

#include <string_view>

#include "image/image.h"

namespace roentgen::image {

// The keyword of the text in our enhanced PNG files.
inline constexpr std::string_view kEnhancementKeyword = "Roentgen-Enhancement";

// Writes a fixed pattern into the lowest bit of the first 16 rows (1/65535 of the grey range: no eye sees
// it), so that the picture is known even when the words around it were lost. Any loss-free 16-bit copy keeps
// it; 8-bit or lossy copies do not.
void put_enhancement_mark(Image& image);

// Whether at least 99 of 100 of these bits are the pattern's. By chance, half of them are.
bool has_enhancement_mark(const Image& image);

}  // namespace roentgen::image
