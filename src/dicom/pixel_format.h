// The Image Pixel module (PS3.3 C.7.6.3): how the stored pixels are laid out.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/part10.h"

namespace roentgen::dicom {

enum class SampleKind { integer, float32, float64 };

struct PixelFormat {
  int rows = 0;
  int columns = 0;
  int frames = 1;
  int samples = 1;         // 1 or 3
  int bits_allocated = 8;  // 1, 8, 16, 32 or 64
  int bits_stored = 8;
  int high_bit = 7;
  bool is_signed = false;
  bool planar = false;  // RRR…GGG…BBB…
  SampleKind kind = SampleKind::integer;
  std::string photometric;  // upper case

  std::size_t pixels() const { return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns); }
  std::size_t samples_per_frame() const { return pixels() * static_cast<std::size_t>(samples); }
  std::size_t bytes_per_sample() const {
    return bits_allocated == 1 ? 1 : static_cast<std::size_t>(bits_allocated) / 8;
  }
};

// `unusable_input` if a header claims what cannot be shown; what can be guessed is guessed and told in
// `remarks`.
base::Result<PixelFormat> read_pixel_format(const DataSet& data, std::vector<std::string>& remarks);

}  // namespace roentgen::dicom
