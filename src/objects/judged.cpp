// read_judged() of assessment.h.
#include <algorithm>
#include <array>
#include <utility>

#include "dicom/inherited.h"
#include "dicom/nested.h"
#include "dicom/part10.h"
#include "objects/assessment.h"
#include "objects/earlier.h"
#include "objects/read_report.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr std::size_t kMost = 1000;  // of each: studies, series of one, objects of one

// The film among what the report refers to; an empty one if it names none.
Evidence find_film(const dicom::DataSet& data, const std::string& film) {
  for (const auto& study : dicom::nested_items(data, tag::kCurrentRequestedProcedureEvidenceSequence, kMost))
    for (const auto& series : dicom::nested_items(study, tag::kReferencedSeriesSequence, kMost))
      for (const auto& object : dicom::nested_items(series, tag::kReferencedSopSequence, kMost))
        if (!film.empty() && dicom::text(object, tag::kReferencedSopInstanceUid) == film)
          return {dicom::text(study, tag::kStudyInstanceUid), dicom::text(series, tag::kSeriesInstanceUid),
                  dicom::text(object, tag::kReferencedSopClassUid), film};
  return {};
}

void point_at_film(const dicom::DataSet& data, const ReadReport& report, Source& source) {
  const Evidence film = find_film(data, report.reading.source.sop_instance_uid);
  source.series_instance_uid = film.series_instance_uid;
  source.sop_class_uid = film.sop_class_uid;
  source.sop_instance_uid = film.sop_instance_uid;
  source.needs_picture = film.sop_instance_uid.empty();
  source.rows = report.reading.source.rows;
  source.columns = report.reading.source.columns;
  for (const ReportGroup& group : report.groups)
    for (const ReferencedObject& image : group.images)
      if (image.sop_instance_uid == film.sop_instance_uid && !image.frames.empty()) {
        source.frame = std::clamp(image.frames.front(), 1, 1 << 30) - 1;
        source.frames = std::max(source.frame + 1, 2);
      }
}

// The report's manufacturer is this program; the machine that took the film stands in an item.
void take_film_machine(const dicom::DataSet& data, Source& source) {
  const dicom::DataSet machine = dicom::first_item(data, tag::kContributingEquipmentSequence);
  constexpr std::array kEquipment{dicom::Part::equipment};
  std::vector<std::string> untold;
  source.equipment = {};
  dicom::inherit(machine, kEquipment, source.equipment, untold);
  source.has_manufacturer = !dicom::text(machine, tag::kManufacturer).empty();
}

}  // namespace

base::Result<JudgedReport> read_judged(dicom::ByteView file) {
  auto report = read_report(file);
  if (!report) return std::unexpected(report.error());
  if (!report->ours || report->sop_class_uid != kComprehensive3dSr || report->study_instance_uid.empty() ||
      report->sop_instance_uid.empty())
    return base::fail(base::ErrorCode::unusable_input, "this is no report of this program");
  auto source = read_source(file, {}, report->reading.provenance.input_sha256);
  if (!source) return std::unexpected(source.error());
  const auto read = dicom::read_part10(file, dicom::Sequences::all);
  if (!read) return std::unexpected(read.error());
  point_at_film(read->data, *report, *source);
  take_film_machine(read->data, *source);
  return JudgedReport{std::move(*source),
                      std::move(report->reading),
                      {report->study_instance_uid, report->series_instance_uid, report->sop_class_uid,
                       report->sop_instance_uid}};
}

}  // namespace roentgen::objects
