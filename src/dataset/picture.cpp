// A film's picture, whatever file it comes in.
#include <array>

#include "base/file.h"
#include "dataset/table.h"
#include "dicom/film.h"
#include "image/codec.h"
#include "image/png_text.h"
#include "image/synthetic_mark.h"

namespace roentgen::dataset {
namespace {

// The picture of a synthetic film is what stands above its mark: nothing could learn the mark instead of the
// film. A row and its picture must agree on what they are.
base::Result<image::Image> above_the_mark(image::Image picture, bool marked, const Film& film) {
  const bool strip = image::has_synthetic_strip(picture);
  if (is_synthetic(film) && !strip)
    return base::fail(base::ErrorCode::unusable_input,
                      "the table calls this film synthetic, but its picture does not bear the mark");
  if (!is_synthetic(film) && (strip || marked))
    return base::fail(base::ErrorCode::unusable_input,
                      "this picture is synthetic, and its row does not say so (column synthetic = 1)");
  return strip ? image::without_synthetic_strip(picture) : std::move(picture);
}

}  // namespace

bool is_synthetic(const Film& film) {
  const auto said = film.values.find("synthetic");
  return film.source == kSyntheticSource || (said != film.values.end() && said->second == "1");
}

namespace {

// The one file that has this name and an ending. Nothing if there are two: nobody knows which is meant.
std::filesystem::path with_ending(const std::filesystem::path& name) {
  constexpr std::array kEndings{".png", ".jpg", ".jpeg", ".dcm", ".dicom",
                                ".PNG", ".JPG", ".JPEG", ".DCM", ".DICOM"};
  std::filesystem::path found;
  for (const char* ending : kEndings) {
    std::filesystem::path file = name;
    file += ending;
    std::error_code error;
    if (!std::filesystem::is_regular_file(file, error)) continue;
    if (!found.empty()) return {};
    found = std::move(file);
  }
  return found;
}

}  // namespace

std::filesystem::path image_path(const Table& table, const Film& film) {
  const auto inside = table.folder / "images" / film.image;
  std::error_code error;
  if (std::filesystem::exists(inside, error)) return inside;
  const auto beside = table.folder / film.image;
  if (std::filesystem::exists(beside, error)) return beside;
  for (const auto& name : {inside, beside})
    if (auto file = with_ending(name); !file.empty()) return file;
  return inside;  // it is nowhere: that is where a person looks for it
}

base::Result<image::Image> read_image(const Table& table, const Film& film) {
  const auto path = image_path(table, film);
  auto bytes = base::read_file(path, dicom::kLargestFile);
  if (!bytes) return std::unexpected(bytes.error());
  if (image::is_png(*bytes) || image::is_jpeg(*bytes)) {
    auto picture = image::decode_raster(*bytes);
    if (picture) {
      const bool marked = !image::png_text(*bytes, image::kSyntheticKeyword).empty();
      picture = above_the_mark(std::move(*picture), marked, film);
    }
    if (!picture) return base::fail(picture.error().code, picture.error().message, path.string());
    return picture;
  }
  auto radiograph = dicom::read_film(std::move(*bytes), path.string());
  if (!radiograph) return std::unexpected(radiograph.error());
  auto picture = above_the_mark(std::move(radiograph->display), radiograph->acquisition.synthetic, film);
  if (!picture) return base::fail(picture.error().code, picture.error().message, path.string());
  return picture;
}

}  // namespace roentgen::dataset
