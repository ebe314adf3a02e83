#include "reading/triage.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace roentgen::reading {
namespace {

// A present finding of this label puts a film into this category. From what cannot wait to what can; labels
// that are not listed, and any label of a later model, count as "soon". Not a clinical guideline: an order
// for a worklist.
struct Rule {
  std::string_view label;
  study::Urgency urgency;
};
constexpr std::array kRules = std::to_array<Rule>({
    {"Pneumothorax", study::Urgency::urgent},
    {"Edema", study::Urgency::urgent},
    {"Consolidation", study::Urgency::soon},
    {"Pneumonia", study::Urgency::soon},
    {"opacity", study::Urgency::soon},
    {"Effusion", study::Urgency::soon},
    {"Mass", study::Urgency::soon},
    {"Nodule", study::Urgency::soon},
    {"Infiltration", study::Urgency::soon},
    {"Atelectasis", study::Urgency::soon},
    {"Cardiomegaly", study::Urgency::soon},
    {"abnormal", study::Urgency::soon},
    {"Emphysema", study::Urgency::routine},
    {"Fibrosis", study::Urgency::routine},
    {"Hernia", study::Urgency::routine},
    {"Pleural_Thickening", study::Urgency::routine},
});

study::Urgency urgency_of(const std::string& label) {
  const auto rule = std::ranges::find(kRules, label, &Rule::label);
  return rule != kRules.end() ? rule->urgency : study::Urgency::soon;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

study::Triage triage_of(const std::vector<study::Finding>& findings) {
  for (const study::Urgency urgency :
       {study::Urgency::urgent, study::Urgency::soon, study::Urgency::routine}) {
    std::vector<std::string> names;
    for (const study::Finding& finding : findings) {
      if (finding.present && urgency_of(finding.label) == urgency) names.push_back(finding.title);
    }
    if (names.empty()) continue;
    const char* verb =
        names.size() == 1 ? " is at or above its threshold." : " are at or above their thresholds.";
    return {urgency, join(names) + verb};
  }
  return {study::Urgency::routine, "No finding reaches its threshold; this does not rule out disease."};
}

std::string describe_triage_rules() {
  std::string text = "triage";
  for (const auto& [label, urgency] : kRules)
    text.append(" ").append(label).append("=").append(study::word(urgency));
  return text + "\n";
}

}  // namespace roentgen::reading
