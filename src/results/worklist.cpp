#include "results/worklist.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "study/margin.h"

namespace roentgen::results {
namespace {

constexpr std::size_t kMostInHeadline = 4;

// Not read before failed, both after everything that was read.
int rank(const study::Reading& reading) {
  return static_cast<int>(reading.triage.urgency) + (reading.status == study::Status::failed ? 1 : 0);
}

}  // namespace

bool more_urgent(const study::Reading& a, const study::Reading& b) {
  if (rank(a) != rank(b)) return rank(a) < rank(b);
  const study::Finding* leading_a = study::leading_finding(a);
  const study::Finding* leading_b = study::leading_finding(b);
  if (leading_a == nullptr || leading_b == nullptr) return leading_a != nullptr && leading_b == nullptr;
  return study::margin(*leading_a) > study::margin(*leading_b);
}

std::vector<std::size_t> by_urgency(const std::vector<Entry>& entries) {
  std::vector<std::size_t> order(entries.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return more_urgent(entries[a].reading, entries[b].reading);
  });
  return order;
}

std::vector<const study::Finding*> present_findings(const study::Reading& reading) {
  std::vector<const study::Finding*> present;
  for (const study::Finding& finding : reading.findings) {
    if (finding.present) present.push_back(&finding);
  }
  std::ranges::stable_sort(present, std::ranges::greater{},
                           [](const study::Finding* f) { return study::margin(*f); });
  return present;
}

std::string headline(const study::Reading& reading) {
  // Read, and yet without findings: no model for them was fit. That is not "nothing found".
  if (reading.status != study::Status::read || reading.findings.empty()) return reading.triage.reason;
  const auto present = present_findings(reading);
  if (present.empty()) return "no finding at its threshold";
  std::string text;
  for (std::size_t i = 0; i < std::min(present.size(), kMostInHeadline); ++i) {
    text += (i == 0 ? "" : ", ") + present[i]->title;
  }
  if (present.size() > kMostInHeadline)
    text += ", " + std::to_string(present.size() - kMostInHeadline) + " more";
  return text;
}

std::string ratio_text(const study::Reading& reading) {
  const study::Measurement* ratio = study::find_measurement(reading, "cardiothoracic_ratio");
  return ratio == nullptr ? std::string() : base::fixed(ratio->value, 2);
}

}  // namespace roentgen::results
