#include "dicom/film_frames.h"

#include "base/sha256.h"
#include "dicom/dicom_frame.h"

namespace roentgen::dicom {

struct FilmFrames::Opened {
  base::Bytes bytes;
  OpenedDicom dicom;  // points into them
  std::string sha256;
  std::string name;
};

base::Result<FilmFrames> FilmFrames::open(base::Bytes bytes, const std::string& name) {
  auto opened = std::make_shared<Opened>();
  opened->bytes = std::move(bytes);
  opened->name = name;
  try {
    auto dicom = open_dicom(opened->bytes);
    if (!dicom) {
      if (dicom.error().subject.empty()) dicom.error().subject = name;
      return std::unexpected(dicom.error());
    }
    opened->dicom = std::move(*dicom);
  } catch (const std::bad_alloc&) {
    return base::fail(base::ErrorCode::unusable_input, "there is not enough memory for this image", name);
  }
  opened->sha256 = base::sha256_hex(opened->bytes);
  return FilmFrames(std::move(opened));
}

int FilmFrames::count() const {
  return opened_->dicom.source.format.frames;
}

base::Result<Film> FilmFrames::frame(int index, FilmOptions options) const {
  options.frame = index;
  try {
    auto film = film_of_frame(opened_->dicom, options, [] {});
    if (film) film->file_sha256 = opened_->sha256;
    if (!film && film.error().subject.empty()) film.error().subject = opened_->name;
    return film;
  } catch (const std::bad_alloc&) {
    return base::fail(base::ErrorCode::unusable_input, "there is not enough memory for this image",
                      opened_->name);
  }
}

}  // namespace roentgen::dicom
