// The folder layout of labelled films: metadata.csv, images/, masks/ with masks.json, boxes.csv.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/csv.h"
#include "image/image.h"

namespace roentgen::dataset {

// One row of metadata.csv.
struct Film {
  std::string
      image;  // file name inside images/ (or a path relative to the set, where the set has no images/)
  std::string patient, source, view, age, sex, split;
  std::map<std::string, std::string> values;  // every column, by name (the ones above too)
};

struct Table {
  std::filesystem::path folder;
  std::string name;                  // the folder's name
  std::vector<std::string> columns;  // of metadata.csv, in its order
  std::vector<Film> films;
};

// `unusable_input` if metadata.csv is missing or damaged, has no column `image`, or names an image outside
// the folder (an absolute path or one with ".."). Every other column may be missing: its values are then
// empty.
base::Result<Table> read_table(const std::filesystem::path& folder);

// Films of one split; "all" keeps every one. `usage` if there is none of that name, or no column `split`.
base::Result<Table> of_split(const Table& table, const std::string& split);

// `usage` naming patients that stand in two splits: such a table must not be trained on. Films without a
// patient or without a split are passed over.
base::Result<void> check_patients_apart(const Table& table);

// Where the film's file lies: in images/, else beside the table. Its name may lack an ending (folder.h).
std::filesystem::path image_path(const Table& table, const Film& film);

// A film that a generator made (`roentgen train --synthesise`): its source is this, or its column `synthetic`
// is 1.
inline constexpr const char* kSyntheticSource = "synthetic";
bool is_synthetic(const Film& film);

// JPEG, PNG and DICOM; display values. `unusable_input` with the reason. Of a synthetic film: without the
// strip that marks it (image/synthetic_mark.h); a picture that is marked where its row is not, or the other
// way round, is refused.
base::Result<image::Image> read_image(const Table& table, const Film& film);

// What the numbers of a film's mask mean: value -> structure name, from masks.json. A film's mask has its
// base name (film_name.h), then `suffix`, then ".png".
enum class MaskKind { index, binary };
struct MaskFolder {
  std::filesystem::path folder;
  std::map<int, std::string> structures;
  std::string suffix;
  std::string convention;           // what the outlines include, in the set's own words; may be empty
  MaskKind kind = MaskKind::index;  // binary: every value but 0 counts as 1
};

// All folders of kind "index" and "binary", in the order of masks.json; entries of other kinds (overlapping
// bits) are passed over.
base::Result<std::vector<MaskFolder>> read_mask_folders(const Table& table);

// The first folder of kind "index", else the first "binary" one.
base::Result<MaskFolder> read_mask_folder(const Table& table);

bool has_mask(const MaskFolder& masks, const Film& film);
base::Result<image::Mask> read_mask(const MaskFolder& masks, const Film& film);

// Ages are years ("58", "0.5") or DICOM age strings ("058Y", "006M", "003W", "010D").
// "0-17", "18-39", "40-59", "60-79", "80+", or "" if the age is not known: the groups of age=…
std::string age_group(const std::string& age);

}  // namespace roentgen::dataset
