// The attributes of a Segmentation but for patient, study, series, machine and pixels.
#pragma once

#include "base/result.h"
#include "dicom/data_set_writer.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

inline constexpr std::string_view kSegmentationStorage = "1.2.840.10008.5.1.4.1.1.66.4";

// Image Pixel, Segmentation Image, Multi-frame Functional Groups, Multi-frame Dimension and Common Instance
// Reference (PS3.3 C.8.20, C.7.6.16, C.7.6.17, C.12.2), Frame of Reference where there is a grid. `identity`:
// what the UID of the dimensions is made of. `internal` for what cannot be written: no frames, a segment that
// is not there, a size beyond 65535; LABELMAP is read, not written.
base::Result<void> add_segmentation(const Segmentation& segmentation, std::string_view identity,
                                    dicom::DataSetWriter& out);

}  // namespace roentgen::objects
