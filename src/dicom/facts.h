// The facts of a DICOM film's acquisition.
#pragma once

#include <string>
#include <vector>

#include "dicom/part10.h"
#include "dicom/pixel_format.h"
#include "study/acquisition.h"

namespace roentgen::dicom {

study::Acquisition read_acquisition(const Part10& file, const PixelFormat& format, int frame,
                                    std::vector<std::string>& remarks);

// Pixel Spacing, Imager Pixel Spacing and magnification kept apart as PS3.3 10.7.1.3 and C.8.11.4 do: a Pixel
// Spacing that only repeats the Imager Pixel Spacing is no calibration; where the file estimates a
// magnification (ERMF) above 1, the detector's distances are divided by it.
study::PixelSpacing read_spacing(const DataSet& data, int frame, std::vector<std::string>& remarks);

// Height / width of a pixel: from its spacing, else from Pixel Aspect Ratio (0028,0034), else 1.
double read_pixel_aspect(const DataSet& data, const study::PixelSpacing& spacing);

// (0010,1010), or from birth and study date; nullopt if neither says anything sensible.
std::optional<int> read_age_years(const DataSet& data);

}  // namespace roentgen::dicom
