// How a picture that no patient has is known: a generator made it.
#pragma once

#include <string_view>

#include "image/image.h"

namespace roentgen::image {

// The keyword of the text in the PNG files of synthetic pictures.
inline constexpr std::string_view kSyntheticKeyword = "Roentgen-Synthetic";

// Rows that the mark takes below a picture of so many columns (at least 64).
int synthetic_strip_rows(int columns);

// The picture with a black strip below it that reads SYNTHETIC: burned in for every eye, and beside the
// picture, so that cutting it off again leaves every pixel as it was. Needs 64 columns or more.
Image with_synthetic_strip(const Image& image);

// Whether the last rows are that strip, up to one pixel in fifty: 8 bits, JPEG and brightening keep it.
bool has_synthetic_strip(const Image& image);

// The picture above the strip, which must be there.
Image without_synthetic_strip(const Image& image);

}  // namespace roentgen::image
