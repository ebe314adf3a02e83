#include "objects/report.h"

#include <algorithm>
#include <utility>

#include "objects/concepts.h"
#include "objects/content_writing.h"
#include "objects/document.h"

namespace roentgen::objects {
namespace {

constexpr Relation kContains = Relation::contains, kModifier = Relation::has_concept_mod;

const Code& status_code(study::Status status) {
  switch (status) {
    case study::Status::read:
      return concepts::kSucceeded;
    case study::Status::not_read:
      return concepts::kNotAttempted;
    case study::Status::failed:
      return concepts::kFailed;
  }
  return concepts::kFailed;
}

// TID 1600 with the descriptors of TID 1602 that the film has.
ContentItem image_library(const Source& source, const study::Reading& reading) {
  constexpr Relation kContext = Relation::has_acq_context;
  ContentItem group = container(kContains, concepts::kImageLibraryGroup);
  if (!source.modality.empty()) {
    const OwnedCode modality = code_for("modality", source.modality, source.modality);
    group.add(code_item(kContext, concepts::kModality, modality.view()));
  }
  if (const auto part = find_code("part", reading.source.body_part))
    group.add(code_item(kContext, concepts::kTargetRegion, *part));
  if (const auto side = find_code("side", source.laterality))
    group.add(code_item(kContext, concepts::kImageLaterality, *side));
  const std::string& view = reading.source.view_position;
  if (view == "PA") group.add(code_item(kContext, concepts::kImageView, concepts::kPosteroAnterior));
  if (view == "AP") group.add(code_item(kContext, concepts::kImageView, concepts::kAnteroPosterior));
  group.add(number_item(kContext, concepts::kRows, source.rows, concepts::kPixels));
  group.add(number_item(kContext, concepts::kColumns, source.columns, concepts::kPixels));
  group.add(image_item(kContains, film_object(source)));
  ContentItem library = container(kContains, concepts::kImageLibrary, "1600");
  library.add(std::move(group));
  return library;
}

ContentItem remark_item(const Code& name, const study::Remark& remark) {
  ContentItem item = text_item(kContains, name, remark.text);
  if (!remark.code.empty()) item.add(text_item(kModifier, concepts::kRemarkCode, remark.code));
  return item;
}

ContentItem evaluations(const study::Reading& reading) {
  ContentItem all = container(kContains, concepts::kQualitativeEvaluations);
  all.add(text_item(kContains, concepts::kComment, study::kNotice));
  all.add(code_item(kContains, concepts::kStatus, status_code(reading.status)));
  for (const study::Remark& reason : reading.reasons) all.add(remark_item(concepts::kReason, reason));
  const OwnedCode urgency =
      code_for("urgency", study::word(reading.triage.urgency), study::word(reading.triage.urgency));
  all.add(code_item(kContains, concepts::kUrgency, urgency.view()));
  if (!reading.triage.reason.empty())
    all.add(text_item(kContains, concepts::kUrgencyReason, reading.triage.reason));
  for (const study::Remark& remark : reading.quality) all.add(remark_item(concepts::kQuality, remark));
  for (const study::Remark& remark : reading.not_assessed)
    all.add(remark_item(concepts::kNotAssessed, remark));
  return all;
}

ContentItem provenance(const study::Reading& reading) {
  ContentItem all = container(kContains, concepts::kProvenance);
  for (const study::ModelUsed& model : reading.provenance.models) {
    ContentItem item = text_item(kContains, concepts::kAlgorithmName, model.name);
    item.add(
        text_item(kModifier, concepts::kAlgorithmVersion, model.version.empty() ? "unknown" : model.version));
    if (!model.package_sha256.empty())
      item.add(text_item(kModifier, concepts::kAlgorithmParameters,
                         std::string(concepts::kPackagePrefix) + model.package_sha256));
    all.add(std::move(item));
  }
  const auto add = [&](const Code& name, const std::string& hash) {
    if (!hash.empty()) all.add(text_item(kContains, name, hash));
  };
  add(concepts::kInputHash, reading.provenance.input_sha256);
  add(concepts::kConfigurationHash, reading.provenance.configuration_sha256);
  return all;
}

// The other objects of the run: pictures as IMAGE, the rest as COMPOSITE.
ContentItem supporting(const std::vector<Object>& written) {
  ContentItem all = container(kContains, concepts::kSupportingInformation);
  for (const Object& object : written) {
    if (object.kind == "picture") continue;  // it stands in the image library
    ContentItem item = image_item(kContains, {object.sop_class_uid, object.sop_instance_uid, {}, {}});
    const bool is_picture = object.kind == "seg" || object.kind == "pm" || object.kind == "sc";
    if (!is_picture) item.type = ValueType::composite;
    all.add(std::move(item));
  }
  return all;
}

ContentItem procedure(const study::Reading& reading) {
  const auto part = find_code("procedure", reading.source.body_part);
  return code_item(kModifier, concepts::kProcedureReported, part.value_or(concepts::kPlainRadiography));
}

}  // namespace

bool has_film(const Context& context) {
  return !context.input.source.needs_picture ||
         std::ranges::find(context.written, "picture", &Object::kind) != context.written.end();
}

ContentItem report_content(const Context& context) {
  const study::Reading& reading = context.input.reading;
  ContentItem root = container(Relation::none, concepts::kMeasurementReport, "1500");
  root.add(language_item());
  for (ContentItem& item : device_observer(context)) root.add(std::move(item));
  root.add(procedure(reading));
  if (has_film(context)) root.add(image_library(context.input.source, reading));
  ContentItem measurements = container(kContains, concepts::kImagingMeasurements);
  for (const study::Finding& finding : reading.findings)
    for (ContentItem& group : finding_groups(context, finding)) measurements.add(std::move(group));
  for (const study::Outline& outline : reading.outlines)
    for (ContentItem& group : outline_groups(context, outline)) measurements.add(std::move(group));
  for (const study::Measurement& measurement : reading.measurements)
    measurements.add(measurement_group(context, measurement));
  if (!measurements.items.empty()) root.add(std::move(measurements));
  root.add(evaluations(reading));
  root.add(provenance(reading));
  ContentItem others = supporting(context.written);
  if (!others.items.empty()) root.add(std::move(others));
  return root;
}

base::Result<std::vector<Object>> write_report(const Context& context) {
  const Header header{"sr", kComprehensive3dSr, "SR", "Roentgen: findings and measurements (AI)", 9001};
  const Source& source = context.input.source;
  std::vector<Evidence> evidence;
  if (has_film(context)) evidence.push_back(film_evidence(source));
  for (const Object& object : context.written) evidence.push_back(object_evidence(source, object));
  dicom::DataSetWriter out = begin_object(context, header);
  describe_document(context, header, evidence, out);
  write_content(report_content(context), out);
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
