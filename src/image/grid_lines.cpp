#include "image/grid_lines.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <cstdlib>
#include <numbers>
#include <numeric>
#include <opencv2/core.hpp>

#include "base/simd.h"
#include "image/hann.h"

namespace roentgen::image {
namespace {

using Complex = std::complex<double>;
constexpr double kTurn = 2 * std::numbers::pi;

constexpr int kLeastSide = 256;
constexpr int kLongestPiece = 1024;  // pixels of a row that are transformed
constexpr int kPairs = 16;           // of neighbouring strips
constexpr int kStripRows = 8;
constexpr int kNearRows = 2;  // a strip this far on tells how often the phase has turned in kStripRows
constexpr double kLeastFrequency = 0.06;
constexpr double kLeastProminence = 10;  // of a peak's power over the median of its neighbours
constexpr double kLeastCoherence = 0.6;  // of the phase between neighbouring strips, 0 … 1
constexpr double kLargestTilt = 0.035;   // frequency across / frequency along: 2 degrees
constexpr int kMostPeaks = 3;
constexpr int kPeakReach = 4, kNeighbours = 40;  // bins on either side

// Lines that run from top to bottom vary along the row. The other kind is looked at turned.
Image turned(const Image& image) {
  Image result{image.columns, image.rows, {}};
  result.samples.resize(image.samples.size());
  constexpr int kTile = 32;
  for (int top = 0; top < image.rows; top += kTile)
    for (int left = 0; left < image.columns; left += kTile)
      for (int y = top; y < std::min(top + kTile, image.rows); ++y)
        for (int x = left; x < std::min(left + kTile, image.columns); ++x) result.at(x, y) = image.at(y, x);
  return result;
}

struct Spectra {
  int size = 0;               // values per transform
  cv::Mat_<Complex> all;      // three rows for each pair, see Part
  std::vector<double> power;  // mean over all
};

// A strip, the one kNearRows further and the one kStripRows further.
enum class Part : std::uint8_t { above, near, below };
constexpr int kParts = 3;
constexpr std::array kFrom{0, kNearRows, kStripRows};

int row_of(int pair, Part part) {
  return kParts * pair + static_cast<int>(part);
}

// The means over kStripRows lines, of the three parts of a pair whose first line is `first`, to the rows
// `strips` … `strips` + 2: the pixels they share are read once.
void add_strips(const Image& image, bool down, int first, int start, cv::Mat_<double> strips) {
  for (int i = 0; i < strips.cols; ++i) {
    std::array<int, 2 * kStripRows + 1> below{};  // sums of the first lines
    for (int j = 0; j < 2 * kStripRows; ++j)
      below[static_cast<std::size_t>(j) + 1] =
          below[static_cast<std::size_t>(j)] +
          (down ? image.at(start + i, first + j) : image.at(first + j, start + i));
    for (int k = 0; k < kParts; ++k) {
      const auto from = static_cast<std::size_t>(kFrom[static_cast<std::size_t>(k)]);
      strips(k, i) = static_cast<double>(below[from + kStripRows] - below[from]) / kStripRows;
    }
  }
}

Spectra spectra_of(const Image& image, bool down) {
  const int along = down ? image.rows : image.columns, across = down ? image.columns : image.rows;
  Spectra spectra;
  spectra.size = kLongestPiece;
  while (spectra.size > along) spectra.size /= 2;
  const int start = (along - spectra.size) / 2;
  const auto window = hann(spectra.size);
  cv::Mat_<double> strips(kParts * kPairs, spectra.size);
  for (int pair = 0; pair < kPairs; ++pair) {
    const int room = across - 2 * kStripRows;
    const int first = static_cast<int>((pair + 0.5) / kPairs * room);
    add_strips(image, down, first, start, strips.rowRange(kParts * pair, kParts * (pair + 1)));
  }
  for (int y = 0; y < strips.rows; ++y) {
    double* row = strips[y];
    const double mean = std::accumulate(row, row + strips.cols, 0.0) / strips.cols;
    for (int x = 0; x < strips.cols; ++x) row[x] = (row[x] - mean) * window[static_cast<std::size_t>(x)];
  }
  cv::dft(strips, spectra.all, cv::DFT_ROWS | cv::DFT_COMPLEX_OUTPUT);
  spectra.power.resize(static_cast<std::size_t>(spectra.size) / 2 + 1);
  for (std::size_t i = 0; i < spectra.power.size(); ++i) {
    for (int pair = 0; pair < kPairs; ++pair)
      for (const Part part : {Part::above, Part::below})
        spectra.power[i] += std::norm(spectra.all(row_of(pair, part), static_cast<int>(i)));
    spectra.power[i] /= 2 * kPairs;
  }
  return spectra;
}

double prominence(const std::vector<double>& power, int bin) {
  std::vector<double> near;
  for (int i = bin - kNeighbours; i <= bin + kNeighbours; ++i)
    if (std::abs(i - bin) > kPeakReach && i > 0 && i < static_cast<int>(power.size()))
      near.push_back(power[static_cast<std::size_t>(i)]);
  std::nth_element(near.begin(), near.begin() + static_cast<std::ptrdiff_t>(near.size() / 2), near.end());
  const double median = near[near.size() / 2];
  return power[static_cast<std::size_t>(bin)] / std::max(median, 1e-9);
}

// Where between the bins the peak lies: the Hann window's main lobe, from the larger neighbour.
double fine_bin(const std::vector<double>& power, int bin) {
  const auto at = static_cast<std::size_t>(bin);
  const double here = std::sqrt(power[at]);
  const double before = std::sqrt(power[at - 1]);
  const double behind = at + 1 < power.size() ? std::sqrt(power[at + 1]) : 0;
  const double ratio = std::max(before, behind) / here;
  const double offset = (2 * ratio - 1) / (ratio + 1);
  return behind > before ? bin + offset : bin - offset;
}

struct Phase {
  double turns = 0;      // -0.5 … 0.5
  double coherence = 0;  // 1: the same between all pairs of strips
};

// From the strips above to those of another part.
Phase phase_to(Part part, const Spectra& spectra, int bin) {
  Complex together = 0;
  double lengths = 0;
  for (int pair = 0; pair < kPairs; ++pair) {
    const Complex step =
        std::conj(spectra.all(row_of(pair, Part::above), bin)) * spectra.all(row_of(pair, part), bin);
    together += step;
    lengths += std::abs(step);
  }
  return {std::arg(together) / kTurn, lengths > 0 ? std::abs(together) / lengths : 0};
}

std::vector<GridLines> lines_along(const Image& image, bool down) {
  const Spectra spectra = spectra_of(image, down);
  std::vector<GridLines> found;
  std::vector<double> power = spectra.power;
  const int last = static_cast<int>(power.size()) - 1;
  for (int n = 0; n < kMostPeaks; ++n) {
    int best = 0;
    double best_prominence = kLeastProminence;
    for (int bin = std::max(2, static_cast<int>(kLeastFrequency * spectra.size)); bin < last; ++bin) {
      const auto i = static_cast<std::size_t>(bin);
      if (power[i] < power[i - 1] || power[i] < power[i + 1]) continue;
      if (const double p = prominence(power, bin); p > best_prominence) {
        best_prominence = p;
        best = bin;
      }
    }
    if (best == 0) break;
    const Phase near = phase_to(Part::near, spectra, best);
    const Phase far = phase_to(Part::below, spectra, best);
    const double turns = far.turns + std::round(near.turns * kStripRows / kNearRows - far.turns);
    const double across = turns / kStripRows;
    const double along = fine_bin(spectra.power, best) / spectra.size;
    if (far.coherence > kLeastCoherence && std::abs(across) < kLargestTilt * along) {
      // The Hann window halves the sum; a wave's power lies half at the negative frequency.
      const double amplitude = 4 * std::sqrt(spectra.power[static_cast<std::size_t>(best)]) / spectra.size;
      found.push_back(down ? GridLines{across, along, amplitude} : GridLines{along, across, amplitude});
    }
    for (int i = std::max(best - kPeakReach, 0); i <= std::min(best + kPeakReach, last); ++i)
      power[static_cast<std::size_t>(i)] = 0;
  }
  return found;
}

constexpr double kMostWave = 1.5;  // of the amplitude around the middle
constexpr int kSmoothings = 3;     // moving averages one after the other are nearly a Gaussian

// The moving average over 2 reach + 1 values, the ends repeated.
void smooth(std::vector<Complex>& values, int reach) {
  const int n = static_cast<int>(values.size());
  const auto at = [&](int i) { return values[static_cast<std::size_t>(std::clamp(i, 0, n - 1))]; };
  Complex sum = 0;
  for (int i = -reach; i <= reach; ++i) sum += at(i);
  std::vector<Complex> result(values.size());
  for (int i = 0; i < n; ++i) {
    result[static_cast<std::size_t>(i)] = sum / static_cast<double>(2 * reach + 1);
    sum += at(i + reach + 1) - at(i - reach);
  }
  values = std::move(result);
}

ROENTGEN_SIMD void subtract_wave(std::uint16_t* __restrict row, const float* __restrict real,
                                 const float* __restrict imaginary, const float* __restrict cosine,
                                 const float* __restrict sine, float turn_real, float turn_imaginary,
                                 int count) {
  for (int x = 0; x < count; ++x) {
    const float c = cosine[x] * turn_real - sine[x] * turn_imaginary;
    const float s = cosine[x] * turn_imaginary + sine[x] * turn_real;
    float value = static_cast<float>(row[x]) - 2.0F * (real[x] * c - imaginary[x] * s) + 0.5F;
    value = value > 0.0F ? value : 0.0F;
    value = value < 65535.0F ? value : 65535.0F;
    row[x] = static_cast<std::uint16_t>(static_cast<int>(value));
  }
}

// Lines that vary along the row.
class Remover {
 public:
  Remover(Image& image, const GridLines& lines) : image_(image), lines_(lines) {
    const auto columns = static_cast<std::size_t>(image.columns);
    cosine_.resize(columns);
    sine_.resize(columns);
    for (std::size_t x = 0; x < columns; ++x) {
      const double angle = kTurn * lines.frequency_x * static_cast<double>(x);
      cosine_[x] = static_cast<float>(std::cos(angle));
      sine_[x] = static_cast<float>(std::sin(angle));
    }
    // The phase of a strip must not run on by more than an eighth of a turn.
    strip_rows_ = std::clamp(static_cast<int>(0.125 / std::max(std::abs(lines.frequency_y), 1e-6)), 1, 16);
  }

