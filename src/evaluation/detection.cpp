#include "evaluation/detection.h"

#include <cmath>
#include <functional>

#include "base/text.h"
#include "evaluation/draw.h"

namespace roentgen::evaluation {
namespace {

using Times = std::span<const std::uint32_t>;
using Figure = std::function<double(Times films)>;  // NaN: none

class Table {
 public:
  Table(std::vector<BoxedFilm> films, model::Metric head, const MetricOptions& options)
      : head_(std::move(head)), options_(options) {
    Numbering numbering;
    for (const BoxedFilm& film : films) patients_.push_back(numbering.number(film.patient));
    count_ = numbering.count;
  }

  void add(const std::string& metric, const Figure& figure) {
    const double value = figure({});
    if (std::isnan(value)) return;
    std::vector<std::uint32_t> films(patients_.size());
    const auto drawn = [&](Times patients) {
      for (std::size_t f = 0; f < films.size(); ++f) films[f] = patients[patients_[f]];
      return figure(films);
    };
    model::Metric row = head_;
    row.metric = metric;
    row.value = value;
    row.ci95 = percentile_interval(count_, drawn, options_.samples, options_.seed);
    if (!std::isnan(row.ci95[0])) rows.push_back(std::move(row));
  }

  std::vector<model::Metric> rows;
  model::Metric& head() { return head_; }

 private:
  model::Metric head_;
  const MetricOptions& options_;
  std::vector<std::uint32_t> patients_;
  std::uint32_t count_ = 0;
};

struct Size {
  const char* name;
  double from, below;
};
constexpr Size kSizes[] = {
    {"size=small", 0, kSmallSide}, {"size=medium", kSmallSide, kLargeSide}, {"size=large", kLargeSide, 1e9}};

void add_sizes(Table& table, const Matches& matches, std::span<const DetectedFilm> films) {
  for (const Size& size : kSizes) {
    Chosen counts(matches.truth.size());
    int boxes = 0;
    for (std::size_t f = 0; f < matches.truth.size(); ++f)
      for (const auto& box : matches.truth[f]) {
        const double side = std::sqrt(box.area()) / films[f].longer_side;
        counts[f].push_back(side >= size.from && side < size.below);
        boxes += counts[f].back() ? 1 : 0;
      }
    table.head().group = size.name;
    table.head().n = boxes;
    table.head().positives = 0;
    table.add("froc_sensitivity_1", [&](Times times) { return froc_sensitivity(matches, 1, counts, times); });
  }
}

}  // namespace

std::vector<model::Metric> detection_metrics(const std::string& label, int index, double shown_from,
                                             std::span<const DetectedFilm> films,
                                             const MetricOptions& options) {
  std::vector<Facts> facts;
  for (const DetectedFilm& film : films) facts.push_back(film.facts);
  std::vector<model::Metric> rows;
  for (const Group& group : groups_of(facts)) {
    std::vector<BoxedFilm> members;
    std::vector<DetectedFilm> chosen;
    for (const std::size_t f : group.films) {
      members.push_back(films[f].boxes);
      chosen.push_back(films[f]);
    }
    const Matches half = match(members, index, 0.5), third = match(members, index, 0.3);
    model::Metric head{.metric = {}, .label = label, .group = group.name};
    head.n = static_cast<int>(members.size());
    for (const auto& truth : half.truth) head.positives += truth.empty() ? 0 : 1;
    if (head.positives == 0 && (group.name != "all" || members.empty())) continue;
    Table table(members, head, options);
    const auto add_alarms = [&] {
      table.add("false_boxes_per_film",
                [&](Times times) { return at_score(third, shown_from, times).false_per_film; });
    };
    if (head.positives == 0) {
      add_alarms();
      std::ranges::move(table.rows, std::back_inserter(rows));
      continue;
    }
    table.add("map50", [&](Times times) { return average_precision(half, times); });
    table.add("map30", [&](Times times) { return average_precision(third, times); });
    for (const double alarms : {0.5, 1.0, 2.0})
      table.add("froc_sensitivity_" + base::fixed(alarms, alarms < 1 ? 1 : 0),
                [&](Times times) { return froc_sensitivity(third, alarms, {}, times); });
    table.add("box_sensitivity", [&](Times times) { return at_score(third, shown_from, times).sensitivity; });
    table.add("box_precision", [&](Times times) { return at_score(third, shown_from, times).precision; });
    add_alarms();
    if (group.name == "all") add_sizes(table, third, chosen);
    std::ranges::move(table.rows, std::back_inserter(rows));
  }
  return rows;
}

}  // namespace roentgen::evaluation
