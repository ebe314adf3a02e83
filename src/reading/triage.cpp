#include "reading/triage.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <string_view>

#include "reading/tags.h"
#include "study/margin.h"

namespace roentgen::reading {
namespace {

// A present finding of this label puts a film into this category if its margin (study/margin.h) is large
// enough.
//
// There are sixteen labels, each with a threshold that one film in ten without it passes: of validation films
// that radiologists call normal, four in five have some finding at its threshold. So a single label must
// stand clearly above it, and the label that sums up the others decides the rest. The margins were chosen on
// the validation films of cxr_nih, with chest-findings 1.1.0, so that about 6 % of the 136 films without a
// finding in their report are urgent and 26 % soon; there, of 11 films with lung opacity 45 % and 45 %. On
// test films: of 12 normal ones 0 % urgent and 8 % soon, of 47 not normal without opacity 21 % and 34 %, of
// 46 with lung opacity 61 % and 30 %; of 15 with pneumothorax (report) 40 % and 20 %: four in ten are not
// lifted. Not a clinical guideline: an order for a worklist.
struct Rule {
  std::string_view label;  // "*": any
  study::Urgency urgency;
  double least_margin;
};
constexpr std::array kRules = std::to_array<Rule>({
    {"Pneumothorax", study::Urgency::urgent, 0.5},
    {"Edema", study::Urgency::urgent, 0.3},
    {kSummary, study::Urgency::soon, 0.0},
    {"*", study::Urgency::soon, 1.5},
});

// The customary limit on PA films is 0.5; what the outlines are uncertain by (0.013 between two people) is
// added. AP films draw the heart larger, so their ratio moves nothing.
constexpr double kWideHeart = 0.55;

bool holds(const Rule& rule, const study::Finding& finding) {
  return finding.present && (rule.label == "*" || rule.label == finding.label) &&
         study::margin(finding) >= rule.least_margin;
}

std::string join(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

std::string sentence(const std::vector<std::string>& names, const char* where) {
  return join(names) + (names.size() == 1 ? " is " : " are ") + where + ".";
}

std::vector<std::string> held_by(const std::vector<study::Finding>& findings, study::Urgency urgency) {
  std::vector<std::string> names;
  for (const study::Finding& finding : findings) {
    const auto holds_for = [&](const Rule& rule) { return rule.urgency == urgency && holds(rule, finding); };
    if (std::ranges::any_of(kRules, holds_for)) names.push_back(finding.title);
  }
  return names;
}

bool wide_heart(const study::Reading& reading) {
  const study::Measurement* ratio = study::find_measurement(reading, "cardiothoracic_ratio");
  return ratio != nullptr && ratio->value >= kWideHeart &&
         view_of(reading.source.view_position) == View::frontal_pa;
}

}  // namespace

study::Triage triage_of(const study::Reading& reading) {
  if (const auto names = held_by(reading.findings, study::Urgency::urgent); !names.empty()) {
    return {study::Urgency::urgent, sentence(names, "clearly above threshold")};
  }
  const auto names = held_by(reading.findings, study::Urgency::soon);
  std::string reason = names.empty() ? "" : sentence(names, "at or above threshold");
  if (wide_heart(reading)) {
    reason += (reason.empty() ? "" : " ") + std::string("The heart is wide for the chest (PA film).");
  }
  if (!reason.empty()) return {study::Urgency::soon, reason};
  if (std::ranges::any_of(reading.findings, &study::Finding::present)) {
    return {study::Urgency::routine,
            "Findings reach their thresholds only narrowly; this does not rule out disease."};
  }
  return {study::Urgency::routine, "No finding reaches its threshold; this does not rule out disease."};
}

study::Triage triage_of_child(const study::Reading& reading) {
  std::vector<std::string> names;
  for (const study::Finding& finding : reading.findings)
    if (finding.present) names.push_back(finding.title);
  if (!names.empty()) return {study::Urgency::soon, sentence(names, "at or above threshold")};
  return {study::Urgency::routine, "No finding reaches its threshold; this does not rule out disease."};
}

study::Triage triage_of_limb(const study::Reading& reading) {
  for (const study::Finding& finding : reading.findings)
    if (finding.label == "fracture" && finding.present)
      return {study::Urgency::soon, sentence({finding.title}, "at or above threshold")};
  return {study::Urgency::routine, "No fracture reaches its threshold; this does not rule one out."};
}

std::string describe_triage_rules() {
  std::ostringstream text;
  text << "triage";
  for (const Rule& rule : kRules)
    text << " " << rule.label << "=" << study::word(rule.urgency) << ">=" << rule.least_margin;
  text << " ratio>=" << kWideHeart << "\n";
  return text.str();
}

}  // namespace roentgen::reading
