#include "objects/encapsulated_pdf.h"

#include <array>
#include <cstring>

#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr Code kDiagnosticReport{"18748-4", "LN", "Diagnostic imaging study"};

bool is_pdf(const base::Bytes& file) {
  return file.size() > 5 && std::memcmp(file.data(), "%PDF-", 5) == 0;
}

}  // namespace

base::Result<std::vector<Object>> write_pdfs(const Context& context) {
  std::vector<Object> objects;
  const Source& source = context.input.source;
  for (const Pdf& report : context.input.reports) {
    if (!is_pdf(report.file))
      return base::fail(base::ErrorCode::internal, "a report that should be wrapped is no PDF file");
    const Header header{"pdf", kEncapsulatedPdfStorage,
                        "DOC", "Roentgen reports",
                        9007,  static_cast<int>(objects.size()) + 1};
    dicom::DataSetWriter out = begin_object(context, header);
    const std::array length{static_cast<std::uint32_t>(report.file.size())};
    out.text(tag::kConversionType, "CS", "WSD")
        .text(tag::kAcquisitionDateTime, "DT", "")
        .text(tag::kBurnedInAnnotation, "CS", "YES")  // the report names the patient
        .text(tag::kDocumentTitle, "ST", ascii(report.title, 1024))
        .sequence(tag::kConceptNameCodeSequence, {code_item(kDiagnosticReport)})
        // Instances as a whole: C.24.2 knows no frames here.
        .sequence(tag::kSourceInstanceSequence,
                  {reference_item(source.sop_class_uid, source.sop_instance_uid)})
        .text(tag::kMIMETypeOfEncapsulatedDocument, "LO", "application/pdf")
        .bytes(tag::kEncapsulatedDocument, "OB", report.file)
        .longs(tag::kEncapsulatedDocumentLength, length);
    objects.push_back(finish_object(context, header, out));
  }
  return objects;
}

}  // namespace roentgen::objects
