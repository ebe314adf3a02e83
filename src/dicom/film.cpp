#include "dicom/film.h"

#include <algorithm>
#include <future>

#include "base/sha256.h"
#include "dicom/display.h"
#include "dicom/facts.h"
#include "dicom/jpeg_header.h"
#include "dicom/object_kind.h"
#include "dicom/overlay.h"
#include "image/codec.h"
#include "image/enhancement_mark.h"
#include "image/png_text.h"

namespace roentgen::dicom {
namespace {

bool is_coloured_raster(ByteView bytes) {
  if (image::is_jpeg(bytes)) {
    const auto header = read_jpeg_header(bytes);
    return header && header->components >= 3;
  }
  // The colour type of a PNG's IHDR: 2, 3 and 6 have colour.
  const auto type = bytes.size() > 25 ? std::to_integer<int>(bytes[25]) : 0;
  return type == 2 || type == 3 || type == 6;
}

base::Result<Film> read_raster(ByteView bytes, const FilmOptions& options) {
  if (options.frame != 0)
    return undecodable("frame " + std::to_string(options.frame) +
                       " is not there: the picture has one frame, number 0");
  auto image = image::decode_raster(bytes);
  if (!image) return std::unexpected(image.error());
  Film film;
  film.display = std::move(*image);
  film.acquisition.source_format = image::is_png(bytes) ? "PNG" : "JPEG";
  film.acquisition.rows = film.display.rows;
  film.acquisition.columns = film.display.columns;
  film.colour = is_coloured_raster(bytes);
  if (image::is_png(bytes) && bytes.size() > 24)
    film.acquisition.bits_stored = std::to_integer<int>(bytes[24]);
  film.acquisition.enhanced = !image::png_text(bytes, image::kEnhancementKeyword).empty();
  film.steps.push_back("decoded " + film.acquisition.source_format);
  if (film.colour) film.steps.push_back("colour: luma of red, green, blue (BT.601)");
  if (options.window) {
    // In display units, as a picture has no others.
    const auto function =
        is_valid(VoiFunction::linear, *options.window) ? VoiFunction::linear : VoiFunction::linear_exact;
    for (auto& sample : film.display.samples)
      sample = static_cast<std::uint16_t>(apply_window(function, *options.window, sample) * 65535 + 0.5);
    film.steps.push_back("window: centre " + plain(options.window->centre) + ", width " +
                         plain(options.window->width) + ", as asked");
  }
  return film;
}

void tell_once(std::vector<std::string>& remarks) {
  std::vector<std::string> once;
  for (auto& remark : remarks)
    if (std::find(once.begin(), once.end(), remark) == once.end()) once.push_back(std::move(remark));
  remarks = std::move(once);
}

// The file's hash, made on another core while its pixels are decoded.
class Fingerprint {
 public:
  explicit Fingerprint(ByteView bytes)
      : task_(std::async(bytes.size() < kWorthAThread ? std::launch::deferred : std::launch::async,
                         [bytes] { return base::sha256_hex(bytes); })) {}
  // Afterwards the bytes are no longer needed for it.
  const std::string& get() {
    if (task_.valid()) hash_ = task_.get();
    return hash_;
  }

 private:
  static constexpr std::size_t kWorthAThread = std::size_t{1} << 20;
  std::future<std::string> task_;
  std::string hash_;
};

// A compressed file is let go as soon as its frame is decoded, so that never more than three copies of the
// picture are there at once.
base::Result<Film> read_dicom(base::Bytes& bytes, Fingerprint& fingerprint, const FilmOptions& options) {
  auto file = read_part10(bytes);
  if (!file) return std::unexpected(file.error());
  Film film;
  film.remarks = file->remarks;
  const auto source = find_pixels(*file, film.remarks);
  if (!source) return std::unexpected(source.error());
  if (!file->damage.empty()) film.remarks.push_back(file->damage);
  const auto frame = decode_frame(*source, options.frame, film.remarks);
  if (!frame) return std::unexpected(frame.error());

  film.acquisition = read_acquisition(*file, source->format, options.frame, film.remarks);
  const std::string syntax =
      file->syntax != nullptr ? std::string(file->syntax->name) : file->transfer_syntax_uid;
  film.steps.push_back("decoded " + syntax +
                       (source->format.frames > 1 ? ", frame " + std::to_string(options.frame) : ""));
  auto overlays = read_overlays(file->data, source->format, *frame, options.frame, film.remarks);
  for (const Overlay& overlay : overlays) film.overlays.push_back(words_of(overlay));
  if (!options.overlays) overlays.clear();
  if (frame->model != ColourModel::grey) {
    film.colour = true;
    auto image = show_colour(*frame, file->data, options.window, film.steps);
    if (!image) return std::unexpected(image.error());
    film.display = std::move(*image);
  } else {
    if (!frame->format.photometric.starts_with("MONOCHROME"))
      film.remarks.push_back("one sample per pixel, but no monochrome photometric interpretation");
    auto read = read_grey_transform(file->data, frame->format, options, film.steps, film.remarks);
    if (!read) return std::unexpected(read.error());
    GreyTransform& transform = *read;
    for (const VoiChoice& choice : transform.choices) film.voi_choices.push_back(words_of(choice));
    if (source->codec != Codec::native) {
      fingerprint.get();
      base::Bytes().swap(bytes);
    }
    if (options.whole_range) show_whole_range(*frame, transform, film.steps);
    film.display = frame->format.bits_allocated > 16
                       ? show_wide(*frame, transform, film.steps)
                       : show_grey(*frame, transform, options.window.has_value() || options.whole_range,
                                   film.steps, film.remarks);
    film.steps.push_back(presentation_step(transform, frame->format));
  }
  for (const Overlay& overlay : overlays) draw_overlay(overlay, film.display);
  if (options.overlays && !overlays.empty())
    film.steps.push_back("overlays: " + std::to_string(overlays.size()) + " drawn");
  tell_once(film.remarks);
  return film;
}

base::Result<Film> read_bytes(base::Bytes& bytes, const FilmOptions& options) {
  if (bytes.size() > kLargestFile)
    return undecodable("the file has " + std::to_string(bytes.size()) + " bytes; the limit is " +
                       std::to_string(kLargestFile));
  if (options.window && !is_valid(VoiFunction::linear_exact, *options.window))
    return base::fail(base::ErrorCode::usage, "a window needs a width greater than 0");
  if (const auto reason = why_no_image_file(bytes)) return undecodable(*reason);
  Fingerprint fingerprint(bytes);
  auto film = image::is_png(bytes) || image::is_jpeg(bytes) ? read_raster(bytes, options)
                                                            : read_dicom(bytes, fingerprint, options);
  if (film) film->file_sha256 = fingerprint.get();
  if (film && image::has_enhancement_mark(film->display)) film->acquisition.enhanced = true;
  return film;
}

}  // namespace

base::Result<Film> read_film(base::Bytes bytes, const std::string& name, const FilmOptions& options) {
  try {
    auto film = read_bytes(bytes, options);
    if (!film && film.error().subject.empty()) film.error().subject = name;
    return film;
  } catch (const std::bad_alloc&) {
    return base::fail(base::ErrorCode::unusable_input, "there is not enough memory for this image", name);
  }
}

base::Result<Film> read_film(const std::filesystem::path& path, const FilmOptions& options) {
  auto bytes = base::read_file(path, kLargestFile);
  if (!bytes) return std::unexpected(bytes.error());
  return read_film(std::move(*bytes), path.string(), options);
}

}  // namespace roentgen::dicom
