#include "training/targets.h"

#include <algorithm>
#include <cmath>

#include "dataset/boxes.h"
#include "dataset/film_name.h"
#include "dataset/landmarks.h"

namespace roentgen::training {
namespace {

using Targets = std::map<std::string, std::vector<Target>>;

constexpr double kLeastKept = 0.5;  // of a box's area

base::Result<Targets> read_box_targets(const dataset::Table& table, const model::Card& card) {
  const auto boxes = dataset::read_boxes(table);
  if (!boxes) return std::unexpected(boxes.error());
  Targets targets;
  for (const dataset::Box& box : *boxes)
    for (std::size_t l = 0; l < card.labels.size(); ++l)
      if (box.label == card.labels[l].name || box.label == card.labels[l].column) {
        targets[dataset::bare_name(box.image)].push_back(
            {static_cast<int>(l), box.x, box.y, box.x + box.width, box.y + box.height, {}});
        break;
      }
  return targets;
}

void put_box_around_corners(Target& target) {
  const auto& c = target.corners;
  target.left = std::min({c[0][0], c[1][0], c[2][0], c[3][0]});
  target.right = std::max({c[0][0], c[1][0], c[2][0], c[3][0]});
  target.top = std::min({c[0][1], c[1][1], c[2][1], c[3][1]});
  target.bottom = std::max({c[0][1], c[1][1], c[2][1], c[3][1]});
}

base::Result<Targets> read_corner_targets(const dataset::Table& table, const model::Card& card) {
  const auto landmarks = dataset::read_landmarks(table);
  if (!landmarks) return std::unexpected(landmarks.error());
  const auto order = dataset::corner_order(landmarks->names, card.structures.size());
  if (!order)
    return base::fail(base::ErrorCode::unusable_input,
                      "landmarks.csv has no point " + order.error() +
                          "; it needs the four corners of each structure of the recipe.",
                      table.name);
  std::map<std::string, const std::vector<dataset::Landmark>*> of_film;
  for (const auto& [image, points] : landmarks->of_film) of_film[dataset::bare_name(image)] = &points;
  Targets targets;
  for (const dataset::Film& film : table.films) {
    const std::string name = dataset::bare_name(film.image);
    const auto points = of_film.find(name);
    const auto bad = film.values.find("bad_vertebrae");
    if (points == of_film.end()) continue;
    if (bad != film.values.end() && !bad->second.empty() && bad->second != "0") continue;
    for (std::size_t v = 0; v < card.structures.size(); ++v) {
      Target target;
      for (std::size_t k = 0; k < 4; ++k) {
        const dataset::Landmark& corner = (*points->second)[(*order)[4 * v + k]];
        target.corners[k] = {corner.x + 0.5, corner.y + 0.5};
      }
      put_box_around_corners(target);
      targets[name].push_back(target);
    }
  }
  return targets;
}

bool has_corners(const Target& target) {
  return target.corners != std::array<std::array<double, 2>, 4>{};
}

// The inverse of a map from target to source.
image::Affine inverse(const image::Affine& m) {
  const double determinant = m[0] * m[4] - m[1] * m[3];
  const double a = m[4] / determinant, b = -m[1] / determinant, d = -m[3] / determinant,
               e = m[0] / determinant;
  return {a, b, -(a * m[2] + b * m[5]), d, e, -(d * m[2] + e * m[5])};
}

// Edge coordinates lie half a pixel beside pixel centres, which the map speaks of.
std::array<double, 2> moved(const std::array<double, 2>& p, const image::Affine& m) {
  const double x = p[0] - 0.5, y = p[1] - 0.5;
  return {m[0] * x + m[1] * y + m[2] + 0.5, m[3] * x + m[4] * y + m[5] + 0.5};
}

bool move_corners(Target& target, const image::Affine& forward, int size) {
  for (auto& corner : target.corners) corner = moved(corner, forward);
  if (forward[0] * forward[4] - forward[1] * forward[3] < 0) {
    std::swap(target.corners[0], target.corners[1]);
    std::swap(target.corners[2], target.corners[3]);
  }
  put_box_around_corners(target);
  const double x = (target.left + target.right) / 2, y = (target.top + target.bottom) / 2;
  return x >= 0 && y >= 0 && x < size && y < size;
}

bool move_box(Target& target, const image::Affine& forward, int size) {
  const auto centre = moved({(target.left + target.right) / 2, (target.top + target.bottom) / 2}, forward);
  const double half_width = (target.right - target.left) / 2, half_height = (target.bottom - target.top) / 2;
  const double x = std::hypot(forward[0] * half_width, forward[1] * half_height);
  const double y = std::hypot(forward[3] * half_width, forward[4] * half_height);
  const auto inside = [&](double value) { return std::clamp(value, 0.0, static_cast<double>(size)); };
  target.left = inside(centre[0] - x);
  target.right = inside(centre[0] + x);
  target.top = inside(centre[1] - y);
  target.bottom = inside(centre[1] + y);
  return (target.right - target.left) * (target.bottom - target.top) >= kLeastKept * 4 * x * y;
}

// The part of a box around its centre that speaks for it: 0.54 of each side (Liu et al. 2020), at least the
// cell itself.
constexpr double kSpread = 0.54;

class Painter {
 public:
  Painter(TargetMaps& maps, int labels, int numbers, int cells, int stride)
      : heat_(maps.heat.data_ptr<float>()),
        shapes_(maps.shapes.data_ptr<float>()),
        weight_(maps.weight.data_ptr<float>()),
        labels_(labels),
        numbers_(numbers),
        cells_(cells),
        stride_(stride) {}

