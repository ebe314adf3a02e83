// From a measurement group to a study value. Inside the room only.
#pragma once

#include "objects/read_report.h"

namespace roentgen::objects {

ReportGroup read_group(const ContentItem& group);

// Of one of our own reports; by the group's Tracking Identifier ("region 1 of Effusion").
void take_own_group(const ContentItem& group, const ReportGroup& values, study::Reading& reading);
// Of anybody's.
void take_foreign_group(const ReportGroup& group, study::Reading& reading);

// A SCOORD as a region of pixels whose origin is the centre of the top-left one; empty for what has no area
// or line (or lies in three dimensions).
std::optional<study::Region> region_of(const ContentItem& scoord);
std::vector<study::Point> points_of(const ContentItem& scoord);

// The first child of this name and type; empty or 0 if there is none.
std::string text_in(const ContentItem& parent, const Code& name);
OwnedCode code_in(const ContentItem& parent, const Code& name);
double number_in(const ContentItem& parent, const Code& name);

}  // namespace roentgen::objects
