#include "image/multiscale.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "image/multiscale_rows.h"
#include "image/pyramid.h"

namespace roentgen::image {
namespace {

constexpr float kThreshold =
    1.5F;  // noise variances taken off a part's strength; chosen on three noisy films
constexpr float kLeastKnee = 1.0F;
constexpr double kLargeArea = 0.06;  // deviation of a Gaussian, of the longer side
constexpr int kLargeAreaSide = 64;   // the copy on which large areas are told is this large at most

// Standard deviations of the four parts of each level's detail, for white noise of deviation 1 in the picture
// (Monte Carlo, 4096 x 4096 values). Beyond the last each level has half of the one before.
constexpr std::array<std::array<float, kBands>, 4> kBandNoise{{{0.1537F, 0.3698F, 0.3697F, 0.5231F},
                                                               {0.0634F, 0.0950F, 0.0950F, 0.0809F},
                                                               {0.0304F, 0.0409F, 0.0410F, 0.0314F},
                                                               {0.0151F, 0.0199F, 0.0199F, 0.0148F}}};

BandGain gain_of(int level, const MultiscaleSettings& settings, const NoiseProfile& noise) {
  BandGain gain;
  const int known = std::min<int>(level, kBandNoise.size() - 1);
  const float scale = 1.0F / static_cast<float>(1 << (level - known));
  const float ratio = noise.by_level[static_cast<std::size_t>(std::min(level, kNoiseLevels - 1))];
  for (std::size_t b = 0; b < kBands; ++b) {
    const float deviation = kBandNoise[static_cast<std::size_t>(known)][b] * scale * ratio;
    gain.noise[b] = deviation * deviation;
  }
  gain.threshold = kThreshold * settings.denoise;
  gain.least = settings.denoise > 0 ? settings.least : 1;
  gain.gain = settings.gain[static_cast<std::size_t>(level)];
  gain.knee = std::max(settings.knee * settings.knee, kLeastKnee);
  return gain;
}

// Rows of floats with kPad samples on either side; row y of the picture lies where y modulo `depth` says.
class Ring {
 public:
  Ring(int depth, int columns)
      : depth_(depth),
        stride_(static_cast<std::size_t>(columns) + 2 * kPad),
        samples_(stride_ * static_cast<std::size_t>(depth)) {}
  float* row(int y) { return samples_.data() + stride_ * static_cast<std::size_t>(y % depth_) + kPad; }

 private:
  int depth_;
  std::size_t stride_;
  std::vector<float> samples_;
};

int mirrored(int y, int rows) {
  if (y < 0) return std::min(-y, rows - 1);
  return y < rows ? y : std::max(2 * rows - 2 - y, 0);
}

// The noise variance of every pixel of row y: that of the grey value it lies on.
class VarianceRows {
 public:
  VarianceRows(const Plane& coarse, int columns, const NoiseProfile& noise)
      : coarse_(coarse),
        half_(static_cast<std::size_t>(coarse.columns)),
        row_(static_cast<std::size_t>(columns) + 1),
        columns_(columns) {
    for (std::size_t i = 0; i < noise.at_grey.size(); ++i) table_[i] = noise.at_grey[i] * noise.at_grey[i];
  }
  const float* row(int y) {
    if (y / 2 == at_) return row_.data();
    at_ = y / 2;
    const float* greys = coarse_.samples.data() + static_cast<std::size_t>(at_) * half_.size();
    for (std::size_t x = 0; x < half_.size(); ++x) {
      const int step = static_cast<int>(greys[x] * (kNoiseGreys / 65536.0F));
      half_[x] = table_[static_cast<std::size_t>(std::clamp(step, 0, kNoiseGreys - 1))];
    }
    twice(half_.data(), row_.data(), columns_);
    return row_.data();
  }

