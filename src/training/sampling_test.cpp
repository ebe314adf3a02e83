#include "training/sampling.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace roentgen::training {
namespace {

Recipe recipe_of(std::size_t sets) {
  Recipe recipe;
  recipe.data.resize(sets);
  recipe.card.labels.resize(1);
  recipe.card.labels[0].name = "sick";
  return recipe;
}

TEST(EpochOrder, DrawsWhatEachSetIsAskedFor) {
  Recipe recipe = recipe_of(2);
  recipe.data[1].per_epoch = 5;
  std::vector<TrainingFilm> films(30);
  for (std::size_t f = 10; f < 30; ++f) films[f].set = 1;
  const auto first = epoch_order(recipe, films, 1);
  EXPECT_EQ(first.size(), 15U);
  EXPECT_EQ(std::ranges::count_if(first, [](std::size_t f) { return f >= 10; }), 5);
  EXPECT_EQ(first, epoch_order(recipe, films, 1));
  EXPECT_NE(first, epoch_order(recipe, films, 2));
}

TEST(EpochOrder, BalancesSourcesTimesClasses) {
  Recipe recipe = recipe_of(1);
  recipe.balance_label = "sick";
  recipe.data[0].per_epoch = 80;
  std::vector<TrainingFilm> films(100);  // source a: 60 well, 5 sick; source b: 5 well, 30 sick
  for (std::size_t f = 0; f < films.size(); ++f) {
    films[f].source = f < 65 ? "a" : "b";
    films[f].truth = {(f >= 60 && f < 65) || f >= 70 ? 1.0F : 0.0F};
  }
  const auto order = epoch_order(recipe, films, 1);
  ASSERT_EQ(order.size(), 80U);
  const auto between = [&](std::size_t from, std::size_t to) {
    return std::ranges::count_if(order, [&](std::size_t f) { return f >= from && f < to; });
  };
  EXPECT_EQ(between(0, 60), 20);
  EXPECT_EQ(between(60, 65), 20);
  EXPECT_EQ(between(65, 70), 20);
  EXPECT_EQ(between(70, 100), 20);
  for (std::size_t f = 60; f < 65; ++f) EXPECT_EQ(std::ranges::count(order, f), 4);  // none forgotten
}

}  // namespace
}  // namespace roentgen::training
