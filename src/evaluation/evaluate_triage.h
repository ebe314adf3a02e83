// The order that a reading gives a film, against what is known of it: normal, abnormal, urgent.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "evaluation/evaluate.h"
#include "reading/reader.h"

namespace roentgen::evaluation {

// A film whose value in the column is one of these.
struct TruthRule {
  std::string column;
  std::vector<std::string> values;
};

// The first list that a film fulfils, in this order: urgent (which is abnormal, too), abnormal, normal. Films
// that fulfil none are not measured.
struct TriageTruth {
  std::vector<TruthRule> urgent, abnormal, normal;
};

// How abnormal a reading calls its film: the margin (study/margin.h) of the label that sums up the others
// (reading/triage.h) where the reading has it, else the largest margin of its findings. A film that was not
// read, or in which nothing was looked for, is infinitely so: a person has to look, it is never ruled out.
double abnormality(const study::Reading& reading);

// Every film is read as `roentgen analyze` reads it, the table's columns view, age, sex and body_part
// standing for the file's words. Figures, with 95 % patient bootstrap, for all films and each source, view,
// sex and age:
//   auc                                of abnormality(), abnormal against normal films
//   specificity_at_sensitivity_0.98    share of normal films ruled out where 98 % of the abnormal ones are
//   kept
//   (_0.99, _0.999)                    (rule_out.h)
// for all films beside them, of the one-number control (mean grey, contrast, aspect, sharpness) that tells
// best:
//   control_auc, control_specificity_at_sensitivity_0.98 …
// and the share of the normal, abnormal and urgent films (label) that the reading calls
//   called_routine, called_soon, called_urgent, not_read
// `chosen`: films on which the thresholds are chosen instead (validation); then also, for all films and each
// source,
//   sensitivity_at_chosen_0.98, specificity_at_chosen_0.98 …   what those thresholds reach here
struct TriageSets {
  dataset::Table films, chosen;  // chosen: may have no films
  TriageTruth truth;
  std::string split;  // name of `films`
};
base::Result<Evaluation> evaluate_triage(const reading::Reader& reader, const TriageSets& sets,
                                         const EvaluationOptions& options);

}  // namespace roentgen::evaluation
