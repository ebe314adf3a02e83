#include "objects/source.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "dicom/inherited.h"
#include "dicom/part10.h"
#include "dicom/uid.h"
#include "dicom/value_syntax.h"
#include "image/codec.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

using dicom::DataSet;
using dicom::Tag;

constexpr std::string_view kSecondaryCapture = "1.2.840.10008.5.1.4.1.1.7";

std::string value_of(const DataSet& set, Tag tag, std::string_view vr) {
  std::string value = dicom::text(set, tag);
  return dicom::is_allowed(vr, value) ? value : std::string();
}

bool is_day(const std::string& date) {
  if (date.size() != 8) return false;
  const auto number = [&](std::size_t at) { return (date[at] - '0') * 10 + (date[at + 1] - '0'); };
  return number(4) >= 1 && number(4) <= 12 && number(6) >= 1 && number(6) <= 31;
}

void find_date(const DataSet& data, Source& source) {
  constexpr std::array kDates{std::pair{tag::kContentDate, tag::kContentTime},
                              std::pair{tag::kAcquisitionDate, tag::kAcquisitionTime},
                              std::pair{tag::kSeriesDate, tag::kSeriesTime},
                              std::pair{dicom::tag::kStudyDate, tag::kStudyTime}};
  for (const auto& [date, time] : kDates) {
    const std::string day = value_of(data, date, "DA");
    if (!is_day(day)) continue;
    const std::string hour = value_of(data, time, "TM");
    source.content_date = day;
    source.content_time = hour.empty() ? "000000" : hour;
    return;
  }
}

void read_references(const DataSet& data, const DataSet& meta, Source& source) {
  const auto uid = [&](Tag tag) { return value_of(data, tag, "UI"); };
  source.sop_class_uid = uid(dicom::tag::kSopClassUid);
  if (source.sop_class_uid.empty())
    source.sop_class_uid = value_of(meta, dicom::tag::kMediaStorageSopClassUid, "UI");
  source.sop_instance_uid = uid(dicom::tag::kSopInstanceUid);
  if (source.sop_instance_uid.empty())
    source.sop_instance_uid = value_of(meta, dicom::tag::kMediaStorageSopInstanceUid, "UI");
  source.series_instance_uid = uid(tag::kSeriesInstanceUid);
  source.study_instance_uid = uid(dicom::tag::kStudyInstanceUid);
  source.frame_of_reference_uid = uid(tag::kFrameOfReferenceUid);
}

void read_data(const dicom::Part10& file, Source& source) {
  using dicom::Part;
  const DataSet& data = file.data;
  constexpr std::array kAbout{Part::character_set, Part::patient, Part::study};
  dicom::inherit(data, kAbout, source.patient_and_study, source.missing);
  constexpr std::array kEquipment{Part::equipment};
  std::vector<std::string> untold;
  dicom::inherit(data, kEquipment, source.equipment, untold);
  source.has_manufacturer = !dicom::text(data, dicom::tag::kManufacturer).empty();

  source.allows_utf8 = dicom::upper_text(data, tag::kSpecificCharacterSet) == "ISO_IR 192" ||
                       !dicom::has_other_letters(data, kAbout);
  read_references(data, file.meta, source);
  find_date(data, source);
  source.modality = value_of(data, dicom::tag::kModality, "CS");
  for (const Tag side : {tag::kImageLaterality, tag::kLaterality}) {
    const std::string value = dicom::upper_text(data, side);
    if (source.laterality.empty() && (value == "L" || value == "R" || value == "B" || value == "U"))
      source.laterality = value;
  }
  for (const std::string& value : dicom::texts(data, tag::kPatientOrientation))
    source.patient_orientation += (source.patient_orientation.empty() ? "" : "\\") + value;
  if (!dicom::is_allowed("CS", source.patient_orientation)) source.patient_orientation.clear();
  // The raw bytes: `text` would replace what is not UTF-8.
  if (const dicom::Element* number = dicom::find(data, tag::kAccessionNumber); number != nullptr) {
    source.accession_number.assign(reinterpret_cast<const char*>(number->value.data()), number->value.size());
    while (!source.accession_number.empty() &&
           (source.accession_number.back() == ' ' || source.accession_number.back() == '\0'))
      source.accession_number.pop_back();
  }
  if (source.rows == 0) source.rows = static_cast<int>(dicom::integer(data, dicom::tag::kRows).value_or(0));
  if (source.columns == 0)
    source.columns = static_cast<int>(dicom::integer(data, dicom::tag::kColumns).value_or(0));
}

// PS3.3 C.7.1.1 and C.7.2.1: what must be there, though empty.
void write_nothing_known(Source& source) {
  constexpr std::array kType2 =
      std::to_array<std::pair<Tag, const char*>>({{dicom::tag::kStudyDate, "DA"},
                                                  {tag::kStudyTime, "TM"},
                                                  {tag::kAccessionNumber, "SH"},
                                                  {tag::kReferringPhysician, "PN"},
                                                  {tag::kPatientName, "PN"},
                                                  {tag::kPatientId, "LO"},
                                                  {dicom::tag::kPatientBirthDate, "DA"},
                                                  {dicom::tag::kPatientSex, "CS"},
                                                  {tag::kStudyId, "SH"}});
  source.allows_utf8 = true;
  for (const auto& [tag, vr] : kType2) source.patient_and_study.text(tag, vr, "");
  source.missing.push_back("The input is a picture that says nothing of patient and study.");
}

void complete(Source& source) {
  if (source.study_instance_uid.empty()) {
    source.study_instance_uid = dicom::uid_of_words({"study", source.input_sha256});
    source.missing.push_back("The file names no study; its results have one of their own.");
  }
  source.patient_and_study.text(dicom::tag::kStudyInstanceUid, "UI", source.study_instance_uid);
  source.needs_picture =
      source.sop_class_uid.empty() || source.sop_instance_uid.empty() || source.series_instance_uid.empty();
  if (source.needs_picture) {
    source.sop_class_uid = kSecondaryCapture;
    source.series_instance_uid = dicom::uid_of_words({"picture series", source.input_sha256});
    source.sop_instance_uid =
        dicom::uid_of_words({"picture instance", source.input_sha256, std::to_string(source.frame)});
    source.frames = 1;
    source.frame = 0;
    source.missing.push_back(
        "The film has no identifiers that results could point at; they point at a copy written beside them.");
  }
  if (source.content_date.empty()) {
    source.content_date = kNoDate;
    source.content_time = "000000";
    source.missing.push_back("The file has no date; the results are dated 1900-01-01.");
  }
}

}  // namespace

base::Result<Source> read_source(dicom::ByteView file, const study::Acquisition& acquisition,
                                 std::string input_sha256, int frame) {
  Source source;
  source.input_sha256 = std::move(input_sha256);
  source.acquisition = acquisition;
  source.rows = acquisition.rows;
  source.columns = acquisition.columns;
  source.frames = std::max(acquisition.frames, 1);
  source.frame = frame;
  if (file.empty() || image::is_png(file) || image::is_jpeg(file)) {
    write_nothing_known(source);
  } else {
    const auto read = dicom::read_part10(file);
    if (!read) return std::unexpected(read.error());
    read_data(*read, source);
  }
  complete(source);
  return source;
}

}  // namespace roentgen::objects
