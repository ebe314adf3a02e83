// Facts of how a picture was taken, without anything that names a patient.
#pragma once

#include <optional>
#include <string>

namespace roentgen::study {

enum class SpacingKind { none, at_detector, magnification_corrected, calibrated };

// The distance between pixel centres in millimetres, and what it is measured at.
struct PixelSpacing {
  double row_mm = 0;
  double column_mm = 0;
  SpacingKind kind = SpacingKind::none;
};

// Empty strings and empty optionals mean: the file does not say.
struct Acquisition {
  std::string source_format;  // "DICOM", "PNG", "JPEG"
  std::string transfer_syntax_uid;
  std::string sop_class_uid;
  std::string sop_instance_uid;
  std::string study_instance_uid;
  std::string modality;             // (0008,0060): "CR", "DX", …
  std::string body_part;            // (0018,0015), upper case
  std::string view_position;        // (0018,5101), upper case: "PA", "AP", "LL", …
  std::string photometric;          // (0028,0004) as stored
  std::string presentation_intent;  // (0008,0068)
  std::string manufacturer;
  std::string patient_sex;  // "M", "F", "O" or empty
  std::optional<int> patient_age_years;
  int rows = 0;
  int columns = 0;
  int frames = 1;
  int bits_stored = 8;
  PixelSpacing spacing;      // the one to measure with, and its kind
  PixelSpacing at_detector;  // ImagerPixelSpacing as stored, whatever `spacing` is
  double pixel_aspect = 1;   // height / width of a pixel
  bool enhanced = false;     // by `roentgen enhance`: made for eyes, not for networks
  bool animal = false;       // the file names another species than man
  bool synthetic = false;    // made by a generator of `roentgen train --synthesise`: no patient's
};

}  // namespace roentgen::study
