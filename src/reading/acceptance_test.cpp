#include "reading/acceptance.h"

#include <gtest/gtest.h>

namespace roentgen::reading {
namespace {

model::Card adults_only() {
  model::Card card;
  card.name = "chest-findings";
  card.accepts_view = {"PA", "AP"};
  card.least_side_pixels = 200;
  card.least_age_years = 18;
  card.accepts_photographs = false;
  return card;
}

model::Card anybody() {
  model::Card card;
  card.name = "chest-anatomy";
  return card;
}

Subject adult() {
  Subject subject;
  subject.age_years = 50;
  subject.view = View::frontal_pa;
  subject.least_side = 1000;
  return subject;
}

std::string codes(const study::ModelFitness& fitness) {
  std::string text;
  for (const auto& reason : fitness.reasons) text += reason.code + " ";
  EXPECT_EQ(text.empty(), fitness.outcome == study::Fitness::fit);
  return text;
}

TEST(Acceptance, AnAdultsFilmIsFitForAll) {
  EXPECT_EQ(codes(may_read(adults_only(), adult())), "");
  EXPECT_EQ(codes(may_read(anybody(), adult())), "");
}

TEST(Acceptance, AChildIsFitForSome) {
  Subject subject = adult();
  subject.age_years = 17;
  EXPECT_EQ(codes(may_read(adults_only(), subject)), "too_young ");
  EXPECT_EQ(codes(may_read(anybody(), subject)), "");
}

TEST(Acceptance, TheFilesAgeCountsMoreThanThePicture) {
  Subject subject = adult();
  subject.looks_like_child = true;
  EXPECT_EQ(codes(may_read(adults_only(), subject)), "");
  subject.age_years.reset();
  EXPECT_EQ(codes(may_read(adults_only(), subject)), "too_young ");
  EXPECT_EQ(codes(may_read(anybody(), subject)), "");
}

TEST(Acceptance, PhotographsViewsAndSmallPictures) {
  Subject subject = adult();
  subject.photograph = true;
  subject.least_side = 199;
  EXPECT_EQ(codes(may_read(adults_only(), subject)), "photograph too_small ");
  EXPECT_EQ(codes(may_read(anybody(), subject)), "");
  model::Card pa_only = anybody();
  pa_only.accepts_view = {"PA"};
  EXPECT_EQ(codes(may_read(pa_only, adult())), "");
  subject.view = View::frontal_ap;
  EXPECT_EQ(codes(may_read(pa_only, subject)), "wrong_view ");
  subject.view = View::unknown;  // the picture decides then
  EXPECT_EQ(codes(may_read(pa_only, subject)), "");
}

TEST(Acceptance, NobodyReadsWhatMayLieUpsideDown) {
  Subject subject = adult();
  subject.orientation_unclear = true;
  EXPECT_EQ(codes(may_read(anybody(), subject)), "orientation_unclear ");
}

TEST(MayRead, APackageForSmallChildrenWantsToKnowOrSeeThatItIsOne) {
  model::Card children;
  children.name = "children";
  children.most_age_years = 6;
  Subject subject = adult();
  EXPECT_EQ(codes(may_read(children, subject)), "too_old ");
  subject.age_years = 6;
  EXPECT_EQ(codes(may_read(children, subject)), "");
  subject.age_years.reset();
  EXPECT_EQ(codes(may_read(children, subject)), "too_old ");
  subject.looks_like_child = true;
  EXPECT_EQ(codes(may_read(children, subject)), "");
}

}  // namespace
}  // namespace roentgen::reading
