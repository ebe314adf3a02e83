// A reading as standard DICOM objects: the one door of this room for writing.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "objects/input.h"
#include "objects/object.h"

namespace roentgen::objects {

struct Kind {
  std::string_view name;                                       // Object::kind, and the word in Choice::kinds
  std::string_view title;                                      // "Segmentation of structures"
  base::Result<std::vector<Object>> (*write)(const Context&);  // nothing, where the reading has none of it
};

// In the order of writing: what comes later may refer to what was written before (Context::written).
std::span<const Kind> kinds();

// What the choice wants and the reading has. The same input, choice and versions give the same bytes. A film
// without identifiers of its own (PNG) is written along as "picture", whatever the choice.
// `usage` for a kind that does not exist; `internal` if an object could not be made.
base::Result<std::vector<Object>> write_objects(const Input& input, const Choice& choice = {});

}  // namespace roentgen::objects
