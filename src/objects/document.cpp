#include "objects/document.h"

#include <algorithm>

#include "dicom/uid.h"
#include "objects/concepts.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

// PS3.3 10.6.1: the request that this film answers, as far as the film knows it.
void refer_to_request(const Source& source, dicom::DataSetWriter& out) {
  if (source.accession_number.empty()) return;
  dicom::DataSetWriter request;
  request.text(dicom::tag::kStudyInstanceUid, "UI", source.study_instance_uid)
      .sequence(tag::kReferencedStudySequence, {})
      .text(tag::kAccessionNumber, "SH", source.accession_number)
      .text(tag::kPlacerOrderNumberImagingServiceRequest, "LO", "")
      .text(tag::kFillerOrderNumberImagingServiceRequest, "LO", "")
      .text(tag::kRequestedProcedureID, "SH", "")
      .text(tag::kRequestedProcedureDescription, "LO", "")
      .sequence(tag::kRequestedProcedureCodeSequence, {});
  out.sequence(tag::kReferencedRequestSequence, {request});
}

// One UID for one program with one configuration and one set of packages, wherever it runs.
std::string device_uid(const study::Provenance& provenance) {
  std::string packages;
  for (const study::ModelUsed& model : provenance.models) packages += model.package_sha256;
  return dicom::uid_of_words(
      {"device observer", provenance.program, provenance.configuration_sha256, packages});
}

// PS3.3 table C.17-3b: a device as the author.
dicom::DataSetWriter author(const study::Provenance& provenance) {
  dicom::DataSetWriter device;
  device.text(tag::kObserverType, "CS", "DEV")
      .text(tag::kDeviceUid, "UI", device_uid(provenance))
      .text(dicom::tag::kManufacturer, "LO", "Roentgen")
      .text(tag::kManufacturerModelName, "LO", "roentgen")
      .text(tag::kStationName, "SH", "")
      .text(tag::kInstitutionName, "LO", "")
      .sequence(tag::kInstitutionCodeSequence, {});
  return device;
}

}  // namespace

Evidence film_evidence(const Source& source) {
  return {source.study_instance_uid, source.series_instance_uid, source.sop_class_uid,
          source.sop_instance_uid};
}

Evidence object_evidence(const Source& source, const Object& object) {
  return {source.study_instance_uid, object.series_instance_uid, object.sop_class_uid,
          object.sop_instance_uid};
}

std::vector<dicom::DataSetWriter> evidence_items(const std::vector<Evidence>& evidence) {
  struct Series {
    std::string uid;
    std::vector<const Evidence*> objects;
  };
  struct Study {
    std::string uid;
    std::vector<Series> series;
  };
  std::vector<Study> studies;
  const auto place = [](auto& list, const std::string& uid) -> auto& {
    const auto found = std::ranges::find_if(list, [&](const auto& entry) { return entry.uid == uid; });
    if (found != list.end()) return *found;
    list.emplace_back();
    list.back().uid = uid;
    return list.back();
  };
  for (const Evidence& one : evidence) {
    auto& objects = place(place(studies, one.study_instance_uid).series, one.series_instance_uid).objects;
    const auto is_same = [&](const Evidence* other) {
      return other->sop_instance_uid == one.sop_instance_uid;
    };
    if (std::ranges::none_of(objects, is_same)) objects.push_back(&one);
  }
  std::vector<dicom::DataSetWriter> items;
  for (const Study& study : studies) {
    std::vector<dicom::DataSetWriter> series_items;
    for (const Series& series : study.series) {
      std::vector<dicom::DataSetWriter> references;
      for (const Evidence* object : series.objects)
        references.push_back(reference_item(object->sop_class_uid, object->sop_instance_uid));
      dicom::DataSetWriter item;
      item.text(tag::kSeriesInstanceUid, "UI", series.uid).sequence(tag::kReferencedSopSequence, references);
      series_items.push_back(std::move(item));
    }
    dicom::DataSetWriter item;
    item.text(dicom::tag::kStudyInstanceUid, "UI", study.uid)
        .sequence(tag::kReferencedSeriesSequence, series_items);
    items.push_back(std::move(item));
  }
  return items;
}

void refer_to_evidence(const Context& context, const std::vector<Evidence>& evidence,
                       dicom::DataSetWriter& out) {
  out.sequence(tag::kReferencedPerformedProcedureStepSequence, {});
  refer_to_request(context.input.source, out);
  if (!evidence.empty())
    out.sequence(tag::kCurrentRequestedProcedureEvidenceSequence, evidence_items(evidence));
}

void describe_document(const Context& context, const Header& header, const std::vector<Evidence>& evidence,
                       dicom::DataSetWriter& out) {
  refer_to_evidence(context, evidence, out);
  out.sequence(tag::kPerformedProcedureCodeSequence, {})
      .text(tag::kCompletionFlag, "CS", "COMPLETE")
      .text(tag::kVerificationFlag, "CS", "UNVERIFIED")
      .text(tag::kPreliminaryFlag, "CS", "PRELIMINARY")
      .sequence(tag::kAuthorObserverSequence, {author(context.input.reading.provenance)});
  std::vector<Evidence> predecessors;
  for (const Earlier& earlier : context.input.earlier)
    if (earlier.kind == header.kind)
      predecessors.push_back({earlier.study_instance_uid, earlier.series_instance_uid, earlier.sop_class_uid,
                              earlier.sop_instance_uid});
  if (!predecessors.empty()) out.sequence(tag::kPredecessorDocumentsSequence, evidence_items(predecessors));
}

std::vector<ContentItem> device_observer(const Context& context) {
  const study::Provenance& provenance = context.input.reading.provenance;
  constexpr Relation kContext = Relation::has_obs_context;
  std::vector<ContentItem> items;
  items.push_back(code_item(kContext, concepts::kObserverType, concepts::kDevice));
  items.push_back(uid_item(kContext, concepts::kObserverUid, device_uid(provenance)));
  items.push_back(text_item(kContext, concepts::kObserverName, provenance.program));
  items.push_back(text_item(kContext, concepts::kObserverManufacturer, "Roentgen"));
  items.push_back(text_item(kContext, concepts::kObserverModel, "roentgen"));
  items.push_back(
      text_item(kContext, concepts::kObserverSerial,
                provenance.configuration_sha256.empty() ? "none" : provenance.configuration_sha256));
  std::erase_if(items,
                [](const ContentItem& item) { return item.type == ValueType::text && item.text.empty(); });
  return items;
}

std::vector<ContentItem> algorithm(const study::Reading& reading, const std::string& model,
                                   Relation relation) {
  const auto& models = reading.provenance.models;
  const auto used = std::ranges::find(models, model, &study::ModelUsed::name);
  if (model.empty()) return {};
  std::vector<ContentItem> items;
  items.push_back(text_item(relation, concepts::kAlgorithmName, model));
  items.push_back(text_item(relation, concepts::kAlgorithmVersion,
                            used != models.end() && !used->version.empty() ? used->version : "unknown"));
  if (used != models.end() && !used->package_sha256.empty())
    items.push_back(text_item(relation, concepts::kAlgorithmParameters,
                              std::string(concepts::kPackagePrefix) + used->package_sha256));
  return items;
}

ContentItem language_item() {
  return code_item(Relation::has_concept_mod, concepts::kLanguage, concepts::kEnglish);
}

ReferencedObject film_object(const Source& source) {
  ReferencedObject object{source.sop_class_uid, source.sop_instance_uid, {}, {}};
  if (source.frames > 1) object.frames.push_back(source.frame + 1);
  return object;
}

}  // namespace roentgen::objects
