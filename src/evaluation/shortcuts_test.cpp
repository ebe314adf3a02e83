#include "evaluation/shortcuts.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "model/package.h"

namespace roentgen::evaluation {
namespace {

// 100 x 100, every pixel its own value; lungs in rows 30…59, columns 20…39 and 60…79, on a mask of half the
// size.
struct Example {
  image::Image film{100, 100, {}};
  image::Mask lungs{50, 50, std::vector<std::uint8_t>(2500, 0)};
  Example() {
    for (int i = 0; i < 10000; ++i) film.samples.push_back(static_cast<std::uint16_t>(i + 1));
    for (int row = 15; row < 30; ++row)
      for (int column = 0; column < 50; ++column)
        if ((column >= 10 && column < 20) || (column >= 30 && column < 40)) lungs.at(row, column) = 1;
  }
};

constexpr std::uint16_t kMedian = 5001;

TEST(Shortcuts, BlankWhatTheySay) {
  const Example e;
  EXPECT_EQ(keep_only(e.film, e.lungs, Remains::everything), e.film);
  const auto without = keep_only(e.film, e.lungs, Remains::without_lungs);
  EXPECT_EQ(without.at(40, 30), kMedian);  // a lung
  EXPECT_EQ(without.at(40, 50), kMedian);  // between the lungs
  EXPECT_EQ(without.at(40, 15), e.film.at(40, 15));
  EXPECT_EQ(without.at(25, 30), e.film.at(25, 30));
  const auto border = keep_only(e.film, e.lungs, Remains::border_only);
  EXPECT_EQ(border.at(50, 50), kMedian);
  EXPECT_EQ(border.at(5, 50), e.film.at(5, 50));
  EXPECT_EQ(border.at(50, 95), e.film.at(50, 95));
  const auto thorax = keep_only(e.film, e.lungs, Remains::thorax_only);
  EXPECT_EQ(thorax.at(5, 5), kMedian);  // where a side marker would be
  EXPECT_EQ(thorax.at(40, 50), e.film.at(40, 50));
}

TEST(Shortcuts, OnRealFilms) {
  if (!std::filesystem::exists("models/chest-findings/card.json")) GTEST_SKIP() << "models/ is not here";
  const auto open = [](const char* name) {
    return model::Engine::load(model::load_package(std::filesystem::path("models") / name).value(),
                               {.threads = 2, .cache_folder = {}});
  };
  const auto classifier = open("chest-findings"), anatomy = open("chest-anatomy");
  const auto table = dataset::read_table("samples/data/chest_tiny").value();
  EvaluationOptions options;
  options.metrics.samples = 20;
  const auto found = evaluate_shortcuts(*classifier, *anatomy, {.table = table, .images = {}}, "all",
                                        {"no_such_column"}, options);
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_EQ(found->films + found->failures.size(), table.films.size());
  const auto mean_of = [&](const std::string& group) {
    for (const auto& m : found->metrics)
      if (m.label == "mean" && m.group == group) return m.value;
    return -1.0;
  };
  for (const Remains remains : kRemains)
    EXPECT_GE(mean_of(std::string("remains=") + word(remains)), 0) << word(remains);
  EXPECT_EQ(mean_of("devices=some"), -1);  // nobody says anything about devices here
}

}  // namespace
}  // namespace roentgen::evaluation
