// Where the objects of `roentgen analyze` go, and what each destination wants of them.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "exchange/hl7.h"
#include "study/reading.h"

namespace roentgen::cli {

struct Destination {
  std::string name;  // empty: the film's own result folder
  std::filesystem::path
      folder;  // relative: inside each film's result folder; absolute: with a folder per film
  std::vector<std::string> objects;          // of object_names()
  std::vector<std::string> labels;           // findings; empty: all
  std::map<std::string, double> thresholds;  // by label, instead of the package's own
  std::vector<std::string> languages;        // of words, pdf, fhir and hl7; the first also of other objects
  bool patient_in_pages = true;              // whether pdf names the patient
  bool patient_in_rows = false;              // whether csv and jsonl do
  exchange::Hl7Address hl7;
};

// "sr", "seg", …, as the room `objects` has them (its copy of a picture comes along by itself), and "words",
// "pdf", "fhir", "hl7", "csv", "jsonl".
std::vector<std::string> object_names();

// --objects LIST: names with commas between, or "all". `usage` with the names there are.
base::Result<std::vector<std::string>> parse_object_list(const std::string& list);
// --language LIST. `usage` for one that there are no words for.
base::Result<std::vector<std::string>> parse_language_list(const std::string& list,
                                                           const std::filesystem::path& locales);

// --objects-config FILE: docs/schemas/objects_config.schema.json. `usage` naming the field that is wrong:
// unknown fields, objects, languages, and findings that are in `labels` of no package are refused.
base::Result<std::vector<Destination>> parse_destinations(const std::string& json,
                                                          const std::filesystem::path& locales,
                                                          const std::set<std::string>& labels);

// The reading as this destination wants it: only its findings, decided by its thresholds, the order of
// urgency decided anew. A finding that its threshold makes absent loses its regions.
study::Reading as_wanted(study::Reading reading, const Destination& destination);

}  // namespace roentgen::cli
