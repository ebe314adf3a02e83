// A film's picture, whatever file it comes in.
#include "base/file.h"
#include "dataset/table.h"
#include "dicom/film.h"
#include "image/codec.h"

namespace roentgen::dataset {

std::filesystem::path image_path(const Table& table, const Film& film) {
  const auto inside = table.folder / "images" / film.image;
  std::error_code error;
  if (std::filesystem::exists(inside, error)) return inside;
  const auto beside = table.folder / film.image;
  // Named under images/ if it is nowhere: that is where a person looks for it.
  return std::filesystem::exists(beside, error) ? beside : inside;
}

base::Result<image::Image> read_image(const Table& table, const Film& film) {
  const auto path = image_path(table, film);
  auto bytes = base::read_file(path, dicom::kLargestFile);
  if (!bytes) return std::unexpected(bytes.error());
  if (image::is_png(*bytes) || image::is_jpeg(*bytes)) {
    auto picture = image::decode_raster(*bytes);
    if (!picture) return base::fail(picture.error().code, picture.error().message, path.string());
    return picture;
  }
  auto radiograph = dicom::read_film(std::move(*bytes), path.string());
  if (!radiograph) return std::unexpected(radiograph.error());
  return std::move(radiograph->display);
}

}  // namespace roentgen::dataset
