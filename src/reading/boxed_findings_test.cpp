#include "reading/boxed_findings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "model/site.h"

namespace roentgen::reading {
namespace {

float logit(double p) {
  return static_cast<float>(std::log(p / (1 - p)));
}

model::Package detector() {
  model::Package package{{}, {}, std::string(64, 'b'), "models/limbs", false};
  package.card.name = "limbs";
  package.card.version = "1.0.0";
  package.card.task = model::Task::detection;
  model::Label fracture;
  fracture.name = "fracture";
  fracture.threshold = 0.5;
  fracture.threshold_origin = "val";
  package.card.labels = {fracture};
  package.card.places = model::PlaceSpec{.stride = 4, .threshold = 0.3, .threshold_origin = "val"};
  return package;
}

model::Site site_of(const model::Package& package) {
  model::Label local;
  local.name = "fracture";
  local.calibration = {.slope = 2, .intercept = 1, .fitted_on = "here", .n = 90, .positives = 30};
  local.threshold = 0.25;
  local.threshold_origin = "chosen here";
  return {package.card.name,
          package.card.version,
          package.sha256,
          "here",
          "all",
          90,
          80,
          "roentgen 0.1.0",
          {local}};
}

// A film of 32 x 32 pixels with two boxes, of the scores 0.6 and 0.25, and this logit of the whole film.
study::Finding read(const model::Card& card, float film_logit) {
  model::Output logits{{1, 1}, {film_logit}};
  model::Output scores{{1, 1, 8, 8}, std::vector<float>(64, logit(0.01))};
  model::Output boxes{{1, 4, 8, 8}, std::vector<float>(4 * 64, 0)};
  scores.values[2 * 8 + 2] = logit(0.6);
  scores.values[6 * 8 + 6] = logit(0.25);
  const auto placement = model::place(32, 32, {.size = 32});
  return judge_boxes(card, logits, scores, boxes, placement, {32, 32}).at(0);
}

TEST(JudgeBoxes, ASiteDecidesWhetherAndThePackageWhere) {
  model::Package package = detector();
  const float film = -0.625F;  // 0.3486 as the package says; 0.4378 as the site says: 1 / (1 + exp(0.25))
  const auto before = read(package.card, film);
  EXPECT_NEAR(before.probability, 0.3486, 1e-9);
  EXPECT_FALSE(before.present);
  EXPECT_TRUE(before.regions.empty());

  ASSERT_TRUE(model::apply_site(package, site_of(package)));
  const auto after = read(package.card, film);
  EXPECT_NEAR(after.probability, 0.4378, 1e-9);
  EXPECT_EQ(after.threshold, 0.25);
  EXPECT_EQ(after.threshold_origin, "chosen here");
  EXPECT_TRUE(after.present);
  ASSERT_EQ(after.regions.size(), 1U);  // the box of 0.25 stays below the package's 0.3
  EXPECT_EQ(package.card.places->threshold, 0.3);

  EXPECT_TRUE(read(package.card, 5).present);
  EXPECT_FALSE(read(package.card, -5).present);
  EXPECT_TRUE(read(package.card, -5).regions.empty());
}

}  // namespace
}  // namespace roentgen::reading
