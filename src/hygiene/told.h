// What is told when a column of the table tells a label: shared by the checks of columns. Inside this room
// only.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "hygiene/rows.h"

namespace roentgen::hygiene {

inline constexpr int kSamples = 1000;  // of a bootstrap interval

struct Told {
  double auc = 0;
  std::string text;
};

// The texts, the strongest first.
std::vector<std::string> texts(std::vector<Told> told);

std::size_t labels_in(const std::vector<Column>& columns);

// One kind of group (source, view …) of each film of the rows against their label: the figures into
// `finding`, and into `told` where the groups tell it. `questions` are asked at once.
void group_and_label(const Rows& rows, const std::vector<std::string>& groups, const std::string& label,
                     std::size_t questions, Finding& finding, std::vector<Told>& told);

// The finding with its sentence: "`before` tells the label: …. `after`", or that it tells none. Nothing where
// nothing was measured, or where a mere note has nothing to tell.
void finish(Finding finding, std::vector<Told> told, const std::string& before, const std::string& after,
            std::vector<Finding>& findings);

// How often a label is positive with something and without it.
struct WithAndWithout {
  std::size_t with = 0, positive_with = 0, without = 0, positive_without = 0;

  void add(bool has_it, bool positive) {
    (has_it ? with : without) += 1;
    (has_it ? positive_with : positive_without) += positive ? 1 : 0;
  }
  bool enough() const { return with >= kLeastOfAClass && without >= kLeastOfAClass; }
  double difference() const;               // of the shares, with - without
  std::array<double, 2> interval() const;  // 95 %
  // At least `much` apart, and surely more than `sure` in one direction.
  bool differ(double much, double sure) const;
};

}  // namespace roentgen::hygiene
