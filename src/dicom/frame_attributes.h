// Where an attribute of one frame stands: in its functional group, the shared one, or the data set itself
// (PS3.3 C.7.6.16).
#pragma once

#include "dicom/data_set.h"

namespace roentgen::dicom {

// The item of `macro_sequence` that holds for `frame`; the data set itself if it has no such groups.
const DataSet& attributes_of_frame(const DataSet& data, int frame, Tag macro_sequence);

}  // namespace roentgen::dicom
