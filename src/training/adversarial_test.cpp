#include "training/adversarial.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "base/random.h"

namespace roentgen::training {
namespace {

constexpr int kSide = 64;

// A bright disc of radius 10 to 14 somewhere about the middle of a dark picture.
std::vector<image::Mask> discs(std::uint64_t count) {
  std::vector<image::Mask> pictures;
  for (std::uint64_t i = 0; i < count; ++i) {
    base::Random random{8, i};
    const double x = random.uniform(24, 40), y = random.uniform(24, 40), radius = random.uniform(10, 14);
    image::Mask picture{kSide, kSide, std::vector<std::uint8_t>(kSide * kSide)};
    for (int r = 0; r < kSide; ++r)
      for (int c = 0; c < kSide; ++c)
        picture.at(r, c) = static_cast<std::uint8_t>(std::hypot(c - x, r - y) < radius ? 230 : 20);
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

SynthesisRecipe small_recipe(int steps) {
  SynthesisRecipe recipe;
  recipe.sha256 = "discs";
  recipe.network = {kSide, 16, 8};
  recipe.steps = steps;
  recipe.batch = 8;
  recipe.learning_rate = 5e-4;
  recipe.average = 0.98;
  return recipe;
}

// How much farther the bright points lie from their middle than those of a disc of as many points (1: a
// disc); 0 unless there are as many of them as of a disc of radius 7 to 18.
double roundness(const image::Mask& picture) {
  double n = 0, x = 0, y = 0, squares = 0;
  for (int r = 0; r < kSide; ++r)
    for (int c = 0; c < kSide; ++c)
      if (picture.at(r, c) > 127) {
        n += 1;
        x += c;
        y += r;
        squares += c * c + r * r;
      }
  if (n < 154 || n > 1018) return 0;
  const double spread = squares / n - (x * x + y * y) / (n * n);
  return spread / (n / (2 * std::numbers::pi));  // of a disc: radius² / 2
}

class Adversarial : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("roentgen_adversarial" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::filesystem::path folder_;
};

TEST_F(Adversarial, LearnsToDrawDiscs) {
  const auto count_discs = [&](int steps) {
    auto generator = learn_generator(small_recipe(steps), discs(64), {folder_ / "discs.pt", false, {}});
    EXPECT_TRUE(generator) << generator.error().message;
    int round = 0;
    for (const image::Mask& picture : make_pictures(*generator, 5, 32)) {
      const double form = roundness(picture);
      round += form > 0.95 && form < 1.3 ? 1 : 0;
    }
    return round;
  };
  EXPECT_LE(count_discs(1), 2);
  EXPECT_GE(count_discs(400), 24);
}

TEST_F(Adversarial, SameSeedSameBitsAlsoWhenCutOffAndResumed) {
  const std::vector<image::Mask> films = discs(8);
  const auto run = [&](const char* name, bool resume, std::uint64_t seed, int stop_at) {
    SynthesisRecipe recipe = small_recipe(130);  // a round and a part of one
    recipe.batch = 2;
    recipe.seed = seed;
    const AdversarialOptions options{folder_ / name, resume, [&](const AdversarialReport& report) {
                                       if (report.step == stop_at) throw std::runtime_error("power cut");
                                     }};
    auto generator = learn_generator(recipe, films, options);
    EXPECT_EQ(generator.has_value(), stop_at == 0);
    return generator ? make_pictures(*generator, 1, 20) : std::vector<image::Mask>();
  };
  const auto whole = run("whole", false, 1, 0);
  run("broken", false, 1, 110);
  EXPECT_EQ(run("broken", true, 1, 0), whole);
  EXPECT_NE(run("other", false, 2, 0), whole);
  const auto refused = learn_generator(small_recipe(130), discs(9), {folder_ / "whole", true, {}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::usage);
}

TEST_F(Adversarial, APictureIsTheSameWhateverTheCount) {
  auto generator = learn_generator(small_recipe(1), discs(8), {folder_ / "one.pt", false, {}});
  ASSERT_TRUE(generator);
  const auto many = make_pictures(*generator, 7, 40), few = make_pictures(*generator, 7, 3);
  ASSERT_EQ(few.size(), 3U);
  for (std::size_t i = 0; i < few.size(); ++i) EXPECT_EQ(few[i], many[i]);
  EXPECT_NE(many[0], many[1]);
}

TEST_F(Adversarial, SevenFilmsAreTooFew) {
  const auto refused = learn_generator(small_recipe(1), discs(7), {folder_ / "few.pt", false, {}});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("8 training films or more"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::training
