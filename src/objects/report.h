// The root of a run's evidence: an Imaging Measurement Report (PS3.16 TID 1500) as Comprehensive 3D SR.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "objects/content.h"
#include "objects/object.h"

namespace roentgen::objects {

// One document. It refers to the film and to every object that was written before it (Context::written), as
// the root of the tree that IHE Radiology's AI Results profile asks for.
base::Result<std::vector<Object>> write_report(const Context& context);

// Its content. Per finding one group of TID 1501 with probability, threshold and score; per region one of TID
// 1410; per outlined part one of TID 1410 with its area; per measurement one of TID 1501, its segments as the
// coordinates it was inferred from. Status, reasons, quality, urgency, what was not assessed, models and the
// notice are always there, also of a film that was not read.
ContentItem report_content(const Context& context);

// The groups, by what they are of.
std::vector<ContentItem> finding_groups(const Context& context, const study::Finding& finding);
std::vector<ContentItem> outline_groups(const Context& context, const study::Outline& outline);
ContentItem measurement_group(const Context& context, const study::Measurement& measurement);

// A group with Tracking Identifier and UID (TID 1501 rows 1 to 3): the same film and identifier have the same
// UID in every run.
ContentItem begin_group(const Context& context, const std::string& identifier, std::string_view template_id);

// Points of the stored film as SCOORD with the film it is selected from. A box becomes a closed POLYLINE
// clockwise from its top-left corner; `closed` repeats the first point at the end (C.18.6.1.2).
ContentItem region_item(const Context& context, Relation relation, const Code& name,
                        const std::vector<study::Point>& points, bool closed);
std::vector<study::Point> corners(const study::Region& region);

// Whether there is a picture that the objects can point at.
bool has_film(const Context& context);

}  // namespace roentgen::objects
