#include "dataset/npz.h"

#include <limits>
#include <string_view>
#include <utility>

#include "dataset/zip.h"

namespace roentgen::dataset {
namespace {

using base::ErrorCode;

// Display value of one pixel: 8-bit grey times 257, colour by its luma.
std::uint16_t display_value(const Array& images, std::size_t pixel, std::size_t channels) {
  if (channels == 1) return static_cast<std::uint16_t>(images.value(pixel) * 257);
  const long long red = images.value(3 * pixel), green = images.value(3 * pixel + 1),
                  blue = images.value(3 * pixel + 2);
  return static_cast<std::uint16_t>((299 * red + 587 * green + 114 * blue) * 257 / 1000);
}

base::Result<void> add_split(const std::map<std::string, Array>& arrays, const std::string& split,
                             PictureTable& set) {
  const auto images = arrays.find(split + "_images");
  const auto labels = arrays.find(split + "_labels");
  if (images == arrays.end() && labels == arrays.end()) return {};
  if (images == arrays.end() || labels == arrays.end())
    return base::fail(ErrorCode::unusable_input,
                      "The split \"" + split + "\" has not both images and labels.");
  const auto& shape = images->second.shape;
  const bool grey = shape.size() == 3;
  const bool colour = shape.size() == 4 && shape[3] == 3;
  constexpr std::size_t kLargestSide = 4096;
  if (images->second.kind != 'u' || images->second.item_size != 1 || (!grey && !colour) || shape[1] == 0 ||
      shape[2] == 0 || shape[1] > kLargestSide || shape[2] > kLargestSide)
    return base::fail(ErrorCode::unusable_input,
                      "The images of the split \"" + split + "\" are not 8-bit pictures.");
  const auto& kinds = labels->second.shape;
  const std::size_t count = shape[0];
  const std::size_t per_image = kinds.size() == 2 ? kinds[1] : 1;
  constexpr std::size_t kMostLabels = 1000;
  constexpr std::size_t kMostImages = 10'000'000;
  if (kinds.empty() || kinds.size() > 2 || kinds[0] != count || per_image == 0 || per_image > kMostLabels ||
      count > kMostImages || (count + set.table.films.size()) * per_image > kMostCells)
    return base::fail(ErrorCode::unusable_input,
                      "The labels of the split \"" + split + "\" do not fit its images.");

  const std::size_t pixels = shape[1] * shape[2];
  for (std::size_t i = 0; i < count; ++i) {
    Film film;
    film.split = split;
    film.image = split + "/" + std::to_string(i);
    film.patient = film.image;
    film.values = {{"image", film.image}, {"patient", film.patient}, {"split", split}};
    for (std::size_t k = 0; k < per_image; ++k)
      film.values[per_image == 1 ? "label" : "label" + std::to_string(k)] =
          std::to_string(labels->second.value(i * per_image + k));
    if (set.table.columns.empty())
      for (const auto& [column, value] : film.values) set.table.columns.push_back(column);
    image::Image picture{
        .rows = static_cast<int>(shape[1]), .columns = static_cast<int>(shape[2]), .samples = {}};
    picture.samples.resize(pixels);
    for (std::size_t p = 0; p < pixels; ++p)
      picture.samples[p] = display_value(images->second, i * pixels + p, grey ? 1 : 3);
    set.table.films.push_back(std::move(film));
    set.images.push_back(std::move(picture));
  }
  return {};
}

}  // namespace

base::Result<PictureTable> of_split(const PictureTable& set, const std::string& split) {
  auto table = of_split(set.table, split);
  if (!table) return std::unexpected(table.error());
  PictureTable part{.table = std::move(*table), .images = {}};
  if (set.images.empty()) return part;
  for (std::size_t i = 0; i < set.images.size(); ++i)
    if (split == "all" || set.table.films[i].split == split) part.images.push_back(set.images[i]);
  return part;
}

base::Result<image::Image> read_image(const PictureTable& set, std::size_t film) {
  if (!set.images.empty()) return set.images.at(film);
  return read_image(set.table, set.table.films.at(film));
}

base::Result<std::map<std::string, Array>> parse_npz(std::span<const std::byte> bytes) {
  auto files = unzip(bytes, kLargestUnpacked);
  if (!files) return std::unexpected(files.error());
  std::map<std::string, Array> arrays;
  for (auto& [name, content] : *files) {
    constexpr std::string_view kEnding = ".npy";
    if (!name.ends_with(kEnding)) continue;
    const std::string key = name.substr(0, name.size() - kEnding.size());
    auto array = parse_npy(std::move(content));
    if (!array) return base::fail(array.error().code, array.error().message, key);
    arrays.emplace(key, std::move(*array));
  }
  if (arrays.empty()) return base::fail(ErrorCode::unusable_input, "The archive holds no arrays.");
  return arrays;
}

base::Result<PictureTable> read_medmnist(const std::filesystem::path& file) {
  const auto bytes = base::read_file(file, kLargestNpz);
  if (!bytes) return std::unexpected(bytes.error());
  const auto arrays = parse_npz(*bytes);
  if (!arrays) return base::fail(arrays.error().code, arrays.error().message, file.string());
  PictureTable set;
  set.table.folder = file.parent_path();
  set.table.name = file.stem().string();
  for (const char* split : {"train", "val", "test"})
    if (auto added = add_split(*arrays, split, set); !added)
      return base::fail(added.error().code, added.error().message, file.string());
  if (set.images.empty())
    return base::fail(ErrorCode::unusable_input, "The file holds no train, val or test images.",
                      file.string());
  return set;
}

}  // namespace roentgen::dataset
