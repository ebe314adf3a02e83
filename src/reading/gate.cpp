#include "reading/gate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "reading/classify.h"
#include "reading/tags.h"

namespace roentgen::reading {
namespace {

using study::Check;
using study::Fitness;

// Sentences for the person who took the film.
struct Rule {
  std::string_view label, title, text;
};
constexpr std::array kRules = std::to_array<Rule>({
    {kMirrored, "Left and right exchanged",
     "Left and right look exchanged: hold the side marker against the patient before anything else is read."},
    {kOverlay, "Marks drawn into the picture",
     "Arrows, rings or letters seem to be drawn into the picture: read the unmarked original."},
    {kBlurred, "Too little detail",
     "The picture holds little fine detail: send it in full resolution, or repeat a blurred film."},
    {kDark, "Too dark",
     "Much of the picture is pressed to black: send its full range of grey values, or repeat it."},
    {kPale, "Too pale",
     "Much of the picture is pressed to white: send its full range of grey values, or repeat it."},
});

constexpr const char* kMoireOrigin =
    "lowest with specificity 0.99 on 393 val films of cxr_nih (clean, mirrored, blurred): sensitivity 0.92 "
    "on "
    "131 photographs drawn by our own code";

constexpr std::string_view kTurnLabels[] = {"turned_90", "turned_180", "turned_270"};

Check check_of(std::string name, std::string title, const LabelSeen& seen) {
  Check check{std::move(name),
              std::move(title),
              Fitness::fit,
              seen.probability,
              seen.label->threshold,
              seen.label->threshold_origin,
              "",
              ""};
  return check;
}

void raise(Check& check, Fitness outcome, std::string text) {
  check.outcome = outcome;
  check.text = std::move(text);
}

std::string turn_text(int turned_back) {
  switch (turned_back) {
    case 90:
      return "The film lies on its side; it was turned by 90 degrees clockwise for reading and display.";
    case 270:
      return "The film lies on its side; it was turned by 90 degrees anticlockwise for reading and display.";
    default:
      return "The film stands upside down; it was turned by 180 degrees for reading and display.";
  }
}

constexpr const char* kUnclear =
    "It is not clear which way up the film is or whether it is inverted: display it upright, with bright "
    "bones, "
    "and send it again.";

Check view_check(const LabelSeen& ap, const study::Acquisition& acquisition) {
  Check check = check_of("view", "AP instead of PA", ap);
  const View view = view_of(acquisition.view_position);
  if (view == View::frontal_pa) check.file_says = "PA";
  if (view == View::frontal_ap) check.file_says = "AP";
  if (!ap.raised() || view == View::frontal_ap) return check;
  raise(check, Fitness::fit_with_remarks,
        view == View::frontal_pa ? "The file says PA, but the picture looks like an AP film: check the view "
                                   "before the heart is measured."
                                 : "The file does not say the view; the picture looks like an AP film, which "
                                   "draws the heart larger.");
  return check;
}

Check age_check(const LabelSeen& child, const study::Acquisition& acquisition) {
  Check check = check_of("age", "A child", child);
  const auto& age = acquisition.patient_age_years;
  if (age) check.file_says = *age < kAdult ? "child" : "adult";
  if (age && *age < kAdult) {
    raise(check, Fitness::fit_with_remarks, "The patient is under 18.");
  } else if (child.raised()) {
    raise(check, Fitness::fit_with_remarks,
          age ? "The file says adult, but the picture looks like a small child's: check that it is the right "
                "patient's."
              : "The file does not say the age; the picture looks like a small child's.");
  }
  return check;
}

// Of the other kinds, which are the labels that share the column "part". A kind is only named if the network
// would bet on it; otherwise the picture is something it has never seen.
std::optional<LabelSeen> likeliest_kind(const Look& look) {
  std::optional<LabelSeen> likeliest;
  for (const model::Label& label : look.card().labels) {
    if (label.column != "part") continue;
    const auto seen = look.at(label.name);
    if (seen && (!likeliest || seen->probability > likeliest->probability)) likeliest = seen;
  }
  return likeliest && likeliest->probability >= 0.5 ? likeliest : std::nullopt;
}

}  // namespace

std::string kind_of(const Look& look) {
  const auto likeliest = likeliest_kind(look);
  return !look.frontal_chest() && likeliest ? likeliest->label->name : std::string();
}

Verdict judge_kind(const Look& look, const study::Acquisition& acquisition) {
  Verdict verdict;
  Check check{"body_part", "Not a frontal chest film", Fitness::fit, {}, {}, "", "", ""};
  check.file_says = body_part_word(acquisition.body_part);
  if (const auto frontal = look.at(kFrontalChest)) {
    check.score = 1 - frontal->probability;
    check.threshold = 1 - frontal->label->threshold;
    check.threshold_origin = frontal->label->threshold_origin;
  }
  if (!look.frontal_chest()) {
    const auto likeliest = likeliest_kind(look);
    raise(check, Fitness::not_fit,
          "This does not look like a frontal chest radiograph" +
              (likeliest ? "; it looks like: " + likeliest->label->title + "." : std::string(".")));
    verdict.reasons.push_back({"not_a_frontal_chest", check.text});
  }
  verdict.checks.push_back(std::move(check));
  return verdict;
}

Verdict judge_distance(const model::Card& card, std::span<const float> features) {
  Verdict verdict;
  if (!card.reference) return verdict;
  const double distance = feature_distance(features, *card.reference),
               limit = card.reference->largest_distance;
  Check check{"far_from_training_data",
              "Unlike the training data of " + card.name,
              Fitness::fit,
              {},
              limit,
              card.reference->origin,
              "",
              ""};
  if (std::isfinite(distance)) check.score = distance;
  if (!(distance <= limit))  // NaN is refused, too
    raise(check, Fitness::not_fit,
          "The picture is far from what the model " + card.name + " was trained on (distance " +
              base::fixed(distance, 2) + ", limit " + base::fixed(limit, 2) + ").");
  add(verdict, std::move(check));
  return verdict;
}

Verdict judge_orientation(const Look& stored, const study::Correction& done, bool unclear) {
  Verdict verdict;
  const study::Correction wanted = correction_wanted(stored);
  std::optional<LabelSeen> turn;
  for (const auto label : kTurnLabels)
    if (const auto seen = stored.at(label); seen && (!turn || seen->probability > turn->probability))
      turn = seen;
  if (turn) {
    Check check = check_of("turned", "Turned", *turn);
    if (done.turned_degrees != 0) raise(check, Fitness::fit_with_remarks, turn_text(done.turned_degrees));
    if (unclear && wanted.turned_degrees != 0)
      check.outcome = Fitness::fit_with_remarks, check.text = kUnclear;
    add(verdict, std::move(check));
  }
  if (const auto seen = stored.at(kInverted)) {
    Check check = check_of("inverted", "Black and white exchanged", *seen);
    if (done.inverted)
      raise(check, Fitness::fit_with_remarks,
            "Black and white were exchanged; the grey values were turned for reading and display.");
    if (unclear && wanted.inverted) raise(check, Fitness::fit_with_remarks, kUnclear);
    add(verdict, std::move(check));
  }
  return verdict;
}

Verdict judge_photograph(const Look& upright, const std::optional<double>& moire, Fitness if_raised) {
  Verdict verdict;
  if (moire) {
    Check check{"moire", "Stripes of two pixel grids", Fitness::fit, moire, kMoire, kMoireOrigin, "", ""};
    if (*moire >= kMoire)
      raise(
          check, if_raised,
          "Fine oblique stripes cross the picture, as on the photograph of a screen: send the original file "
          "instead.");
    add(verdict, std::move(check));
  }
  if (const auto seen = upright.at(kPhoto)) {
    Check check = check_of("photo", "Photograph of a film or a screen", *seen);
    if (seen->raised())
      raise(check, if_raised,
            "This looks like a photograph of a film or a screen: send the original file instead.");
    add(verdict, std::move(check));
  }
  return verdict;
}

bool is_surely_photograph(const Look& upright, const std::optional<double>& moire) {
  const auto seen = upright.at(kPhoto);
  return (moire && *moire >= kMoire) || (seen && seen->raised() && seen->probability >= kSurePhotograph);
}

bool is_surely_child(const Look& upright) {
  const auto seen = upright.at(kChild);
  return seen && seen->raised() && seen->probability >= kSureChild;
}

Verdict judge_taking(const Look& upright, const study::Acquisition& acquisition) {
  Verdict verdict;
  for (const Rule& rule : kRules)
    if (const auto seen = upright.at(rule.label)) {
      Check check = check_of(std::string(rule.label), std::string(rule.title), *seen);
      if (seen->raised()) raise(check, Fitness::fit_with_remarks, std::string(rule.text));
      add(verdict, std::move(check));
    }
  if (const auto ap = upright.at(kAp)) add(verdict, view_check(*ap, acquisition));
  if (const auto child = upright.at(kChild)) add(verdict, age_check(*child, acquisition));
  return verdict;
}

std::string describe_gate_rules() {
  std::string text = "gate";
  for (const Rule& rule : kRules) text.append(" ").append(rule.label);
  return text + " view age adult " + std::to_string(kAdult) + " moire " + base::fixed(kMoire, 2) +
         " sure photograph " + base::fixed(kSurePhotograph, 2) + " sure child " + base::fixed(kSureChild, 2) +
         "\n";
}

}  // namespace roentgen::reading
