// NumPy's .npz (a zip of .npy arrays), as MedMNIST comes in, turned into a table with its pictures in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "dataset/table.h"
#include "image/image.h"

namespace roentgen::dataset {

// One array, C order.
struct Array {
  char kind = 'u';    // 'u' unsigned, 'i' signed, 'b' truth value
  int item_size = 1;  // bytes: 1, 2, 4 or 8, little endian
  std::vector<std::size_t> shape;
  base::Bytes data;  // product of shape times item_size

  std::size_t size() const { return data.size() / static_cast<std::size_t>(item_size); }
  long long value(std::size_t index) const;
};

inline constexpr std::size_t kLargestNpz = std::size_t{1} << 30;       // bytes of the file
inline constexpr std::size_t kLargestUnpacked = std::size_t{2} << 30;  // bytes of all arrays together

// The arrays by name (without ".npy"). Zip entries stored or deflated, with their CRC checked; nothing is
// written anywhere. `unusable_input` for anything else: damaged, encrypted or zip64 archives, arrays of
// reals, texts or objects, Fortran order, sizes that the compressed bytes cannot hold.
base::Result<std::map<std::string, Array>> parse_npz(std::span<const std::byte> bytes);
base::Result<Array> parse_npy(base::Bytes bytes);

// images[i] belongs to table.films[i]; no images at all where they lie in files beside the table.
struct PictureTable {
  Table table;
  std::vector<image::Image> images;
};

// As of_split(Table), with the pictures.
base::Result<PictureTable> of_split(const PictureTable& set, const std::string& split);

// The picture of film i, from memory or from its file.
base::Result<image::Image> read_image(const PictureTable& set, std::size_t film);

// MedMNIST (Yang et al. 2023): train_images [N,H,W] or [N,H,W,3] uint8, train_labels [N,L], and the same for
// val and test. The film's split is train, val or test; its values "label" (L = 1) or "label0", "label1" …;
// every picture is a patient of its own, because the files say nothing else. Colour becomes luma (ITU-R
// BT.601).
base::Result<PictureTable> read_medmnist(const std::filesystem::path& file);

}  // namespace roentgen::dataset
