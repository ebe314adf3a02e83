#include "reading/triage.h"

#include <gtest/gtest.h>

#include "reading/not_assessed.h"

namespace roentgen::reading {
namespace {

// `odds` times the odds of the threshold, which are 1 : 4.
study::Finding finding(const char* label, double odds) {
  study::Finding f;
  f.label = f.title = label;
  f.threshold = 0.2;
  f.probability = odds / (odds + 4);
  f.present = odds >= 1;
  return f;
}

study::Triage triage_of(std::vector<study::Finding> findings, double ratio = 0, const char* view = "PA") {
  study::Reading reading;
  reading.findings = std::move(findings);
  reading.source.view_position = view;
  study::Measurement& measured = reading.measurements.emplace_back();
  measured.name = ratio > 0 ? "cardiothoracic_ratio" : "another";
  measured.value = ratio;
  measured.unit = "1";
  return reading::triage_of(reading);
}

// The margins of the table are log odds: 1.65 times the odds for 0.5, 4.48 times for 1.5.
TEST(Triage, UrgentNeedsAClearMargin) {
  const auto clear =
      triage_of({finding("Mass", 1.1), finding("Pneumothorax", 1.66), finding("abnormal", 1.1)});
  EXPECT_EQ(clear.urgency, study::Urgency::urgent);
  EXPECT_EQ(clear.reason, "Pneumothorax is clearly above threshold.");
  EXPECT_EQ(triage_of({finding("Pneumothorax", 1.64)}).urgency, study::Urgency::routine);
}

TEST(Triage, TheSummaryOrAStrongFindingIsSoon) {
  EXPECT_EQ(triage_of({finding("abnormal", 1.01), finding("Mass", 1.5)}).reason,
            "abnormal is at or above threshold.");
  EXPECT_EQ(triage_of({finding("abnormal", 0.99)}).urgency, study::Urgency::routine);
  const auto strong = triage_of(
      {finding("Mass", 4.5), finding("SomethingNew", 8), finding("Nodule", 4.4), finding("abnormal", 1)});
  EXPECT_EQ(strong.urgency, study::Urgency::soon);
  EXPECT_EQ(strong.reason, "Mass, SomethingNew and abnormal are at or above threshold.");
}

TEST(Triage, AWideHeartOnAPaFilmIsSoon) {
  EXPECT_EQ(triage_of({}, 0.55).urgency, study::Urgency::soon);
  EXPECT_EQ(triage_of({}, 0.54).urgency, study::Urgency::routine);
  EXPECT_EQ(triage_of({}, 0.6, "AP").urgency, study::Urgency::routine);
  EXPECT_EQ(triage_of({}, 0.6, "").urgency, study::Urgency::routine);
  EXPECT_EQ(triage_of({finding("abnormal", 2)}, 0.6).reason,
            "abnormal is at or above threshold. The heart is wide for the chest (PA film).");
}

TEST(Triage, RoutineNeverSaysNormal) {
  for (const double odds : {0.5, 1.5}) {
    const auto triage = triage_of({finding("Mass", odds)});
    EXPECT_EQ(triage.urgency, study::Urgency::routine);
    EXPECT_NE(triage.reason.find("does not rule out"), std::string::npos);
  }
}

TEST(NotAssessed, LyingFilmsSayMore) {
  EXPECT_EQ(not_assessed(View::frontal_pa).size() + 1, not_assessed(View::frontal_ap).size());
  EXPECT_EQ(not_assessed(View::unknown), not_assessed(View::frontal_ap));
}

}  // namespace
}  // namespace roentgen::reading
