// Structured reports read back: ours exactly, those of others as far as the words of TID 1500 go.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"
#include "objects/content.h"
#include "study/reading.h"

namespace roentgen::objects {

// One measurement group (TID 1410, 1411, 1501) in the words of the report.
struct ReportGroup {
  std::string tracking_identifier, tracking_uid;
  OwnedCode finding, site, side;  // empty value: not said
  struct Number {
    OwnedCode name, unit;
    double value = 0;
    std::string method;
  };
  std::vector<Number> numbers;
  std::vector<study::Region> regions;  // two-dimensional ones, on the referenced image's pixels
  std::vector<ReferencedObject> images;
  ReferencedObject segmentation;  // empty UIDs: none
};

struct ReadReport {
  std::string sop_class_uid, sop_instance_uid, series_instance_uid, study_instance_uid;
  OwnedCode title;  // (126000, DCM, "Imaging Measurement Report")
  std::string template_id;
  std::string observer;  // device or person, as the report says
  bool ours = false;
  std::vector<ReportGroup> groups;
  // Of our own reports: what was written, without gate, input name and texts that are not ASCII. Of others:
  // findings and measurements of their groups; a finding without a probability has 0 and is present.
  study::Reading reading;
  std::vector<std::string> told;  // sentences: what was left out
};

// `unusable_input` with one sentence: no DICOM, no structured report, or beyond the limits of
// content_reading.h.
base::Result<ReadReport> read_report(dicom::ByteView file);

// The study values in a content tree; no file facts.
ReadReport understand(const ContentItem& root);

}  // namespace roentgen::objects
