#include "dicom/film.h"

#include <algorithm>
#include <future>

#include "base/sha256.h"
#include "dicom/dicom_frame.h"
#include "dicom/jpeg_header.h"
#include "dicom/object_kind.h"
#include "dicom/voi_choice.h"
#include "image/codec.h"
#include "image/enhancement_mark.h"
#include "image/png_text.h"
#include "image/synthetic_mark.h"

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
  film.acquisition.synthetic = !image::png_text(bytes, image::kSyntheticKeyword).empty();
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

// The file's hash, made on another core while its pixels are decoded.
class Fingerprint {
 public:
  Fingerprint(ByteView bytes, bool wanted) {
    if (!wanted) return;
    const auto when =
        bytes.size() < kWorthAThread ? std::launch::deferred : std::launch::async | std::launch::deferred;
    task_ = std::async(when, [bytes] { return base::sha256_hex(bytes); });
  }
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
  const auto opened = open_dicom(bytes);
  if (!opened) return std::unexpected(opened.error());
  return film_of_frame(*opened, options, [&] {
    if (opened->source.codec == Codec::native) return;
    fingerprint.get();
    base::Bytes().swap(bytes);
  });
}

base::Result<Film> read_bytes(base::Bytes& bytes, const FilmOptions& options) {
  if (bytes.size() > kLargestFile)
    return undecodable("the file has " + std::to_string(bytes.size()) + " bytes; the limit is " +
                       std::to_string(kLargestFile));
  if (options.window && !is_valid(VoiFunction::linear_exact, *options.window))
    return base::fail(base::ErrorCode::usage, "a window needs a width greater than 0");
  if (const auto reason = why_no_image_file(bytes)) return undecodable(*reason);
  Fingerprint fingerprint(bytes, options.fingerprint);
  auto film = image::is_png(bytes) || image::is_jpeg(bytes) ? read_raster(bytes, options)
                                                            : read_dicom(bytes, fingerprint, options);
  if (film) film->file_sha256 = fingerprint.get();
  if (film && image::has_enhancement_mark(film->display)) film->acquisition.enhanced = true;
  if (film && image::has_synthetic_strip(film->display)) film->acquisition.synthetic = true;
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
