// A film of many frames: opened once, then any frame in the time of its own decoding.
#pragma once

#include <memory>

#include "dicom/film.h"

namespace roentgen::dicom {

class FilmFrames {
 public:
  // Reads the header and finds where every frame lies; decodes nothing. Errors as read_film(); PNG and JPEG
  // files are no DICOM files here.
  static base::Result<FilmFrames> open(base::Bytes bytes, const std::string& name);

  int count() const;
  // Errors as read_film(). May be called from several threads.
  base::Result<Film> frame(int index, FilmOptions options = {}) const;

 private:
  struct Opened;
  explicit FilmFrames(std::shared_ptr<const Opened> opened) : opened_(std::move(opened)) {}
  std::shared_ptr<const Opened> opened_;
};

}  // namespace roentgen::dicom
