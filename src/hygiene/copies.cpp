#include "hygiene/copies.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <map>
#include <unordered_map>

#include "base/interrupt.h"
#include "base/parallel.h"

namespace roentgen::hygiene {
namespace {

constexpr int kCoarse = 32;          // side of the first comparison of details
constexpr double kRounding = 0.005;  // of that comparison in whole numbers

// The centre crops tried: so near each other that the nearest one is like the true one but for kCropDoubt.
constexpr double kCropStep = 0.97;
constexpr int kCropSteps =
    27;  // down to 0.44: a film more than twice as long as wide was never cropped to a square
constexpr double kCropDoubt = 0.08;

using Detail = std::array<std::int8_t, kCoarse * kCoarse>;

// A detail as whole numbers, so that many fit into memory; the correlation is good to about 0.005.
struct Coarse {
  Detail values{};
  double norm = 0;
};

Coarse coarse_of(const image::Plane& thumb) {
  const auto detail = detail_of(thumb, kCoarse);
  double sum = 0;
  for (const float value : detail.samples) sum += double{value};
  const double mean = sum / static_cast<double>(detail.samples.size());
  double most = 0;
  for (const float value : detail.samples) most = std::max(most, std::abs(double{value} - mean));
  Coarse coarse;
  if (most <= 0) return coarse;
  double squares = 0;
  for (std::size_t i = 0; i < detail.samples.size(); ++i) {
    coarse.values[i] = static_cast<std::int8_t>(std::lround((double{detail.samples[i]} - mean) / most * 127));
    const int value = coarse.values[i];
    squares += value * value;
  }
  coarse.norm = std::sqrt(squares);
  return coarse;
}

// The compiler writes these two for the processor's own instructions, where it can: they are most of the
// search.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ROENTGEN_HOT(target) __attribute__((optimize("O3"), target_clones(target, "default")))
#else
#define ROENTGEN_HOT(target)
#endif

ROENTGEN_HOT("avx2")
std::int32_t product(const Detail& a, const Detail& b) {
  std::int32_t dot = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    dot += static_cast<std::int16_t>(a[i]) * static_cast<std::int16_t>(b[i]);
  return dot;
}

double likeness(const Coarse& a, const Coarse& b) {
  return a.norm > 0 && b.norm > 0 ? product(a.values, b.values) / (a.norm * b.norm) : 0;
}

// The places of hashes within `most` bits, among [from, end).
ROENTGEN_HOT("popcnt")
void near_ones(const Hash& hash, std::span<const Hash> all, std::size_t from, int most,
               std::vector<std::uint32_t>& found) {
  found.clear();
  for (std::size_t j = from; j < all.size(); ++j) {
    int bits = __builtin_popcountll(hash[0] ^ all[j][0]) + __builtin_popcountll(hash[1] ^ all[j][1]);
    if (bits > most) continue;
    bits += __builtin_popcountll(hash[2] ^ all[j][2]) + __builtin_popcountll(hash[3] ^ all[j][3]);
    if (bits <= most) found.push_back(static_cast<std::uint32_t>(j));
  }
}

struct Index {
  std::span<const Print> prints;
  std::vector<std::size_t> usable;  // prints with something to recognise
  std::vector<Hash> hashes;         // of the usable ones, in their order
  std::vector<Coarse> coarse;
  std::vector<std::size_t> squares;  // usable ones that are square: may be crops
  std::vector<Hash> hashes_of_squares;
  bool several_sets = false;

  const Print& print(std::size_t k) const { return prints[usable[k]]; }
};

bool is_square(const Print& print) {
  return print.rows == print.columns;
}

bool is_small(const Print& a, const Print& b) {
  return std::min({a.rows, a.columns, b.rows, b.columns}) < kThumbSide;
}

double least_likeness(const CopyRules& rules, const Print& a, const Print& b) {
  return is_small(a, b) && a.set != b.set ? rules.least_likeness_small : rules.least_likeness;
}

// A film of true geometry was cropped to a square in one way only; one that is square itself was perhaps
// squashed before, so its shape is not known.
std::vector<Change> crops_of(const Print& print) {
  std::vector<Change> crops;
  const double shape = static_cast<double>(print.columns) / print.rows;
  if (!is_square(print)) {
    if (shape > 1 && shape < 2.5) crops.push_back({.columns_kept = 1 / shape});
    if (shape < 1 && shape > 0.4) crops.push_back({.rows_kept = shape});
    return crops;
  }
  for (int step = 1; step <= kCropSteps; ++step) crops.push_back({.columns_kept = std::pow(kCropStep, step)});
  for (int step = 1; step <= kCropSteps / 2; ++step)
    crops.push_back({.rows_kept = std::pow(kCropStep, step)});
  return crops;
}

struct Guess {
  Change change;
  double like = 0;
};
using Guesses = std::map<std::size_t, Guess>;  // by the place of the other film

class Search {
 public:
  Search(const Index& index, const CopyRules& rules) : index_(index), rules_(rules) {}

