// The page that a training leaves behind: OUT/report.html.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "model/card.h"
#include "training/journal.h"

namespace roentgen::training {

struct ReportInput {
  model::Card card;  // finished
  std::vector<JournalLine> journal;
  dataset::PictureTable val;           // the films that `scores` speaks of
  std::vector<model::Metric> metrics;  // on them
  dataset::Csv scores;                 // as evaluation::Evaluation has them
};

// The films whose columns NAME and NAME_truth (or, for grades, NAME_expected and NAME_truth) lie furthest
// apart, worst first, each film once.
struct WorstCase {
  std::string image;
  std::string what;  // "pneumonia: said 0.98, truth 0"
  double error = 0;
};
std::vector<WorstCase> worst_cases(const dataset::Csv& scores, std::size_t most);

// One page that fetches nothing: curves, warning signs in words, figures beside their controls, the worst
// validation films with their pictures. Film names stand in it: it is for the one who trains.
std::string report_html(const ReportInput& input);

}  // namespace roentgen::training
