#include "training/report.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "base/file.h"
#include "training/compare.h"
#include "training/warning_signs.h"

namespace roentgen::training {
namespace {

std::vector<JournalLine> curve(std::uint64_t seed, const std::vector<double>& values,
                               const std::vector<double>& losses) {
  std::vector<JournalLine> lines;
  double best = -1;
  int best_epoch = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int epoch = static_cast<int>(i) + 1;
    if (values[i] > best) best = values[i], best_epoch = epoch;
    lines.push_back({seed, epoch, static_cast<int>(values.size()), losses[i], "AUC", values[i], best,
                     best_epoch, 1e-3, 2.5});
  }
  return lines;
}

bool says(const std::vector<std::string>& signs, const std::string& words) {
  return std::ranges::any_of(signs,
                             [&](const std::string& sign) { return sign.find(words) != std::string::npos; });
}

model::Metric row(const char* metric, double value, double low, int n, int positives) {
  return {metric, "sick", "all", n, positives, value, {low, 1}};
}

model::Label sick() {
  model::Label label;
  label.name = "sick";
  return label;
}

TEST(Journal, AnEpochDoneAgainReplacesWhatWasSaid) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("roentgen_journal" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto path = folder / "log.jsonl";
  for (const JournalLine& line : curve(1, {0.5, 0.6, 0.7}, {3, 2, 1}))
    ASSERT_TRUE(add_to_journal(path, line));
  std::ofstream(path, std::ios::app) << "{\"seed\": 1, \"epo";  // a power cut
  JournalLine again = curve(1, {0.5, 0.65}, {3, 2})[1];
  ASSERT_TRUE(add_to_journal(path, again));
  ASSERT_TRUE(add_to_journal(path, curve(2, {0.4}, {3})[0]));
  const auto lines = read_journal(path);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1].epoch, 2);
  EXPECT_EQ(lines[1].value, 0.65);
  EXPECT_EQ(lines[1].figure, "AUC");
  EXPECT_EQ(lines[2].seed, 2U);
  const std::string text = base::read_text(path, 1 << 20).value();
  EXPECT_EQ(std::ranges::count(text, '\n'), 3);
  std::filesystem::remove_all(folder);
}

TEST(WarningSigns, QuietWhereNothingIsOdd) {
  const auto journal = curve(1, {0.7, 0.8, 0.85, 0.86, 0.87, 0.868}, {6, 5, 4, 3, 2, 1});
  const std::vector<model::Metric> rows{row("auc", 0.87, 0.83, 200, 80),
                                        row("control_auc_aspect", 0.6, 0.5, 200, 80),
                                        row("ece", 0.03, 0.02, 200, 80)};
  const auto signs = warning_signs(journal, rows, std::vector{sick()});
  EXPECT_TRUE(signs.empty()) << signs.front();
}

TEST(WarningSigns, NameWhatIsOdd) {
  const std::vector<model::Metric> rows{row("auc", 0.87, 0.75, 200, 9),
                                        row("control_auc_aspect", 0.8, 0.7, 200, 9),
                                        row("ece", 0.2, 0.1, 200, 9)};
  const std::vector labels{sick()};
  const auto learning = warning_signs(curve(1, {0.6, 0.7, 0.8, 0.81}, {4, 3, 2, 1}), rows, labels);
  EXPECT_TRUE(says(learning, "the last epoch was the best"));
  EXPECT_TRUE(says(learning, "only 9 validation films"));
  EXPECT_TRUE(says(learning, "one number alone (aspect, AUC 0.800)"));
  EXPECT_TRUE(says(learning, "off by 0.20"));
  const auto by_heart =
      warning_signs(curve(1, {0.8, 0.9, 0.88, 0.87, 0.86, 0.85}, {6, 5, 4, 3, 2, 1}), {}, {});
  EXPECT_TRUE(says(by_heart, "by heart"));
  const auto jumping =
      warning_signs(curve(1, {0.6, 0.7, 0.8, 0.7, 0.82, 0.75}, {6, 5, 4, 3, 2, 2.5}), {}, {});
  EXPECT_TRUE(says(jumping, "jumps by up to 0.120"));
  auto seeds = curve(1, {0.6, 0.7, 0.71}, {3, 2, 1});
  for (const JournalLine& line : curve(2, {0.7, 0.8, 0.81}, {3, 2, 1})) seeds.push_back(line);
  EXPECT_TRUE(says(warning_signs(seeds, {}, {}), "reach from 0.710 to 0.810"));
}

