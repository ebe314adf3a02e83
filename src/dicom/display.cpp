#include "dicom/display.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>

#include "base/large_pages.h"

namespace roentgen::dicom {
namespace {

constexpr double kWhite = 65535;

// How raw words become stored values, and how many of those there are.
struct StoredRange {
  int shift = 0;
  int bits = 8;
  bool is_signed = false;

  std::size_t size() const { return std::size_t{1} << bits; }
  std::uint16_t mask() const { return static_cast<std::uint16_t>(size() - 1); }
  double value(std::size_t index) const {
    const bool negative = is_signed && index >= size() / 2;
    return static_cast<double>(index) - (negative ? static_cast<double>(size()) : 0.0);
  }
};

template <class Word, class Each>
void each_index(const StoredFrame& frame, const StoredRange& range, Each each) {
  const std::byte* at = frame.samples.data();
  const std::size_t count = frame.format.pixels();
  const std::uint16_t mask = range.mask();
  for (std::size_t i = 0; i < count; ++i) {
    Word word;
    std::memcpy(&word, at + i * sizeof(Word), sizeof(Word));
    each(i, static_cast<std::size_t>((word >> range.shift) & mask));
  }
}

std::vector<std::uint32_t> histogram(const StoredFrame& frame, const StoredRange& range) {
  std::vector<std::uint32_t> counts(range.size());
  const auto count = [&](std::size_t, std::size_t index) { ++counts[index]; };
  if (frame.format.bits_allocated == 8)
    each_index<std::uint8_t>(frame, range, count);
  else
    each_index<std::uint16_t>(frame, range, count);
  return counts;
}

// The window between the percentiles of the image's own modality values, as a LINEAR_EXACT one.
Window percentile_window(const StoredFrame& frame, const StoredRange& range, const GreyTransform& transform) {
  struct Bin {
    double value;
    std::uint32_t count;
  };
  std::vector<Bin> bins;
  double total = 0;
  const auto counts = histogram(frame, range);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0 || (transform.padding && transform.padding->contains(range.value(i)))) continue;
    bins.push_back({transform.modality_value(range.value(i)), counts[i]});
    total += counts[i];
  }
  if (bins.empty()) return {0, 1};
  std::stable_sort(bins.begin(), bins.end(), [](const Bin& a, const Bin& b) { return a.value < b.value; });
  double low = bins.front().value, high = bins.back().value, below = 0;
  bool has_low = false;
  for (const Bin& bin : bins) {
    below += bin.count;
    if (!has_low && below > kPercentileLow * total) {
      low = bin.value;
      has_low = true;
    }
    if (below >= kPercentileHigh * total) {
      high = bin.value;
      break;
    }
  }
  if (high <= low) {
    low = bins.front().value;
    high = bins.back().value;
  }
  return {(low + high) / 2, std::max(high - low, 1e-6)};
}

std::vector<std::uint16_t> make_table(const StoredRange& range, const GreyTransform& transform) {
  std::vector<std::uint16_t> table(range.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const double stored = range.value(i);
    if (transform.padding && transform.padding->contains(stored)) continue;  // black
    const double value = transform.modality_value(stored);
    double grey = transform.voi
                      ? transform.voi->at(value) / static_cast<double>((1 << transform.voi->bits) - 1)
                      : apply_window(transform.function, *transform.window, value);
    if (transform.inverse) grey = 1 - grey;
    table[i] = static_cast<std::uint16_t>(std::clamp(grey, 0.0, 1.0) * kWhite + 0.5);
  }
  return table;
}

// The display values of a frame's words in order, made while they are read.
template <class Word>
class Shown {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using value_type = std::uint16_t;
  using difference_type = std::ptrdiff_t;
  using pointer = const std::uint16_t*;
  using reference = std::uint16_t;

  Shown(const std::byte* at, const std::uint16_t* table, int shift, std::uint16_t mask)
      : at_(at), table_(table), shift_(shift), mask_(mask) {}

