// Whether the source, the view, a mark or another column of the table tells the label.
#include "hygiene/check_columns.h"

namespace roentgen::hygiene {

void check_columns(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    check_groups(material, s, findings);
    check_view_by_source(material, s, findings);
    check_other_columns(material, s, findings);
    check_marks(material, s, findings);
    check_names(material, s, findings);
    check_paths(material, s, findings);
  }
  check_groups_across_sets(material, findings);
}

}  // namespace roentgen::hygiene
