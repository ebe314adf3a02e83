// Average precision against pycocotools 2.0.11, and cases worked by hand.
#include "evaluation/matching.h"

#include <gtest/gtest.h>

#include <cmath>

namespace roentgen::evaluation {
namespace {

using reading::FoundBox;

FoundBox box(double x, double y, double width, double height, double score = 1) {
  return {0, score, x, y, x + width, y + height};
}

// The generator with which the same boxes were drawn in Python and given to pycocotools' COCOeval (one
// category, areas all, at most 100 boxes a film).
class Drawer {
 public:
  explicit Drawer(std::uint64_t seed) : state_(seed) {}
  int below(int n) {
    state_ = (state_ * 1103515245 + 12345) % (1ULL << 31);
    return static_cast<int>((state_ >> 8) % static_cast<std::uint64_t>(n));
  }
  FoundBox somewhere() {
    const int x = below(300), y = below(300), width = 10 + below(60), height = 10 + below(60);
    return box(x, y, width, height);
  }

 private:
  std::uint64_t state_;
};

std::vector<BoxedFilm> drawn_films(std::uint64_t seed, int count) {
  Drawer draw(seed);
  std::vector<BoxedFilm> films;
  for (int f = 0; f < count; ++f) {
    BoxedFilm film;
    for (int k = draw.below(4); k > 0; --k) film.truth.push_back(draw.somewhere());
    for (const FoundBox& t : film.truth) {
      if (draw.below(10) >= 7) continue;
      const double x = t.left + draw.below(13) - 6, y = t.top + draw.below(13) - 6;
      const double width = t.right - t.left + draw.below(13) - 6;
      const double height = t.bottom - t.top + draw.below(13) - 6;
      const double score = (300 + draw.below(700)) / 1000.0;
      film.found.push_back(box(x, y, std::max(width, 2.0), std::max(height, 2.0), score));
    }
    for (int k = draw.below(4); k > 0; --k) {
      FoundBox stray = draw.somewhere();
      stray.score = draw.below(800) / 1000.0;
      film.found.push_back(stray);
    }
    films.push_back(std::move(film));
  }
  return films;
}

TEST(Matching, AveragePrecisionIsThatOfPycocotools) {
  struct Case {
    std::uint64_t seed;
    int films;
    double at_30, at_50, at_75;
  };
  for (const Case& c : {Case{1, 5, 0.7340876945, 0.5553041018, 0.1463932107},
                        Case{7, 40, 0.5501193172, 0.4025994113, 0.0373266104},
                        Case{2026, 200, 0.4647448028, 0.3265642265, 0.0392815523}}) {
    const auto films = drawn_films(c.seed, c.films);
    EXPECT_NEAR(average_precision(match(films, 0, 0.3)), c.at_30, 1e-9) << c.seed;
    EXPECT_NEAR(average_precision(match(films, 0, 0.5)), c.at_50, 1e-9) << c.seed;
    EXPECT_NEAR(average_precision(match(films, 0, 0.75)), c.at_75, 1e-9) << c.seed;
  }
}

// Two films, three fractures. By score: hit (0.9), miss (0.8), hit (0.7), a second box on a fracture that is
// taken (0.6), miss (0.5). Precision at the two hits: 1, 2/3; recall 1/3, 2/3; the third fracture is missed.
std::vector<BoxedFilm> two_films() {
  BoxedFilm a, b;
  a.patient = "one";
  b.patient = "two";
  a.truth = {box(0, 0, 10, 10), box(50, 50, 10, 10)};
  a.found = {box(0, 0, 10, 10, 0.9), box(0, 1, 10, 10, 0.6), box(80, 80, 5, 5, 0.8)};
  b.truth = {box(20, 20, 20, 10)};
  b.found = {box(20, 20, 18, 10, 0.7), box(70, 0, 9, 9, 0.5)};
  return {a, b};
}

TEST(Matching, WorkedByHand) {
  const auto matches = match(two_films(), 0, 0.5);
  ASSERT_EQ(matches.judged.size(), 5u);
  EXPECT_EQ(matches.judged[0].hit, 0);
  EXPECT_EQ(matches.judged[1].hit, kMiss);
  EXPECT_EQ(matches.judged[2].hit, 0);
  EXPECT_EQ(matches.judged[2].film, 1u);
  EXPECT_EQ(matches.judged[3].hit, kMiss);
  // Recalls 0 … 0.33 have precision 1 (34 of 101), 0.34 … 0.66 have 2/3 (33 of 101).
  EXPECT_NEAR(average_precision(matches), (34 + 33 * 2.0 / 3) / 101, 1e-12);
}

TEST(Matching, FrocWorkedByHand) {
  const auto matches = match(two_films(), 0, 0.5);
  EXPECT_NEAR(froc_sensitivity(matches, 0), 1.0 / 3, 1e-12);    // no false box: the score 0.9 alone
  EXPECT_NEAR(froc_sensitivity(matches, 0.5), 2.0 / 3, 1e-12);  // one in two films: down to 0.7
  EXPECT_NEAR(froc_sensitivity(matches, 8), 2.0 / 3, 1e-12);
  EXPECT_NEAR(froc_sensitivity(matches, 8, {{true, false}, {false}}), 1, 1e-12);
  EXPECT_TRUE(std::isnan(froc_sensitivity(matches, 8, {{false, false}, {false}})));
  const auto there = at_score(matches, 0.65);
  EXPECT_NEAR(there.sensitivity, 2.0 / 3, 1e-12);
  EXPECT_NEAR(there.false_per_film, 0.5, 1e-12);
  EXPECT_NEAR(there.precision, 2.0 / 3, 1e-12);
  EXPECT_EQ(best_f1_score(matches), 0.7);
}

// A film drawn twice counts as two films; a film drawn not at all is not there.
TEST(Matching, TimesAreCopies) {
  const auto films = two_films();
  const auto matches = match(films, 0, 0.5);
  const std::vector<std::uint32_t> times{2, 0};
  const std::vector<BoxedFilm> twice{films[0], films[0]};
  const auto copied = match(twice, 0, 0.5);
  EXPECT_NEAR(average_precision(matches, times), average_precision(copied), 1e-12);
  EXPECT_NEAR(froc_sensitivity(matches, 0.5, {}, times), froc_sensitivity(copied, 0.5), 1e-12);
}

TEST(Matching, LabelsDoNotMix) {
  auto films = two_films();
  for (auto& film : films)
    for (auto& found : film.found) found.label = 1;
  EXPECT_EQ(average_precision(match(films, 0, 0.5)), 0);
  EXPECT_TRUE(std::isnan(average_precision(match(films, 1, 0.5))));
}

}  // namespace
}  // namespace roentgen::evaluation
