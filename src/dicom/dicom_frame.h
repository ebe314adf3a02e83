// A DICOM file opened once, and films made of its frames.
#pragma once

#include <functional>

#include "dicom/film.h"
#include "dicom/stored_frame.h"

namespace roentgen::dicom {

struct OpenedDicom {
  Part10 file;
  PixelSource source;
  std::vector<std::string> remarks;
};

// The result points into `bytes`. Errors as read_film().
base::Result<OpenedDicom> open_dicom(ByteView bytes);

// Frame `options.frame`; `decoded` is called when the file's bytes are no longer needed, unless its pixels
// are shown right out of them (native ones) or in colour. file_sha256 is left empty.
base::Result<Film> film_of_frame(const OpenedDicom& opened, const FilmOptions& options,
                                 const std::function<void()>& decoded);

}  // namespace roentgen::dicom
