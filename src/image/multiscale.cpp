#include "image/multiscale.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "image/large_areas.h"
#include "image/multiscale_rows.h"
#include "image/pyramid.h"

namespace roentgen::image {
namespace {

constexpr float kThreshold =
    1.5F;  // noise variances taken off a part's strength; chosen on three noisy films
constexpr float kLeastKnee = 1.0F;
// Large areas move on the largest reduced plane of so many pixels a side: what is finer is an edge or a
// speck.
constexpr int kEvenedSide = 1024;

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

// The noise variance of every block of 2 x 2 pixels: that of the grey value it lies on.
class Variances {
 public:
  Variances(const Plane& coarse, const NoiseProfile& noise)
      : coarse_(coarse), row_(static_cast<std::size_t>(coarse.columns)) {
    for (std::size_t i = 0; i < noise.at_grey.size(); ++i) table_[i] = noise.at_grey[i] * noise.at_grey[i];
  }
  const float* row(int y) {
    const float* greys = coarse_.samples.data() + static_cast<std::size_t>(y) * row_.size();
    for (std::size_t x = 0; x < row_.size(); ++x) {
      const int step = static_cast<int>(greys[x] * (kNoiseGreys / 65536.0F));
      row_[x] = table_[static_cast<std::size_t>(std::clamp(step, 0, kNoiseGreys - 1))];
    }
    return row_.data();
  }

 private:
  const Plane& coarse_;
  std::array<float, kNoiseGreys> table_{};
  std::vector<float> row_;
};

void detail(const std::uint16_t* image, const float* expanded, float* out, int count) {
  detail_of_words(image, expanded, out, count);
}
void detail(const float* image, const float* expanded, float* out, int count) {
  detail_of_floats(image, expanded, out, count);
}

// One level: `fine` is its picture, `coarse` the reduced one, `done` the reduced one as it has become.
// put(y, row) gets every row of what the level becomes, from the top. Three stages run behind each other:
// detail of row s, parts of row s - 2, and after every second one the result of the two rows before those.
template <class Sample, class Put>
void rebuild_level(const Sample* fine, int rows, int columns, const Plane& coarse, const Plane& done,
                   const BandGain& gain, const NoiseProfile& noise, const Put& put) {
  ExpandedRows expanded_coarse(coarse, columns), expanded_done(done, columns);
  Variances variances(coarse, noise);
  const int block_rows = coarse.rows, blocks = coarse.columns;
  Ring details(8, columns), upper(kBands, blocks), factors(kBands, blocks);
  std::vector<Ring> bands(kBands, Ring(4, columns)), sums(kBands, Ring(4, blocks));
  const auto width = static_cast<std::size_t>(columns);
  std::vector<float> line(width + 2 * kPad), out(width);

  const auto find_detail = [&](int y) {
    expanded_coarse.row(y, {line.data(), width});
    detail(fine + static_cast<std::size_t>(y) * width, line.data(), details.row(y), columns);
    mirror_ends(details.row(y), columns);
  };
  const auto find_parts = [&](int y) {
    const float* five[5];
    for (int i = 0; i < 5; ++i) five[i] = details.row(mirrored(y + i - 2, rows));
    split(five, line.data(), {bands[0].row(y), bands[1].row(y), bands[2].row(y), bands[3].row(y)}, columns);
    for (int b = 0; b < kBands; ++b) {
      Ring& band = bands[static_cast<std::size_t>(b)];
      const bool is_upper = y % 2 == 0;
      mean_squares(band.row(y), is_upper ? upper.row(b) : line.data(), columns);
      // Below the last row of an odd picture there is none: it counts twice.
      if (is_upper && y < rows - 1) continue;
      if (is_upper) std::copy_n(upper.row(b), blocks, line.data());
      three_blocks(upper.row(b), line.data(), sums[static_cast<std::size_t>(b)].row(y / 2), blocks);
    }
  };
  const auto finish_blocks = [&](int i) {
    std::array<std::array<const float*, 3>, kBands> near;
    for (std::size_t b = 0; b < kBands; ++b)
      for (int k = 0; k < 3; ++k)
        near[b][static_cast<std::size_t>(k)] = sums[b].row(mirrored(i + k - 1, block_rows));
    weigh(near, variances.row(i), gain, line.data(),
          {factors.row(0), factors.row(1), factors.row(2), factors.row(3)}, blocks);
    for (int y = 2 * i; y < std::min(2 * i + 2, rows); ++y) {
      expanded_done.row(y, out);
      add_detail({bands[0].row(y), bands[1].row(y), bands[2].row(y), bands[3].row(y)},
                 {factors.row(0), factors.row(1), factors.row(2), factors.row(3)}, out.data(), columns);
      put(y, out.data());
    }
  };

  for (int s = 0; s < rows + 2; ++s) {
    if (s < rows) find_detail(s);
    const int y = s - 2;
    if (y < 0) continue;
    find_parts(y);
    if (const bool closes = y % 2 != 0 || y == rows - 1; closes && y / 2 > 0) finish_blocks(y / 2 - 1);
  }
  finish_blocks(block_rows - 1);
}

// A box of the picture in pixels of one of its reduced planes; an empty one is all of it.
Box on_plane(const Box& box, const Image& image, const Plane& plane) {
  if (box.rows == 0 || box.columns == 0) return {0, 0, plane.columns, plane.rows};
  const auto place = [](int at, int side, int of) {
    return static_cast<int>(static_cast<long long>(at) * of / side);
  };
  return {place(box.left, image.columns, plane.columns), place(box.top, image.rows, plane.rows),
          place(box.columns, image.columns, plane.columns), place(box.rows, image.rows, plane.rows)};
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

Image multiscale(Image image, const MultiscaleSettings& settings, const NoiseProfile& noise) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  Plane half = reduce(image);
  return multiscale(std::move(image), std::move(half), settings, noise);
}

Image multiscale(Image image, Plane half, const MultiscaleSettings& settings, const NoiseProfile& noise) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  const int levels = std::min(settings.levels, levels_for(image.rows, image.columns));
  if (levels < 1) return image;
  std::vector<Plane> gauss(static_cast<std::size_t>(levels) + 1);  // [0] is the image itself
  gauss[1] = std::move(half);
  for (std::size_t k = 2; k < gauss.size(); ++k) gauss[k] = reduce(gauss[k - 1]);

