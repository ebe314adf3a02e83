// One DICOM object of a run, and what all of them begin with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "dicom/data_set_writer.h"
#include "objects/codes.h"
#include "objects/input.h"

namespace roentgen::objects {

struct Object {
  std::string kind;  // "picture", "sr", "cad", "seg", "pm", "gsps", "sc", "pdf", "ko"
  std::string sop_class_uid, sop_instance_uid, series_instance_uid;
  std::string file_name;  // "sr.dcm", "sc-2.dcm"
  base::Bytes file;       // Part 10, explicit little endian
};

// One run's writing: what comes in, and what was written before (later objects refer to earlier ones).
struct Context {
  const Input& input;
  const Choice& choice;
  std::string identity;  // identity_of(input, choice)
  std::vector<Object> written;
};

// A SHA-256 over all that decides on the content of the objects: the film's file, the reading with its
// models' versions and its configuration (not the file's name), the choice, the program's version.
std::string identity_of(const Input& input, const Choice& choice);

struct Header {
  std::string_view kind;           // Object::kind
  std::string_view sop_class_uid;  // of the object
  std::string_view modality;       // of its series: "SR"
  std::string_view series_description;
  int series_number = 0;
  int number = 1;  // among the objects of this kind, counted from 1; all are in one series
};

// The same run gives the same UIDs, another reading, choice or version others (dicom/uid.h).
std::string sop_instance_uid(const Context& context, std::string_view kind, int number);
std::string series_instance_uid(const Context& context, std::string_view kind);

// Patient, General Study, General Series, Enhanced General Equipment (C.7.5.2) and SOP Common attributes with
// Contributing Equipment (C.12.1.1.5: the machine that took the film), Content Date and Time, Instance
// Number. What an object's definition does not know it removes again.
dicom::DataSetWriter begin_object(const Context& context, const Header& header);
// All of the object but its file.
Object describe_object(const Context& context, const Header& header);
Object finish_object(const Context& context, const Header& header, const dicom::DataSetWriter& data);

// An item of a code sequence (PS3.3 8.8).
dicom::DataSetWriter code_item(const Code& code);
// Referenced SOP Class and Instance UID (PS3.3 10.8).
dicom::DataSetWriter reference_item(std::string_view sop_class_uid, std::string_view sop_instance_uid);
// Of the film; with its frame number where it has several.
dicom::DataSetWriter film_reference(const Source& source);

// Texts of ours in objects whose character set is the film's: every set has ASCII. Other characters become
// '?', and no more than `longest` are kept.
std::string ascii(std::string_view text, std::size_t longest);

}  // namespace roentgen::objects
