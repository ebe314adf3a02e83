#include "image/noise.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "base/simd.h"

namespace roentgen::image {
namespace {

constexpr int kBlock = 8;                 // pixels; the high-pass reaches two further
constexpr int kMostBlocks = 12'000;       // looked at per level, evenly spread
constexpr std::size_t kLeastBlocks = 60;  // of a grey, to be believed
constexpr double kQuantile = 0.05;
// Of a block of high-passed white noise: the 5th percentile of its variance in shares of the mean, and the
// deviation that white noise of deviation 1 in the picture has at each level of the pyramid. Monte Carlo,
// 4096 x 4096 values.
constexpr std::array<double, kNoiseLevels> kQuantileOfNoise{0.613, 0.650, 0.647};
constexpr std::array<double, kNoiseLevels> kWhiteAtLevel{1, 0.1556, 0.0605};
// A ratio beyond these is structure, or a picture that was enlarged.
constexpr double kLeastRatio = 0.5, kLargestRatio = 1.25;
constexpr double kHighPass = 0.5234375;  // sum of squares of (-1 -4 10 -4 -1) / 16

struct Block {
  float grey = 0;
  float variance = 0;  // of white noise that would give this
};

constexpr int kSeen = kBlock + 4;  // pixels a side

float high_pass(float a, float b, float c, float d, float e) {
  return (10.0F * c - 4.0F * (b + d) - (a + e)) * (1.0F / 16.0F);
}

// False for a block that is all one value or touches black or white. Sums run down the columns first: that
// way several columns are taken at once.
ROENTGEN_SIMD bool measure(const float (&values)[kSeen][kSeen], Block& block) {
  float lowest[kSeen], highest[kSeen], sums[kSeen];
  for (int x = 0; x < kSeen; ++x) lowest[x] = highest[x] = sums[x] = values[0][x];
  for (int y = 1; y < kSeen; ++y)
    for (int x = 0; x < kSeen; ++x) {
      const float value = values[y][x];
      lowest[x] = value < lowest[x] ? value : lowest[x];
      highest[x] = value > highest[x] ? value : highest[x];
      sums[x] += value;
    }
  float low = lowest[0], high = highest[0], sum = sums[0];
  for (int x = 1; x < kSeen; ++x) {
    low = std::min(low, lowest[x]);
    high = std::max(high, highest[x]);
    sum += sums[x];
  }
  if (low <= 0 || high >= 65535 || low == high) return false;
  float rough[kSeen][kBlock];
  for (int y = 0; y < kSeen; ++y)
    for (int x = 0; x < kBlock; ++x)
      rough[y][x] =
          high_pass(values[y][x], values[y][x + 1], values[y][x + 2], values[y][x + 3], values[y][x + 4]);
  float squares[kBlock]{};
  for (int y = 0; y < kBlock; ++y)
    for (int x = 0; x < kBlock; ++x) {
      const float value =
          high_pass(rough[y][x], rough[y + 1][x], rough[y + 2][x], rough[y + 3][x], rough[y + 4][x]);
      squares[x] += value * value;
    }
  const double all = std::accumulate(squares, squares + kBlock, 0.0);
  block = {sum / (kSeen * kSeen), static_cast<float>(all / (kBlock * kBlock) / (kHighPass * kHighPass))};
  return true;
}

template <class Source>
std::vector<Block> blocks_of(const Source& source) {
  std::vector<Block> blocks;
  const int down = (source.rows - 4) / kBlock, across = (source.columns - 4) / kBlock;
  if (down < 1 || across < 1) return blocks;
  const double all = static_cast<double>(down) * across;
  const int stride = std::max(1, static_cast<int>(std::ceil(all / kMostBlocks)));
  // A stride that shares a factor with the row would look at a few columns only.
  const int step = stride > 1 && across % stride == 0 ? stride + 1 : stride;
  blocks.reserve(static_cast<std::size_t>(all / step) + 1);
  for (int i = 0; i < down * across; i += step) {
    const int top = i / across * kBlock, left = i % across * kBlock;
    float values[kSeen][kSeen];
    for (int y = 0; y < kSeen; ++y)
      for (int x = 0; x < kSeen; ++x) values[y][x] = static_cast<float>(source.at(top + y, left + x));
    if (Block block; measure(values, block)) blocks.push_back(block);
  }
  return blocks;
}

// Of white noise as rough as the quiet ones of these blocks. Reorders them.
double quiet_variance(std::vector<float>& variances, std::size_t level) {
  const auto nth =
      variances.begin() + static_cast<std::ptrdiff_t>(kQuantile * static_cast<double>(variances.size() - 1));
  std::nth_element(variances.begin(), nth, variances.end());
  return static_cast<double>(*nth) / kQuantileOfNoise[level];
}

int grey_index(float grey) {
  return std::clamp(static_cast<int>(grey * (kNoiseGreys / 65536.0F)), 0, kNoiseGreys - 1);
}

// The variance per step of grey; -1 where too few blocks have it.
std::array<double, kNoiseGreys> by_grey(const std::vector<Block>& blocks) {
  std::array<std::vector<float>, kNoiseGreys> sorted;
  for (const Block& block : blocks)
    sorted[static_cast<std::size_t>(grey_index(block.grey))].push_back(block.variance);
  std::array<double, kNoiseGreys> result;
  for (std::size_t i = 0; i < result.size(); ++i) {
    // Neighbouring greys are alike: together they are more.
    std::vector<float> near = sorted[i];
    if (i > 0) near.insert(near.end(), sorted[i - 1].begin(), sorted[i - 1].end());
    if (i + 1 < sorted.size()) near.insert(near.end(), sorted[i + 1].begin(), sorted[i + 1].end());
    result[i] = near.size() < kLeastBlocks ? -1 : quiet_variance(near, 0);
  }
  return result;
}

// Greys without a measurement get that of the nearest with one.
void fill_gaps(std::array<double, kNoiseGreys>& variances) {
  const auto measured = variances;
  for (int i = 0; i < kNoiseGreys; ++i) {
    for (int distance = 0; measured[static_cast<std::size_t>(i)] < 0 && distance < kNoiseGreys; ++distance) {
      const int below = i - distance, above = i + distance;
      if (below >= 0 && measured[static_cast<std::size_t>(below)] >= 0) {
        variances[static_cast<std::size_t>(i)] = measured[static_cast<std::size_t>(below)];
        break;
      }
      if (above < kNoiseGreys && measured[static_cast<std::size_t>(above)] >= 0) {
        variances[static_cast<std::size_t>(i)] = measured[static_cast<std::size_t>(above)];
        break;
      }
    }
  }
}

double all_quiet(const std::vector<Block>& blocks, std::size_t level) {
  std::vector<float> variances;
  for (const Block& block : blocks) variances.push_back(block.variance);
  return variances.size() < kLeastBlocks ? 0 : quiet_variance(variances, level);
}

}  // namespace

float NoiseProfile::sigma(float grey) const {
  return at_grey[static_cast<std::size_t>(grey_index(grey))];
}

NoiseProfile white_noise(float sigma) {
  NoiseProfile profile;
  profile.at_grey.fill(sigma);
  profile.by_level.fill(1);
  profile.typical = sigma;
  return profile;
}

NoiseProfile measure_noise(const Image& image, const Plane& half, const Plane& quarter) {
  NoiseProfile profile;
  const auto blocks = blocks_of(image);
  const double typical = all_quiet(blocks, 0);
  if (typical <= 0) return profile;
  profile.typical = static_cast<float>(std::sqrt(typical));
  auto variances = by_grey(blocks);
  if (std::none_of(variances.begin(), variances.end(), [](double v) { return v >= 0; }))
    variances.fill(typical);
  fill_gaps(variances);
  for (std::size_t i = 0; i < variances.size(); ++i)
    profile.at_grey[i] = static_cast<float>(std::sqrt(variances[i]));
  profile.by_level[0] = 1;
  const Plane* planes[] = {&half, &quarter};
  for (std::size_t level = 1; level < kNoiseLevels; ++level) {
    const double here = all_quiet(blocks_of(*planes[level - 1]), level);
    const double ratio = std::sqrt(here / typical) / kWhiteAtLevel[level];
    profile.by_level[level] = here > 0 ? static_cast<float>(std::clamp(ratio, kLeastRatio, kLargestRatio))
                                       : profile.by_level[level - 1];
  }
  return profile;
}

}  // namespace roentgen::image
