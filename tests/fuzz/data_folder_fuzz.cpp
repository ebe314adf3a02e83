// Any bytes as metadata.csv, boxes.csv, masks.json and landmarks.csv of a folder of labelled films. The first
// byte chooses the file.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "dataset/boxes.h"
#include "dataset/landmarks.h"
#include "dataset/outlines.h"
#include "dataset/table.h"
#include "file_input.h"

namespace {

namespace fs = std::filesystem;
using namespace roentgen;

// A folder whose file `name` is the input.
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "data_folder_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
};

void read_all(const dataset::Table& table, int which) {
  if (which == 0) {
    const auto read = dataset::read_table(table.folder);
    if (!read) return;
    for (const auto& film : read->films) {
      if (!film.values.contains("image")) std::abort();
      // Nothing that a table says may lead out of its folder.
      const fs::path image = film.image;
      if (image.is_absolute() || std::find(image.begin(), image.end(), "..") != image.end()) std::abort();
      (void)dataset::age_group(film.age);
    }
    (void)dataset::of_split(*read, "train");
    (void)dataset::check_patients_apart(*read);
  } else if (which == 1) {
    (void)dataset::read_boxes(table);
  } else if (which == 3) {
    const auto read = dataset::read_landmark_table(table);
    if (!read) return;
    for (const auto& [image, points] : read->of_film)
      if (points.size() != read->names.size() || read->broken.contains(image)) std::abort();
    if (const auto order = dataset::corner_order(read->names, 17))
      for (const std::size_t place : *order)
        if (place >= read->names.size()) std::abort();
  } else {
    (void)dataset::read_mask_folders(table);
    (void)dataset::read_mask_folder(table);
    (void)dataset::read_outlines(table, {"right_lung", "heart"});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array kNames{"metadata.csv", "boxes.csv", "masks.json", "landmarks.csv"};
  static const Folder folder;
  if (size < 1) return -1;
  const int which = data[0] % 4;
  const fuzz::FileInput file(data + 1, size - 1);
  const fs::path link = folder.path / kNames[static_cast<std::size_t>(which)];
  std::error_code error;
  fs::create_symlink(file.path(), link, error);
  dataset::Table table;
  table.folder = folder.path;
  if (!error) read_all(table, which);
  fs::remove(link, error);
  return 0;
}