  void go() {
    const int strips = (image_.rows + strip_rows_ - 1) / strip_rows_;
    std::vector<Strip> measured;
    for (int i = 0; i < strips; ++i) measured.push_back(measure(i));
    // Neighbouring strips see the same wave with other noise.
    std::vector<Strip> smoothed(measured.size());
    for (int i = 0; i < strips; ++i) smoothed[static_cast<std::size_t>(i)] = mean_of(measured, i);
    for (int y = 0; y < image_.rows; ++y) subtract(y, smoothed);
  }

 private:
  struct Strip {
    std::vector<float> real, imaginary;  // of half of the wave, per column
  };

  static constexpr int kNearStrips = 2;

  Complex turn(double y) const { return std::polar(1.0, kTurn * lines_.frequency_y * y); }

  Strip measure(int strip) const {
    const int top = strip * strip_rows_, bottom = std::min(top + strip_rows_, image_.rows);
    const auto columns = static_cast<std::size_t>(image_.columns);
    std::vector<Complex> mean(columns);
    for (int y = top; y < bottom; ++y)
      for (std::size_t x = 0; x < columns; ++x) mean[x] += image_.at(y, static_cast<int>(x));
    for (auto& value : mean) value /= bottom - top;
    // What is left above the mean over some periods is wave, noise and edges.
    const int period = std::max(1, static_cast<int>(std::lround(1 / lines_.frequency_x)));
    std::vector<Complex> local = mean;
    smooth(local, period);
    smooth(local, period);
    const Complex back = std::conj(turn((top + bottom - 1) / 2.0));
    for (std::size_t x = 0; x < columns; ++x) {
      const double wave = mean[x].real() - local[x].real();
      const Complex basis(static_cast<double>(cosine_[x]), -static_cast<double>(sine_[x]));
      mean[x] = wave * basis * back;
    }
    for (int i = 0; i < kSmoothings; ++i) smooth(mean, 4 * period);
    // Beside the edges of bones and metal there seems to be more wave than anywhere else: that is the edge's
    // own.
    const double most = kMostWave * lines_.amplitude / 2;
    for (Complex& wave : mean)
      if (const double strength = std::abs(wave); strength > most) wave *= most / strength;
    Strip result{std::vector<float>(columns), std::vector<float>(columns)};
    for (std::size_t x = 0; x < columns; ++x) {
      result.real[x] = static_cast<float>(mean[x].real());
      result.imaginary[x] = static_cast<float>(mean[x].imag());
    }
    return result;
  }

