// Whether the place that a finding's evidence points to can be one.
#pragma once

#include <span>
#include <vector>

#include "reading/findings.h"
#include "study/reading.h"

namespace roentgen::reading {

// A finding of the chest whose strongest evidence lies outside of the outlined chest (the box around all
// outlines, and a twentieth of its sides beyond) keeps its probability, but neither its regions nor its heat
// map: it was not disease that the network looked at there. Says so in a remark, `place_unknown`, for each.
// No outlines: nothing changes. All coordinates lie on the same picture.
std::vector<study::Remark> forget_places_outside(std::span<const study::Outline> outlines,
                                                 FindingsResult& result);

// Places are shown only for findings whose card says how often their heat points to the right one: the others
// lose their heat map and regions, not their probability. Regions that come from no heat map stay.
void hide_unmeasured_places(FindingsResult& result);

}  // namespace roentgen::reading
