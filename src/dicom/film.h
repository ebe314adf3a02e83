// Any file a radiograph comes in: DICOM, PNG or JPEG, turned into display values and the facts of its
// acquisition.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "dicom/shown_grey.h"
#include "image/image.h"
#include "study/acquisition.h"

namespace roentgen::dicom {

struct FilmOptions {
  int frame = 0;                   // counted from 0
  std::optional<Window> window;    // replaces the file's own window or VOI LUT; in modality units
  std::optional<std::string> voi;  // which of the file's own: its explanation, or its number counted from 1
  bool overlays = false;           // drawn onto the picture
  // For processing: nothing that matters is clipped, whatever window the file has (display.h,
  // show_whole_range).
  bool whole_range = false;
  // Film::file_sha256 is wanted; without it a large native file is open twice as soon.
  bool fingerprint = true;
};

struct Film {
  image::Image display;  // of stored pixels, also where those are not square (acquisition.pixel_aspect)
  study::Acquisition acquisition;
  std::vector<std::string> steps;    // what was done between stored and display values, in order, for people
  std::vector<std::string> remarks;  // deviations of the file that were tolerated
  std::vector<std::string> voi_choices;  // the VOI LUTs and windows of the file, in the order of precedence
  std::vector<std::string> overlays;     // the overlay planes of this frame, in words
  std::string file_sha256;               // empty if not asked for
  // Set if the picture was stored in colour (secondary captures, photographs).
  bool colour = false;
  std::optional<ShownGrey> grey;  // of DICOM films that are not in colour
};

inline constexpr std::size_t kLargestFile = std::size_t{2} << 30;  // bytes

// `unusable_input` with one sentence for everything that cannot be shown: not an image file, damaged,
// truncated, encrypted, without pixels, oversize, an undecodable transfer syntax, a frame that is not there.
// Never allocates more than the file's own content justifies.
base::Result<Film> read_film(const std::filesystem::path& path, const FilmOptions& options = {});
base::Result<Film> read_film(base::Bytes bytes, const std::string& name, const FilmOptions& options = {});

}  // namespace roentgen::dicom
