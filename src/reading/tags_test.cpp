#include "reading/tags.h"

#include <gtest/gtest.h>

#include "reading/part.h"

namespace roentgen::reading {
namespace {

study::Acquisition film(const char* modality, const char* part, const char* view) {
  study::Acquisition acquisition;
  acquisition.modality = modality;
  acquisition.body_part = part;
  acquisition.view_position = view;
  return acquisition;
}

std::string codes(const Verdict& verdict) {
  std::string text;
  for (const auto& reason : verdict.reasons) text += reason.code + " ";
  for (const auto& remark : verdict.quality) text += "(" + remark.code + ") ";
  return text;
}

const Accepted kChest{{"PA", "AP"}};

TEST(Tags, AcceptsChestFilmsAndSilentFiles) {
  EXPECT_EQ(codes(judge_tags(film("CR", "CHEST", "PA"), kChest)), "");
  EXPECT_EQ(codes(judge_tags(film("DX", "PORT CHEST", "AP"), kChest)), "");
  EXPECT_EQ(codes(judge_tags(film("", "", ""), kChest)), "(view_unknown) ");
}

TEST(Tags, RefusesWithTheReasonInWords) {
  const auto ct = judge_tags(film("CT", "CHEST", "PA"), kChest);
  EXPECT_EQ(codes(ct), "wrong_modality ");
  EXPECT_NE(ct.reasons[0].text.find("computed tomography (CT)"), std::string::npos);
  EXPECT_EQ(codes(judge_tags(film("CR", "KNEE", "PA"), kChest)), "wrong_body_part ");
  EXPECT_EQ(codes(judge_tags(film("CR", "L KNEE 2V", "PA"), kChest)), "wrong_body_part ");
  EXPECT_EQ(codes(judge_tags(film("CR", "CHEST", "LL"), kChest)), "lateral_view ");
  EXPECT_EQ(codes(judge_tags(film("CR", "CHEST", "LLD"), kChest)), "wrong_view ");
  EXPECT_EQ(codes(judge_tags(film("MR", "KNEE", "LATERAL"), kChest)),
            "wrong_modality wrong_body_part lateral_view ");
}

TEST(Tags, AnEnhancedPictureIsRefusedBeforeEverythingElse) {
  auto acquisition = film("CR", "CHEST", "PA");
  acquisition.enhanced = true;
  EXPECT_EQ(codes(judge_tags(acquisition, kChest)), "enhanced_picture ");
}

TEST(Tags, AnAnimalIsNotReadAsAPerson) {
  auto acquisition = film("DX", "EXTREMITY", "");
  acquisition.animal = true;
  const Verdict verdict = judge_tags(acquisition, {});
  EXPECT_EQ(codes(verdict), "animal wrong_body_part (view_unknown) ");
  EXPECT_FALSE(names_other_part(verdict, acquisition));  // so no reader of limbs is asked
}

TEST(Tags, ASyntheticPictureIsNoPatients) {
  auto acquisition = film("CR", "CHEST", "PA");
  acquisition.synthetic = true;
  EXPECT_EQ(codes(judge_tags(acquisition, kChest)), "synthetic_picture ");
}

TEST(Tags, HoldsTheViewAgainstTheCard) {
  EXPECT_EQ(codes(judge_tags(film("CR", "CHEST", "AP"), {{"PA"}})), "wrong_view ");
  EXPECT_EQ(codes(judge_tags(film("CR", "CHEST", "AP"), {})), "");
}

TEST(Tags, UnknownWordsAreRemarksAndCannotCarryAnythingOutside) {
  const auto verdict = judge_tags(film("CR", "<b>Mayer^Hans</b>\x1b[2J", "PA"), kChest);
  ASSERT_EQ(codes(verdict), "(body_part_unknown) ");
  EXPECT_EQ(verdict.quality[0].text.find_first_of("<>^\x1b"), std::string::npos);
  // "HANDOVER" holds HAND but is no hand.
  EXPECT_EQ(codes(judge_tags(film("CR", "HANDOVER", "PA"), kChest)), "(body_part_unknown) ");
}

TEST(Tags, NamesTheBodyPartInItsOwnWords) {
  EXPECT_EQ(body_part_word("PORT CHEST"), "chest");
  EXPECT_EQ(body_part_word("L KNEE 2V"), "knee");
  EXPECT_EQ(body_part_word("<b>Mayer^Hans</b>"), "unknown");
  EXPECT_EQ(body_part_word(""), "");
}

TEST(Tags, SeveralFramesAndRawDataAreRemarked) {
  auto acquisition = film("DX", "CHEST", "PA");
  acquisition.frames = 4;
  acquisition.presentation_intent = "FOR PROCESSING";
  EXPECT_EQ(codes(judge_tags(acquisition, kChest)), "(multiple_frames) (not_for_presentation) ");
}

}  // namespace
}  // namespace roentgen::reading
