#include "study/reading.h"

#include "study/margin.h"

namespace roentgen::study {

bool operator==(const Source& a, const Source& b) {
  return a.format == b.format && a.modality == b.modality && a.body_part == b.body_part &&
         a.view_position == b.view_position && a.sop_instance_uid == b.sop_instance_uid && a.rows == b.rows &&
         a.columns == b.columns && a.spacing.row_mm == b.spacing.row_mm &&
         a.spacing.column_mm == b.spacing.column_mm && a.spacing.kind == b.spacing.kind;
}

Source source_of(const Acquisition& acquisition) {
  return {.format = acquisition.source_format,
          .modality = acquisition.modality,
          .body_part = acquisition.body_part,
          .view_position = acquisition.view_position,
          .sop_instance_uid = acquisition.sop_instance_uid,
          .rows = acquisition.rows,
          .columns = acquisition.columns,
          .spacing = acquisition.spacing};
}

const char* word(Status status) {
  switch (status) {
    case Status::read:
      return "read";
    case Status::not_read:
      return "not_read";
    case Status::failed:
      break;
  }
  return "failed";
}

const char* word(Urgency urgency) {
  switch (urgency) {
    case Urgency::urgent:
      return "urgent";
    case Urgency::soon:
      return "soon";
    case Urgency::routine:
      return "routine";
    case Urgency::not_read:
      break;
  }
  return "not_read";
}

const char* word(SpacingKind kind) {
  switch (kind) {
    case SpacingKind::at_detector:
      return "at_detector";
    case SpacingKind::magnification_corrected:
      return "magnification_corrected";
    case SpacingKind::calibrated:
      return "calibrated";
    case SpacingKind::none:
      break;
  }
  return "none";
}

const char* word(Shape shape) {
  return shape == Shape::box ? "box" : "polygon";
}

const char* word(Fitness fitness) {
  switch (fitness) {
    case Fitness::fit:
      return "fit";
    case Fitness::fit_with_remarks:
      return "fit_with_remarks";
    case Fitness::not_fit:
      break;
  }
  return "not_fit";
}

const Finding* leading_finding(const Reading& reading) {
  const Finding* leading = nullptr;
  for (const Finding& finding : reading.findings) {
    if (finding.present && (leading == nullptr || margin(finding) > margin(*leading))) leading = &finding;
  }
  return leading;
}

const Measurement* find_measurement(const Reading& reading, const std::string& name) {
  for (const Measurement& measurement : reading.measurements) {
    if (measurement.name == name) return &measurement;
  }
  return nullptr;
}

}  // namespace roentgen::study