  void paint(int film, const Target& target) {
    const auto cell = [&](double value) {
      return std::clamp(static_cast<int>(value / stride_), 0, cells_ - 1);
    };
    const int column = cell((target.left + target.right) / 2), row = cell((target.top + target.bottom) / 2);
    const int across = static_cast<int>((target.right - target.left) / stride_ / 2 * kSpread);
    const int down = static_cast<int>((target.bottom - target.top) / stride_ / 2 * kSpread);
    const double sigma_x = (2 * across + 1) / 6.0, sigma_y = (2 * down + 1) / 6.0;
    const auto bell = [&](int r, int c) {
      const double x = (c - column) / sigma_x, y = (r - row) / sigma_y;
      return std::exp(-(x * x + y * y) / 2);
    };
    double sum = 0;
    const int top = std::max(row - down, 0), bottom = std::min(row + down, cells_ - 1);
    const int left = std::max(column - across, 0), right = std::min(column + across, cells_ - 1);
    for (int r = top; r <= bottom; ++r)
      for (int c = left; c <= right; ++c) sum += bell(r, c);
    for (int r = top; r <= bottom; ++r)
      for (int c = left; c <= right; ++c) {
        const double value = bell(r, c);
        float& heat = heat_[at(film, labels_, target.label, r, c)];
        heat = std::max(heat, static_cast<float>(value));
        float& weight = weight_[at(film, 1, 0, r, c)];
        if (static_cast<float>(value / sum) <= weight) continue;  // the smaller of two targets owns the cell
        weight = static_cast<float>(value / sum);
        put_shape(film, target, r, c);
      }
  }

 private:
  std::size_t at(int film, int channels, int channel, int row, int column) const {
    return ((static_cast<std::size_t>(film) * static_cast<std::size_t>(channels) +
             static_cast<std::size_t>(channel)) *
                static_cast<std::size_t>(cells_) +
            static_cast<std::size_t>(row)) *
               static_cast<std::size_t>(cells_) +
           static_cast<std::size_t>(column);
  }

  void put_shape(int film, const Target& target, int row, int column) {
    const auto put = [&](int channel, double value) {
      shapes_[at(film, numbers_, channel, row, column)] = static_cast<float>(value);
    };
    if (numbers_ == 4) {
      put(0, target.left);
      put(1, target.top);
      put(2, target.right);
      put(3, target.bottom);
      return;
    }
    for (int k = 0; k < 4; ++k) {
      const auto& corner = target.corners[static_cast<std::size_t>(k)];
      put(2 * k, corner[0] / stride_ - (column + 0.5));
      put(2 * k + 1, corner[1] / stride_ - (row + 0.5));
    }
  }

  float* heat_;
  float* shapes_;
  float* weight_;
  int labels_, numbers_, cells_, stride_;
};

}  // namespace

base::Result<Targets> read_targets(const dataset::Table& table, const model::Card& card) {
  return card.task == model::Task::landmarks ? read_corner_targets(table, card)
                                             : read_box_targets(table, card);
}

std::vector<Target> prepared(std::vector<Target> targets, const model::Placement& placement) {
  const auto x = [&](double value) { return value / placement.scale_x + placement.offset_x; };
  const auto y = [&](double value) { return value / placement.scale_y + placement.offset_y; };
  for (Target& target : targets) {
    if (has_corners(target))
      for (auto& corner : target.corners) corner = {x(corner[0]), y(corner[1])};
    target.left = x(target.left);
    target.right = x(target.right);
    target.top = y(target.top);
    target.bottom = y(target.bottom);
  }
  return targets;
}

std::vector<Target> warped(const std::vector<Target>& targets, const image::Affine& target_to_source,
                           int size) {
  const image::Affine forward = inverse(target_to_source);
  std::vector<Target> kept;
  for (Target target : targets)
    if (has_corners(target) ? move_corners(target, forward, size) : move_box(target, forward, size))
      kept.push_back(target);
  return kept;
}

TargetMaps paint(const std::vector<std::vector<Target>>& films, int labels, int numbers, int size,
                 int stride) {
  const long count = static_cast<long>(films.size());
  const int cells = size / stride;
  TargetMaps maps;
  maps.heat = torch::zeros({count, labels, cells, cells});
  maps.shapes = torch::zeros({count, numbers, cells, cells});
  maps.weight = torch::zeros({count, 1, cells, cells});
  Painter painter(maps, labels, numbers, cells, stride);
  for (std::size_t f = 0; f < films.size(); ++f)
    for (const Target& target : films[f]) {
      painter.paint(static_cast<int>(f), target);
      maps.targets += 1;
    }
  return maps;
}

}  // namespace roentgen::training
