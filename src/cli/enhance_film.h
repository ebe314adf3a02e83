// One film of `roentgen enhance`: from its file to the files of its enhanced picture.
#pragma once

#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/enhance.h"
#include "model/engine.h"
#include "reading/reader.h"

namespace roentgen::cli {

struct EnhanceRequest {
  std::filesystem::path out;
  std::string preset = "auto";  // or the name of one
  int frame = 0;
  bool dicom = false, side_by_side = false;
  bool photograph = false;  // straighten the film on it; leave the detail of a striped one as it is
  // The gate's network; only waited for where the preset is "auto" and a file names no part.
  std::shared_future<base::Result<model::Engine>> gate;
  const reading::Reader* reader = nullptr;  // given: also a view with weakened ribs, of chests that it reads
  image::EnhanceOptions image;
};

struct EnhancedFilm {
  std::filesystem::path file;
  base::Error error;  // no message: done
  std::string sha256;
  std::string preset, preset_from;  // "asked", "body part", "picture", "nothing known"
  std::string gate_sha256;          // of the gate's package, if it was asked for the part
  std::vector<std::string> outputs;
  std::vector<std::string> notes;  // for the person who asked: what was done or left out, and why
  bool straightened = false;       // a photograph, to the film's edges
  bool striped = false;            // a photograph with moiré: its detail is not brought out
  image::Enhanced enhanced;        // without its pixels
};

// `usage` if an output would be one of the inputs.
base::Result<void> refuse_overwriting(const EnhanceRequest& request,
                                      const std::vector<std::filesystem::path>& files,
                                      const std::vector<std::string>& names);

// Writes OUT/NAME-enhanced.png (16 bits), -enhanced.dcm, -before-after.png and -ribs.png (16 bits) as asked.
// A picture that was enhanced before is refused.
EnhancedFilm enhance_film(const EnhanceRequest& request, const std::filesystem::path& file,
                          const std::string& name);

}  // namespace roentgen::cli
