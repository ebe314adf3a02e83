#include "objects/read_report.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dicom/part10.h"
#include "objects/concepts.h"
#include "objects/content_reading.h"
#include "objects/read_groups.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

study::Remark remark_of(const ContentItem& item) {
  return {text_in(item, concepts::kRemarkCode), item.text};
}

void take_evaluations(const ContentItem& all, study::Reading& reading) {
  using study::Status;
  for (const ContentItem& item : all.items) {
    const Code name = item.concept_name.view();
    if (name == concepts::kReason) reading.reasons.push_back(remark_of(item));
    if (name == concepts::kQuality) reading.quality.push_back(remark_of(item));
    if (name == concepts::kNotAssessed) reading.not_assessed.push_back(remark_of(item));
    if (name == concepts::kUrgencyReason) reading.triage.reason = item.text;
    if (name == concepts::kStatus)
      reading.status = item.code.view() == concepts::kSucceeded      ? Status::read
                       : item.code.view() == concepts::kNotAttempted ? Status::not_read
                                                                     : Status::failed;
    if (name == concepts::kUrgency)
      for (const auto urgency : {study::Urgency::urgent, study::Urgency::soon, study::Urgency::routine})
        if (item.code.meaning == study::word(urgency)) reading.triage.urgency = urgency;
  }
}

void take_provenance(const ContentItem& all, study::Reading& reading) {
  study::Provenance& provenance = reading.provenance;
  for (const ContentItem& item : all.items) {
    if (item.concept_name.view() == concepts::kAlgorithmName) {
      study::ModelUsed model{item.text, text_in(item, concepts::kAlgorithmVersion), {}};
      const std::string parameters = text_in(item, concepts::kAlgorithmParameters);
      if (parameters.starts_with(concepts::kPackagePrefix))
        model.package_sha256 = parameters.substr(concepts::kPackagePrefix.size());
      provenance.models.push_back(std::move(model));
    }
  }
  provenance.input_sha256 = text_in(all, concepts::kInputHash);
  provenance.configuration_sha256 = text_in(all, concepts::kConfigurationHash);
}

void take_library(const ContentItem& item, study::Source& source) {
  for (const ContentItem& child : item.items) {
    const Code name = child.concept_name.view();
    if (child.type == ValueType::container) take_library(child, source);
    if (name == concepts::kModality) source.modality = child.code.value;
    if (name == concepts::kRows && child.type == ValueType::num)
      source.rows = static_cast<int>(std::clamp(child.number, 0.0, 1e6));
    if (name == concepts::kColumns && child.type == ValueType::num)
      source.columns = static_cast<int>(std::clamp(child.number, 0.0, 1e6));
    if (name == concepts::kImageView)
      source.view_position = child.code.view() == concepts::kPosteroAnterior   ? "PA"
                             : child.code.view() == concepts::kAnteroPosterior ? "AP"
                                                                               : "";
    if (name == concepts::kTargetRegion)
      for (const CodeRow& row : code_table())
        if (row.key.starts_with("part/") && row.code == child.code.view())
          source.body_part = row.key.substr(5);
    if (child.type == ValueType::image && source.sop_instance_uid.empty())
      source.sop_instance_uid = child.object.sop_instance_uid;
  }
}

// Measurement groups wherever they stand: writers differ in what they wrap them with.
void take_groups(const ContentItem& item, ReadReport& report) {
  for (const ContentItem& child : item.items) {
    if (child.concept_name.view() == concepts::kMeasurementGroup) {
      ReportGroup group = read_group(child);
      if (report.ours)
        take_own_group(child, group, report.reading);
      else
        take_foreign_group(group, report.reading);
      report.groups.push_back(std::move(group));
    } else {
      take_groups(child, report);
    }
  }
}

}  // namespace

ReadReport understand(const ContentItem& root) {
  ReadReport report;
  report.title = root.concept_name;
  report.template_id = root.template_id;
  report.observer = text_in(root, concepts::kObserverName);
  if (const ContentItem* person = find_item(root, concepts::kPersonName); person != nullptr)
    report.observer = person->text;
  report.ours = text_in(root, concepts::kObserverManufacturer) == "Roentgen" &&
                root.concept_name.view() == concepts::kMeasurementReport;
  report.reading.provenance.program = report.ours ? report.observer : std::string();
  for (const ContentItem& child : root.items) {
    const Code name = child.concept_name.view();
    if (name == concepts::kImageLibrary) take_library(child, report.reading.source);
    if (report.ours && name == concepts::kQualitativeEvaluations) take_evaluations(child, report.reading);
    if (report.ours && name == concepts::kProvenance) take_provenance(child, report.reading);
  }
  take_groups(root, report);
  if (report.ours) return report;
  report.reading.status = study::Status::read;
  const auto unsaid = std::ranges::count_if(
      report.reading.findings, [](const study::Finding& finding) { return finding.probability == 0; });
  if (unsaid > 0)
    report.told.push_back("The report gives no probability for " + std::to_string(unsaid) +
                          " of its findings.");
  if (report.groups.empty()) report.told.push_back("The report has no measurement groups.");
  return report;
}

base::Result<ReadReport> read_report(dicom::ByteView file) {
  const auto read = dicom::read_part10(file, dicom::Sequences::all);
  if (!read) return std::unexpected(read.error());
  const auto content = read_content(read->data);
  if (!content) return std::unexpected(content.error());
  ReadReport report = understand(*content);
  report.sop_class_uid = dicom::text(read->data, dicom::tag::kSopClassUid);
  report.sop_instance_uid = dicom::text(read->data, dicom::tag::kSopInstanceUid);
  report.series_instance_uid = dicom::text(read->data, tag::kSeriesInstanceUid);
  report.study_instance_uid = dicom::text(read->data, dicom::tag::kStudyInstanceUid);
  if (!read->damage.empty()) report.told.push_back("The file is damaged: " + read->damage + ".");
  return report;
}

}  // namespace roentgen::objects
