#include "base/progress.h"

#include <gtest/gtest.h>

namespace roentgen::base {
namespace {

TEST(ProgressLine, SaysHowFarHowFastAndHowLong) {
  EXPECT_EQ(progress_line({"films", 25, 100, 50, "loss 0.5"}, 0, true),
            "films [=====>              ]  25 %  25/100  0.500/s  2:30 left  loss 0.5");
  EXPECT_EQ(progress_line({"films", 25, 100, 5, ""}, 0, false), "films  25 %  25/100  5.0/s  0:15 left");
  EXPECT_EQ(progress_line({"films", 1, 100, 100, ""}, 0, false), "films   1 %  1/100  0.010/s  2:45:00 left");
}

TEST(ProgressLine, AtTheEndsAndWithoutATotal) {
  EXPECT_EQ(progress_line({"films", 0, 100, 3, ""}, 0, true), "films [>                   ]   0 %  0/100");
  EXPECT_EQ(progress_line({"films", 100, 100, 65, ""}, 0, true),
            "films [====================] 100 %  100/100  1.5/s  1:05");
  EXPECT_EQ(progress_line({"films", 7, 0, 0, ""}, 0, true), "films  7");
}

TEST(ProgressLine, IsCutBetweenCharacters) {
  EXPECT_EQ(progress_line({"Röntgen", 1, 0, 0, ""}, 2, true), "Rö");
  EXPECT_EQ(progress_line({"Röntgen", 1, 0, 0, ""}, 1, true), "R");
}

// The tests' stderr is no terminal while it is captured.
TEST(Progress, AShortPieceOfWorkLeavesNothingInALog) {
  testing::internal::CaptureStderr();
  {
    Progress progress("films", 3);
    for (int i = 0; i < 3; ++i) progress.advance();
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Progress, WithANoteItLeavesItsLastLine) {
  testing::internal::CaptureStderr();
  {
    Progress progress("epoch 1/9", 3);
    progress.advance_to(2);
    progress.note("loss 0.25");
    progress.set_total(2);
  }
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(log.find("epoch 1/9 100 %  2/2  "), 0U) << log;
  EXPECT_EQ(log.substr(log.size() - 10), "loss 0.25\n");
}

}  // namespace
}  // namespace roentgen::base
