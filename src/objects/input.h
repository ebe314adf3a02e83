// What objects are made of: one reading, the film it was made of, and what was seen on the film's pixels.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "dicom/shown_grey.h"
#include "image/image.h"
#include "objects/source.h"
#include "study/reading.h"

namespace roentgen::objects {

// Every coordinate, mask and heat map lies on the film as stored (source.rows x source.columns), also where
// it was turned for reading (reading.gate.correction).

// One structure, 1 inside and 0 outside, rows x columns of the stored film.
struct Mask {
  std::string structure;  // "heart"
  std::string title, model;
  const image::Mask* plane = nullptr;
};

// Evidence for one finding over the whole stored film, 0…1; usually coarser than the film.
struct Heat {
  std::string label;  // "Effusion"
  std::string title, model;
  const image::Plane* plane = nullptr;
};

// A document of an earlier run over the same film which this one supersedes (earlier.h).
struct Earlier {
  std::string kind;  // "sr", as Object::kind
  std::string study_instance_uid, series_instance_uid, sop_class_uid, sop_instance_uid;
};

// A report in words as a PDF file, to be wrapped.
struct Pdf {
  std::string title;     // ASCII
  std::string language;  // "en", "de", …
  base::Bytes file;
};

struct Input {
  const study::Reading& reading;
  const Source& source;
  const image::Image* display = nullptr;  // of the stored pixels (not turned); nullptr: the film has none
  std::span<const Mask> masks = {};
  std::span<const Heat> heats = {};  // strongest first
  std::span<const Earlier> earlier = {};
  std::span<const Pdf> reports = {};
  const dicom::ShownGrey* grey = nullptr;  // of the film (dicom::Film::grey); nullptr: in colour, or no film
};

// What a destination wants.
struct Choice {
  std::vector<std::string> kinds;   // of kinds() in write_objects.h; empty: all
  std::vector<std::string> labels;  // findings by their label; empty: all
  std::string language = "en";      // of texts that are not codes
};

bool wants(const Choice& choice, const std::string& label);

// The reading with only the findings that are wanted.
study::Reading chosen(const study::Reading& reading, const Choice& choice);

}  // namespace roentgen::objects
