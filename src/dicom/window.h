// A window (PS3.3 C.11.2.1.2) in modality units.
#pragma once

namespace roentgen::dicom {

struct Window {
  double centre = 0;
  double width = 1;
};

}  // namespace roentgen::dicom
