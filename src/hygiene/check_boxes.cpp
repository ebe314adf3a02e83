// boxes.csv against the pictures and the labels.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <unordered_map>

#include "base/text.h"
#include "dataset/boxes.h"
#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;
constexpr double kEdgePixels = 1;  // by so much a rounded box may go over the edge

// The label column a box speaks of: of the same name, or one that the box's first word begins ("CALC_B" is of
// "calcification"), or RSNA's opacities, which are what its pneumonia is made of.
const Column* column_of_box(const std::vector<Column>& columns, const std::string& label) {
  const std::string name = bare(label), first = bare(label.substr(0, label.find('_')));
  for (const auto& column : columns)
    if (column.kind == ColumnKind::label && bare(column.name) == name) return &column;
  constexpr std::size_t kLeastLetters = 4;
  for (const auto& column : columns)
    if (column.kind == ColumnKind::label && first.size() >= kLeastLetters &&
        bare(column.name).starts_with(first))
      return &column;
  if (name == "rsnalungopacity") return find_column(columns, "rsna_pneumonia");
  return nullptr;
}

void one_set(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::error_code error;
  if (set.kind != SetKind::labelled || !std::filesystem::exists(set.path / "boxes.csv", error)) return;
  const auto boxes = dataset::read_boxes(set.pictures.table);
  if (!boxes) {
    auto finding = empty_finding(Severity::error, "boxes_unreadable", set.name);
    finding.text = "boxes.csv cannot be used: " + boxes.error().message;
    finding.count = 1;
    findings.push_back(std::move(finding));
    return;
  }
  std::unordered_map<std::string, std::size_t> films_by_name;
  for (std::size_t f = 0; f < set.size(); ++f) films_by_name.emplace(set.films()[f].image, f);

  auto outside = empty_finding(Severity::error, "box_outside", set.name),
       over = empty_finding(Severity::warning, "box_over_edge", set.name),
       orphan = empty_finding(Severity::error, "box_without_film", set.name),
       negative = empty_finding(Severity::error, "box_on_negative", set.name),
       twice = empty_finding(Severity::warning, "box_twice", set.name),
       without = empty_finding(Severity::note, "positive_without_box", set.name),
       small = empty_finding(Severity::note, "small_boxes", set.name);
  std::map<const Column*, std::set<std::size_t>> boxed;
  std::set<std::string> seen;
  std::vector<double> sides;
  std::size_t first_row_orphan = boxes->size();
  for (std::size_t b = 0; b < boxes->size(); ++b) {
    const auto& box = (*boxes)[b];
    const auto found = films_by_name.find(box.image);
    if (found == films_by_name.end()) {
      first_row_orphan = std::min(first_row_orphan, b);
      ++orphan.count;
      continue;
    }
    const std::size_t f = found->second;
    const std::string caption = box.label + " box";
    if (!seen.insert(box.image + "\n" + box.label + "\n" + fixed(box.x, 2) + "," + fixed(box.y, 2) + "," +
                     fixed(box.width, 2) + "," + fixed(box.height, 2))
             .second) {
      ++twice.count;
      add_example(twice, {.films = {{s, f}}, .caption = caption + " stands twice"});
    }
    if (set.read(f)) {
      const auto& print = set.looks[f].print;
      const double right = box.x + box.width, bottom = box.y + box.height;
      const bool away = right <= 0 || bottom <= 0 || box.x >= print.columns || box.y >= print.rows;
      const bool beyond = box.x < -kEdgePixels || box.y < -kEdgePixels ||
                          right > print.columns + kEdgePixels || bottom > print.rows + kEdgePixels;
      if (away || beyond) {
        Finding& finding = away ? outside : over;
        ++finding.count;
        add_example(finding, {.films = {{s, f}},
                              .caption = caption + " from " + fixed(box.x, 0) + ", " + fixed(box.y, 0) +
                                         " to " + fixed(right, 0) + ", " + fixed(bottom, 0) + " of " +
                                         std::to_string(print.columns) + " x " + std::to_string(print.rows)});
      }
      sides.push_back(std::min(box.width, box.height) / std::max(print.rows, print.columns));
    }
    if (const Column* column = column_of_box(material.columns[s], box.label)) {
      boxed[column].insert(f);
      if (column->truth[f] == 0) {
        ++negative.count;
        add_example(negative, {.films = {{s, f}}, .caption = caption + ", but " + column->name + " = 0"});
      }
    }
  }
  const auto first = [&](const Finding& finding) {
    return " First: " + material.film(finding.examples.front().films.front()).image + ".";
  };
  const auto tell = [&](Finding& finding, const std::string& text) {
    if (finding.count == 0) return;
    finding.text = counted(finding.count, "box", "boxes") + " " + text +
                   (finding.examples.empty() ? "" : first(finding));
    findings.push_back(std::move(finding));
  };
  tell(outside, "wholly outside the picture.");
  tell(orphan, "of films that metadata.csv does not name.");
  tell(negative, "on films whose label says there is nothing.");
  tell(over, "over the edge of the picture by more than a pixel.");
  tell(twice, "written twice.");
  std::vector<std::string> told;
  for (const auto& [column, members] : boxed) {
    std::size_t missing = 0;
    for (std::size_t f = 0; f < set.size(); ++f)
      if (column->truth[f] == 1 && !members.contains(f)) {
        ++missing;
        if (missing * 2 < column->positives)
          add_example(without, {.films = {{s, f}}, .caption = column->name + " = 1, no box"});
      }
    if (missing == 0) continue;
    without.count += missing;
    told.push_back(std::to_string(missing) + " of " + std::to_string(column->positives) + " with " +
                   column->name);
  }
  if (without.count > 0) {
    without.text = "Positive films without a box: " + listed(told) +
                   ". A detector would be punished for finding what nobody outlined.";
    findings.push_back(std::move(without));
  }
  if (sides.size() >= 20) {
    std::sort(sides.begin(), sides.end());
    constexpr double kUsualInput = 224;
    const double middle = sides[sides.size() / 2], quarter = sides[sides.size() / 4];
    if (middle * kUsualInput < 16) {
      small.count = sides.size();
      small.text = "Half of the boxes are narrower than " + fixed(100 * middle, 1) +
                   " % of the film's longer side and a quarter than " + fixed(100 * quarter, 1) +
                   " %: " + fixed(middle * kUsualInput, 0) + " and " + fixed(quarter * kUsualInput, 0) +
                   " pixels of an input of 224. Small inputs lose them.";
      add_figure(small, {.name = "median narrower side / longer side of film",
                         .value = middle,
                         .ci95 = {},
                         .n = sides.size()});
      findings.push_back(std::move(small));
    }
  }
}

}  // namespace

void check_boxes(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) one_set(material, s, findings);
}

}  // namespace roentgen::hygiene
