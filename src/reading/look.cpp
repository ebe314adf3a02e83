#include "reading/look.h"

#include <algorithm>
#include <array>

#include "reading/classify.h"

namespace roentgen::reading {
namespace {

struct Turn {
  std::string_view label;  // how the film lies, degrees clockwise
  int back;                // degrees clockwise that bring it upright
};
constexpr std::array<Turn, 3> kTurns{{{"turned_90", 270}, {"turned_180", 180}, {"turned_270", 90}}};

}  // namespace

std::optional<LabelSeen> Look::at(std::string_view name) const {
  const auto found = std::ranges::find(card_->labels, name, &model::Label::name);
  const auto index = static_cast<std::size_t>(found - card_->labels.begin());
  if (found == card_->labels.end() || index >= logits_.size()) return std::nullopt;
  return LabelSeen{&*found, calibrated(logits_[index], found->calibration)};
}

bool Look::raised(std::string_view name) const {
  const auto seen = at(name);
  return seen && seen->raised();
}

study::Correction correction_wanted(const Look& look) {
  study::Correction correction;
  double likeliest = 0;
  for (const Turn& turn : kTurns)
    if (const auto seen = look.at(turn.label); seen && seen->raised() && seen->probability > likeliest) {
      likeliest = seen->probability;
      correction.turned_degrees = turn.back;
    }
  correction.inverted = look.raised(kInverted);
  return correction;
}

double upright_probability(const Look& look) {
  double probability = 1;
  for (const Turn& turn : kTurns)
    if (const auto seen = look.at(turn.label)) probability *= 1 - seen->probability;
  if (const auto seen = look.at(kInverted)) probability *= 1 - seen->probability;
  return probability;
}

}  // namespace roentgen::reading
