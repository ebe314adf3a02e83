#include "training/pretrain_job.h"

#include <gtest/gtest.h>

namespace roentgen::training {
namespace {

// By hand, two films, two numbers. Views {{0, 0}, {2, 2}} and {{0, 0}, {2, 0}}: squared differences 0, 0, 0,
// 4, mean 1. Variances (over N - 1) 2, 2 and 2, 0: lacking max(0, 1 - sqrt(2)) = 0 and, for 0, 1 - sqrt(1e-4)
// = 0.99; means 0 and 0.495. Covariances 2 and 0: twice 2^2 over two numbers = 4, and 0.
TEST(Vicreg, IsThePapersSum) {
  const auto first = torch::tensor({{0.0, 0.0}, {2.0, 2.0}}),
             second = torch::tensor({{0.0, 0.0}, {2.0, 0.0}});
  EXPECT_NEAR(vicreg_loss(first, second).item<double>(), 25 * 1 + 25 * 0.495 / 2 + 4, 1e-4);
}

TEST(Vicreg, PunishesOneAnswerForAllFilms) {
  const auto same = torch::ones({8, 4});
  EXPECT_NEAR(vicreg_loss(same, same).item<double>(), 25 * 0.99, 1e-4);
  torch::manual_seed(1);
  const auto varied = torch::randn({4096, 4}) * 1.1;
  EXPECT_LT(vicreg_loss(varied, varied).item<double>(), 0.05);
}

TEST(Pretrain, LearnsThatTwoViewsAreOneFilm) {
  TrainingFilms films;
  for (std::uint64_t i = 0; i < 96; ++i) {
    TrainingFilm film;
    film.grey = {32, 32, std::vector<std::uint8_t>(32 * 32, 40)};
    const int row = static_cast<int>(i % 8) * 3, column = static_cast<int>(i / 8 % 8) * 3;
    for (int r = row; r < row + 8; ++r)
      for (int c = column; c < column + 8; ++c) film.grey.at(r, c) = 220;
    film.patient = std::to_string(i);
    (i < 32 || i >= 64 ? films.train : films.val).push_back(film);
  }
  const std::vector<TrainingFilm> once = films.val;
  films.val.insert(films.val.end(), once.begin(), once.end());  // 64: one batch
  Recipe recipe;
  recipe.augment = {.gamma = 0.3, .contrast = 0.2, .noise = 0.05};
  torch::manual_seed(1);
  NetworkArguments arguments;
  arguments.width = 0.35;
  PretrainedTrunk network(arguments);
  Job job = pretrain_job(recipe, films, network.ptr(), torch::kCPU, false);
  std::vector<double> losses;
  torch::optim::AdamW optimizer(network->parameters(), torch::optim::AdamWOptions(3e-3));
  std::vector<std::size_t> chosen(32);
  for (int step = 0; step < 30; ++step) {
    for (std::size_t i = 0; i < chosen.size(); ++i)
      chosen[i] = (i * 2 + static_cast<std::size_t>(step % 2)) % 64;
    network->train();
    optimizer.zero_grad();
    const torch::Tensor loss = job.loss(chosen, step + 1);
    losses.push_back(loss.item<double>());
    loss.backward();
    optimizer.step();
  }
  EXPECT_LT(losses.back(), 0.9 * losses.front()) << losses.front() << " to " << losses.back();
  const double figure = job.validate();
  EXPECT_GT(figure, 0);
  EXPECT_LT(figure, 1);
  for (const auto& parameter : network->named_parameters())
    EXPECT_EQ(parameter.value().grad().defined(), !parameter.key().starts_with("classifier."))
        << parameter.key();
}

}  // namespace
}  // namespace roentgen::training
