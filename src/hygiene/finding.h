// One thing the check has to say.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/counted.h"
#include "hygiene/set.h"

namespace roentgen::hygiene {

enum class Severity {
  error,    // training or measuring on this set as it is gives wrong figures
  warning,  // it can, and a person must decide
  note      // worth knowing
};
const char* word(Severity severity);

struct Figure {
  std::string name;  // "auc mean_grey Pneumonia source=talo"
  double value = 0;
  std::optional<std::array<double, 2>> ci95;
  std::size_t n = 0;          // films, unless the name says otherwise
  std::size_t positives = 0;  // of them, where that has a meaning
};

// Films that belong together: a pair, or one alone.
struct Example {
  std::vector<FilmAt> films;
  std::string caption;
};

struct Finding {
  Severity severity = Severity::note;
  std::string check;  // its name: "copies_across_splits"
  std::string set;    // empty: several sets together
  std::string text;   // plain sentences
  std::size_t count = 0;
  std::vector<Example> examples;  // at most kMostExamples
  std::vector<Figure> figures;    // at most kMostFigures
};

// What it says, and of which films, is filled in by the check.
inline Finding empty_finding(Severity severity, std::string check, std::string set) {
  return {severity, std::move(check), std::move(set), {}, 0, {}, {}};
}

inline constexpr std::size_t kMostExamples = 24;
inline constexpr std::size_t kMostFigures = 200;

inline void add_example(Finding& finding, Example example) {
  if (finding.examples.size() < kMostExamples) finding.examples.push_back(std::move(example));
}
inline void add_figure(Finding& finding, Figure figure) {
  if (finding.figures.size() < kMostFigures) finding.figures.push_back(std::move(figure));
}

using base::counted;

// "1 film", "3 films"
inline std::string films(std::size_t n) {
  return counted(n, "film", "films");
}

// "a, b, c and 4 more"
std::string listed(const std::vector<std::string>& names, std::size_t most = 6);

}  // namespace roentgen::hygiene