  reference operator*() const {
    Word word;
    std::memcpy(&word, at_, sizeof word);
    return table_[(word >> shift_) & mask_];
  }
  Shown& operator++() {
    at_ += sizeof(Word);
    return *this;
  }
  Shown& operator--() {
    at_ -= sizeof(Word);
    return *this;
  }
  Shown& operator+=(difference_type n) {
    at_ += n * static_cast<difference_type>(sizeof(Word));
    return *this;
  }
  Shown operator+(difference_type n) const {
    Shown moved = *this;
    return moved += n;
  }
  difference_type operator-(const Shown& other) const {
    return (at_ - other.at_) / static_cast<difference_type>(sizeof(Word));
  }
  bool operator==(const Shown& other) const { return at_ == other.at_; }

 private:
  const std::byte* at_;
  const std::uint16_t* table_;
  int shift_;
  std::uint16_t mask_;
};

image::Image map(const StoredFrame& frame, const StoredRange& range,
                 const std::vector<std::uint16_t>& table) {
  image::Image image;
  image.rows = frame.format.rows;
  image.columns = frame.format.columns;
  image.samples.reserve(frame.format.pixels());
  base::prefer_large_pages(image.samples.data(), frame.format.pixels() * sizeof(std::uint16_t));
  // Constructed from the words: a vector that is sized first would be written twice.
  const auto fill = [&]<class Word>(Word) {
    const Shown<Word> begin(frame.samples.data(), table.data(), range.shift, range.mask());
    image.samples.assign(begin, begin + static_cast<std::ptrdiff_t>(frame.format.pixels()));
  };
  if (frame.format.bits_allocated == 8)
    fill(std::uint8_t{});
  else
    fill(std::uint16_t{});
  return image;
}

bool is_flat(const image::Image& image) {
  const auto& s = image.samples;
  return std::all_of(s.begin(), s.end(), [&](std::uint16_t sample) { return sample == s.front(); });
}

std::string percentile_words(const Window& window) {
  return "window: from " + plain(window.centre - window.width / 2) + " to " +
         plain(window.centre + window.width / 2) + " (percentiles 0.5 and 99.5 of the image)";
}

void choose_window(const StoredFrame& frame, const StoredRange& range, GreyTransform& transform,
                   std::vector<std::string>& steps) {
  const Window own = percentile_window(frame, range, transform);
  transform.function = VoiFunction::linear_exact;
  const double full = static_cast<double>(std::size_t{1} << std::min(frame.format.bits_stored, 16)) - 1;
  if (frame.format.bits_stored <= 8 && !transform.changes_values() && !frame.format.is_signed &&
      own.width >= full / 4) {
    transform.window = Window{full / 2, full};
    steps.push_back("window: none in the file; the " + std::to_string(frame.format.bits_stored) +
                    "-bit values are shown as they are");
  } else {
    transform.window = own;
    steps.push_back(percentile_words(own));
  }
}

}  // namespace

image::Image show_grey(const StoredFrame& frame, GreyTransform& transform, bool window_was_asked,
                       std::vector<std::string>& steps, std::vector<std::string>& remarks) {
  const StoredRange range{frame.shift, std::min(frame.value_bits, 16), frame.format.is_signed};
  if (!transform.voi && !transform.window) choose_window(frame, range, transform, steps);
  image::Image image = map(frame, range, make_table(range, transform));
  if (window_was_asked || !is_flat(image)) return image;
  // A window beside all of the image's values shows nothing: some files carry one.
  const Window own = percentile_window(frame, range, transform);
  if (own.width <= 1e-6) return image;
  transform.voi.reset();
  transform.window = own;
  transform.function = VoiFunction::linear_exact;
  remarks.push_back("the file's window shows nothing of this image and was replaced");
  std::erase_if(steps, [](const std::string& step) { return step.starts_with("window:"); });
  steps.push_back(percentile_words(own));
  return map(frame, range, make_table(range, transform));
}

}  // namespace roentgen::dicom