  std::size_t evened = 1;
  while (evened + 1 < gauss.size() && std::max(gauss[evened].rows, gauss[evened].columns) > kEvenedSide)
    ++evened;
  const LargeAreas areas({gauss.begin() + static_cast<std::ptrdiff_t>(evened), gauss.end()},
                         on_plane(settings.region, image, gauss[evened]), settings.large_areas);
  Plane done = gauss.back();
  if (evened == gauss.size() - 1) areas.even_out(done);
  for (int k = levels - 1; k > 0; --k) {
    const auto at = static_cast<std::size_t>(k);
    const Plane& fine = gauss[at];
    Plane next{fine.rows, fine.columns, {}};
    next.samples.reserve(fine.samples.size());
    rebuild_level(
        fine.samples.data(), fine.rows, fine.columns, gauss[at + 1], done, gain_of(k, settings, noise), noise,
        [&](int, const float* row) { next.samples.insert(next.samples.end(), row, row + fine.columns); });
    done = std::move(next);
    if (at == evened) areas.even_out(done);
    gauss[at + 1] = {};
  }
  // Rows that have become something else are no longer looked at.
  rebuild_level(image.samples.data(), image.rows, image.columns, gauss[1], done, gain_of(0, settings, noise),
                noise, [&](int y, const float* row) { to_words(row, &image.at(y, 0), image.columns); });
  return image;
}

Image denoise(Image image) {
  if (std::min(image.rows, image.columns) < kLeastSide) return image;
  Plane half = reduce(image);
  const NoiseProfile noise = measure_noise(image, half, reduce(half));
  return multiscale(std::move(image), std::move(half), only_denoise(), noise);
}

}  // namespace roentgen::image
