#include "reading/part.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/text.h"
#include "model/preprocess.h"
#include "reading/boxed_findings.h"
#include "reading/classify.h"
#include "reading/gate.h"
#include "reading/spine_reading.h"
#include "reading/tags.h"
#include "study/reading_json.h"

namespace roentgen::reading {
namespace {

// The words of body_part_word() for what limb-fracture reads.
constexpr std::array<std::string_view, 24> kLimbWords{
    "ankle",  "arm",     "calcaneus", "elbow",    "extremity", "femur", "fibula", "finger",
    "foot",   "forearm", "hand",      "hip",      "humerus",   "knee",  "leg",    "patella",
    "pelvis", "radius",  "scapula",   "shoulder", "tibia",     "toe",   "ulna",   "wrist"};
// The gate never saw a spine; the file's own word decides.
constexpr std::array<std::string_view, 4> kSpineWords{"spine", "tspine", "lspine", "lsspine"};
constexpr std::string_view kKnee = "knee";

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_frontal(const study::Acquisition& acquisition) {
  const View view = view_of(acquisition.view_position);
  return view != View::lateral && view != View::other;
}

// What is graded was learned from pictures of one joint, cut out square; a film of the whole leg is none.
constexpr int kMostPercentLonger = 20;

bool nearly_square(const image::Image& picture) {
  const std::int64_t longer = std::max(picture.rows, picture.columns),
                     shorter = std::min(picture.rows, picture.columns);
  return longer * 100 <= shorter * (100 + kMostPercentLonger);
}

}  // namespace

std::vector<Role> part_roles(std::string_view kind, bool surely_limb, bool frontal_chest,
                             const study::Acquisition& acquisition) {
  const std::string word = body_part_word(acquisition.body_part);
  if (contains(kSpineWords, word))
    return is_frontal(acquisition) ? std::vector{Role::spine} : std::vector<Role>{};
  const bool unsaid = !names_known_part(acquisition.body_part);
  std::vector<Role> roles;
  // Grades need the file's own word: the gate never saw a knee cut out of its film, and takes whole legs for
  // knees. Whether the picture is like the training data, the package itself tells (PartResult::distance).
  if (word == kKnee && !frontal_chest && is_frontal(acquisition)) roles.push_back(Role::knee);
  const bool seen =
      unsaid ? surely_limb && !frontal_chest : contains(kLimbKinds, kind) && contains(kLimbWords, word);
  const bool said = kind.empty() && !frontal_chest && contains(kLimbWords, word);
  if (seen || said) roles.push_back(Role::limb);
  return roles;
}

bool names_other_part(const Verdict& verdict, const study::Acquisition& acquisition) {
  const std::string word = body_part_word(acquisition.body_part);
  const bool limb = contains(kLimbWords, word);
  if (!limb && !contains(kSpineWords, word)) return false;
  return std::ranges::all_of(verdict.reasons, [&](const study::Remark& reason) {
    return reason.code == "wrong_body_part" ||
           (limb && (reason.code == "lateral_view" || reason.code == "wrong_view"));
  });
}

bool names_spine(const study::Acquisition& acquisition) {
  return contains(kSpineWords, body_part_word(acquisition.body_part));
}

std::string describe_part_rules() {
  std::string text = "limbs";
  for (const auto word : kLimbKinds) text.append(" ").append(word);
  for (const auto word : kLimbWords) text.append(" ").append(word);
  text += " spines";
  for (const auto word : kSpineWords) text.append(" ").append(word);
  return text + "\n";
}

study::Measurement grade_of(const model::Card& card, std::span<const float> logits) {
  std::vector<double> probabilities;
  for (std::size_t l = 0; l < card.labels.size(); ++l)
    probabilities.push_back(calibrated(logits[l], card.labels[l].calibration));
  const model::Grading& grading = *card.grading;
  const double expected = expected_grade(grading, card.labels, probabilities);
  const auto likely = grade_probabilities(grading, card.labels, probabilities);
  study::Measurement measurement;
  measurement.name = grading.name;
  measurement.title = grading.title;
  measurement.value = static_cast<double>(told_grade(grading, expected));
  measurement.unit = "1";
  measurement.method =
      "Expected grade " + base::fixed(expected, 2) +
      (grading.cuts.empty() ? ", rounded." : ", cut where the model's card or the site's calibration says.") +
      " How likely each grade is:";
  for (std::size_t g = 0; g < likely.size(); ++g)
    measurement.method += (g == 0 ? " " : ", ") + std::string("grade ") + grading.grades[g] + " " +
                          base::fixed(100 * likely[g], 0) + " %";
  measurement.method += ".";
  measurement.model = card.name;
  measurement.cautions = {"A proposal: neighbouring grades are often told apart differently by two readers."};
  return measurement;
}

namespace {

// "features" is the last of the names wherever the network has it.
std::vector<std::string> outputs_of(model::Task task) {
  if (task == model::Task::detection) return {"logits", "scores", "boxes", "features"};
  if (task == model::Task::landmarks) return {"scores", "corners"};
  return {"logits", "maps", "features"};
}

void judge(const model::Card& card, std::span<const model::Output> seen, const model::Placement& placement,
           const image::Image& picture, const study::PixelSpacing& spacing, PartResult& result) {
  const Size size{picture.rows, picture.columns};
  if (card.task == model::Task::detection) {
    result.findings.findings = judge_boxes(card, seen[0], seen[1], seen[2], placement, size);
  } else if (card.task == model::Task::landmarks) {
    const auto found = vertebrae_of(*card.places, seen[0], seen[1], card.structures.size());
    SpineReading spine = judge_spine(card, on_picture(found, placement), picture.rows, spacing);
    result.outlines = std::move(spine.outlines);
    result.measurements = std::move(spine.measurements);
    result.quality = std::move(spine.quality);
  } else {
    result.findings = judge_findings(card, seen[0].values, seen[1].values,
                                     {seen[1].shape.at(2), seen[1].shape.at(3)}, placement, size);
    if (card.grading) result.measurements.push_back(grade_of(card, seen[0].values));
  }
}

}  // namespace

base::Result<PartResult> read_part(const model::Engine& engine, const image::Image& picture,
                                   const Subject& subject, const study::PixelSpacing& spacing) {
  const model::Card& card = engine.card();
  PartResult result;
  result.fitness = may_read(card, subject);
  if (result.fitness.outcome == study::Fitness::not_fit) return result;
  if (card.grading && !nearly_square(picture)) {
    result.fitness.outcome = study::Fitness::not_fit;
    result.fitness.reasons.push_back(
        {"not_one_joint",
         "The model " + card.name +
             " reads pictures of one joint, cut out about as high as wide; this picture is " +
             std::to_string(picture.columns) + " x " + std::to_string(picture.rows) + " pixels."});
    return result;
  }
  const model::Prepared input = model::prepare(picture, card.input);
  const auto names = outputs_of(card.task);
  auto outputs = engine.run(std::span(&input.input, 1), names);
  if (!outputs) return std::unexpected(outputs.error());
  const auto& seen = outputs->front();
  if (card.reference) {
    Verdict far = judge_distance(card, seen.back().values);
    if (!far.checks.empty()) result.distance = far.checks.front();
    if (far.refused()) {
      result.fitness.outcome = study::Fitness::not_fit;
      result.fitness.reasons = std::move(far.reasons);
      return result;
    }
  }
  judge(card, seen, input.placement, picture, spacing, result);
  return result;
}

std::vector<study::Remark> not_assessed_of_part(bool fractures) {
  return {{"other_findings",
           fractures ? "Nothing but the listed findings was looked for: not for dislocations, "
                       "tumours, infections or foreign bodies."
                     : "Nothing but the listed findings was looked for: no search for fractures."},
          {"other_views", "Only this one view was read; other views were not considered."},
          {"earlier_films", "The film was not compared with earlier ones."}};
}

}  // namespace roentgen::reading
