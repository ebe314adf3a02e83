#include "objects/earlier.h"

#include <algorithm>

#include "dicom/nested.h"
#include "dicom/part10.h"
#include "objects/document.h"
#include "objects/object.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr std::size_t kMost = 1000;  // of each: studies, series of one, objects of one

Earlier identity_in(const dicom::DataSet& data, const std::string& kind) {
  return {kind, dicom::text(data, tag::kStudyInstanceUid), dicom::text(data, tag::kSeriesInstanceUid),
          dicom::text(data, tag::kSopClassUid), dicom::text(data, tag::kSopInstanceUid)};
}

// A Hierarchical SOP Instance Reference (PS3.3 C.17.2.1).
std::vector<Earlier> read_references(const dicom::DataSet& data, Tag sequence, const std::string& kind) {
  std::vector<Earlier> found;
  for (const auto& study : dicom::nested_items(data, sequence, kMost))
    for (const auto& series : dicom::nested_items(study, tag::kReferencedSeriesSequence, kMost))
      for (const auto& object : dicom::nested_items(series, tag::kReferencedSopSequence, kMost))
        if (found.size() < kMost)
          found.push_back({kind, dicom::text(study, tag::kStudyInstanceUid),
                           dicom::text(series, tag::kSeriesInstanceUid),
                           dicom::text(object, tag::kReferencedSopClassUid),
                           dicom::text(object, tag::kReferencedSopInstanceUid)});
  return found;
}

base::Result<void> read_document(dicom::ByteView file, const std::string& kind, const char* sop_class,
                                 EarlierRun& run) {
  const auto read = dicom::read_part10(file, dicom::Sequences::all);
  if (!read) return std::unexpected(read.error());
  const dicom::DataSet& data = read->data;
  Earlier own = identity_in(data, kind);
  if (own.sop_class_uid != sop_class || own.sop_instance_uid.empty())
    return base::fail(base::ErrorCode::unusable_input, "this is no document of an earlier run");
  run.documents.push_back(std::move(own));
  for (Earlier& one : read_references(data, tag::kPredecessorDocumentsSequence, kind))
    run.predecessors.push_back(std::move(one));
  if (kind == "sr")
    for (Earlier& one : read_references(data, tag::kCurrentRequestedProcedureEvidenceSequence, kind))
      run.evidence.push_back(std::move(one.sop_instance_uid));
  return {};
}

std::string root_uid(const Input& input, const Choice& choice) {
  const study::Reading reading = chosen(input.reading, choice);
  const Input wanted{reading,     input.source,  input.display, input.masks,
                     input.heats, input.earlier, input.reports, input.grey};
  const Context context{wanted, choice, identity_of(wanted, choice), {}};
  return sop_instance_uid(context, "sr", 1);
}

}  // namespace

base::Result<Earlier> identify(dicom::ByteView file, const std::string& kind) {
  const auto read = dicom::read_part10(file);
  if (!read) return std::unexpected(read.error());
  return identity_in(read->data, kind);
}

base::Result<EarlierRun> read_earlier_run(dicom::ByteView root, dicom::ByteView cad) {
  EarlierRun run;
  if (auto read = read_document(root, "sr", kComprehensive3dSr, run); !read)
    return std::unexpected(read.error());
  if (cad.empty()) return run;
  if (auto read = read_document(cad, "cad", kChestCadSr, run); !read) return std::unexpected(read.error());
  return run;
}

std::vector<Earlier> superseded(const Input& input, const Choice& choice, const EarlierRun& run) {
  if (std::ranges::find(run.evidence, input.source.sop_instance_uid) == run.evidence.end()) return {};
  Input again = input;
  again.earlier = run.predecessors;
  const bool is_that_run = root_uid(again, choice) == run.documents.front().sop_instance_uid;
  return is_that_run ? run.predecessors : run.documents;
}

}  // namespace roentgen::objects
