#include "reading/not_assessed.h"

#include <array>
#include <string_view>

namespace roentgen::reading {
namespace {

struct Entry {
  std::string_view code, text;
  bool erect_too;  // false: only said where the film may have been taken lying
};

constexpr std::array kNotAssessed = std::to_array<Entry>({
    {"other_findings", "Nothing but the listed findings was looked for.", true},
    {"bones", "Bones and soft tissues were not assessed: no search for fractures.", true},
    {"devices", "Tubes, lines, pacemakers and other devices and their position were not assessed.", true},
    {"free_air", "Air under the diaphragm was not assessed.", true},
    {"lateral_view", "Only this one view was read; a lateral view was not considered.", true},
    {"earlier_films", "The film was not compared with earlier ones.", true},
    {"supine_pneumothorax",
     "If the patient lay down, a pneumothorax or an effusion may hardly show; their absence from the list "
     "means little.",
     false},
});

}  // namespace

std::vector<study::Remark> not_assessed(View view) {
  std::vector<study::Remark> remarks;
  for (const Entry& entry : kNotAssessed) {
    if (entry.erect_too || view != View::frontal_pa)
      remarks.push_back({std::string(entry.code), std::string(entry.text)});
  }
  return remarks;
}

std::string describe_not_assessed() {
  std::string text = "not assessed";
  for (const Entry& entry : kNotAssessed) text.append(" ").append(entry.code);
  return text + "\n";
}

}  // namespace roentgen::reading
