#include "image/presets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace roentgen::image {
namespace {

// The last entry is the one for everything else.
constexpr std::array kPresets = std::to_array<Preset>({
    // name, title, words, denoise, least, fine, medium, coarse, knee, areas, clahe, low, high, steepness,
    // even
    {"chest", "Chest", "CHEST THORAX THORACIC TORAX LUNG LUNGS RIB RIBS STERNUM HEART CLAVICLE", 0.8F, 0.15F,
     1.6F, 1.9F, 1.35F, 0.020F, 0.50F, 0, 0.5F, 99.7F, 0, 0.50F},
    {"abdomen", "Abdomen", "ABDOMEN KUB KIDNEY BLADDER", 1.0F, 0.10F, 1.4F, 1.9F, 1.6F, 0.020F, 0.55F, 0,
     0.5F, 99.5F, 0, 0.40F},
    {"spine", "Spine", "SPINE CSPINE TSPINE LSPINE LSSPINE SSPINE COCCYX SACRUM NECK", 0.9F, 0.10F, 1.8F,
     2.2F, 1.6F, 0.020F, 0.60F, 0.25F, 1, 99.7F, 0.10F, 0.25F},
    {"pelvis", "Pelvis and hip", "PELVIS HIP", 0.9F, 0.12F, 1.8F, 2.0F, 1.5F, 0.020F, 0.70F, 0, 1, 99.7F,
     0.10F, 0.30F},
    {"shoulder", "Shoulder", "SHOULDER SCAPULA ACJOINT SCJOINT", 0.9F, 0.12F, 1.9F, 2.0F, 1.4F, 0.020F, 0.70F,
     0, 1, 99.7F, 0.10F, 0.30F},
    {"hand", "Hand and wrist", "HAND WRIST FINGER THUMB", 0.8F, 0.15F, 2.2F, 1.8F, 1.2F, 0.020F, 0.90F, 0, 1,
     99.8F, 0.20F, 0},
    {"foot", "Foot and ankle", "FOOT ANKLE TOE CALCANEUS HEEL", 0.8F, 0.15F, 2.2F, 1.8F, 1.3F, 0.020F, 0.85F,
     0, 1, 99.8F, 0.20F, 0},
    {"knee", "Knee", "KNEE PATELLA", 0.8F, 0.15F, 2.0F, 1.9F, 1.3F, 0.020F, 0.75F, 0, 1, 99.8F, 0.20F, 0.20F},
    {"limb", "Arm and leg", "ARM FOREARM ELBOW HUMERUS RADIUS ULNA LEG FEMUR TIBIA FIBULA EXTREMITY", 0.8F,
     0.15F, 2.0F, 1.9F, 1.3F, 0.020F, 0.85F, 0, 1, 99.8F, 0.25F, 0},
    {"skull", "Skull", "SKULL HEAD FACE NOSE ORBIT SINUS ZYGOMA", 0.9F, 0.12F, 1.8F, 2.0F, 1.4F, 0.020F,
     0.70F, 0, 1, 99.7F, 0.10F, 0.25F},
    {"teeth", "Teeth and jaw", "TEETH TOOTH JAW MANDIBLE MAXILLA DENTAL", 0.8F, 0.15F, 2.0F, 1.7F, 1.3F,
     0.020F, 0.85F, 0.20F, 0.5F, 99.7F, 0.20F, 0},
    {"breast", "Breast", "BREAST", 0.6F, 0.25F, 1.7F, 1.6F, 1.2F, 0.015F, 0.90F, 0, 0.5F, 99.9F, 0.15F, 0},
    {"general", "Any other", "", 0.8F, 0.15F, 1.6F, 1.6F, 1.25F, 0.020F, 0.70F, 0, 0.5F, 99.7F, 0, 0.35F},
});

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Whether one of the words of `text` (upper or lower case) is one of those of `list`.
bool shares_a_word(std::string_view text, std::string_view list) {
  std::string word;
  const auto known = [&] {
    return !word.empty() && (' ' + std::string(list) + ' ').find(' ' + word + ' ') != std::string::npos;
  };
  for (const char c : text) {
    if (is_letter(c)) {
      word += static_cast<char>(c & ~0x20);
    } else {
      if (known()) return true;
      word.clear();
    }
  }
  return known();
}

struct Anchor {
  double size;  // of the longer side
  float Preset::*gain;
};
constexpr std::array<Anchor, 3> kAnchors{
    {{1.0 / 1500, &Preset::fine}, {1.0 / 200, &Preset::medium}, {1.0 / 30, &Preset::coarse}}};

double gain_at(const Preset& preset, double size) {
  if (size <= kAnchors.front().size) return static_cast<double>(preset.*kAnchors.front().gain);
  for (std::size_t i = 1; i < kAnchors.size(); ++i) {
    const Anchor &from = kAnchors[i - 1], &to = kAnchors[i];
    if (size > to.size) continue;
    const double share = std::log(size / from.size) / std::log(to.size / from.size);
    return static_cast<double>(preset.*from.gain) * (1 - share) +
           static_cast<double>(preset.*to.gain) * share;
  }
  // What is larger than the largest anchor fades to 1 within a factor of four.
  const double beyond = std::log(size / kAnchors.back().size) / std::log(4.0);
  return 1 + (static_cast<double>(preset.*kAnchors.back().gain) - 1) * std::max(0.0, 1 - beyond);
}

}  // namespace

std::span<const Preset> presets() {
  return kPresets;
}

const Preset* find_preset(std::string_view name) {
  const auto found = std::ranges::find(kPresets, name, &Preset::name);
  return found == kPresets.end() ? nullptr : &*found;
}

const Preset& preset_for(std::string_view body_part) {
  const auto found = std::ranges::find_if(
      kPresets, [&](const Preset& preset) { return shares_a_word(body_part, preset.body_parts); });
  return found == kPresets.end() ? kPresets.back() : *found;
}

std::array<float, kMostLevels> gains_of(const Preset& preset, int longer_side) {
  std::array<float, kMostLevels> gains{};
  for (std::size_t level = 0; level < gains.size();
       ++level)  // the detail of level k is about 2^(k + 1) pixels
    gains[level] = static_cast<float>(gain_at(preset, static_cast<double>(2 << level) / longer_side));
  return gains;
}

}  // namespace roentgen::image
