// The attributes of DICOM, under a short name: the table is dicom/tags.h.
#pragma once

#include "dicom/tags.h"

namespace roentgen::objects {

using dicom::Tag;
namespace tag = dicom::tag;

}  // namespace roentgen::objects
