// High-Throughput JPEG 2000 streams of OpenJPH's own encoder, lossless, made for tests.
#pragma once

#include <openjph/ojph_arch.h>
#include <openjph/ojph_codestream.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <cstring>
#include <vector>

#include "base/file.h"

namespace roentgen::dicom {

struct StreamForTest {
  int rows = 96;
  int columns = 128;
  int samples = 1;  // a pixel
  int precision = 16;
  bool is_signed = false;
  int levels = 3;  // from 6 on there is a resolution of one row, which OpenJPEG reads and not OpenJPH
};

// `values` in C order: rows x columns x samples.
inline base::Bytes encoded(const std::vector<int>& values, const StreamForTest& kind = {}) {
  const auto unsigned_of = [](int value) { return static_cast<ojph::ui32>(value); };
  ojph::codestream encoder;
  ojph::param_siz size = encoder.access_siz();
  size.set_image_extent(ojph::point(unsigned_of(kind.columns), unsigned_of(kind.rows)));
  size.set_num_components(unsigned_of(kind.samples));
  for (int i = 0; i < kind.samples; ++i)
    size.set_component(unsigned_of(i), ojph::point(1, 1), unsigned_of(kind.precision), kind.is_signed);
  ojph::param_cod coding = encoder.access_cod();
  coding.set_num_decomposition(unsigned_of(kind.levels));
  coding.set_reversible(true);
  coding.set_color_transform(false);
  encoder.set_planar(false);
  ojph::mem_outfile file;
  file.open();
  encoder.write_headers(&file);
  ojph::ui32 next = 0;
  ojph::line_buf* line = encoder.exchange(nullptr, next);
  for (int y = 0; y < kind.rows; ++y)
    for (int i = 0; i < kind.samples; ++i) {
      for (int x = 0; x < kind.columns; ++x)
        line->i32[x] = values[static_cast<std::size_t>((y * kind.columns + x) * kind.samples + i)];
      line = encoder.exchange(line, next);
    }
  encoder.flush();
  base::Bytes stream(static_cast<std::size_t>(file.tell()));
  std::memcpy(stream.data(), file.get_data(), stream.size());
  encoder.close();
  return stream;
}

}  // namespace roentgen::dicom
