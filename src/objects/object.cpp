#include "objects/object.h"

#include <algorithm>

#include "base/sha256.h"
#include "dicom/uid.h"
#include "objects/tags.h"
#include "study/reading_json.h"

namespace roentgen::objects {
namespace {

constexpr Code kAcquisitionEquipment{"109101", "DCM", "Acquisition Equipment"};

void describe_film_machine(const Source& source, dicom::DataSetWriter& out) {
  if (!source.has_manufacturer) return;  // type 1 in an item
  dicom::DataSetWriter machine = source.equipment;
  machine.sequence(tag::kPurposeOfReferenceCodeSequence, {code_item(kAcquisitionEquipment)});
  out.sequence(tag::kContributingEquipmentSequence, {machine});
}

}  // namespace

bool wants(const Choice& choice, const std::string& label) {
  return choice.labels.empty() || std::ranges::find(choice.labels, label) != choice.labels.end();
}

study::Reading chosen(const study::Reading& reading, const Choice& choice) {
  study::Reading result = reading;
  std::erase_if(result.findings,
                [&](const study::Finding& finding) { return !wants(choice, finding.label); });
  return result;
}

std::string identity_of(const Input& input, const Choice& choice) {
  study::Reading reading = input.reading;
  reading.provenance.input_name.clear();  // the same film under another name
  std::string all = study::write_reading(reading);
  const auto add = [&](std::string_view word) {
    all.append(std::to_string(word.size())).append(":").append(word);
  };
  add(input.source.input_sha256);
  add(std::to_string(input.source.frame));
  for (const std::string& kind : choice.kinds) add(kind);
  add("labels");
  for (const std::string& label : choice.labels) add(label);
  add(choice.language);
  add(ROENTGEN_VERSION);
  // The root stands for the whole run: other documents may come and go with what is found.
  for (const Earlier& earlier : input.earlier)
    if (earlier.kind == "sr") add(earlier.sop_instance_uid);
  for (const Pdf& report : input.reports) add(base::sha256_hex(report.file));
  return base::sha256_hex(std::as_bytes(std::span(all)));
}

std::string sop_instance_uid(const Context& context, std::string_view kind, int number) {
  return dicom::uid_of_words({"instance", kind, std::to_string(number), context.identity});
}

std::string series_instance_uid(const Context& context, std::string_view kind) {
  return dicom::uid_of_words({"series", kind, context.identity});
}

dicom::DataSetWriter begin_object(const Context& context, const Header& header) {
  const Source& source = context.input.source;
  const study::Provenance& provenance = context.input.reading.provenance;
  dicom::DataSetWriter out = source.patient_and_study;
  out.text(dicom::tag::kSopClassUid, "UI", header.sop_class_uid)
      .text(dicom::tag::kSopInstanceUid, "UI", sop_instance_uid(context, header.kind, header.number))
      .text(tag::kContentDate, "DA", source.content_date)
      .text(tag::kContentTime, "TM", source.content_time)
      .text(dicom::tag::kModality, "CS", header.modality)
      .text(tag::kSeriesDescription, "LO", ascii(header.series_description, 64))
      .text(tag::kSeriesInstanceUid, "UI", series_instance_uid(context, header.kind))
      .text(tag::kSeriesNumber, "IS", std::to_string(header.series_number))
      .text(tag::kInstanceNumber, "IS", std::to_string(header.number));
  // Two machines with the same configuration and models are the same device here.
  out.text(dicom::tag::kManufacturer, "LO", "Roentgen")
      .text(tag::kManufacturerModelName, "LO", "roentgen")
      .text(tag::kDeviceSerialNumber, "LO",
            provenance.configuration_sha256.empty() ? "none" : ascii(provenance.configuration_sha256, 64))
      .text(tag::kSoftwareVersions, "LO", ROENTGEN_VERSION);
  describe_film_machine(source, out);
  return out;
}

Object describe_object(const Context& context, const Header& header) {
  Object object;
  object.kind = header.kind;
  object.sop_class_uid = header.sop_class_uid;
  object.sop_instance_uid = sop_instance_uid(context, header.kind, header.number);
  object.series_instance_uid = series_instance_uid(context, header.kind);
  object.file_name =
      object.kind + (header.number > 1 ? "-" + std::to_string(header.number) : std::string()) + ".dcm";
  return object;
}

Object finish_object(const Context& context, const Header& header, const dicom::DataSetWriter& data) {
  Object object = describe_object(context, header);
  object.file = dicom::part10_file(data, object.sop_class_uid, object.sop_instance_uid);
  return object;
}

dicom::DataSetWriter code_item(const Code& code) {
  dicom::DataSetWriter item;
  item.text(tag::kCodeValue, "SH", code.value)
      .text(tag::kCodingScheme, "SH", code.scheme)
      .text(tag::kCodeMeaning, "LO", code.meaning);
  return item;
}

dicom::DataSetWriter reference_item(std::string_view sop_class_uid, std::string_view sop_instance_uid) {
  dicom::DataSetWriter item;
  item.text(tag::kReferencedSopClassUid, "UI", sop_class_uid)
      .text(tag::kReferencedSopInstanceUid, "UI", sop_instance_uid);
  return item;
}

dicom::DataSetWriter film_reference(const Source& source) {
  dicom::DataSetWriter item = reference_item(source.sop_class_uid, source.sop_instance_uid);
  if (source.frames > 1) item.text(tag::kReferencedFrameNumber, "IS", std::to_string(source.frame + 1));
  return item;
}

std::string ascii(std::string_view text, std::size_t longest) {
  std::string result;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80) continue;  // the rest of a character
    if (result.size() == longest) break;
    result += byte >= 0x80 || byte < 0x20 || byte == 0x7F || c == '\\' ? '?' : c;
  }
  return result;
}

}  // namespace roentgen::objects