  // All copies of usable film k that are told with it.
  std::vector<Copy> of(std::size_t k) const {
    Guesses whole, cropped;
    for (int turns = 0; turns < 4; ++turns)
      for (const bool mirrored : {false, true})
        for (const bool negative : {false, true})
          look(k, Change{.mirrored = mirrored, .quarter_turns = turns, .negative = negative}, whole);
    if (index_.several_sets)
      for (const auto& crop : crops_of(index_.print(k))) look_among_squares(k, crop, cropped);
    for (auto& [j, guess] : cropped) {
      refine(k, j, guess);
      // A crop must explain more than the whole picture does: there are many to choose from.
      const auto found = whole.find(j);
      if (found == whole.end() || guess.like > found->second.like + kBetter) whole[j] = guess;
    }
    std::vector<Copy> copies;
    for (const auto& [j, guess] : whole) {
      if (copies.size() >= static_cast<std::size_t>(rules_.most_per_film)) break;
      const double like = confirmed(k, j, guess);
      if (like >= least(k, j)) copies.push_back(copy_of(k, j, guess.change, like));
    }
    return copies;
  }

 private:
  static constexpr double kBetter = 0.02;

  double least(std::size_t k, std::size_t j) const {
    return least_likeness(rules_, index_.print(k), index_.print(j));
  }

  // Symmetrical films are like their mirror images: a change must explain more than the plain picture does.
  static void note(std::size_t j, const Change& change, double like, double better, Guesses& guesses) {
    const auto [found, fresh] = guesses.emplace(j, Guess{change, like});
    if (!fresh && like > found->second.like + better) found->second = {change, like};
  }

  void look(std::size_t k, const Change& change, Guesses& guesses) const {
    const bool plain = change == Change{};
    const auto plane = plain ? image::Plane{} : changed(index_.print(k).thumb, change);
    std::vector<std::uint32_t> near;
    near_ones(plain ? index_.hashes[k] : hash_of(plane), index_.hashes, k + 1, rules_.most_bits, near);
    if (near.empty()) return;
    const Coarse coarse = plain ? index_.coarse[k] : coarse_of(plane);
    std::size_t told = 0;
    for (const std::uint32_t j : near) {
      const double like = likeness(coarse, index_.coarse[j]);
      if (like < least(k, j) - kRounding) continue;
      note(j, change, like, kBetter, guesses);
      if (++told >= static_cast<std::size_t>(rules_.most_per_film)) return;
    }
  }

  void look_among_squares(std::size_t k, const Change& crop, Guesses& guesses) const {
    const auto plane = changed(index_.print(k).thumb, crop);
    std::vector<std::uint32_t> near;
    near_ones(hash_of(plane), index_.hashes_of_squares, 0, rules_.most_bits, near);
    if (near.empty()) return;
    const Coarse coarse = coarse_of(plane);
    std::size_t told = 0;
    for (const std::uint32_t at : near) {
      const std::size_t j = index_.squares[at];
      if (index_.print(j).set == index_.print(k).set) continue;
      const double like = likeness(coarse, index_.coarse[j]);
      if (like < least(k, j) - kCropDoubt) continue;
      note(j, crop, like, 0, guesses);
      if (++told >= static_cast<std::size_t>(rules_.most_per_film)) return;
    }
  }

  // Between two steps the best crop is looked for again, finer.
  void refine(std::size_t k, std::size_t j, Guess& guess) const {
    const Change middle = guess.change;
    for (int step = -6; step <= 6; ++step) {
      Change change = middle;
      double& kept = middle.columns_kept < 1 ? change.columns_kept : change.rows_kept;
      kept = std::min(0.999, kept * (1 + 0.0035 * step));
      const double like = likeness(coarse_of(changed(index_.print(k).thumb, change)), index_.coarse[j]);
      if (like > guess.like) guess = {change, like};
    }
  }

  double confirmed(std::size_t k, std::size_t j, const Guess& guess) const {
    const Print &print = index_.print(k), &other = index_.print(j);
    if (print.pixels_sha256 == other.pixels_sha256) return 1;
    if (is_small(print, other)) return guess.like;
    return std::min(guess.like, correlation(detail_of(changed(print.thumb, guess.change), kThumbSide),
                                            detail_of(changed(other.thumb, {}), kThumbSide)));
  }

  Copy copy_of(std::size_t k, std::size_t j, const Change& change, double like) const {
    const std::size_t a = index_.usable[std::min(k, j)], b = index_.usable[std::max(k, j)];
    if (index_.print(k).pixels_sha256 == index_.print(j).pixels_sha256)
      return {.a = a, .b = b, .same_pixels = true, .of_a = true, .change = {}, .bits = 0, .likeness = 1};
    return {.a = a,
            .b = b,
            .same_pixels = false,
            .of_a = k < j,
            .change = change,
            .bits = distance(hash_of(changed(index_.print(k).thumb, change)), index_.hashes[j]),
            .likeness = like};
  }

