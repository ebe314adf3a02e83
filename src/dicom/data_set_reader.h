// One data set of a file, read with an explicit stack.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"

namespace roentgen::dicom {

// Which sequences are kept: those that a picture needs (the rest is walked over), or all of them.
enum class Sequences { of_pictures, all };

struct ReadDataSet {
  DataSet set;
  bool encapsulated = false;
  std::vector<ByteView> fragments;  // of the first PixelData of undefined length at top level
  std::string damage;               // empty: read to the end
  bool vr_missing = false;          // elements without VR in an explicit data set
};

// `unusable_input` for nesting or counts beyond the limits of part10.h; other damage ends the reading and is
// told.
base::Result<ReadDataSet> read_data_set(ByteView bytes, bool big_endian, bool explicit_vr,
                                        Sequences sequences = Sequences::of_pictures);

}  // namespace roentgen::dicom
