#include "training/nearest.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "base/text.h"
#include "image/resample.h"
#include "training/augment.h"

namespace roentgen::training {
namespace {

using base::fixed;

constexpr int kSide = 32, kShift = 2;
constexpr double kTwentieth = 0.05;
constexpr std::size_t kMostApart = 200;
constexpr double kClearlyLess = 0.8;   // of the distance between films
constexpr double kClearlyMore = 0.10;  // of the pictures nearer than a twentieth of the films

image::Plane shrunk(const image::Mask& picture) {
  return image::resample(plain(picture), kSide, kSide);
}

// Of a and b moved by (down, right), where both have pixels.
double correlation_at(const image::Plane& a, const image::Plane& b, int down, int right) {
  double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
  for (int r = std::max(0, down); r < std::min(kSide, kSide + down); ++r)
    for (int c = std::max(0, right); c < std::min(kSide, kSide + right); ++c) {
      const double p = static_cast<double>(a.at(r, c)), q = static_cast<double>(b.at(r - down, c - right));
      n += 1;
      x += p;
      y += q;
      xx += p * p;
      yy += q * q;
      xy += p * q;
    }
  const double spread = (xx - x * x / n) * (yy - y * y / n);
  return spread > 1e-12 ? (xy - x * y / n) / std::sqrt(spread) : 0;
}

double distance_of(const image::Plane& a, const image::Plane& b) {
  double best = -1;
  for (int down = -kShift; down <= kShift; ++down)
    for (int right = -kShift; right <= kShift; ++right)
      best = std::max(best, correlation_at(a, b, down, right));
  return std::sqrt(std::max(0.0, 2 - 2 * best));
}

Neighbour nearest_of(const image::Plane& picture, std::span<const KnownFilm> known,
                     const std::vector<image::Plane>& planes) {
  std::vector<double> distances;
  for (const image::Plane& plane : planes) distances.push_back(distance_of(picture, plane));
  Neighbour found;
  found.film = static_cast<std::size_t>(std::ranges::min_element(distances) - distances.begin());
  found.distance = distances[found.film];
  double next = std::numeric_limits<double>::infinity();
  for (std::size_t f = 0; f < known.size(); ++f)
    if (known[f].patient != known[found.film].patient) next = std::min(next, distances[f]);
  found.ratio = next > 0 ? found.distance / next : 1;
  return found;
}

std::vector<double> ordered(const std::vector<Neighbour>& neighbours, double Neighbour::*figure) {
  std::vector<double> values;
  for (const Neighbour& one : neighbours) values.push_back(one.*figure);
  std::ranges::sort(values);
  return values;
}

double at_part(const std::vector<double>& values, double part) {
  return values.empty() ? 0 : values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

}  // namespace

base::Result<std::vector<Neighbour>> nearest_films(std::span<const image::Mask> pictures,
                                                   std::span<const KnownFilm> known, int threads) {
  const auto stranger = std::ranges::find_if(
      known, [&](const KnownFilm& film) { return film.patient != known.front().patient; });
  if (stranger == known.end())
    return base::fail(base::ErrorCode::usage, "the nearest films are looked for among two patients or more");
  std::vector<image::Plane> planes;
  for (const KnownFilm& film : known) planes.push_back(shrunk(film.grey));
  std::vector<Neighbour> found(pictures.size());
  const auto done = base::parallel_for(pictures.size(), threads, [&](std::size_t i) {
    found[i] = nearest_of(shrunk(pictures[i]), known, planes);
  });
  if (!done) return std::unexpected(done.error());
  return found;
}

base::Result<double> median_apart(std::span<const KnownFilm> films, int threads) {
  films = films.first(std::min(films.size(), kMostApart));
  std::vector<image::Plane> planes;
  for (const KnownFilm& film : films) planes.push_back(shrunk(film.grey));
  std::vector<double> nearest(films.size(), std::numeric_limits<double>::infinity());
  const auto done = base::parallel_for(films.size(), threads, [&](std::size_t i) {
    for (std::size_t f = 0; f < films.size(); ++f)
      if (films[f].patient != films[i].patient)
        nearest[i] = std::min(nearest[i], distance_of(planes[i], planes[f]));
  });
  if (!done) return std::unexpected(done.error());
  std::ranges::sort(nearest);
  const double median = at_part(nearest, 0.5);
  return std::isfinite(median) ? median : -1;
}

NearestCheck judge_nearest(std::vector<Neighbour> made, std::vector<Neighbour> real) {
  NearestCheck check;
  const auto of_made = ordered(made, &Neighbour::distance), of_real = ordered(real, &Neighbour::distance);
  check.median_made = at_part(of_made, 0.5);
  check.median_real = at_part(of_real, 0.5);
  check.close = at_part(of_real, kTwentieth);
  check.least_ratio = at_part(ordered(real, &Neighbour::ratio), 0);
  double close = 0;
  for (std::size_t i = 0; i < made.size(); ++i) {
    if (made[i].distance >= check.close) continue;
    close += 1;
    if (made[i].ratio < check.least_ratio) check.copies.push_back(i);
  }
  check.part_close = made.empty() ? 0 : close / static_cast<double>(made.size());
  check.made = std::move(made);
  check.real = std::move(real);
  return check;
}

namespace {

std::string words_of_variety(const NearestCheck& check) {
  if (check.apart_made < 0 || check.apart_learned < 0) return {};
  return std::string(check.apart_made < kClearlyLess * check.apart_learned ? " They vary less than films do"
                                                                           : " They vary as films do") +
         ": half of them have another one within " + fixed(check.apart_made, 3) +
         ", half of the films learned one of another patient within " + fixed(check.apart_learned, 3) + ".";
}

}  // namespace

std::string words_of(const NearestCheck& check) {
  if (check.real.empty())
    return "There are no validation films of this class, so nothing says how near two patients' films lie: "
           "whether the synthetic pictures copy is not known.";
  std::string text =
      check.part_close > kClearlyMore
          ? "Synthetic pictures lie closer to the films learned than films of other patients do"
          : "Synthetic pictures lie no closer to the films learned than films of other patients "
            "do";
  text += ": half of them within " + fixed(check.median_made, 3) + ", half of " +
          std::to_string(check.real.size()) + " validation films within " + fixed(check.median_real, 3) +
          "; " + fixed(100 * check.part_close, 1) +
          " % of them are nearer than the nearest twentieth of those (" + fixed(check.close, 3) + "). ";
  if (check.copies.empty())
    return text + "None is that near to one patient and clearly farther from the next: no copy was found." +
           words_of_variety(check);
  return text + std::to_string(check.copies.size()) +
         " of them are that near to one patient and, against the next, nearer than any validation film is: "
         "taken "
         "for copies and left out." +
         words_of_variety(check);
}

}  // namespace roentgen::training
