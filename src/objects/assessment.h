// A person's decision about a reading as a structured report that refers to the one it judges.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "dicom/data_set.h"
#include "objects/document.h"
#include "objects/object.h"
#include "study/decision.h"

namespace roentgen::objects {

// Comprehensive 3D SR, TID 1500, observed by a person: one TID 1501 group per decision with the Tracking UID
// of the finding it judges, the verdict, the reason, and what the person says instead; the judged report (and
// with it its evidence) is named among the supporting information and in the evidence. IHE's AI Result
// Assessment profile asks for such a document; its codes for verdicts were not at hand, so they are ours
// (99ROENTGEN). Content Date and Time are decision.when's. Person, role and texts are written in UTF-8 where
// the film's character set allows it; elsewhere what is not ASCII becomes '?'.
//
// `report`: the document that is judged. `earlier`: assessments (of kind "assessment") that this one
// supersedes. A source without a SOP Instance UID: there is no film to point at. `usage` if `decision.when`
// is no DICOM date and time, or no person is named.
base::Result<Object> write_assessment(const Source& source, const study::Reading& reading,
                                      const Evidence& report, const study::Decision& decision,
                                      std::span<const Earlier> earlier = {});

// A report of ours as something to be judged, from its file alone: whom and which film it is about comes from
// the report, which has it from the film byte for byte.
struct JudgedReport {
  Source source;
  study::Reading reading;
  Evidence evidence;  // the report itself
};
// `unusable_input` if it is no report of this program.
base::Result<JudgedReport> read_judged(dicom::ByteView file);

// `unusable_input` if it is not one of ours.
base::Result<study::Decision> read_assessment(dicom::ByteView file);

}  // namespace roentgen::objects
