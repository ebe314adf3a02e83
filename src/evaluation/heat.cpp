#include "evaluation/heat.h"

#include <algorithm>
#include <cmath>

#include "evaluation/kinds.h"
#include "evaluation/run_films.h"
#include "reading/findings.h"
#include "reading/found_boxes.h"

namespace roentgen::evaluation {
namespace {

constexpr int kGrid = 64;  // of the usual place
constexpr int kHeatSide = 256;
constexpr std::size_t kMostBoxes = 20;

// What the package says of where one label is on one film.
struct Seen {
  Boxed boxed;
  image::Plane heat;
  Spot spot;
};

Area area_of(const dataset::Box& box, const FilmInput& input) {
  const double columns = input.columns, rows = input.rows;
  return {box.x / columns, box.y / rows, (box.x + box.width) / columns, (box.y + box.height) / rows};
}

void add(std::vector<model::Metric>& rows, const std::string& metric, const std::string& label,
         const std::vector<double>& values, const std::vector<std::string>& patients,
         const EvaluationOptions& options) {
  double sum = 0;
  for (const double value : values) sum += value;
  const int n = static_cast<int>(values.size());
  rows.push_back({metric, label, "all", n, n, sum / n,
                  patient_bootstrap_mean(values, patients, options.metrics.samples, options.metrics.seed)});
}

// The usual place as a map: as many of its cells, most often boxed first, as the film's heat covers.
image::Plane as_large(const image::Plane& usual, const image::Plane& heat) {
  const auto hot = std::ranges::count_if(heat.samples, [](float v) { return v >= 0.5F; });
  const double share = static_cast<double>(hot) / static_cast<double>(heat.samples.size());
  std::vector<std::size_t> order(usual.samples.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, std::ranges::greater{}, [&](std::size_t i) { return usual.samples[i]; });
  image::Plane chosen = usual;
  std::ranges::fill(chosen.samples, 0.0F);
  const auto count = static_cast<std::size_t>(std::lround(share * static_cast<double>(order.size())));
  for (std::size_t i = 0; i < std::min(count, order.size()); ++i) chosen.samples[order[i]] = 1;
  return chosen;
}

void label_figures(const std::string& label, const std::vector<Seen>& films, const EvaluationOptions& options,
                   std::vector<model::Metric>& rows) {
  std::vector<Boxed> boxed;
  for (const Seen& film : films) boxed.push_back(film.boxed);
  std::map<std::string, std::vector<double>> values;
  std::vector<std::string> patients;
  for (const Seen& film : films) {
    const auto& boxes = film.boxed.boxes;
    const image::Plane usual = usual_place(boxed, film.boxed.patient, kGrid);
    const double hit = inside(film.spot, boxes) ? 1 : 0;
    const double centre = inside({0.5, 0.5, true}, boxes) ? 1 : 0;
    const double expected = inside(brightest(usual), boxes) ? 1 : 0;
    patients.push_back(film.boxed.patient);
    values["heat_hit"].push_back(hit);
    values["heat_hit_centre"].push_back(centre);
    values["heat_hit_usual"].push_back(expected);
    values["heat_hit_random"].push_back(covered(boxes));
    values["heat_hit_less_centre"].push_back(hit - centre);
    values["heat_hit_less_usual"].push_back(hit - expected);
    values["heat_iou"].push_back(box_iou(film.heat, 0.5, boxes));
    values["heat_iou_usual"].push_back(box_iou(as_large(usual, film.heat), 0.5, boxes));
  }
  for (const auto& [metric, list] : values) add(rows, metric, label, list, patients, options);
}

// The part of the run's outputs that is label k's, on the picture.
void see(const model::Card& card, std::size_t k, const FilmInput& input,
         std::span<const model::Output> outputs, Seen& one) {
  const reading::Size picture{input.rows, input.columns};
  if (card.task == model::Task::detection) {
    const auto boxes =
        reading::on_picture(reading::found_boxes(*card.places, outputs[0], outputs[1], 0, kMostBoxes),
                            input.prepared.placement, picture);
    const auto mine = [&](const auto& box) { return box.label == static_cast<int>(k); };
    one.heat = box_heat(boxes, static_cast<int>(k), picture, reading::working_size(picture, kHeatSide));
    if (const auto best = std::ranges::find_if(boxes, mine); best != boxes.end())
      one.spot = {(best->left + best->right) / 2 / picture.columns,
                  (best->top + best->bottom) / 2 / picture.rows, true};
    return;
  }
  const model::Output& maps = outputs[0];
  const auto pixels = static_cast<std::size_t>(maps.shape[2]) * static_cast<std::size_t>(maps.shape[3]);
  const reading::NetworkPlane map{std::span(maps.values).subspan(k * pixels, pixels), maps.shape[2],
                                  maps.shape[3], card.input.size};
  one.heat = reading::heat_of(map, input.prepared.placement, picture, kHeatSide);
  one.spot = brightest(one.heat);
}

std::string label_of(const dataset::Box& box, const std::map<std::string, std::string>& names) {
  const auto found = names.find(box.label);
  return found == names.end() ? box.label : found->second;
}

}  // namespace

base::Result<Evaluation> evaluate_heat(const model::Engine& engine, const dataset::PictureTable& set,
                                       const std::vector<dataset::Box>& boxes,
                                       const std::map<std::string, std::string>& names,
                                       const std::string& split, const EvaluationOptions& options) {
  const model::Card& card = engine.card();
  Evaluation evaluation;
  evaluation.package = card.name;
  evaluation.version = card.version;
  evaluation.data = set.table.name;
  evaluation.split = split;
  evaluation.scores.header = {"image", "patient", "label", "x", "y", "hit", "iou"};
  const auto known = [&](const std::string& name) {
    return std::ranges::find(card.labels, name, &model::Label::name) != card.labels.end();
  };
  std::map<std::string, int> strangers;
  for (const auto& box : boxes)
    if (const auto name = label_of(box, names); !known(name)) ++strangers[name];
  for (const auto& [name, count] : strangers)
    evaluation.remarks.push_back(std::to_string(count) + " boxes of " + name +
                                 " belong to no label of the package.");

  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < set.table.films.size(); ++i) {
    const auto own = dataset::boxes_of(boxes, set.table.films[i]);
    if (std::ranges::any_of(own, [&](const auto& box) { return known(label_of(box, names)); }))
      wanted.push_back(i);
  }
  if (wanted.empty())
    return base::fail(base::ErrorCode::unusable_input, "No film has a box for a label of this package.",
                      set.table.name);

