// The folder layout of labelled films: metadata.csv, images/, masks/ with masks.json, boxes.csv.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "image/image.h"

namespace roentgen::dataset {

// RFC 4180, first line is the header. `unusable_input` with the line number for ragged rows or an open quote.
struct Csv {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};
base::Result<Csv> parse_csv(std::string_view text);

// One row of metadata.csv.
struct Film {
  std::string image;  // file name inside images/ (or a path relative to the set, where the set has no images/)
  std::string patient, source, view, age, sex, split;
  std::map<std::string, std::string> values;  // every column, by name (the ones above too)
};

struct Table {
  std::filesystem::path folder;
  std::string name;  // the folder's name
  std::vector<Film> films;
};

base::Result<Table> read_table(const std::filesystem::path& folder);

// Films of one split; "all" keeps every one. `usage` if there is none of that name.
base::Result<Table> of_split(const Table& table, const std::string& split);

// `usage` naming patients that stand in two splits: such a table must not be trained on.
base::Result<void> check_patients_apart(const Table& table);

base::Result<image::Image> read_image(const Table& table, const Film& film);

// What the numbers of a film's mask mean: value -> structure name, from masks.json; masks with the same base name.
struct MaskFolder {
  std::filesystem::path folder;
  std::map<int, std::string> structures;
};
base::Result<MaskFolder> read_mask_folder(const Table& table);
base::Result<image::Mask> read_mask(const MaskFolder& masks, const Film& film);

// "0-17", "18-39", "40-59", "60-79", "80+", or "" if the age is not known: the groups of age=…
std::string age_group(const std::string& age);

}  // namespace roentgen::dataset
