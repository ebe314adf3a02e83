// What every object takes over from the film it was made of, and what the film did not say.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dicom/data_set.h"
#include "dicom/data_set_writer.h"
#include "study/acquisition.h"

namespace roentgen::objects {

struct Source {
  // Specific Character Set, Patient, General Study and Patient Study attributes, in the file's own bytes
  // (dicom/inherited.h); type 2 ones empty where the file has none. Study Instance UID is always there.
  dicom::DataSetWriter patient_and_study;
  // Manufacturer, model, station and institution of the machine that took the film.
  dicom::DataSetWriter equipment;
  bool has_manufacturer = false;
  // The inherited texts are ASCII, or UTF-8 as declared: texts of people may be written in UTF-8 beside them.
  bool allows_utf8 = false;

  std::string input_sha256;
  std::string study_instance_uid;
  // Of the film, for references. Of a PNG, a JPEG or a DICOM file without UIDs: those of the picture that is
  // written beside the results (needs_picture), so that they have something to point at.
  std::string series_instance_uid, sop_class_uid, sop_instance_uid;
  bool needs_picture = false;

  // The film's own content, acquisition, series or study date, the first that it has: DA and TM. A film
  // without any has kNoDate at midnight, and `missing` says so.
  std::string content_date, content_time;
  std::string modality;                // "CR", "DX", …; empty if the file does not say
  std::string laterality;              // (0020,0062) or (0020,0060), if it is "L", "R", "B" or "U"
  std::string patient_orientation;     // (0020,0020), "L\\F"; empty if the file does not say
  std::string frame_of_reference_uid;  // empty: none, as with most radiographs
  std::string accession_number;        // raw bytes in the file's character set
  int rows = 0, columns = 0, frames = 1;
  int frame = 0;  // the one that was read, counted from 0
  study::Acquisition acquisition;
  std::vector<std::string> missing;  // sentences, without patient text
};

// PS3.3 C.17.2 wants a Content Date of every document (type 1), whatever the film says.
inline constexpr const char* kNoDate = "19000101";

// `file`: the bytes of the film's file; empty, or those of a PNG or JPEG: there is nothing to take over, and
// the study's UID is made of `input_sha256`. `unusable_input` if the bytes are no DICOM file at all.
base::Result<Source> read_source(dicom::ByteView file, const study::Acquisition& acquisition,
                                 std::string input_sha256, int frame = 0);

}  // namespace roentgen::objects
