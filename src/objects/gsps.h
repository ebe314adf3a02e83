// A reading as a Grayscale Softcopy Presentation State (PS3.3 A.33.1): what a viewer draws over the film.
#pragma once

#include <vector>

#include "base/result.h"
#include "dicom/data_set_writer.h"
#include "objects/object.h"
#include "objects/presentation.h"

namespace roentgen::objects {

inline constexpr std::string_view kPresentationStateStorage = "1.2.840.10008.5.1.4.1.1.11.1";

// Nothing for films in colour, which this kind of object is not for, and for those that could not be opened.
base::Result<std::vector<Object>> write_presentation_state(const Context& context);

// The attributes but for patient, study, series, machine and creation date: Presentation State Identification
// and Relationship, Displayed Area, Graphic Annotation, Graphic Layer, Spatial Transformation, Modality LUT,
// Softcopy VOI LUT and Softcopy Presentation LUT (C.11.10, C.11.11, C.10.4, C.10.5, C.10.7, C.10.6, C.11.1,
// C.11.8, C.11.6).
void add_presentation(const Presentation& presentation, dicom::DataSetWriter& out);

// Half a pixel lies between our coordinates and DICOM's (presentation.h).
inline constexpr double kCorner = 0.5;

}  // namespace roentgen::objects
