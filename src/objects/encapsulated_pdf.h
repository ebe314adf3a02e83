// Reports in words as Encapsulated PDF (PS3.3 A.45.1).
#pragma once

#include <vector>

#include "base/result.h"
#include "objects/object.h"

namespace roentgen::objects {

inline constexpr std::string_view kEncapsulatedPdfStorage = "1.2.840.10008.5.1.4.1.1.104.1";

// One object for each of the input's reports, in their order. `internal` for bytes that are no PDF file.
base::Result<std::vector<Object>> write_pdfs(const Context& context);

}  // namespace roentgen::objects
