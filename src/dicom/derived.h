// A processed picture as a DICOM instance of its own, beside the one it was made from.
#pragma once

#include <optional>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "dicom/data_set.h"
#include "image/contour.h"
#include "image/image.h"

namespace roentgen::dicom {

// The fourth value of Image Type, by which we know our own enhanced pictures.
inline constexpr std::string_view kEnhancedImageType = "ROENTGEN_ENHANCE";  // 16 characters at most (CS)
// How the Derivation Description of every one of them begins: some archives shorten Image Type.
inline constexpr std::string_view kEnhancedDescription = "Roentgen enhancement: ";

struct Derivation {
  std::string
      description;     // for people, after kEnhancedDescription: what was done; ASCII, at most 900 characters
  std::string series;  // Series Description; ASCII, at most 64 characters
  int frame = 0;       // of the source that was taken, counted from 0
  std::optional<image::Box> crop;  // the part of the source that `display` is, in its pixels; none: all of it
  bool resampled = false;          // pixels no longer lie where they did: no spacing is passed on
};

// A Part 10 file, explicit little endian, 16 bits, MONOCHROME2, window over the whole range: what a viewer
// shows is `display`. Computed radiographs and digital X-rays keep their kind of object (the latter becomes
// FOR PRESENTATION); everything else, PNG and JPEG files too, becomes a Secondary Capture.
//
// Copied from the source: patient, study, body part, view, laterality, spacing, burned-in annotation, lossy
// compression, and no private or unlisted attribute (derived_attributes.h). New: SOP and Series Instance UID
// (from the hashes of source and description), Image Type DERIVED with kEnhancedImageType, Derivation
// Description, Source Image and Contributing Equipment Sequence (PS3.3 C.7.6.1.1, C.12.1.1.5). No date of its
// own: same input, same bytes. `unusable_input` if the source cannot be read.
base::Result<base::Bytes> write_derived(ByteView source_file, const image::Image& display,
                                        const Derivation& derivation);

}  // namespace roentgen::dicom
