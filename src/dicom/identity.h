// Whose film it is and which examination: for objects that leave for a hospital's other systems, in UTF-8.
// Never for a message or a log.
#pragma once

#include <string>
#include <vector>

#include "dicom/data_set.h"

namespace roentgen::dicom {

// One of up to three ways of writing a name (PS3.5 6.2, VR PN): alphabetic, ideographic, phonetic.
struct NameGroup {
  std::string family, given, middle, prefix, suffix;
  bool empty() const;
  std::string shown() const;         // "Prefix Given Middle Family, Suffix", what there is of it
  std::string family_first() const;  // "Family Given", as ideographic and phonetic groups are read
  bool operator==(const NameGroup&) const = default;
};

// Empty strings mean: the file does not say, or not in a way that PS3.5 allows.
struct Identity {
  NameGroup alphabetic, ideographic, phonetic;
  std::string patient_id, issuer;
  std::string birth_date;  // YYYYMMDD
  std::string sex;         // "M", "F" or "O"
  std::string accession_number, study_description;
  std::string study_date, study_time;  // DA, TM
  std::string institution;
  bool exact = true;  // false: some of it could not be decoded (character_set.h) and shows U+FFFD
  bool operator==(const Identity&) const = default;
};

// Parts longer than PS3.5 allows are cut to 64 characters.
Identity read_identity(const DataSet& data);

// Of a whole file; nothing at all of a PNG or JPEG, or of what is no DICOM file.
Identity read_identity(ByteView file);

}  // namespace roentgen::dicom
