// The checks that ask whether a column of the table tells the label, one file each. Inside this room only.
#pragma once

#include <vector>

#include "hygiene/check.h"

namespace roentgen::hygiene {

void check_groups(const Material& material, std::size_t set, std::vector<Finding>& findings);
// Several sets pooled: the set as the source.
void check_groups_across_sets(const Material& material, std::vector<Finding>& findings);
void check_view_by_source(const Material& material, std::size_t set, std::vector<Finding>& findings);
// Numbers and categories of the table, and whether a value is there at all.
void check_other_columns(const Material& material, std::size_t set, std::vector<Finding>& findings);
void check_marks(const Material& material, std::size_t set, std::vector<Finding>& findings);
void check_names(const Material& material, std::size_t set, std::vector<Finding>& findings);
// "Where the file came from" often names the diagnosis.
void check_paths(const Material& material, std::size_t set, std::vector<Finding>& findings);

}  // namespace roentgen::hygiene
