// Local films decide about a classifier, or about what a detector says of a whole film: calibration,
// operating points, abstention; and what they are worth on further films.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/curves.h"
#include "evaluation/groups.h"
#include "evaluation/operating_points.h"
#include "evaluation/run_films.h"
#include "model/engine.h"
#include "model/site.h"

namespace roentgen::evaluation {

// What a package said of a film (the output "logits", which classifiers and detectors have), and the truth.
struct Observed {
  Facts facts;
  std::vector<double> logits;
  std::vector<int> truth;          // 1, 0 or kUnknown
  std::optional<double> distance;  // from the training data; none: the card has no reference
};

// Of the films whose truth for some label is known, in the set's order; those that cannot be read are left
// out and told in `failures`.
base::Result<std::vector<Observed>> observe(const model::Engine& engine, const dataset::PictureTable& set,
                                            const RunOptions& options, std::vector<base::Error>& failures);

struct SiteRules {
  std::optional<Curve> curve;  // none: the one that predicts best
  PointRule points;
  double decide_specificity = 0.9;  // of the threshold at which a finding is called present
  double coverage = 0.9;            // of the answers; 0: it always answers
  int least = 10;                   // films with, and films without a label, below which nothing is fitted
};

struct SiteFit {
  std::vector<model::Label> labels;  // what could be fitted
  std::vector<float> cuts;           // of the card's grading, see model::Site
  std::string cuts_origin;
  std::vector<std::string> remarks;  // sentences: what could not, and why
  // How it does on films of patients that it was not fitted on (five parts): of each operating point
  // sensitivity and specificity, ece and brier. The fit itself, on all films, does a little better or worse.
  std::vector<model::Metric> held_out;
};
base::Result<SiteFit> fit_site(const model::Card& card, const std::vector<Observed>& films,
                               const SiteRules& rules, const std::string& where);

// Figures of the card as it stands (after apply_site()), of the labels named:
//   ece, brier; NAME.sensitivity and NAME.specificity of each operating point;
//   coverage.present, coverage.absent   part of films with (without) it whose right answer was possible
//   abstained, answered_right           part of films without an answer; right ones among the others
//   far_from_training (label "film")    part of all films that the package would not read
// and of its grading, if it has one, auc, quadratic_kappa, mae, accuracy and balanced_accuracy (ordinal.h).
// All with 95 % patient bootstrap.
std::vector<model::Metric> site_figures(const model::Card& card, const std::vector<Observed>& films);

}  // namespace roentgen::evaluation
