// A data set as the check sees it: its table, its pictures and what was measured of them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "hygiene/look.h"

namespace roentgen::hygiene {

enum class SetKind {
  labelled,    // metadata.csv with a column `image`
  table_only,  // metadata.csv without one: reports, records of other kinds
  pictures,    // a folder of pictures without metadata.csv
  npz          // MedMNIST
};

struct Set {
  std::filesystem::path path;
  std::string name;  // the folder's; made distinct where two have one
  SetKind kind = SetKind::labelled;
  dataset::PictureTable pictures;            // for table_only, a film's `image` is the row's first column
  std::vector<std::string> quality_columns;  // of quality.csv; values stand in the films as "quality.NAME"
  std::vector<Look> looks;                   // of each film; empty for table_only
  std::vector<std::string> remarks;          // on files beside the table that could not be used

  const std::vector<dataset::Film>& films() const { return pictures.table.films; }
  std::size_t size() const { return films().size(); }
  bool has_pictures() const { return kind != SetKind::table_only; }
  bool read(std::size_t film) const { return film < looks.size() && looks[film].read(); }
};

// A folder or an .npz file. `unusable_input` if there is neither a table nor a picture.
base::Result<Set> open_set(const std::filesystem::path& path);

// Reads every picture once, on several threads; one picture per thread is in memory. Films whose picture
// cannot be read keep the reason. `cancelled` if interrupted.
base::Result<void> look_at_films(std::span<Set> sets, int threads,
                                 const std::function<void(std::size_t done)>& progress);

// A film of one of several sets.
struct FilmAt {
  std::size_t set = 0, film = 0;
  bool operator==(const FilmAt&) const = default;
};

}  // namespace roentgen::hygiene
