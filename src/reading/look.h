// What one of the gate's networks says of a picture, by the names of its card's labels.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "model/card.h"
#include "study/gate.h"

namespace roentgen::reading {

// Labels that the code knows. The gate must have the first, the film-quality package all of the others.
inline constexpr const char* kFrontalChest = "frontal_chest";
inline constexpr const char* kInverted = "inverted";
inline constexpr const char* kMirrored = "mirrored";
inline constexpr const char* kPhoto = "photo";
inline constexpr const char* kOverlay = "overlay";
inline constexpr const char* kBlurred = "blurred";
inline constexpr const char* kDark = "dark";
inline constexpr const char* kPale = "pale";
inline constexpr const char* kAp = "ap";
inline constexpr const char* kChild = "child";
inline constexpr std::array<std::string_view, 12> kQualityLabels{
    "turned_90", "turned_180", "turned_270", kInverted, kMirrored, kPhoto,
    kOverlay,    kBlurred,     kDark,        kPale,     kAp,       kChild};

struct LabelSeen {
  const model::Label* label = nullptr;
  double probability = 0;  // calibrated
  bool raised() const { return probability >= label->threshold; }
};

// One look: the card and the logits must outlive it.
class Look {
 public:
  Look(const model::Card& card, std::span<const float> logits) : card_(&card), logits_(logits) {}

  std::optional<LabelSeen> at(std::string_view name) const;
  bool raised(std::string_view name) const;  // false where the card has no such label
  bool frontal_chest() const { return raised(kFrontalChest); }
  const model::Card& card() const { return *card_; }
  std::span<const float> logits() const { return logits_; }

 private:
  const model::Card* card_;
  std::span<const float> logits_;
};

// How the picture would have to be turned and inverted to be upright with bright bones: the likeliest turn
// that reaches its threshold.
study::Correction correction_wanted(const Look& look);

// The probability that the picture is neither turned nor inverted, the four labels taken as independent.
double upright_probability(const Look& look);

}  // namespace roentgen::reading
