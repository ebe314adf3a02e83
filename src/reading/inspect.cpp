#include "reading/inspect.h"

#include <algorithm>
#include <utility>

#include "image/draw.h"
#include "image/moire.h"
#include "model/preprocess.h"
#include "reading/collimation.h"
#include "reading/corrected.h"
#include "reading/gate.h"
#include "reading/part.h"
#include "reading/part_gate.h"
#include "reading/picture.h"

namespace roentgen::reading {
namespace {

using Outputs = std::vector<model::Output>;

// Both networks look at so small a picture that one shrinking serves them; a large film is gone through once.
constexpr int kLookSide = 640;

base::Result<Outputs> ask(const model::Engine& engine, const image::Image& picture,
                          std::vector<std::string> names) {
  const model::Prepared prepared = model::prepare(picture, engine.card().input);
  auto outputs = engine.run(std::span(&prepared.input, 1), names);
  if (!outputs) return std::unexpected(outputs.error());
  return std::move(outputs->front());
}

base::Result<Outputs> kind_of_picture(const model::Engine& gate, const image::Image& picture) {
  return ask(gate, picture, {"logits", "features"});
}

struct Righted {
  study::Correction done;
  image::Image upright;  // as small as what was looked at
  Outputs seen;          // of the corrected picture; empty if nothing was corrected
  bool unclear = false;  // none of the eight positions looks right
};

constexpr double kLongestSpine = 6;  // long side / short side of a film of a whole spine

constexpr double kLooksRight = 0.5;  // of upright_probability(): better than a guess
// Below it all positions are compared, whatever the thresholds of the single labels: looking again costs time
// and nothing else, and a film that lies wrong and is not looked at again stays wrong. Of 527 upright
// validation films 4 lie below.
constexpr double kSurelyRight = 0.98;

// All eight positions are compared and the best one wins: that is surer than any threshold. Only asked for
// where the first look raised something or is not sure, so a film that plainly lies right costs one look.
base::Result<Righted> put_right(const model::Engine& quality, const image::Image& small,
                                const Look& as_stored) {
  Righted righted;
  if (!correction_wanted(as_stored).any() && upright_probability(as_stored) >= kSurelyRight) return righted;
  std::vector<study::Correction> corrections;
  std::vector<image::Plane> inputs;
  for (const bool inverted : {false, true})
    for (const int degrees : {0, 90, 180, 270}) {
      corrections.push_back({degrees, inverted});
      inputs.push_back(
          std::move(model::prepare(corrected(small, corrections.back()), quality.card().input).input));
    }
  const std::vector<std::string> names{"logits"};
  auto outputs = quality.run(inputs, names);
  if (!outputs) return std::unexpected(outputs.error());
  std::size_t best = 0;
  std::vector<double> right;
  for (std::size_t i = 0; i < corrections.size(); ++i) {
    right.push_back(upright_probability(Look(quality.card(), (*outputs)[i][0].values)));
    if (right[i] > right[best]) best = i;
  }
  righted.unclear = right[best] < kLooksRight;
  if (righted.unclear || !corrections[best].any()) return righted;
  return Righted{corrections[best], corrected(small, corrections[best]), std::move((*outputs)[best]), false};
}

// Of eight positions one may look like a chest by chance (a foot on its side, a pelvis upside down): the gate
// must be surer of a picture that was put right than of one that came so. Chosen on body_part, of whose 666
// pictures of other kinds two are still taken for chests.
constexpr double kSureChest = 0.9;

bool is_surely_chest(const Look& gate) {
  const auto seen = gate.at(kFrontalChest);
  return gate.frontal_chest() && seen && seen->probability >= kSureChest;
}

struct Polarised {
  Righted righted;
  Outputs kind, negative;
};

// A picture that is no chest, as it came or with black and white exchanged. `kind` is what the gate says of
// it as it came.
base::Result<Polarised> right_polarity(const model::Engine& gate, const model::Engine& quality,
                                       const image::Image& small, const Look& as_stored, Outputs kind,
                                       bool by_word) {
  Polarised result;
  result.kind = std::move(kind);
  const study::Correction exchange{0, true};
  image::Image exchanged = corrected(small, exchange);
  auto negative = ask(quality, exchanged, {"logits"});
  if (!negative) return std::unexpected(negative.error());
  result.negative = std::move(*negative);
  if (polarity_of(as_stored, Look(quality.card(), result.negative[0].values)) != Polarity::bones_dark)
    return result;
  auto again = kind_of_picture(gate, exchanged);
  if (!again) return std::unexpected(again.error());
  // A picture that turns into a chest only this way is nothing we know.
  if (!by_word && Look(gate.card(), again->at(0).values).frontal_chest()) return result;
  result.kind = std::move(*again);
  result.righted = Righted{exchange, std::move(exchanged), result.negative, false};
  return result;
}

}  // namespace

base::Result<Inspected> inspect(const model::Engine& gate, const model::Engine& quality,
                                const image::Image& stored, const study::Acquisition& acquisition) {
  Inspected result;
  result.spacing = acquisition.spacing;
  result.subject.age_years = acquisition.patient_age_years;
  result.subject.view = view_of(acquisition.view_position);
  result.subject.least_side = std::min(stored.rows, stored.columns);

  Verdict& verdict = result.verdict;
  verdict = judge_tags(acquisition, {});
  PictureLimits limits;
  limits.least_side_pixels =
      std::max({limits.least_side_pixels, gate.card().least_side_pixels, quality.card().least_side_pixels});
  if (names_spine(acquisition)) limits.largest_aspect = kLongestSpine;
  add(verdict, judge_picture(stored, limits));
  // A file that says "knee" still has a picture to look at, because there may be a reader for knees.
  const bool by_word = verdict.refused();
  if (by_word && !names_other_part(verdict, acquisition)) return result;

  const image::Image small = image::shrunk(stored, kLookSide);
  auto first = ask(quality, small, {"logits"});
  if (!first) return std::unexpected(first.error());
  const Look as_stored(quality.card(), first->at(0).values);
  auto righted = put_right(quality, small, as_stored);
  if (!righted) return std::unexpected(righted.error());
  const bool corrected_once = righted->done.any();
  auto kind = kind_of_picture(gate, corrected_once ? righted->upright : small);
  if (!kind) return std::unexpected(kind.error());
  const Look shown(gate.card(), kind->at(0).values);
  const bool chest = corrected_once ? is_surely_chest(shown) : shown.frontal_chest();
  Outputs negative;  // of what is no chest: it has no right way up that we know of, but its bones are bright
  if (by_word || !chest) {
    if (corrected_once) kind = kind_of_picture(gate, small);
    if (!kind) return std::unexpected(kind.error());
    auto judged = right_polarity(gate, quality, small, as_stored, std::move(*kind), by_word);
    if (!judged) return std::unexpected(judged.error());
    righted = std::move(judged->righted);
    righted->unclear = corrected_once;
    kind = std::move(judged->kind);
    negative = std::move(judged->negative);
  }
  result.correction = righted->done;
  if (result.correction.any()) result.upright = corrected(stored, result.correction);
  if (result.correction.turned_degrees % 180 != 0) std::swap(result.spacing.row_mm, result.spacing.column_mm);

  const Look upright(quality.card(), result.correction.any() ? righted->seen[0].values : first->at(0).values);
  const auto moire = image::moire_prominence(stored);
  result.subject.photograph = is_surely_photograph(upright, moire);
  const Look seen(gate.card(), kind->at(0).values);
  if (!by_word) add(verdict, judge_kind(seen, acquisition));
  if (verdict.refused())
    result.other_roles = part_roles(kind_of(seen), is_surely_limb(seen), seen.frontal_chest(), acquisition);
  if (!result.other_roles.empty()) {
    result.subject.photograph = is_surely_part_photograph(upright);
    add(verdict,
        judge_polarity(as_stored, Look(quality.card(), negative[0].values), result.correction.inverted));
    add(verdict, judge_part_photograph(upright, names_spine(acquisition), study::Fitness::fit_with_remarks));
    return result;
  }
  if (verdict.refused()) result.correction = {};
  if (by_word) return result;
  if (verdict.refused()) {
    // A photograph of a chest film often does not look like one: then that is what to say first. Other
    // pictures that are no chests have stripes of their own and look a little like photographs, too.
    add(verdict, judge_photograph(as_stored, moire, study::Fitness::not_fit));
    if (verdict.reasons.size() > 1 && is_surely_part_photograph(as_stored))
      std::ranges::rotate(verdict.reasons, verdict.reasons.begin() + 1);
    return result;
  }
  add(verdict, judge_distance(gate.card(), kind->at(1).values));
  result.subject.orientation_unclear = righted->unclear;
  add(verdict, judge_orientation(as_stored, result.correction, righted->unclear));
  add(verdict, judge_photograph(upright, moire, study::Fitness::fit_with_remarks));
  add(verdict, judge_taking(upright, acquisition));
  verdict.checks.push_back(collimation_check(stored));
  result.subject.looks_like_child = is_surely_child(upright);
  return result;
}

}  // namespace roentgen::reading
