// DCMTK writes its complaints to the terminal unless told not to; ours are in the results.
#pragma once

namespace roentgen::dicom {

void silence_dcmtk();

}  // namespace roentgen::dicom
