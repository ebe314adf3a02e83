// The content tree of any structured report, read.
#pragma once

#include "base/result.h"
#include "dicom/data_set.h"
#include "objects/content.h"

namespace roentgen::objects {

inline constexpr int kDeepestContent = 32;                // items in items
inline constexpr std::size_t kMostContent = 100'000;      // items of one document
inline constexpr std::size_t kMostCoordinates = 1 << 20;  // of one document

// `set`: read with dicom::Sequences::all. What an item lacks stays empty; items of unknown kinds are kept as
// ValueType::other. By-reference relationships are left out. Texts become UTF-8; what is not, '?'.
// `unusable_input` if this is no structured report, or larger than the limits above.
base::Result<ContentItem> read_content(const dicom::DataSet& set);

}  // namespace roentgen::objects
