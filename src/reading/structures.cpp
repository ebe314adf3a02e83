#include <algorithm>

#include "image/contour.h"
#include "reading/anatomy.h"

namespace roentgen::reading {
namespace {

// One part, no holes.
void clean(Structure& structure) {
  const auto before = image::area(structure.mask, 1);
  structure.mask = image::keep_largest_part(structure.mask, 1);
  const auto kept = image::area(structure.mask, 1);
  structure.scattered = before > 0 ? 1.0 - static_cast<double>(kept) / static_cast<double>(before) : 0;
  structure.mask = image::fill_holes(structure.mask, 1);
}

// Fills of one structure may reach into another (a hole of the lung that is the heart's): the later one wins,
// as in the outlined films, where the heart comes last.
void take_from_earlier(std::vector<Structure>& structures) {
  for (std::size_t later = 1; later < structures.size(); ++later) {
    const auto& owner = structures[later].mask.samples;
    for (std::size_t earlier = 0; earlier < later; ++earlier) {
      auto& samples = structures[earlier].mask.samples;
      for (std::size_t i = 0; i < samples.size(); ++i) {
        if (owner[i] != 0) samples[i] = 0;
      }
    }
  }
}

}  // namespace

std::vector<Structure> structures_of(const model::Card& card, std::span<const float> probabilities,
                                     const model::Placement& placement, const Size& picture,
                                     const Size& working) {
  const int side = card.input.size;
  const std::size_t channel = static_cast<std::size_t>(side) * static_cast<std::size_t>(side);
  std::vector<image::Plane> planes;
  for (std::size_t k = 0; k <= card.structures.size(); ++k) {
    planes.push_back(project({probabilities.subspan(k * channel, channel), side, side, side}, placement,
                             picture, working));
  }

  const std::size_t pixels = planes.front().samples.size();
  std::vector<std::uint8_t> winner(pixels, 0);
  for (std::size_t i = 0; i < pixels; ++i) {
    for (std::size_t k = 1; k < planes.size(); ++k) {
      if (planes[k].samples[i] > planes[winner[i]].samples[i]) winner[i] = static_cast<std::uint8_t>(k);
    }
  }

  std::vector<Structure> structures;
  for (std::size_t k = 1; k < planes.size(); ++k) {
    Structure structure{card.structures[k - 1].name,
                        card.structures[k - 1].title,
                        {working.rows, working.columns, std::vector<std::uint8_t>(pixels, 0)},
                        0,
                        0};
    for (std::size_t i = 0; i < pixels; ++i) structure.mask.samples[i] = winner[i] == k ? 1 : 0;
    clean(structure);
    structures.push_back(std::move(structure));
  }
  take_from_earlier(structures);

  for (std::size_t k = 1; k < planes.size(); ++k) {
    double sum = 0;
    std::size_t inside = 0;
    for (std::size_t i = 0; i < pixels; ++i) {
      if (structures[k - 1].mask.samples[i] == 0) continue;
      sum += planes[k].samples[i];
      ++inside;
    }
    structures[k - 1].certainty = inside > 0 ? sum / static_cast<double>(inside) : 0;
  }
  return structures;
}

}  // namespace roentgen::reading
