// What every structured report and key object selection has besides its content tree.
#pragma once

#include <string>
#include <vector>

#include "dicom/data_set_writer.h"
#include "objects/content.h"
#include "objects/object.h"

namespace roentgen::objects {

inline constexpr const char* kComprehensive3dSr = "1.2.840.10008.5.1.4.1.1.88.34";
inline constexpr const char* kChestCadSr = "1.2.840.10008.5.1.4.1.1.88.65";
inline constexpr const char* kKeyObjectSelection = "1.2.840.10008.5.1.4.1.1.88.59";

// One object that a document refers to.
struct Evidence {
  std::string study_instance_uid, series_instance_uid, sop_class_uid, sop_instance_uid;
};

Evidence film_evidence(const Source& source);
Evidence object_evidence(const Source& source, const Object& object);

// Items of a Hierarchical SOP Instance Reference (PS3.3 C.17.2.1): by study and series, each object once, in
// the order of their first mention.
std::vector<dicom::DataSetWriter> evidence_items(const std::vector<Evidence>& evidence);

// What a Key Object Selection has of it too: the performed step (unknown), the request by its accession
// number if the film has one, the evidence (PS3.3 C.17.6.2).
void refer_to_evidence(const Context& context, const std::vector<Evidence>& evidence,
                       dicom::DataSetWriter& out);

// SR Document Series, SR Document General (PS3.3 C.17.1, C.17.2): complete, unverified, preliminary, authored
// by a device; what refer_to_evidence() writes; and, where `context` names earlier objects of this kind, its
// predecessors.
void describe_document(const Context& context, const Header& header, const std::vector<Evidence>& evidence,
                       dicom::DataSetWriter& out);

// TID 1001 with 1002 and 1004 (device observer): this program, its configuration and its models.
std::vector<ContentItem> device_observer(const Context& context);
// TID 4019, of the package that made a finding; nothing if the reading does not know it.
std::vector<ContentItem> algorithm(const study::Reading& reading, const std::string& model,
                                   Relation relation);

// (121049, DCM, "Language of Content Item and Descendants"): the texts of the documents are English.
ContentItem language_item();

// The film as a value of the content tree; with its frame where it has several.
ReferencedObject film_object(const Source& source);

}  // namespace roentgen::objects
