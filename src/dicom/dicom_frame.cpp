#include "dicom/dicom_frame.h"

#include <algorithm>

#include "dicom/display.h"
#include "dicom/facts.h"
#include "dicom/overlay.h"

namespace roentgen::dicom {
namespace {

void tell_once(std::vector<std::string>& remarks) {
  std::vector<std::string> once;
  for (auto& remark : remarks)
    if (std::find(once.begin(), once.end(), remark) == once.end()) once.push_back(std::move(remark));
  remarks = std::move(once);
}

}  // namespace

base::Result<OpenedDicom> open_dicom(ByteView bytes) {
  auto file = read_part10(bytes);
  if (!file) return std::unexpected(file.error());
  OpenedDicom opened;
  opened.remarks = file->remarks;
  auto source = find_pixels(*file, opened.remarks);
  if (!source) return std::unexpected(source.error());
  if (!file->damage.empty()) opened.remarks.push_back(file->damage);
  opened.file = std::move(*file);  // what points into its inflated bytes stays valid
  opened.source = std::move(*source);
  return opened;
}

base::Result<Film> film_of_frame(const OpenedDicom& opened, const FilmOptions& options,
                                 const std::function<void()>& decoded) {
  const Part10& file = opened.file;
  const PixelSource& source = opened.source;
  Film film;
  film.remarks = opened.remarks;
  const auto frame = decode_frame(source, options.frame, film.remarks);
  if (!frame) return std::unexpected(frame.error());

  film.acquisition = read_acquisition(file, source.format, options.frame, film.remarks);
  const std::string syntax =
      file.syntax != nullptr ? std::string(file.syntax->name) : file.transfer_syntax_uid;
  film.steps.push_back("decoded " + syntax +
                       (source.format.frames > 1 ? ", frame " + std::to_string(options.frame) : ""));
  auto overlays = read_overlays(file.data, source.format, *frame, options.frame, film.remarks);
  for (const Overlay& overlay : overlays) film.overlays.push_back(words_of(overlay));
  if (!options.overlays) overlays.clear();
  if (frame->model != ColourModel::grey) {
    film.colour = true;
    auto image = show_colour(*frame, file.data, options.window, film.steps);
    if (!image) return std::unexpected(image.error());
    film.display = std::move(*image);
  } else {
    if (!frame->format.photometric.starts_with("MONOCHROME"))
      film.remarks.push_back("one sample per pixel, but no monochrome photometric interpretation");
    auto read = read_grey_transform(file.data, frame->format, options, film.steps, film.remarks);
    if (!read) return std::unexpected(read.error());
    GreyTransform& transform = *read;
    for (const VoiChoice& choice : transform.choices) film.voi_choices.push_back(words_of(choice));
    decoded();
    if (options.whole_range) show_whole_range(*frame, transform, film.steps);
    film.display = frame->format.bits_allocated > 16
                       ? show_wide(*frame, transform, film.steps)
                       : show_grey(*frame, transform, options.window.has_value() || options.whole_range,
                                   film.steps, film.remarks);
    film.steps.push_back(presentation_step(transform, frame->format));
    film.grey = ShownGrey{.modality = std::move(transform.modality),
                          .slope = transform.slope,
                          .intercept = transform.intercept,
                          .voi = std::move(transform.voi),
                          .window = transform.window.value_or(Window{}),
                          .function = transform.function,
                          .inverse = transform.inverse};
  }
  for (const Overlay& overlay : overlays) draw_overlay(overlay, film.display);
  if (options.overlays && !overlays.empty())
    film.steps.push_back("overlays: " + std::to_string(overlays.size()) + " drawn");
  tell_once(film.remarks);
  return film;
}

}  // namespace roentgen::dicom
