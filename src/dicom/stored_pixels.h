// The fingerprint of a file's stored pixels: the same number for the same image in any lossless encoding.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::dicom {

// `sha256` is that of all frames' stored values, little endian, frame by frame, row by row, samples of a
// pixel side by side (also for PlanarConfiguration 1), 1-bit pixels as bytes 0 and 1, native YBR_FULL_422 at
// full size, before modality LUT, windows, palettes and colour conversion (as pydicom 3 gives them by
// pixel_array with raw=True).
struct StoredPixels {
  std::string dtype;       // "uint8", "int16", "float32" …
  std::vector<int> shape;  // frames, rows, columns, samples; a 1 for frames or samples is left out
  std::string sha256;
  double minimum = 0;
  double maximum = 0;
  double mean = 0;
};

// A film may have more frames than is sensible to decode for a fingerprint.
inline constexpr double kMostFingerprintedSamples = 2e9;

// `unusable_input` as in film.h, also if one of the frames is damaged; for PNG and JPEG files too: they have
// display values only.
// `each_frame`, if given, gets every frame's bytes as they are hashed.
base::Result<StoredPixels> describe_stored_pixels(
    std::span<const std::byte> file, const std::function<void(std::span<const std::byte>)>& each_frame = {});

}  // namespace roentgen::dicom
