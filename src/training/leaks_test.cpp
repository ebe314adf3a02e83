#include "training/leaks.h"

#include <gtest/gtest.h>

#include "dataset/table.h"
#include "hygiene/look.h"

namespace roentgen::training {
namespace {

// The films of the sample set, all in one split.
std::vector<SplitFilm> films_of_sample() {
  const auto table = dataset::read_table("samples/data/chest_tiny");
  if (!table) throw std::runtime_error(table.error().message);
  std::vector<SplitFilm> films;
  for (const dataset::Film& film : table->films)
    films.push_back({hygiene::look_at(dataset::read_image(*table, film).value()).print, "train", film.image});
  return films;
}

TEST(Leaks, StrangersAreNoReasonToStop) {
  std::vector<SplitFilm> films = films_of_sample();
  ASSERT_GE(films.size(), 6U);
  for (std::size_t f = 0; f < films.size(); ++f) films[f].split = f % 2 == 0 ? "train" : "val";
  const auto found = films_on_both_sides(films, false, 1);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_TRUE(found->empty());
}

TEST(Leaks, ACopyInAnotherSplitIsRefusedOrDroppedFromTraining) {
  std::vector<SplitFilm> films = films_of_sample();
  films.push_back(films[2]);
  films.back().name = "again.jpg";
  films.back().split = "val";
  const auto refused = films_on_both_sides(films, false, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, base::ErrorCode::usage);
  EXPECT_NE(refused.error().subject.find("again.jpg (val)"), std::string::npos);
  EXPECT_EQ(films_on_both_sides(films, true, 1).value(), std::vector<std::size_t>{2});
  films.back().split = "test";
  films[2].split = "val";
  EXPECT_EQ(films_on_both_sides(films, true, 1).value(), std::vector<std::size_t>{2});
  films.back().split = "val";  // twice in one split is no leak
  EXPECT_TRUE(films_on_both_sides(films, false, 1).value().empty());
}

}  // namespace
}  // namespace roentgen::training
