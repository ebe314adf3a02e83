// Reads films: the gate first, then findings and anatomy. The one door between a picture and a Reading.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/image.h"
#include "model/engine.h"
#include "reading/findings.h"
#include "study/reading.h"

namespace roentgen::reading {

// One film as it was opened. The caller keeps the picture alive while it is read.
struct Input {
  const image::Image* display = nullptr;
  study::Acquisition acquisition;
  std::string name;                  // file name without its folder
  std::string sha256;                // of the file
  bool colour = false;               // the picture was stored in colour
  std::vector<std::string> remarks;  // deviations of the file that were tolerated
};

struct FilmReading {
  study::Reading reading;
  // Of present findings, strongest first; on the picture as reading.gate.correction shows it (corrected.h),
  // while every coordinate of the reading lies on the stored picture.
  std::vector<HeatMap> heat_maps;
};

struct ReaderOptions {
  std::filesystem::path models_folder;
  std::filesystem::path cache_folder;  // compiled networks; empty: no cache
  int threads = 0;                     // films that are read at once; 0: the number of physical cores
  // Packages proven to keep their accuracy in bfloat16 (model/precision_proof.h) run in it, if asked for.
  model::Precision precision = model::Precision::float32;
  bool eight_bits = false;   // packages that have an 8-bit form (model/eight_bits.h) run in it
  bool side_by_side = true;  // findings and anatomy of one film at once, on two threads
};

// Loaded once, used from any number of threads. A result depends on the film, the packages and the program
// alone: not on `threads`, nor on which other films are read beside it.
class Reader {
 public:
  // Begins to load the packages on threads of its own and returns at once, so that films can be opened
  // meanwhile.
  static Reader start(const ReaderOptions& options);

  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;
  ~Reader();

  // Waits for all packages. `refused_model` if one is missing, damaged or not fit for its role.
  base::Result<void> ready() const;

  // One FilmReading per input, in order. Errors: as ready(), or `internal` if a network could not be run.
  base::Result<std::vector<FilmReading>> read(std::span<const Input> films) const;
  base::Result<FilmReading> read(const Input& film) const;

 private:
  struct Impl;
  explicit Reader(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The Reading of a file that could not be opened. `sha256` may be empty.
study::Reading failed_reading(const std::string& name, const std::string& sha256, const base::Error& error);

}  // namespace roentgen::reading
