// Small sets drawn by our own code, clean until a test spoils them.
#pragma once

#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/file.h"
#include "image/codec.h"

namespace roentgen::hygiene {

// Numbers that look random and are the same everywhere (SplitMix64, Steele et al. 2014).
struct Dice {
  std::uint64_t state = 1;
  std::uint64_t next() {
    std::uint64_t z = (state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  double part() { return static_cast<double>(next() >> 11) / 9007199254740992.0; }
};

// A "chest": two dark ellipses on a bright ground, alike in all, and two hundred spots of its own.
inline image::Image drawn(std::uint64_t seed, int rows = 90, int columns = 80) {
  Dice dice{seed * 1000 + 17};
  struct Spot {
    double y, x, size, grey;
  };
  std::vector<Spot> spots;
  for (int i = 0; i < 200; ++i) {
    const double y = dice.part(), x = dice.part(), size = 0.02 + 0.04 * dice.part();
    spots.push_back({y, x, size, (dice.part() - 0.5) * 0.36});
  }
  image::Image image{.rows = rows, .columns = columns, .samples = {}};
  for (int row = 0; row < rows; ++row)
    for (int column = 0; column < columns; ++column) {
      const double y = (row + 0.5) / rows, x = (column + 0.5) / columns;
      const auto lung = [&](double centre) {
        const double d = std::hypot((x - centre) / 0.17, (y - 0.45) / 0.33);
        return d < 1 ? 0.38 : 0.38 * std::exp(-6 * (d - 1));
      };
      double grey = 0.62 - lung(0.28) - lung(0.72) + 0.1 * (y - 0.5);
      for (const auto& spot : spots) {
        const double d2 =
            ((x - spot.x) * (x - spot.x) + (y - spot.y) * (y - spot.y)) / (spot.size * spot.size);
        if (d2 < 9) grey += spot.grey * std::exp(-d2);
      }
      image.samples.push_back(
          static_cast<std::uint16_t>(std::lround(65535 * std::min(1.0, std::max(0.0, grey)))));
    }
  return image;
}

struct Row {
  std::map<std::string, std::string> values;
  image::Image picture;
};

struct MadeSet {
  std::filesystem::path folder;
  std::vector<std::string> columns{"image", "patient", "source",   "view",   "age",
                                   "sex",   "split",   "Effusion", "Nodule", "no_finding"};
  std::vector<Row> rows;

  explicit MadeSet(const std::string& name)
      : folder(std::filesystem::temp_directory_path() /
               ("roentgen_hygiene_" + std::to_string(::getpid()) + "_" + name)) {
    std::filesystem::remove_all(folder);
  }
  ~MadeSet() {
    std::error_code error;
    std::filesystem::remove_all(folder, error);
  }
  MadeSet(const MadeSet&) = delete;
  MadeSet& operator=(const MadeSet&) = delete;

  void set(std::size_t row, const std::string& column, const std::string& value) {
    rows[row].values[column] = value;
  }

  void write() const {
    std::filesystem::create_directories(folder / "images");
    std::ofstream table(folder / "metadata.csv");
    for (std::size_t c = 0; c < columns.size(); ++c) table << (c > 0 ? "," : "") << columns[c];
    table << "\n";
    for (const auto& row : rows) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto found = row.values.find(columns[c]);
        table << (c > 0 ? "," : "") << (found == row.values.end() ? "" : found->second);
      }
      table << "\n";
      const auto bytes = image::encode_png(row.picture);
      std::ofstream(folder / "images" / row.values.at("image"), std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
  }
};

// 160 films of 160 patients in ten blocks of sixteen. Labels depend on the place in the block, everything
// else on the block: so sources, views, sexes and splits are independent of the labels.
inline void fill(MadeSet& set, std::uint64_t first_seed = 1) {
  for (std::size_t i = 0; i < 160; ++i) {
    const std::size_t block = i / 16;
    const std::string number = std::to_string(i);
    const std::string effusion = i % 4 == 0 ? "1" : "0", nodule = (i / 4) % 4 == 0 ? "1" : "0";
    Row row;
    row.values = {{"image", "f" + number + ".png"},
                  {"patient", "p" + number},
                  {"source", block % 2 == 0 ? "east" : "west"},
                  {"view", (block / 3) % 2 == 0 ? "PA" : "AP"},
                  {"age", std::to_string(20 + 6 * block)},
                  {"sex", (block / 2) % 2 == 0 ? "F" : "M"},
                  {"split", block < 4   ? "train"
                            : block < 7 ? "val"
                                        : "test"},
                  {"Effusion", effusion},
                  {"Nodule", nodule},
                  {"no_finding", effusion == "0" && nodule == "0" ? "1" : "0"}};
    row.picture = drawn(first_seed + i);
    set.rows.push_back(std::move(row));
  }
}

}  // namespace roentgen::hygiene