  std::vector<std::vector<Seen>> seen(set.table.films.size());
  std::vector<std::vector<std::string>> labels(set.table.films.size());
  const RunOptions run{card.task == model::Task::detection ? std::vector<std::string>{"scores", "boxes"}
                                                           : std::vector<std::string>{"maps"},
                       options.metrics.threads, options.progress};
  auto failures = run_films(engine, set, wanted, run,
                            [&](std::size_t film, const FilmInput& input,
                                std::span<const model::Output> outputs) -> base::Result<void> {
                              const auto own = dataset::boxes_of(boxes, set.table.films[film]);
                              for (std::size_t k = 0; k < card.labels.size(); ++k) {
                                Seen one{{set.table.films[film].patient, {}}, {}, {}};
                                for (const auto& box : own)
                                  if (label_of(box, names) == card.labels[k].name)
                                    one.boxed.boxes.push_back(area_of(box, input));
                                if (one.boxed.boxes.empty()) continue;
                                see(card, k, input, outputs, one);
                                labels[film].push_back(card.labels[k].name);
                                seen[film].push_back(std::move(one));
                              }
                              return {};
                            });
  if (!failures) return std::unexpected(failures.error());
  evaluation.failures = std::move(*failures);

  std::map<std::string, std::vector<Seen>> by_label;
  for (std::size_t film = 0; film < seen.size(); ++film)
    for (std::size_t i = 0; i < seen[film].size(); ++i) {
      const Seen& one = seen[film][i];
      const Spot spot = one.spot;
      evaluation.scores.rows.push_back(
          {set.table.films[film].image, one.boxed.patient, labels[film][i], written(spot.x), written(spot.y),
           inside(spot, one.boxed.boxes) ? "1" : "0", written(box_iou(one.heat, 0.5, one.boxed.boxes))});
      by_label[labels[film][i]].push_back(std::move(seen[film][i]));
    }
  evaluation.films = wanted.size() - evaluation.failures.size();
  for (const model::Label& label : card.labels) {
    const auto found = by_label.find(label.name);
    const std::size_t n = found == by_label.end() ? 0 : found->second.size();
    if (n < kLeastBoxed) {
      evaluation.remarks.push_back("not known: " + label.name + " (" + std::to_string(n) +
                                   " films with a box; " + std::to_string(kLeastBoxed) + " are needed)");
      continue;
    }
    label_figures(label.name, found->second, options, evaluation.metrics);
  }
  if (evaluation.metrics.empty())
    return base::fail(base::ErrorCode::unusable_input, "No label has enough films with a box.",
                      set.table.name);
  return evaluation;
}

std::map<std::string, model::HitRate> hit_rates(const Evaluation& evaluation) {
  std::map<std::string, model::HitRate> rates;
  for (const auto& m : evaluation.metrics) {
    model::HitRate& rate = rates[m.label];
    if (m.metric == "heat_hit") {
      rate.value = m.value;
      rate.ci95 = m.ci95;
      rate.n = m.n;
    }
    if (m.metric == "heat_hit_centre") rate.centre = m.value;
    rate.data = evaluation.data + ", " + evaluation.split;
  }
  return rates;
}

}  // namespace roentgen::evaluation
