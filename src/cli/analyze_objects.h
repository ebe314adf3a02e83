// The objects of one film, written beside its findings.json.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/analyze_pictures.h"
#include "cli/destinations.h"
#include "dicom/shown_grey.h"
#include "reading/findings.h"
#include "report/locale.h"
#include "results/fonts.h"

namespace roentgen::cli {

// What all films of a run share.
struct ObjectPlan {
  std::vector<Destination> destinations;
  std::map<std::string, report::Locale> locales;  // by language: all that the destinations use
  base::Result<results::Fonts> fonts;             // asked for by "pdf" alone
  std::filesystem::path earlier;                  // an earlier run's results, which these supersede; or none
};

// Words and fonts for these destinations.
base::Result<ObjectPlan> plan_objects(std::vector<Destination> destinations,
                                      const std::filesystem::path& locales_folder);

struct FilmObjects {
  const study::Reading& reading;
  std::span<const std::byte> file;               // of the film; empty if it cannot be read
  const study::Acquisition& acquisition;         // of the film; nothing in it if it could not be opened
  const image::Image* display = nullptr;         // as stored, not turned; nullptr if it could not be opened
  std::span<const reading::HeatMap> heats = {};  // on the picture as shown
  const Pictures& pictures;                      // for the pages; may be empty
  const dicom::ShownGrey* grey = nullptr;        // dicom::Film::grey
  std::filesystem::path folder;                  // the film's own result folder, which is there
};

// Rows for one table over all films of a destination; empty where it wants none.
struct Rows {
  std::string csv, json;
};

struct WrittenObjects {
  std::vector<Rows> rows;           // one for each destination
  int superseded = 0;               // documents of earlier runs that are named as predecessors
  std::vector<base::Error> errors;  // one sentence for each object that could not be made or written
};

// Whatever can be written is written. Objects of an earlier run in these folders go first, so that none
// stands beside findings that it does not belong to. `only_tidy`: nothing else is done.
WrittenObjects write_film_objects(const ObjectPlan& plan, const FilmObjects& film);
void remove_old_objects(const std::filesystem::path& folder);

// DESTINATION's findings.csv and findings.jsonl, in the order of the films.
base::Result<void> write_tables(const ObjectPlan& plan, const std::filesystem::path& out,
                                const std::vector<std::vector<Rows>>& films);

}  // namespace roentgen::cli
