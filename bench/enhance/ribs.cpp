// What the rib view takes away and what it leaves: ribs and nodules of known contrast are drawn onto real
// films whose lungs were outlined by hand, and the difference between the treated films with and without them
// is held against what was drawn.
#include "image/ribs.h"

#include <cmath>
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "bench.h"
#include "dataset/csv.h"
#include "image/codec.h"
#include "image/contour.h"
#include "image/phantom_for_test.h"

namespace roentgen::bench {
namespace {

namespace fs = std::filesystem;
using image::Image;

// One shape of height 1 around (0, 0), in pixels of the film.
using Shape = double (*)(double x, double y, double size);
double nodule(double x, double y, double radius) {
  return image::soft_step(radius - std::hypot(x, y), 1);
}
double rib(double x, double y, double width) {
  const double middle = 0.0012 * x * x + 0.2 * x;
  return image::soft_step(width / 2 - std::abs(y - middle), 1) *
         image::soft_step(10 * width - std::abs(x), 2);
}

Image with_shape(Image film, Shape shape, double at_x, double at_y, double size, double height) {
  for (int y = 0; y < film.rows; ++y)
    for (int x = 0; x < film.columns; ++x)
      film.at(y, x) = image::to_grey(film.at(y, x) + height * shape(x - at_x, y - at_y, size));
  return film;
}

// The share of the drawn shape that the treated films still differ by: projection onto the shape without its
// mean, within `reach` pixels and the lung.
double left_of(const Image& treated_with, const Image& treated_without, const Image& with,
               const Image& without, double at_x, double at_y, double reach, const image::Mask& lung) {
  double mean = 0, count = 0, along = 0, own = 0;
  const auto each = [&](auto visit) {
    for (int y = 0; y < with.rows; ++y)
      for (int x = 0; x < with.columns; ++x)
        if (lung.at(y, x) != 0 && std::abs(x - at_x) < reach && std::abs(y - at_y) < reach)
          visit(static_cast<double>(with.at(y, x)) - without.at(y, x),
                static_cast<double>(treated_with.at(y, x)) - treated_without.at(y, x));
  };
  each([&](double drawn, double) {
    mean += drawn;
    ++count;
  });
  mean /= count;
  each([&](double drawn, double left) {
    along += (drawn - mean) * left;
    own += (drawn - mean) * (drawn - mean);
  });
  return along / own;
}

void tell(const char* name, const std::vector<double>& shares) {
  const Interval i = mean_of(shares);
  std::printf("| %s | %.2f [%.2f, %.2f] | %zu |\n", name, i.mean, i.low, i.high, shares.size());
}

}  // namespace

int ribs(const std::string& folder) {
  const auto table = base::read_text(fs::path(folder) / "metadata.csv", dataset::kLargestCsv);
  const auto csv = table ? dataset::parse_csv(*table) : std::unexpected(table.error());
  if (!csv) {
    std::fprintf(stderr, "%s: %s\n", folder.c_str(), csv.error().message.c_str());
    return 3;
  }
  const auto name_at = static_cast<std::size_t>(dataset::column_of(*csv, "image"));
  const auto split_at = static_cast<std::size_t>(dataset::column_of(*csv, "split"));
  std::vector<double> small, large, drawn_ribs;
  int films = 0;
  for (const auto& row : csv->rows) {
    if (row[split_at] != "val") continue;
    const auto picture = base::read_file(fs::path(folder) / "images" / row[name_at], 64 << 20);
    const auto outline =
        base::read_file((fs::path(folder) / "masks" / row[name_at]).replace_extension(".png"), 64 << 20);
    if (!picture || !outline) continue;
    const auto film = image::decode_raster(*picture);
    const auto mask = image::decode_mask_png(*outline);
    if (!film || !mask || mask->rows != film->rows || mask->columns != film->columns) continue;
    ++films;
    std::vector<image::Polygon> lungs;
    image::Mask lung = *mask;
    for (auto& value : lung.samples) value = value == 1 || value == 2 ? 1 : 0;
    for (const auto& polygon : image::outlines(lung, 1)) lungs.push_back(polygon);
    Image treated = *film;
    image::suppress_ribs(treated, lungs);
    for (const std::uint8_t side : {std::uint8_t{1}, std::uint8_t{2}}) {
      const auto box = image::bounding_box(*mask, side);
      if (!box) continue;
      const double x = box->left + box->columns / 2.0, y = box->top + box->rows / 2.0;
      const double unit = film->columns / 384.0;  // about 1 mm
      const auto share = [&](Shape shape, double size, double height, double reach) {
        const Image with = with_shape(*film, shape, x, y, size, height);
        Image treated_with = with;
        image::suppress_ribs(treated_with, lungs);
        return left_of(treated_with, treated, with, *film, x, y, reach, lung);
      };
      small.push_back(share(nodule, 5 * unit, 4000, 12 * unit));
      large.push_back(share(nodule, 10 * unit, 4000, 20 * unit));
      drawn_ribs.push_back(share(rib, 12 * unit, 3000, 30 * unit));
    }
  }
  std::printf(
      "Drawn onto %d validation films, in the middle of each lung; the share of the contrast that is "
      "left\n\n",
      films);
  std::printf("| drawn | left, mean [95 %%] | n |\n| --- | --- | --- |\n");
  tell("nodule of about 10 mm", small);
  tell("nodule of about 20 mm", large);
  tell("rib of about 12 mm", drawn_ribs);
  return films > 0 ? 0 : 3;
}

}  // namespace roentgen::bench
