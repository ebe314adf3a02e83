// A Segmentation written frame by frame: hundreds of frames without having all of them in memory.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "dicom/data_set_writer.h"
#include "objects/bits.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

class SegmentationStream {
 public:
  using Sink = std::function<base::Result<void>(dicom::ByteView)>;

  // Writes all but the pixels. `common`: patient, study, series, machine and SOP Common attributes
  // (object.h, begin_object). `internal` for what a Segmentation cannot be (segmentation_attributes.h), or
  // for pixels beyond 4 GiB; and what the sink says.
  static base::Result<SegmentationStream> begin(const Segmentation& segmentation, dicom::DataSetWriter common,
                                                const std::string& sop_instance_uid, Sink sink);

  // The next frame, rows x columns: anything but 0 is inside (BINARY), or 0 … maximum (FRACTIONAL).
  base::Result<void> add(std::span<const std::uint8_t> samples);

  // `internal` if frames are missing.
  base::Result<void> finish();

 private:
  base::Result<void> hand_over();

  bool binary_ = true;
  std::size_t pixels_ = 0, frames_left_ = 0;
  std::size_t bytes_left_ = 0;  // of the pixels, with what pads them to an even number
  BitPacker packer_;
  base::Bytes waiting_;
  Sink sink_;
};

}  // namespace roentgen::objects
