#include "model/site.h"

#include <gtest/gtest.h>

#include "model/example_for_test.h"

namespace roentgen::model {
namespace {

Package example_package() {
  return {example_card(), {}, std::string(64, 'b'), "models/tiny-classifier", false};
}

Site example_site() {
  Label label;
  label.name = "Mass";
  label.calibration = {.slope = 0.5, .intercept = 0.25, .fitted_on = "all of here", .n = 90, .positives = 30};
  label.calibration.slope_negative = 1.5;
  label.threshold = 0.625;
  label.threshold_origin = "chosen here";
  label.operating_points = {{"high_sensitivity", 0.125, "here"}, {"high_specificity", 0.75, "here"}};
  label.abstention = Abstention{0.9, 0.25, 0.5, "here"};
  return {"tiny-classifier", "1.2.3", std::string(64, 'b'), "here", "all", 90, 80, "roentgen 0.1.0", {label}};
}

TEST(Site, ComesBackAsWrittenAndChangesItsLabelsAlone) {
  const std::string text = write_site(example_site());
  const auto site = parse_site(text);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_EQ(write_site(*site), text);
  Package package = example_package();
  const Label before = package.card.labels[0];
  ASSERT_TRUE(apply_site(package, *site));
  const Label& mass = package.card.labels[1];
  EXPECT_EQ(mass.threshold, 0.625);
  EXPECT_EQ(mass.calibration.slope_negative, 1.5);
  EXPECT_EQ(mass.operating_points.size(), 2u);
  EXPECT_EQ(mass.abstention->present_from, 0.5);
  EXPECT_EQ(mass.title, "Mass");
  EXPECT_EQ(mass.column, "finding_Mass");
  EXPECT_EQ(package.card.labels[0].threshold, before.threshold);
  EXPECT_TRUE(package.card.labels[0].operating_points.empty());
  EXPECT_EQ(write_card(parse_card(write_card(package.card)).value()), write_card(package.card));
}

// Two grades above the lowest, told by the example's labels; cuts of the package's own.
Package graded_package() {
  Package package = example_package();
  package.card.grading =
      Grading{"grade", "Grade", "grade", {"0", "1", "2"}, {"Effusion", "Mass"}, "1", {0.25F, 1.25F}, "val"};
  return package;
}

TEST(Site, BringsItsOwnCutsOfAGrade) {
  Site site = example_site();
  site.cuts = {0.625F, 1.5F};
  site.cuts_origin = "chosen here";
  const std::string text = write_site(site);
  EXPECT_NE(text.find("\"schema_version\": 2"), std::string::npos);
  const auto again = parse_site(text);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(write_site(*again), text);
  Package package = graded_package();
  ASSERT_TRUE(apply_site(package, *again));
  EXPECT_EQ(package.card.grading->cuts, (std::vector{0.625F, 1.5F}));
  EXPECT_EQ(package.card.grading->cuts_origin, "chosen here");

  Package plain = example_package();
  const auto refused = apply_site(plain, site);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("2 cuts of a grade, and the package needs 0"), std::string::npos);
}

TEST(Site, TakesAwayCutsThatWereChosenUnderOtherProbabilities) {
  Package package = graded_package();
  ASSERT_TRUE(apply_site(package, example_site()));
  EXPECT_TRUE(package.card.grading->cuts.empty());
  EXPECT_TRUE(package.card.grading->cuts_origin.empty());

  Package other = graded_package();  // whose steps the site does not touch
  other.card.grading->steps = {"Effusion"};
  other.card.grading->grades = {"0", "1"};
  other.card.grading->cuts = {0.25F};
  ASSERT_TRUE(apply_site(other, example_site()));
  EXPECT_EQ(other.card.grading->cuts, std::vector{0.25F});
}

TEST(Site, OfTheFirstSchemaIsStillRead) {
  std::string old = write_site(example_site());
  const std::string now = "\"schema_version\": 2";
  old.replace(old.find(now), now.size(), "\"schema_version\": 1");
  const auto site = parse_site(old);
  ASSERT_TRUE(site) << site.error().message;
  EXPECT_EQ(site->labels.size(), 1U);
  EXPECT_TRUE(site->cuts.empty());

  Site with = example_site();
  with.cuts = {0.5F};
  with.cuts_origin = "here";
  std::string never = write_site(with);
  never.replace(never.find(now), now.size(), "\"schema_version\": 1");
  const auto refused = parse_site(never);  // the first schema had no such field
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("unknown field grading"), std::string::npos);
}

TEST(Site, IsRefusedByEverythingButItsOwnVersion) {
  const auto why = [](const auto& change) {
    Site site = example_site();
    change(site);
    Package package = example_package();
    const auto applied = apply_site(package, site);
    return applied ? std::string("accepted") : applied.error().message;
  };
  EXPECT_NE(why([](Site& s) { s.package = "other"; }).find("the package other, and this is tiny-classifier"),
            std::string::npos);
  EXPECT_NE(why([](Site& s) {
              s.version = "1.2.2";
            }).find("version 1.2.2 of tiny-classifier, and this is version 1.2.3"),
            std::string::npos);
  EXPECT_NE(why([](Site& s) { s.package_sha256 = std::string(64, 'c'); }).find("SHA-256 differs"),
            std::string::npos);
  EXPECT_NE(why([](Site& s) { s.labels[0].name = "Nodule"; }).find("no label Nodule"), std::string::npos);
  EXPECT_EQ(why([](Site&) {}), "accepted");
}

TEST(Site, NamesTheFieldThatIsWrong) {
  Site example = example_site();
  example.cuts = {0.375F, 1.5F};
  example.cuts_origin = "cut here";
  const std::string good = write_site(example);
  const auto spoiled = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    const auto site = parse_site(text);
    return site ? std::string("accepted") : site.error().message;
  };
  EXPECT_NE(spoiled("\"schema_version\": 2", "\"schema_version\": 3").find("schema_version 3 is unknown"),
            std::string::npos);
  EXPECT_NE(spoiled("\"schema_version\": 2", "\"schema_version\": 0").find("schema_version 0 is unknown"),
            std::string::npos);
  EXPECT_NE(spoiled("0.375", "1.75").find("grading.cuts must rise"), std::string::npos);
  EXPECT_NE(spoiled("\"cuts_origin\"", "\"origin\"").find("grading.cuts_origin"), std::string::npos);
  EXPECT_NE(spoiled("0.625", "1.625").find("labels[0].threshold"), std::string::npos);
  EXPECT_NE(spoiled("\"slope\": 0.5", "\"slope\": -0.5").find("labels[0].calibration.slope"),
            std::string::npos);
  EXPECT_NE(spoiled("high_specificity", "high_sensitivity").find("operating_points"), std::string::npos);
  EXPECT_NE(spoiled("\"films\": 90", "\"film\": 90").find("films"), std::string::npos);
  EXPECT_FALSE(parse_site("{"));
}

TEST(Site, LiesBesideThePackage) {
  EXPECT_EQ(site_file("models/chest-findings"), "models/chest-findings.site.json");
  EXPECT_EQ(site_file("models/chest-findings/"), "models/chest-findings.site.json");
  const TempFolder temp;
  EXPECT_FALSE(find_site(temp / "package").value());
  ASSERT_TRUE(base::write_text(temp / "package.site.json", "no JSON"));
  const auto broken = find_site(temp / "package");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, base::ErrorCode::refused_model);
  ASSERT_TRUE(base::write_text(temp / "package.site.json", write_site(example_site())));
  EXPECT_EQ(find_site(temp / "package").value()->version, "1.2.3");
}

}  // namespace
}  // namespace roentgen::model
