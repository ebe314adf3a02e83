// The outlines of a set's films, for those who compare with them: what masks.json tells, overlapping bits
// too, or, where there is no masks.json, what masks/ can be taken for.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "image/image.h"

namespace roentgen::dataset {

// Structure -> the values of a pixel that say it is there. A value may stand for several structures.
using Legend = std::map<std::string, std::set<int>>;

// Layers are one folder for each structure, named after it, and become the bits of one mask.
enum class OutlineKind { index, layers, bits, binary };

struct Outlines {
  OutlineKind kind = OutlineKind::index;
  std::vector<MaskFolder> folders = {};  // one; of layers one for each structure: folders[k] is bit 1 << k
  Legend legend = {};
  std::string convention = {};  // see MaskFolder
  bool assumed = false;         // there is no masks.json
};

Legend legend_of(const MaskFolder& masks);

// With masks.json: its entries of the kinds "index", "binary" and "bits", in its order. Without it: masks/
// and its folders, as far as one of `structures` can be assumed in them. A folder named like one of them
// holds layers: every value but 0 is that structure. The others, if `structures` has right_lung, left_lung or
// heart, are taken for 1 = right lung, 2 = left lung, 3 = heart (of the patient), as in the set cxr_anatomy;
// whether a film's mask can be that is what against_assumption() says.
// `unusable_input` if masks.json is damaged, or missing where nothing can be assumed.
base::Result<std::vector<Outlines>> read_outlines(const Table& table,
                                                  const std::vector<std::string>& structures);

bool has_outline(const Outlines& outlines, const Film& film);

// `unusable_input` for what read_mask() refuses, and for layers of different sizes.
base::Result<image::Mask> read_outline(const Outlines& outlines, const Film& film);

// What of assumed outlines of this film contradicts the assumption, as "with values other than 0 to 3";
// empty if nothing does, or if the mask cannot be read, which read_outline() says.
std::string against_assumption(const Outlines& outlines, const Film& film);

// Whether the mask has values (of bits: a bit) that the legend does not name.
bool has_unnamed(const Outlines& outlines, const image::Mask& mask);

}  // namespace roentgen::dataset
