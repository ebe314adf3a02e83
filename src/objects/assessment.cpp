#include "objects/assessment.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/sha256.h"
#include "dicom/part10.h"
#include "dicom/value_syntax.h"
#include "objects/concepts.h"
#include "objects/content_reading.h"
#include "objects/content_writing.h"
#include "objects/read_groups.h"
#include "objects/report.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr Relation kContains = Relation::contains, kContext = Relation::has_obs_context;
constexpr std::array kVerdicts{study::Verdict::accepted, study::Verdict::edited, study::Verdict::rejected};

// DT: date, time, fraction, offset (PS3.5 6.2). At least date, hour and minute here.
bool is_moment(const std::string& when) {
  const std::size_t zone = when.find_first_of("+-");
  const std::string moment = when.substr(0, zone);
  if (moment.size() < 12 || !dicom::is_allowed("DA", moment.substr(0, 8)) ||
      !dicom::is_allowed("TM", moment.substr(8)))
    return false;
  const std::string offset = zone == std::string::npos ? "+0000" : when.substr(zone);
  return offset.size() == 5 && dicom::is_allowed("TM", offset.substr(1));
}

std::string target_of(const study::FindingDecision& finding) {
  return finding.label.empty() ? "whole reading" : "finding " + finding.label;
}

ContentItem decision_group(const Context& context, const study::FindingDecision& finding) {
  ContentItem group = begin_group(context, target_of(finding), "1501");
  if (!finding.label.empty())
    group.add(
        code_item(kContains, concepts::kFinding, code_for("finding", finding.label, finding.label).view()));
  const OwnedCode verdict = code_for("verdict", study::word(finding.verdict), study::word(finding.verdict));
  group.add(code_item(kContains, concepts::kVerdict, verdict.view()));
  if (!finding.reason.empty()) group.add(text_item(kContains, concepts::kVerdictReason, finding.reason));
  if (finding.present)
    group.add(
        code_item(kContains, concepts::kPresentByPerson, *finding.present ? concepts::kYes : concepts::kNo));
  for (const study::Region& region : finding.regions)
    if (region.points.size() >= 2 && has_film(context))
      group.add(region_item(context, kContains, concepts::kImageRegion, corners(region), true));
  return group;
}

ContentItem decision_content(const Context& context, const Evidence& report,
                             const study::Decision& decision) {
  ContentItem root = container(Relation::none, concepts::kMeasurementReport, "1500");
  root.add(language_item());
  root.add(code_item(kContext, concepts::kObserverType, concepts::kPerson));
  ContentItem person = text_item(kContext, concepts::kPersonName, decision.person);
  person.type = ValueType::pname;
  root.add(std::move(person));
  root.add(code_item(Relation::has_concept_mod, concepts::kProcedureReported, concepts::kPlainRadiography));
  ContentItem measurements = container(kContains, concepts::kImagingMeasurements);
  for (const study::FindingDecision& finding : decision.findings)
    measurements.add(decision_group(context, finding));
  if (!measurements.items.empty()) root.add(std::move(measurements));
  ContentItem evaluations = container(kContains, concepts::kQualitativeEvaluations);
  ContentItem when = text_item(kContains, concepts::kAssessedAt, decision.when);
  when.type = ValueType::datetime;
  evaluations.add(std::move(when));
  if (!decision.role.empty()) evaluations.add(text_item(kContains, concepts::kRole, decision.role));
  if (!decision.comment.empty()) evaluations.add(text_item(kContains, concepts::kComment, decision.comment));
  root.add(std::move(evaluations));
  ContentItem judged = container(kContains, concepts::kSupportingInformation);
  ContentItem original = image_item(kContains, {report.sop_class_uid, report.sop_instance_uid, {}, {}});
  original.type = ValueType::composite;
  judged.add(std::move(original));
  root.add(std::move(judged));
  return root;
}

