// Photographs of films whose corners are known, because `roentgen spoil` drew them (mode each, the same seed:
// the same pictures): whether the film is found, how far from its corners, and what would be cut away.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <opencv2/imgproc.hpp>

#include "base/parallel.h"
#include "bench.h"
#include "dataset/spoil_set.h"
#include "dataset/table.h"
#include "image/codec.h"
#include "image/film_quad.h"

namespace roentgen::bench {
namespace {

constexpr int kQuality = 90;          // of the JPEG that `roentgen spoil` writes
constexpr double kLoss = 0.02;        // of the part of the film that is on the photograph
constexpr double kShownLoss = 0.005;  // of the film, where it is not black
constexpr int kBlack = 65535 / 12;    // darker is black
constexpr double kAskew = 1.5;        // degrees by which a side of the film leans after straightening
constexpr double kAround = 0.1;       // of the straightened picture that is not film; the rim kept is 6 %

struct Measured {
  bool read = false, whole = false, found = false;  // whole: all four corners are on the photograph
  double corner = 0;                                // the largest distance of a corner, pixels
  double lost = 0, around = 0, lean = 0;
  double shown_lost = 0;  // of the film's area: lost, and not black on the film
};

using Polygon = std::vector<cv::Point2f>;

Polygon polygon_of(const image::Quad& quad) {
  Polygon result;
  for (const image::Point& p : quad) result.emplace_back(static_cast<float>(p.x), static_cast<float>(p.y));
  return result;
}

// The part of one convex area that lies in another.
Polygon common(const Polygon& a, const Polygon& b) {
  Polygon result;
  cv::intersectConvexConvex(a, b, result);
  return result;
}

double area_of(const Polygon& polygon) {
  return polygon.size() < 3 ? 0 : cv::contourArea(polygon);
}

// Degrees from upright or level of the film's side that leans most in the straightened picture.
double lean_of(const image::Quad& truth, const image::Quad& found) {
  const auto side = [&](std::size_t a, std::size_t b) {
    return static_cast<float>(std::hypot(found[a].x - found[b].x, found[a].y - found[b].y));
  };
  const float columns = (side(0, 1) + side(3, 2)) / 2, rows = (side(0, 3) + side(1, 2)) / 2;
  const Polygon from = polygon_of(found), to{{0, 0}, {columns, 0}, {columns, rows}, {0, rows}};
  Polygon straight;
  cv::perspectiveTransform(polygon_of(truth), straight, cv::getPerspectiveTransform(from, to));
  double most = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const cv::Point2f along = straight[(i + 1) % 4] - straight[i];
    const double a = std::abs(along.x), b = std::abs(along.y);
    most = std::max(most, std::atan2(std::min(a, b), std::max(a, b)) * 180 / CV_PI);
  }
  return most;
}

// The share of the film's area that is on the photograph, outside `kept`, and lighter than black.
double content_lost(const image::Image& film, const image::Quad& truth, const image::Image& photograph,
                    const Polygon& kept) {
  constexpr int kSteps = 200;
  Polygon places, seen;
  for (int y = 0; y < kSteps; ++y)
    for (int x = 0; x < kSteps; ++x)
      places.emplace_back((static_cast<float>(x) + 0.5F) / kSteps, (static_cast<float>(y) + 0.5F) / kSteps);
  const Polygon unit{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  cv::perspectiveTransform(places, seen, cv::getPerspectiveTransform(unit, polygon_of(truth)));
  int lost = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const bool on_it = seen[i].x >= 0 && seen[i].y >= 0 &&
                       seen[i].x <= static_cast<float>(photograph.columns - 1) &&
                       seen[i].y <= static_cast<float>(photograph.rows - 1);
    const int row = static_cast<int>(places[i].y * static_cast<float>(film.rows)),
              column = static_cast<int>(places[i].x * static_cast<float>(film.columns));
    if (on_it && film.at(row, column) > kBlack && cv::pointPolygonTest(kept, seen[i], true) < -1.5) ++lost;
  }
  return static_cast<double>(lost) / (kSteps * kSteps);
}

Measured measure(const image::Image& film, const image::Image& photograph, const image::Quad& truth) {
  Measured result{.read = true};
  const float right = static_cast<float>(photograph.columns) - 0.5F,
              bottom = static_cast<float>(photograph.rows) - 0.5F;
  const Polygon picture{{-0.5F, -0.5F}, {right, -0.5F}, {right, bottom}, {-0.5F, bottom}};
  const Polygon shown = common(polygon_of(truth), picture);
  result.whole = area_of(shown) > 0.9999 * area_of(polygon_of(truth));
  const auto found = image::find_film(photograph);
  if (!found) return result;
  result.found = true;
  for (std::size_t i = 0; i < 4; ++i)
    result.corner =
        std::max(result.corner, std::hypot((*found)[i].x - truth[i].x, (*found)[i].y - truth[i].y));
  const Polygon kept = polygon_of(image::with_rim(*found, image::kRim));
  const double both = area_of(common(shown, kept));
  result.lost = 1 - both / area_of(shown);
  result.around = 1 - both / area_of(kept);
  result.lean = lean_of(truth, *found);
  result.shown_lost = content_lost(film, truth, photograph, kept);
  return result;
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

int photographs(const std::string& folder, const std::string& split, unsigned long long seed,
                const std::string& list) {
  const auto whole = dataset::read_table(folder);
  const auto table = whole ? dataset::of_split(*whole, split) : std::unexpected(whole.error());
  if (!table) {
    std::fprintf(stderr, "%s: %s\n", folder.c_str(), table.error().message.c_str());
    return 3;
  }
  dataset::SpoilOptions options;
  options.mode = dataset::SpoilMode::each;
  options.seed = seed;
  std::vector<Measured> all(table->films.size());
  const auto ran = base::parallel_for(all.size(), 0, [&](std::size_t f) {
    const auto film = dataset::read_image(*table, table->films[f]);
    if (!film) return;
    const auto kinds = dataset::spoils_of(options, f);
    for (std::size_t v = 0; v < kinds.size(); ++v) {
      if (kinds[v].words != "photo") continue;
      const auto made = dataset::spoiled_variant(*film, kinds[v], options, f, v);
      const auto seen = image::decode_raster(image::encode_jpeg(made.image, kQuality));
      if (seen) all[f] = measure(*film, *seen, *made.corners);
    }
  });
  if (!ran) return 3;

  std::size_t n = 0, with_corners = 0, straightened = 0, lossy = 0, cut = 0, askew = 0, surrounded = 0;
  std::vector<double> corner, lost;
  for (const Measured& m : all) {
    n += m.read ? 1 : 0;
    with_corners += m.whole ? 1 : 0;
    if (!m.found) continue;
    ++straightened;
    lossy += m.lost > kLoss ? 1 : 0;
    cut += m.shown_lost > kShownLoss ? 1 : 0;
    askew += m.lean > kAskew ? 1 : 0;
    surrounded += m.around > kAround ? 1 : 0;
    corner.push_back(m.corner);
    lost.push_back(m.lost);
  }
  std::printf(
      "| photographs | all corners on them | straightened | of these, more than 2 %% of the film lost | most "
      "lost | over 0.5 %% lost that is not black |"
      " side leans over 1.5 degrees | over 10 %% surroundings | corner error, median, 90 %%, worst (pixels) "
      "|\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"
      "| %zu | %zu | %zu | %zu | %.1f %% | %zu | %zu | %zu | %.1f, %.1f, %.1f |\n",
      n, with_corners, straightened, lossy, 100 * quantile(lost, 1), cut, askew, surrounded,
      quantile(corner, 0.5), quantile(corner, 0.9), quantile(corner, 1));
  if (list.empty()) return n > 0 ? 0 : 3;
  std::ofstream out(list);
  out << "image,corners_on_it,straightened,lost,shown_lost,around,lean,corner\n";
  for (std::size_t f = 0; f < all.size(); ++f)
    out << table->films[f].image << "," << all[f].whole << "," << all[f].found << "," << all[f].lost << ","
        << all[f].shown_lost << "," << all[f].around << "," << all[f].lean << "," << all[f].corner << "\n";
  return out ? 0 : 3;
}

}  // namespace roentgen::bench