 private:
  const Plane& coarse_;
  std::array<float, kNoiseGreys> table_{};
  std::vector<float> half_, row_;
  int columns_;
  int at_ = -1;
};

void detail(const std::uint16_t* image, const float* expanded, float* out, int count) {
  detail_of_words(image, expanded, out, count);
}
void detail(const float* image, const float* expanded, float* out, int count) {
  detail_of_floats(image, expanded, out, count);
}

// One level: `fine` is its picture, `coarse` the reduced one, `done` the reduced one as it has become.
// put(y, row) gets every row of what the level becomes, from the top. Three stages run behind each other:
// detail of row s, parts of row s - 2, result of row s - 5.
template <class Sample, class Put>
void rebuild_level(const Sample* fine, int rows, int columns, const Plane& coarse, const Plane& done,
                   const BandGain& gain, const NoiseProfile& noise, const Put& put) {
  ExpandedRows expanded_coarse(coarse, columns), expanded_done(done, columns);
  VarianceRows variances(coarse, columns, noise);
  Ring details(8, columns);
  std::vector<Ring> bands(kBands, Ring(4, columns)), energies(kBands, Ring(8, columns));
  const auto width = static_cast<std::size_t>(columns);
  std::vector<float> line(width + 2 * kPad), out(width);
  for (int s = 0; s < rows + 5; ++s) {
    if (s < rows) {
      expanded_coarse.row(s, {line.data(), width});
      detail(fine + static_cast<std::size_t>(s) * width, line.data(), details.row(s), columns);
      mirror_ends(details.row(s), columns);
    }
    if (const int y = s - 2; y >= 0 && y < rows) {
      const float* five[5];
      for (int i = 0; i < 5; ++i) five[i] = details.row(mirrored(y + i - 2, rows));
      split(five, line.data(), {bands[0].row(y), bands[1].row(y), bands[2].row(y), bands[3].row(y)}, columns);
      for (Ring *band = bands.data(), *energy = energies.data(); band != bands.data() + kBands;
           ++band, ++energy)
        row_energy(band->row(y), line.data(), energy->row(y), columns);
    }
    if (const int y = s - 5; y >= 0) {
      std::array<std::array<const float*, 2 * kReach + 1>, kBands> near;
      for (std::size_t b = 0; b < kBands; ++b)
        for (int i = 0; i <= 2 * kReach; ++i)
          near[b][static_cast<std::size_t>(i)] = energies[b].row(mirrored(y + i - kReach, rows));
      expanded_done.row(y, out);
      add_detail({bands[0].row(y), bands[1].row(y), bands[2].row(y), bands[3].row(y)}, near, variances.row(y),
                 gain, out.data(), columns);
      put(y, out.data());
    }
  }
}

// The weights of a Gaussian of this deviation, over three of it to either side; they add up to 1.
std::vector<float> gaussian(double deviation) {
  const int reach = static_cast<int>(std::ceil(3 * deviation));
  std::vector<float> weights;
  for (int i = -reach; i <= reach; ++i)
    weights.push_back(static_cast<float>(std::exp(-0.5 * i * i / (deviation * deviation))));
  const float sum = std::accumulate(weights.begin(), weights.end(), 0.0F);
  for (float& weight : weights) weight /= sum;
  return weights;
}

// `plane` blurred by a Gaussian of this deviation (pixels of `plane`); its edge is mirrored.
Plane blurred(const Plane& plane, double deviation) {
  const std::vector<float> weights = gaussian(deviation);
  const int reach = static_cast<int>(weights.size()) / 2;
  Plane across = plane, result = plane;
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.columns; ++x) {
      float value = 0;
      for (int i = -reach; const float weight : weights)
        value += weight * plane.at(y, mirrored(x + i++, plane.columns));
      across.at(y, x) = value;
    }
  for (int y = 0; y < plane.rows; ++y)
    for (int x = 0; x < plane.columns; ++x) {
      float value = 0;
      for (int i = -reach; const float weight : weights)
        value += weight * across.at(mirrored(y + i++, plane.rows), x);
      result.at(y, x) = value;
    }
  return result;
}

// Brings large areas of `done` closer to their mean; `original`: the same picture before any of its detail
// changed. Black stays black, and air dark: what is darker than the mean rises by its share of it.
void even_out(Plane& done, const Plane& original, float contrast) {
  if (contrast == 1) return;
  const Plane areas = blurred(original, kLargeArea * std::max(done.rows, done.columns));
  const float mean = static_cast<float>(std::accumulate(areas.samples.begin(), areas.samples.end(), 0.0) /
                                        static_cast<double>(areas.samples.size()));
  if (mean <= 0) return;
  for (std::size_t i = 0; i < done.samples.size(); ++i) {
    const float change = (1 - contrast) * (mean - areas.samples[i]);
    done.samples[i] += change * (change > 0 ? std::clamp(done.samples[i] / mean, 0.0F, 1.0F) : 1.0F);
  }
}

}  // namespace

MultiscaleSettings only_denoise() {
  MultiscaleSettings settings;
  settings.gain.fill(1);
  return settings;
}

int levels_for(int rows, int columns) {
  int levels = 0;
  for (int side = std::min(rows, columns); side >= 16 && levels < kMostLevels; side = (side + 1) / 2)
    ++levels;
  return levels;
}

Image multiscale(const Image& image, const MultiscaleSettings& settings, const NoiseProfile& noise) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  return multiscale(image, reduce(image), settings, noise);
}

Image multiscale(const Image& image, Plane half, const MultiscaleSettings& settings,
                 const NoiseProfile& noise) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  const int levels = std::min(settings.levels, levels_for(image.rows, image.columns));
  if (levels < 1) return image;
  std::vector<Plane> gauss(static_cast<std::size_t>(levels) + 1);  // [0] is the image itself
  gauss[1] = std::move(half);
  for (std::size_t k = 2; k < gauss.size(); ++k) gauss[k] = reduce(gauss[k - 1]);

  const auto evened = static_cast<std::size_t>(
      std::ranges::find_if(
          gauss.begin() + 1, gauss.end() - 1,
          [](const Plane& plane) { return std::max(plane.rows, plane.columns) <= kLargeAreaSide; }) -
      gauss.begin());
  Plane done = gauss.back();
  if (evened == gauss.size() - 1) even_out(done, gauss.back(), settings.large_areas);
  for (int k = levels - 1; k > 0; --k) {
    const auto at = static_cast<std::size_t>(k);
    const Plane& fine = gauss[at];
    Plane next{fine.rows, fine.columns, {}};
    next.samples.resize(fine.samples.size());
    rebuild_level(fine.samples.data(), fine.rows, fine.columns, gauss[at + 1], done,
                  gain_of(k, settings, noise), noise, [&](int y, const float* row) {
                    std::copy_n(row, fine.columns,
                                next.samples.begin() + static_cast<std::ptrdiff_t>(y) * fine.columns);
                  });
    done = std::move(next);
    if (at == evened) even_out(done, fine, settings.large_areas);
    gauss[at + 1] = {};
  }
  Image result{image.rows, image.columns, {}};
  result.samples.resize(image.samples.size());
  rebuild_level(image.samples.data(), image.rows, image.columns, gauss[1], done, gain_of(0, settings, noise),
                noise, [&](int y, const float* row) {
                  to_words(row,
                           result.samples.data() +
                               static_cast<std::size_t>(y) * static_cast<std::size_t>(image.columns),
                           image.columns);
                });
  return result;
}

Image denoise(const Image& image) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  Plane half = reduce(image);
  const NoiseProfile noise = measure_noise(image, half, reduce(half));
  return multiscale(image, std::move(half), only_denoise(), noise);
}

}  // namespace roentgen::image
