// What an object made from a film takes over of it, byte for byte.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "dicom/data_set.h"
#include "dicom/data_set_writer.h"

namespace roentgen::dicom {

// The attributes of derived_attributes.h by what they tell of: PS3.3 C.12.1, C.7.1.1, C.7.2.1 with C.7.2.2,
// C.7.5.1, and those of the picture itself.
enum class Part { character_set, patient, study, equipment, picture };

// Writes what `source` has of these parts into `out`, in the source's own character set, with the bytes the
// source has (less padding). What PS3.3 requires but allows to be empty (type 2) is written empty where the
// source lacks it or has a value that its VR does not allow. `told` gets a sentence for each of these, and
// one for texts that need a character set where none is named.
void inherit(const DataSet& source, std::span<const Part> parts, DataSetWriter& out,
             std::vector<std::string>& told);

// Whether a text of these parts has bytes beyond ASCII, or escape sequences.
bool has_other_letters(const DataSet& source, std::span<const Part> parts);

}  // namespace roentgen::dicom
