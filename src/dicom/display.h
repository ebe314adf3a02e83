// Stored values turned into the picture: one table over the stored range, one pass over the pixels.
#pragma once

#include <string>
#include <vector>

#include "dicom/grey_transform.h"
#include "image/image.h"

namespace roentgen::dicom {

// Shares of the values (without padding) left out at either end if a file brings no window of its own.
inline constexpr double kPercentileLow = 0.005;
inline constexpr double kPercentileHigh = 0.995;

// Makes the window reach from the lowest to the highest value of the image, padding left out, whatever window
// or VOI LUT the file has. Values of 8 bits and fewer keep their place between black and white.
void show_whole_range(const StoredFrame& frame, GreyTransform& transform, std::vector<std::string>& steps);

// Grey frames. Without window and VOI LUT, values of up to 8 bits that use a good part of their range are
// shown as they are (they are display values already), all others between the percentiles above. `transform`
// gets the window that was taken.
image::Image show_grey(const StoredFrame& frame, GreyTransform& transform, bool window_was_asked,
                       std::vector<std::string>& steps, std::vector<std::string>& remarks);

// Stored values of 32 or 64 bits, whole or floating.
image::Image show_wide(const StoredFrame& frame, GreyTransform& transform, std::vector<std::string>& steps);

// Colour frames: luma (ITU-R BT.601; Y where it is stored). `unusable_input` for a palette that is not there.
base::Result<image::Image> show_colour(const StoredFrame& frame, const DataSet& data,
                                       const std::optional<Window>& window, std::vector<std::string>& steps);

}  // namespace roentgen::dicom
