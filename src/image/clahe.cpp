#include "image/clahe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "base/simd.h"

namespace roentgen::image {
namespace {

constexpr int kBits = 6;  // greys per step: 64
constexpr int kSteps = 65536 >> kBits;
constexpr int kKnots = kSteps + 1;

using Curve =
    std::array<float, kKnots>;  // display values at the beginning of each step, and the end of the last

// Four counters a step, in turn: neighbours are often of one step, and each would wait for the one before.
std::array<std::uint32_t, kSteps> histogram(const Image& image, int top, int bottom, int left, int right) {
  constexpr std::size_t kTurns = 4;
  std::array<std::array<std::uint32_t, kSteps>, kTurns> counts{};
  const auto columns = static_cast<std::size_t>(right - left);
  for (int y = top; y < bottom; ++y) {
    const std::uint16_t* row = image.samples.data() +
                               static_cast<std::size_t>(y) * static_cast<std::size_t>(image.columns) +
                               static_cast<std::size_t>(left);
    for (std::size_t x = 0; x < columns; ++x) ++counts[x % kTurns][row[x] >> kBits];
  }
  for (std::size_t turn = 1; turn < kTurns; ++turn)
    for (std::size_t i = 0; i < kSteps; ++i) counts[0][i] += counts[turn][i];
  return counts[0];
}

Curve curve_of(const Image& image, int top, int bottom, int left, int right, double limit) {
  const auto counts = histogram(image, top, bottom, left, right);
  const double pixels = static_cast<double>(bottom - top) * (right - left);
  const double most = std::max(1.0, limit * pixels / kSteps);
  double excess = 0;
  for (const auto count : counts) excess += std::max(0.0, count - most);
  const double spread = excess / kSteps;
  Curve curve;
  double below = 0;
  for (std::size_t i = 0; i < kSteps; ++i) {
    curve[i] = static_cast<float>(below / pixels * 65535);
    below += std::min<double>(counts[i], most) + spread;
  }
  curve[kSteps] = 65535;
  return curve;
}

ROENTGEN_SIMD void between(const float* __restrict a, const float* __restrict b, float share_of_b,
                           float* __restrict out, int count) {
  for (int i = 0; i < count; ++i) out[i] = a[i] + share_of_b * (b[i] - a[i]);
}

// A piece of a row between two centres of tiles, whose curves are given; `share`: of the right one, per
// pixel.
ROENTGEN_SIMD void equalise(std::uint16_t* __restrict row, const float* __restrict left,
                            const float* __restrict right, const float* __restrict share, float strength,
                            int count) {
  for (int x = 0; x < count; ++x) {
    const int value = row[x], step = value >> kBits;
    const float part = static_cast<float>(value & ((1 << kBits) - 1)) * (1.0F / (1 << kBits));
    const float from_left = left[step] + part * (left[step + 1] - left[step]);
    const float from_right = right[step] + part * (right[step + 1] - right[step]);
    const float equal = from_left + share[x] * (from_right - from_left);
    const auto grey = static_cast<float>(value);
    row[x] = static_cast<std::uint16_t>(static_cast<int>(grey + strength * (equal - grey) + 0.5F));
  }
}

struct Place {
  int tile = 0;     // the pixel lies between this and the next one
  float share = 0;  // of the next one
};

// Between the centres of tiles; before the first and behind the last centre there is one tile only.
Place place_of(int pixel, int pixels, int tiles) {
  const double at = (pixel + 0.5) / pixels * tiles - 0.5;
  const int tile = std::clamp(static_cast<int>(std::floor(at)), 0, tiles - 2);
  return {tile, static_cast<float>(std::clamp(at - tile, 0.0, 1.0))};
}

}  // namespace

void clahe(Image& image, const ClaheSettings& settings) {
  const int tiles = settings.tiles;
  if (tiles < 2 || settings.strength <= 0 || std::min(image.rows, image.columns) < 2 * tiles) return;
  const auto edge = [&](int tile, int pixels) {
    return static_cast<int>(static_cast<long long>(tile) * pixels / tiles);
  };
  std::vector<Curve> curves;
  curves.reserve(static_cast<std::size_t>(tiles) * static_cast<std::size_t>(tiles));
  for (int i = 0; i < tiles; ++i)
    for (int j = 0; j < tiles; ++j)
      curves.push_back(curve_of(image, edge(i, image.rows), edge(i + 1, image.rows), edge(j, image.columns),
                                edge(j + 1, image.columns), settings.limit));

  // The pixels between the centres of tile j and the next one, and their shares.
  std::vector<int> ends(static_cast<std::size_t>(tiles) - 1);
  std::vector<float> shares;
  for (int x = 0; x < image.columns; ++x) {
    const Place place = place_of(x, image.columns, tiles);
    ends[static_cast<std::size_t>(place.tile)] = x + 1;
    shares.push_back(place.share);
  }
  const auto strength = static_cast<float>(settings.strength);
  std::vector<Curve> row_curves(static_cast<std::size_t>(tiles));
  for (int y = 0; y < image.rows; ++y) {
    const Place down = place_of(y, image.rows, tiles);
    const auto above = static_cast<std::size_t>(down.tile) * static_cast<std::size_t>(tiles);
    for (std::size_t j = 0; j < row_curves.size(); ++j)
      between(curves[above + j].data(), curves[above + row_curves.size() + j].data(), down.share,
              row_curves[j].data(), kKnots);
    int from = 0;
    for (std::size_t j = 0; j < ends.size(); from = ends[j++])
      equalise(&image.at(y, from), row_curves[j].data(), row_curves[j + 1].data(),
               &shares[static_cast<std::size_t>(from)], strength, ends[j] - from);
  }
}

}  // namespace roentgen::image