TEST(WorstCases, AreTheFilmsFurthestFromTheTruth) {
  dataset::Csv scores;
  scores.header = {"image", "patient", "sick", "sick_truth", "grade", "grade_expected", "grade_truth"};
  scores.rows = {{"a", "1", "0.9", "1", "2", "2.2", "2"},
                 {"b", "2", "0.9", "0", "2", "2.2", "2"},
                 {"c", "3", "0.1", "", "0", "0.4", "3"},
                 {"d", "4", "0.5", "", "1", "1.0", ""}};
  const auto worst = worst_cases(scores, 2);
  ASSERT_EQ(worst.size(), 2U);
  EXPECT_EQ(worst[0].image, "c");
  EXPECT_EQ(worst[0].what, "grade: said 0.40, truth 3");
  EXPECT_EQ(worst[1].image, "b");
}

TEST(Report, HasCurvesSignsFiguresAndPicturesAndNoScript) {
  ReportInput input;
  input.card.name = "discs<script>";
  input.card.version = "1.0.0";
  input.card.labels = {sick()};
  input.journal = curve(7, {0.6, 0.7, 0.8}, {3, 2, 1});
  input.val.table = dataset::read_table("samples/data/chest_tiny").value();
  const std::string film = input.val.table.films[0].image;
  input.metrics = {row("auc", 0.87, 0.75, 200, 9)};
  input.scores.header = {"image", "patient", "sick", "sick_truth"};
  input.scores.rows = {{film, "1", "0.9", "0"}};
  const std::string page = report_html(input);
  for (const std::string& part :
       {std::string("discs&lt;script&gt;"), std::string("the last epoch was the best"),
        std::string("<polyline"), std::string("seed 7, epoch 3: 0.8000"),
        std::string("data:image/jpeg;base64,"), film, std::string("said 0.90, truth 0")})
    EXPECT_NE(page.find(part), std::string::npos) << part;
  EXPECT_EQ(page.find("<script"), std::string::npos);
  input.journal.clear();
  const std::string anew = report_html(input);
  EXPECT_NE(anew.find("No log lies beside it"), std::string::npos);
  EXPECT_EQ(anew.find("<polyline"), std::string::npos);
}

// By hand: means 0.80 and 0.84, standard deviations 0.01 each, n = 3: t = 4.899 with 4 degrees of freedom,
// half width 2.776 * 0.0081650 = 0.022666.
TEST(Compare, IsWelchsInterval) {
  const std::vector<double> a{0.79, 0.80, 0.81}, b{0.83, 0.84, 0.85};
  const Comparison apart = compare_figures(a, b);
  EXPECT_NEAR(apart.difference, 0.04, 1e-12);
  EXPECT_NEAR(apart.ci95[0], 0.04 - 0.022666, 1e-5);
  EXPECT_FALSE(apart.noise);
  EXPECT_TRUE(compare_figures(a, std::vector<double>{0.80, 0.81, 0.82}).noise);
  EXPECT_TRUE(compare_figures(std::vector<double>{0.5, 0.5}, std::vector<double>{0.5, 0.5}).noise);
  EXPECT_FALSE(compare_figures(std::vector<double>{0.5, 0.5}, std::vector<double>{0.6, 0.6}).noise);
}

}  // namespace
}  // namespace roentgen::training
