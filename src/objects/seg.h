// The outlines and heat maps of a reading as Segmentations (PS3.3 A.51) that lie on the stored film, pixel on
// pixel.
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/object.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

// One BINARY object with the outlined structures, one FRACTIONAL object with the heat maps; either is left
// out where the reading has none of it. A radiograph has no Frame of Reference of its own: the frames name
// the film as their source with Spatial Locations Preserved (PS3.3 A.51.3 asks for a Frame of Reference only
// where there is no Derivation Image).
base::Result<std::vector<Object>> write_segmentations(const Context& context);

// Evidence that belongs to a finding of the reading which may show where it lies.
bool may_show(const study::Reading& reading, const Heat& heat);

// The film as the source of a frame.
SourceImage film_source(const Source& source);

// Laterality of a series (PS3.3 C.7.3.1, type 2C): "L", "R", or empty.
std::string side_of(const Source& source);

// Samples 0 … 255 of a plane of 0 … 1, brought to this size.
std::vector<std::uint8_t> fraction_samples(const image::Plane& plane, int rows, int columns);

}  // namespace roentgen::objects