  static Strip mean_of(const std::vector<Strip>& strips, int middle) {
    const int from = std::max(middle - kNearStrips, 0);
    const int to = std::min(middle + kNearStrips, static_cast<int>(strips.size()) - 1);
    Strip sum = strips[static_cast<std::size_t>(from)];
    for (int i = from + 1; i <= to; ++i)
      for (std::size_t x = 0; x < sum.real.size(); ++x) {
        sum.real[x] += strips[static_cast<std::size_t>(i)].real[x];
        sum.imaginary[x] += strips[static_cast<std::size_t>(i)].imaginary[x];
      }
    const float share = 1.0F / static_cast<float>(to - from + 1);
    for (std::size_t x = 0; x < sum.real.size(); ++x) {
      sum.real[x] *= share;
      sum.imaginary[x] *= share;
    }
    return sum;
  }

  void subtract(int y, const std::vector<Strip>& strips) {
    const Strip& strip = strips[static_cast<std::size_t>(y / strip_rows_)];
    const Complex here = turn(y);
    subtract_wave(&image_.at(y, 0), strip.real.data(), strip.imaginary.data(), cosine_.data(), sine_.data(),
                  static_cast<float>(here.real()), static_cast<float>(here.imag()), image_.columns);
  }

  Image& image_;
  GridLines lines_;
  std::vector<float> cosine_, sine_;
  int strip_rows_ = 16;
};

bool run_down(const GridLines& lines) {
  return std::abs(lines.frequency_y) > std::abs(lines.frequency_x);
}

}  // namespace

std::vector<GridLines> find_grid_lines(const Image& image) {
  if (std::min(image.rows, image.columns) < kLeastSide) return {};
  auto found = lines_along(image, false);
  for (const GridLines& lines : lines_along(image, true)) found.push_back(lines);
  return found;
}

void remove_grid_lines(Image& image, const std::vector<GridLines>& lines) {
  for (const GridLines& wave : lines)
    if (!run_down(wave)) Remover(image, wave).go();
  if (std::none_of(lines.begin(), lines.end(), run_down)) return;
  image = turned(image);
  for (const GridLines& wave : lines)
    if (run_down(wave)) Remover(image, {wave.frequency_y, wave.frequency_x, wave.amplitude}).go();
  image = turned(image);
}

}  // namespace roentgen::image
