#include "evaluation/controls.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "dataset/table.h"

namespace roentgen::evaluation {
namespace {

TEST(OneNumbers, AgreeWithNumpyOnAFilm) {
  const std::filesystem::path set = "../shared/data/cxr_anatomy";
  if (!std::filesystem::exists(set)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  dataset::Film film;
  film.image = "00000003_003.jpg";
  const auto picture = dataset::read_image(*dataset::read_table(set), film);
  ASSERT_TRUE(picture) << picture.error().message;
  const OneNumbers numbers = one_numbers(*picture);
  // python: a = numpy.array(PIL.Image.open(…)).astype(float); a.mean()/255, a.std()/255
  //         l = 4*a[1:-1,1:-1]-a[:-2,1:-1]-a[2:,1:-1]-a[1:-1,:-2]-a[1:-1,2:];
  //         numpy.sqrt((l**2).mean())/a.std()
  EXPECT_NEAR(numbers.mean_grey, 0.5450703190822227, 1e-4);
  EXPECT_NEAR(numbers.contrast, 0.26627277532902544, 1e-4);
  EXPECT_NEAR(numbers.sharpness, 0.1630055867177481, 1e-3);
  EXPECT_DOUBLE_EQ(numbers.aspect, 1.0);
}

TEST(OneNumbers, AFlatStripHasNoSharpness) {
  const image::Image strip{.rows = 1, .columns = 4, .samples = {65535, 65535, 65535, 65535}};
  const OneNumbers numbers = one_numbers(strip);
  EXPECT_DOUBLE_EQ(numbers.mean_grey, 1.0);
  EXPECT_DOUBLE_EQ(numbers.contrast, 0.0);
  EXPECT_DOUBLE_EQ(numbers.aspect, 0.25);
  EXPECT_DOUBLE_EQ(numbers.sharpness, 0.0);
}

TEST(Control, TurnsANumberThatIsLowerInPositives) {
  const std::vector<Scored> films{{1, 1, ""}, {2, 1, ""}, {2, 0, ""}, {3, 0, ""}};
  const Estimate estimate = control_auc(films, 200, 1);
  EXPECT_DOUBLE_EQ(estimate.value, 0.875);
  EXPECT_GE(estimate.ci95[1], estimate.value);
}

std::vector<Scored> truths(const std::vector<int>& list) {
  std::vector<Scored> films;
  for (const int truth : list) films.push_back({0, truth, ""});
  return films;
}

TEST(SourceProbe, ByHand) {
  // a: 3 of 4 positive, b: 1 of 4. A positive film of a sees 2/3 in its source, a negative of b 1/3: 3 x 3
  // pairs won; a positive of b sees 0, a negative of a 1: 1 pair lost; 6 pairs within a source are tied. (9 +
  // 3) / 16.
  const std::vector<std::string> sources{"a", "a", "a", "a", "b", "b", "b", "b"};
  EXPECT_DOUBLE_EQ(source_auc(truths({1, 1, 1, 0, 1, 0, 0, 0}), sources, 50, 1).value, 0.75);
}

TEST(SourceProbe, OneSourceOrOneFilmPerSourceSaysNothing) {
  const std::vector<std::string> one(6, "a");
  EXPECT_DOUBLE_EQ(source_auc(truths({1, 0, 1, 0, 0, 0}), one, 50, 1).value, 0.5);
  const std::vector<std::string> each{"a", "b", "c", "d", "e", "f"};
  EXPECT_DOUBLE_EQ(source_auc(truths({1, 0, 1, 0, 0, 0}), each, 50, 1).value, 0.5);
}

TEST(SourceProbe, ASourceThatIsTheLabel) {
  const std::vector<std::string> sources{"ill", "ill", "ill", "well", "well"};
  const Estimate estimate = source_auc(truths({1, 1, 1, 0, 0}), sources, 100, 1);
  EXPECT_DOUBLE_EQ(estimate.value, 1.0);
  EXPECT_DOUBLE_EQ(estimate.ci95[0], 1.0);
}

}  // namespace
}  // namespace roentgen::evaluation
