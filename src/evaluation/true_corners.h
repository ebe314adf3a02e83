// What a folder's landmarks.csv tells of vertebrae. Inside this room only.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dataset/table.h"
#include "reading/spine.h"

namespace roentgen::evaluation {

using TrueCorners = std::map<std::string, std::vector<reading::Vertebra>>;  // by bare name (film_name.h)

// The corners of `count` vertebrae, by the names of their points: v01_tl, v01_tr, v01_bl, v01_br, v02_tl …
// Nothing without a landmarks.csv that names them all; a remark then says why. Remarks count films whose row
// is not whole, and rows of images that are not `listed` (empty: any may be).
std::optional<TrueCorners> true_corners(const dataset::Table& table, std::size_t count,
                                        const std::set<std::string>& listed,
                                        std::vector<std::string>& remarks);

}  // namespace roentgen::evaluation
