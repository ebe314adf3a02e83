// Heat maps as a Parametric Map (PS3.3 A.75): the class activation itself, in numbers.
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/object.h"
#include "objects/segmentation.h"

namespace roentgen::objects {

inline constexpr std::string_view kParametricMapStorage = "1.2.840.10008.5.1.4.1.1.30";

// One object, a frame of 32-bit floats for each heat map, as coarse as the heat map is; nothing where no
// finding may show one (seg.h, may_show). Each frame has its Real World Value Mapping: class activation, no
// unit, 0 … 1.
//
// A Parametric Map must have a Frame of Reference and planes in it (A.75.3), which a projection radiograph
// has not. Ours is one of the film's own plane: its origin is the centre of the film's first pixel, its axes
// are the directions that Patient Orientation names, or those of a frontal film as the reading saw it; its
// millimetres are the film's, and without a known spacing there are none.
base::Result<std::vector<Object>> write_parametric_map(const Context& context);

// Where a plane of rows x columns over the whole film lies in that frame of reference.
struct PlacedGrid {
  PatientGrid grid;
  Vector3 position{0, 0, 0};
};
PlacedGrid place_on_film(const Input& input, int rows, int columns);

}  // namespace roentgen::objects
