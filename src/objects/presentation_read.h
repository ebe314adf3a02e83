// Presentation states read back: ours and other programs', tolerant and bounded.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"
#include "objects/presentation.h"

namespace roentgen::objects {

inline constexpr std::size_t kMostGraphics = 100'000;         // graphics and texts together
inline constexpr std::size_t kMostGraphicPoints = 4'000'000;  // of all graphics

struct ReadPresentation {
  Presentation presentation;
  std::string study_instance_uid, sop_instance_uid;
  std::vector<std::string> remarks;  // deviations that were tolerated, and what is not read
};

// Grayscale Softcopy Presentation States. Not read, and told: compound graphics, overlays, shutters, masks,
// Presentation LUT Sequences, and areas, windows or annotations beyond those of the first image they name.
// `unusable_input` if it is no presentation state or has more than the limits above.
base::Result<ReadPresentation> read_presentation(dicom::ByteView file);

// The closed figures of a layer (all layers: "") as regions of the image: polylines, circles and ellipses.
std::vector<study::Region> regions_of(const Presentation& presentation, const std::string& layer);

}  // namespace roentgen::objects