  const Index& index_;
  CopyRules rules_;
};

}  // namespace

namespace {

// Of likenesses that alone would not do, those stay in which each film is the other's best in its set.
void keep_best_of_small(std::span<const Print> prints, const CopyRules& rules, std::vector<Copy>& copies) {
  constexpr double kAsGood = 0.002;                            // exact copies inside a set share their best
  std::map<std::pair<std::size_t, std::size_t>, double> best;  // of a film in another set
  for (const auto& copy : copies) {
    double& of_a = best[{copy.a, prints[copy.b].set}];
    double& of_b = best[{copy.b, prints[copy.a].set}];
    of_a = std::max(of_a, copy.likeness);
    of_b = std::max(of_b, copy.likeness);
  }
  std::erase_if(copies, [&](const Copy& copy) {
    return copy.likeness < rules.least_likeness &&
           (copy.likeness < best[{copy.a, prints[copy.b].set}] - kAsGood ||
            copy.likeness < best[{copy.b, prints[copy.a].set}] - kAsGood);
  });
}

}  // namespace

base::Result<std::vector<Copy>> find_copies(std::span<const Print> prints, const CopyOptions& options) {
  Index index{
      .prints = prints, .usable = {}, .hashes = {}, .coarse = {}, .squares = {}, .hashes_of_squares = {}};
  std::vector<Copy> copies;
  // Even pictures tell nothing; of the same ones only the pixels are compared.
  std::unordered_map<std::string, std::size_t> even_ones;
  for (std::size_t i = 0; i < prints.size(); ++i) {
    if (prints[i].pixels_sha256.empty()) continue;
    if (!prints[i].thumb.even) {
      index.usable.push_back(i);
      continue;
    }
    const auto [first, fresh] = even_ones.emplace(prints[i].pixels_sha256, i);
    if (!fresh)
      copies.push_back({.a = first->second,
                        .b = i,
                        .same_pixels = true,
                        .of_a = true,
                        .change = {},
                        .bits = 0,
                        .likeness = 1});
  }
  const std::size_t count = index.usable.size();
  index.hashes.resize(count);
  index.coarse.resize(count);
  auto done = base::parallel_for(count, options.threads, [&](std::size_t k) {
    const auto plane = changed(index.print(k).thumb, {});
    index.hashes[k] = hash_of(plane);
    index.coarse[k] = coarse_of(plane);
  });
  if (!done) return std::unexpected(done.error());

  for (std::size_t k = 0; k < count; ++k) {
    index.several_sets = index.several_sets || index.print(k).set != index.print(0).set;
    if (!is_square(index.print(k))) continue;
    index.squares.push_back(k);
    index.hashes_of_squares.push_back(index.hashes[k]);
  }
  const Search search(index, options.rules);
  std::vector<std::vector<Copy>> found(count);
  std::atomic<std::size_t> ready = 0;
  done = base::parallel_for(count, options.threads, [&](std::size_t k) {
    if (base::interrupted()) return;
    found[k] = search.of(k);
    const std::size_t now = ++ready;
    if (options.progress) options.progress(now);
  });
  if (!done) return std::unexpected(done.error());
  if (base::interrupted()) return base::fail(base::ErrorCode::cancelled, "Interrupted.");

  for (const auto& some : found) copies.insert(copies.end(), some.begin(), some.end());
  // A pair of square films is met from both sides when one is a crop: the better explanation stays.
  std::stable_sort(copies.begin(), copies.end(), [](const Copy& x, const Copy& y) {
    if (x.a != y.a) return x.a < y.a;
    if (x.b != y.b) return x.b < y.b;
    return x.likeness > y.likeness;
  });
  copies.erase(std::unique(copies.begin(), copies.end(),
                           [](const Copy& x, const Copy& y) { return x.a == y.a && x.b == y.b; }),
               copies.end());
  keep_best_of_small(prints, options.rules, copies);
  return copies;
}

std::vector<std::vector<std::size_t>> groups_of_copies(std::span<const Copy> copies) {
  std::unordered_map<std::size_t, std::size_t> parent;
  const auto root = [&](std::size_t film) {
    while (parent.at(film) != film) film = parent[film] = parent[parent[film]];
    return film;
  };
  for (const auto& copy : copies) {
    parent.emplace(copy.a, copy.a);
    parent.emplace(copy.b, copy.b);
    const std::size_t x = root(copy.a), y = root(copy.b);
    parent[std::max(x, y)] = std::min(x, y);
  }
  std::map<std::size_t, std::vector<std::size_t>> groups;
  std::vector<std::size_t> films;
  for (const auto& [film, up] : parent) films.push_back(film);
  std::sort(films.begin(), films.end());
  for (const std::size_t film : films) groups[root(film)].push_back(film);
  std::vector<std::vector<std::size_t>> list;
  for (auto& [first, members] : groups) list.push_back(std::move(members));
  return list;
}

}  // namespace roentgen::hygiene
