#include "reading/part_gate.h"

#include <cmath>

#include "base/text.h"
#include "reading/part.h"

namespace roentgen::reading {
namespace {

using study::Check;
using study::Fitness;

constexpr double kSureLimb = 0.9;  // sum of the limbs' probabilities
constexpr double kSurelyDark = 1;  // of bones_dark_by()
constexpr double kPhotograph = 0.5, kSpinePhotograph = 0.9, kSurePartPhotograph = 0.95;

constexpr const char* kPolarityOrigin =
    "surely above 1, unclear above 0: 165 limbs, 110 spines and 162 knees of val, of which none is surely "
    "called "
    "inverted, and of their negatives 408";
constexpr const char* kPhotographOrigin =
    "150 limbs and 150 knees of val, of which 1 % reach it; 100 photographs of each drawn by our own code: "
    "84 and 97";
constexpr const char* kSpinePhotographOrigin =
    "110 spines of val, of which 2 % reach it; 100 photographs drawn by our own code: 65";

double logit(double p) {
  return std::log(p / (1 - p));
}

// How much more the stored picture looks inverted than its negative. 0 where the card has no such label.
double bones_dark_by(const Look& stored, const Look& negative) {
  const auto a = stored.at(kInverted), b = negative.at(kInverted);
  if (!a || !b) return 0;
  const double by = logit(a->probability) - logit(b->probability);
  return std::isfinite(by) ? by : 0;
}

}  // namespace

Polarity polarity_of(const Look& stored, const Look& negative) {
  const double by = bones_dark_by(stored, negative);
  return by > kSurelyDark ? Polarity::bones_dark : by > 0 ? Polarity::unclear : Polarity::bones_bright;
}

Verdict judge_polarity(const Look& stored, const Look& negative, bool turned) {
  Verdict verdict;
  Check check{"inverted",   "Black and white exchanged",
              Fitness::fit, bones_dark_by(stored, negative),
              kSurelyDark,  kPolarityOrigin,
              "",           ""};
  if (turned || polarity_of(stored, negative) != Polarity::bones_bright) {
    check.outcome = Fitness::fit_with_remarks;
    check.text =
        turned
            ? "Black and white were exchanged; the grey values were turned for reading and display."
            : "Black and white may be exchanged: make sure that bones are bright before trusting the result.";
  }
  add(verdict, std::move(check));
  return verdict;
}

Verdict judge_part_photograph(const Look& stored, bool spine, Fitness if_raised) {
  Verdict verdict;
  const auto seen = stored.at(kPhoto);
  if (!seen) return verdict;
  Check check{"photo",
              "Photograph of a film or a screen",
              Fitness::fit,
              seen->probability,
              spine ? kSpinePhotograph : kPhotograph,
              spine ? kSpinePhotographOrigin : kPhotographOrigin,
              "",
              ""};
  if (seen->probability >= *check.threshold) {
    check.outcome = if_raised;
    check.text = "This looks like a photograph of a film or a screen: send the original file instead.";
  }
  add(verdict, std::move(check));
  return verdict;
}

bool is_surely_part_photograph(const Look& stored) {
  const auto seen = stored.at(kPhoto);
  return seen && seen->probability >= kSurePartPhotograph;
}

bool is_surely_limb(const Look& gate) {
  double sum = 0;
  for (const auto kind : kLimbKinds)
    if (const auto seen = gate.at(kind)) sum += seen->probability;
  return sum >= kSureLimb;
}

std::string describe_part_gate_rules() {
  return "part gate limb " + base::fixed(kSureLimb, 2) + " dark bones " + base::fixed(kSurelyDark, 2) +
         " photograph " + base::fixed(kPhotograph, 2) + " " + base::fixed(kSpinePhotograph, 2) + " " +
         base::fixed(kSurePartPhotograph, 2) + "\n";
}

}  // namespace roentgen::reading