study::FindingDecision read_decision(const ContentItem& item) {
  const ReportGroup group = read_group(item);
  study::FindingDecision finding;
  constexpr std::string_view kPrefix = "finding ";
  if (group.tracking_identifier.starts_with(kPrefix))
    finding.label = group.tracking_identifier.substr(kPrefix.size());
  const std::string verdict = code_in(item, concepts::kVerdict).meaning;
  for (const study::Verdict one : kVerdicts)
    if (verdict == study::word(one)) finding.verdict = one;
  finding.reason = text_in(item, concepts::kVerdictReason);
  const OwnedCode present = code_in(item, concepts::kPresentByPerson);
  const bool yes = present.view() == concepts::kYes;
  if (yes || present.view() == concepts::kNo) finding.present = yes;
  finding.regions = group.regions;
  return finding;
}

}  // namespace

base::Result<Object> write_assessment(const Source& source, const study::Reading& reading,
                                      const Evidence& report, const study::Decision& decision,
                                      std::span<const Earlier> earlier) {
  if (decision.person.empty()) return base::fail(base::ErrorCode::usage, "a decision needs a person's name");
  if (!is_moment(decision.when))
    return base::fail(base::ErrorCode::usage,
                      "the time of a decision must look like 20261121101500+0100 (PS3.5, DT)");
  Input input{reading, source};
  input.earlier = earlier;
  const Choice choice;
  std::string all = study::write_decision(decision) + source.input_sha256 + report.sop_instance_uid;
  for (const Earlier& one : earlier) all += one.sop_instance_uid;
  Context context{input, choice, base::sha256_hex(std::as_bytes(std::span(all))), {}};
  const bool film = !source.sop_instance_uid.empty();
  if (film && source.needs_picture) context.written.push_back({"picture", {}, {}, {}, {}, {}});
  const Header header{"assessment", kComprehensive3dSr, "SR", "Assessment of automatic findings", 9004};
  dicom::DataSetWriter out = begin_object(context, header);
  const std::string moment = decision.when.substr(0, decision.when.find_first_of("+-"));
  out.text(tag::kContentDate, "DA", moment.substr(0, 8)).text(tag::kContentTime, "TM", moment.substr(8));
  if (source.allows_utf8) out.text(tag::kSpecificCharacterSet, "CS", "ISO_IR 192");
  std::vector<Evidence> evidence{report};
  if (film) evidence.insert(evidence.begin(), film_evidence(source));
  describe_document(context, header, evidence, out);
  out.remove(tag::kAuthorObserverSequence);  // a person decided, not the device
  write_content(decision_content(context, report, decision), out,
                source.allows_utf8 ? Letters::utf8 : Letters::ascii);
  return finish_object(context, header, out);
}

base::Result<study::Decision> read_assessment(dicom::ByteView file) {
  const auto read = dicom::read_part10(file, dicom::Sequences::all);
  if (!read) return std::unexpected(read.error());
  const auto root = read_content(read->data);
  if (!root) return std::unexpected(root.error());
  const ContentItem* evaluations = find_item(*root, concepts::kQualitativeEvaluations);
  const ContentItem* judged = find_item(*root, concepts::kSupportingInformation);
  const ContentItem* when = evaluations != nullptr ? find_item(*evaluations, concepts::kAssessedAt) : nullptr;
  if (when == nullptr || judged == nullptr || judged->items.empty())
    return base::fail(base::ErrorCode::unusable_input, "the report is no assessment of automatic findings");
  study::Decision decision;
  decision.report_uid = judged->items.front().object.sop_instance_uid;
  decision.when = when->text;
  decision.role = text_in(*evaluations, concepts::kRole);
  decision.comment = text_in(*evaluations, concepts::kComment);
  if (const ContentItem* person = find_item(*root, concepts::kPersonName); person != nullptr)
    decision.person = person->text;
  if (const ContentItem* groups = find_item(*root, concepts::kImagingMeasurements); groups != nullptr)
    for (const ContentItem& group : groups->items)
      if (group.concept_name.view() == concepts::kMeasurementGroup)
        decision.findings.push_back(read_decision(group));
  return decision;
}

}  // namespace roentgen::objects
