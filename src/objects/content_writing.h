// A content tree as DICOM attributes.
#pragma once

#include <string>

#include "dicom/data_set_writer.h"
#include "objects/content.h"

namespace roentgen::objects {

enum class Letters { ascii, utf8 };

// The root's attributes (Value Type, Concept Name, Content Template, Content Sequence) into `out`. Texts and
// names of persons lose what is not ASCII, unless the object's character set is UTF-8; texts are cut at
// 65,534 bytes.
void write_content(const ContentItem& root, dicom::DataSetWriter& out, Letters letters = Letters::ascii);

// At most 16 characters (DS), as close to the value as that allows.
std::string numeric_value(double value);

}  // namespace roentgen::objects
