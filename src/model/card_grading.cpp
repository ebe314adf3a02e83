#include "model/card_grading.h"

#include <algorithm>
#include <set>

namespace roentgen::model {
namespace {

bool same_values(const std::vector<std::string>& a, std::vector<std::string>::const_iterator begin,
                 std::vector<std::string>::const_iterator end) {
  return std::set<std::string>(a.begin(), a.end()) == std::set<std::string>(begin, end);
}

}  // namespace

Grading read_grading(const Json& json, const std::string& path, const std::vector<Label>& labels,
                     std::string& problem) {
  StrictObject in(json, path, problem);
  Grading grading;
  grading.name = in.text("name");
  grading.title = in.text("title");
  grading.column = in.text("column");
  grading.grades = in.texts("grades", 2, 64);
  grading.steps = in.texts("steps", 1, 63);
  grading.decisive = in.text("decisive");
  if (in.has("cuts")) {
    grading.cuts = in.numbers("cuts", 1, 63, 0, 63);
    grading.cuts_origin = in.text("cuts_origin");
  }
  in.end();
  if (!problem.empty()) return grading;
  const auto& grades = grading.grades;
  if (std::set<std::string>(grades.begin(), grades.end()).size() != grades.size())
    in.refuse("grades", "names a grade twice");
  if (grading.steps.size() + 1 != grades.size()) in.refuse("steps", "must be one fewer than grades");
  if (std::find(grades.begin() + 1, grades.end(), grading.decisive) == grades.end())
    in.refuse("decisive", "must be a grade above the lowest");
  if (!grading.cuts.empty() && grading.cuts.size() != grading.steps.size())
    in.refuse("cuts", "must be one fewer than grades");
  if (std::ranges::adjacent_find(grading.cuts, std::greater_equal{}) != grading.cuts.end())
    in.refuse("cuts", "must rise");
  for (std::size_t k = 0; k < grading.steps.size() && problem.empty(); ++k) {
    const auto label = std::ranges::find(labels, grading.steps[k], &Label::name);
    const auto cut = grades.begin() + static_cast<std::ptrdiff_t>(k) + 1;
    if (label == labels.end())
      in.refuse("steps", "names a label that the card does not have");
    else if (label->column != grading.column || !same_values(label->positive, cut, grades.end()) ||
             !same_values(label->negative, grades.begin(), cut))
      in.refuse("steps", "must be labels of the grading's column, positive from their own grade on");
  }
  return grading;
}

}  // namespace roentgen::model
