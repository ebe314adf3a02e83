// The check of one or several data sets before anything is trained or measured on them.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "hygiene/columns.h"
#include "hygiene/copies.h"
#include "hygiene/finding.h"
#include "hygiene/set.h"

namespace roentgen::hygiene {

// What the checks look at together.
struct Material {
  std::vector<Set> sets;
  std::vector<std::vector<Column>> columns;  // of each set
  std::vector<FilmAt> at;                    // where each print of `copies` is from
  std::vector<Copy> copies;
  int threads = 0;

  const dataset::Film& film(const FilmAt& place) const { return sets[place.set].films()[place.film]; }
  const Look& look(const FilmAt& place) const { return sets[place.set].looks[place.film]; }
};

// What was measured of the films of one source.
struct SourceNumbers {
  std::string set, source;
  std::size_t films = 0;
  std::array<std::array<double, 3>, kNumbers> quartiles{};  // 25 %, 50 %, 75 %
};

// Whether a small classifier tells one value from the others, of films of patients it never saw.
struct Probe {
  std::string set;       // empty: several sets
  std::string what;      // "source", "split", or a label
  std::string features;  // "numbers", "thumbnail" or "both"
  std::size_t films = 0;
  std::vector<std::string> values;
  double accuracy = 0, majority = 0;  // majority: of the commonest value, what guessing reaches
  std::array<double, 2> accuracy_ci95{};
  std::vector<Figure> auc;  // of each value against the others
};

struct Check {
  std::vector<Finding> findings;  // errors first, then warnings, then notes
  std::vector<SourceNumbers> sources;
  std::vector<Probe> probes;
};

struct CheckOptions {
  std::vector<std::string>
      labels;  // the columns that are labels; empty: every 0/1 column that is not known to be something else
  int threads = 0;
  bool probes = true;
  CopyRules rules;
  // What is being done, how much of it: may be empty; called from several threads.
  std::function<void(const std::string& what, std::size_t done, std::size_t all)> progress;
};

// Opens the sets and reads their pictures once. `unusable_input` naming the folder that cannot be read;
// `usage` for a label that no set has; `cancelled`.
base::Result<Material> gather(const std::vector<std::string>& paths, const CheckOptions& options);

Check check(const Material& material, const CheckOptions& options);

// One file each; inside this room only.
void check_reading(const Material& material, std::vector<Finding>& findings);
void check_patients(const Material& material, std::vector<Finding>& findings);
void check_copies(const Material& material, std::vector<Finding>& findings);
void check_labels(const Material& material, std::vector<Finding>& findings);
void check_balance(const Material& material, std::vector<Finding>& findings);
void check_boxes(const Material& material, std::vector<Finding>& findings);
void check_masks(const Material& material, std::vector<Finding>& findings);
void check_landmarks(const Material& material, std::vector<Finding>& findings);
void check_columns(const Material& material, std::vector<Finding>& findings);
void check_photometry(const Material& material, Check& result);
void check_controls(const Material& material, std::vector<Finding>& findings);
void check_probes(const Material& material, Check& result);

}  // namespace roentgen::hygiene
