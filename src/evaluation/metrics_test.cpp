// Figures over given scores: hand-computed cases.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "evaluation/classification.h"
#include "evaluation/evaluation_text.h"
#include "evaluation/truth.h"

namespace roentgen::evaluation {
namespace {

model::Label label_of(const std::string& name, const std::string& column,
                      std::vector<std::string> positive = {"1"}, std::vector<std::string> negative = {"0"}) {
  model::Label label;
  label.name = name;
  label.column = column;
  label.positive = std::move(positive);
  label.negative = std::move(negative);
  return label;
}

const model::Metric* find(const std::vector<model::Metric>& rows, const std::string& metric,
                          const std::string& label, const std::string& group = "all") {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const model::Metric& row) {
    return row.metric == metric && row.label == label && row.group == group;
  });
  return found == rows.end() ? nullptr : &*found;
}

TEST(Truth, FromTheLabelsLists) {
  const auto label = label_of("opacity", "rsna", {"Lung Opacity"}, {"Normal", "Other"});
  const auto film = [](const std::string& value) {
    dataset::Film f;
    f.values["rsna"] = value;
    return f;
  };
  EXPECT_EQ(truth_of(label, film("Lung Opacity")), 1);
  EXPECT_EQ(truth_of(label, film("Other")), 0);
  EXPECT_EQ(truth_of(label, film("")), kUnknown);
  EXPECT_EQ(truth_of(label, dataset::Film{}), kUnknown);
}

TEST(Truth, LabelsOfOneColumnThatShutEachOtherOut) {
  model::Card kinds;
  kinds.labels = {label_of("frontal_chest", "frontal_chest"), label_of("knee", "part", {"knee"}, {"hand"}),
                  label_of("hand", "part", {"hand"}, {"knee"})};
  EXPECT_TRUE(has_exclusive_labels(kinds));
  model::Card findings;
  findings.labels = {label_of("opacity", "rsna", {"Opacity"}, {"Normal", "Other"}),
                     label_of("abnormal", "rsna", {"Opacity", "Other"}, {"Normal"})};
  EXPECT_FALSE(has_exclusive_labels(findings));
}

TEST(Groups, SmallOnesAndUnknownValuesAreLeftOut) {
  std::vector<Facts> films(24);
  for (std::size_t i = 0; i < films.size(); ++i) {
    films[i].source = i < 10 ? "talo" : i < 19 ? "zech" : "";
    films[i].sex = "F";
  }
  const auto groups = groups_of(films);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].name, "all");
  EXPECT_EQ(groups[0].films.size(), 24U);
  EXPECT_EQ(groups[1].name, "sex=F");
  EXPECT_EQ(groups[2].name, "source=talo");
  EXPECT_EQ(groups[2].films.back(), 9U);
}

// 24 films, two labels; the second is known for the first half alone, and there every film is negative.
std::vector<ClassifiedFilm> example() {
  std::vector<ClassifiedFilm> films;
  for (int i = 0; i < 24; ++i) {
    ClassifiedFilm film;
    film.facts = {.image = std::to_string(i),
                  .patient = std::to_string(i),
                  .source = i % 2 ? "a" : "b",
                  .view = "PA",
                  .sex = "",
                  .age = "",
                  .others = {}};
    film.truth = {i % 3 == 0 ? 1 : 0, i < 12 ? 0 : kUnknown};
    film.probabilities = {i % 3 == 0 ? 0.9 : (i == 1 ? 0.95 : 0.2), 0.4};
    film.numbers.mean_grey = i % 3 == 0 ? 0.1 : 0.6;  // lower in positive films
    films.push_back(std::move(film));
  }
  return films;
}

model::Card example_card() {
  model::Card card;
  card.labels = {label_of("Effusion", "Effusion"), label_of("Mass", "Mass")};
  return card;
}

TEST(Classification, RowsByHand) {
  const auto rows = classification_metrics(example_card(), example(),
                                           {.samples = 200, .seed = 1, .controls = true, .threads = 2});
  ASSERT_TRUE(rows);
  const auto* auc = find(*rows, "auc", "Effusion");
  ASSERT_NE(auc, nullptr);
  EXPECT_EQ(auc->n, 24);
  EXPECT_EQ(auc->positives, 8);
  EXPECT_DOUBLE_EQ(auc->value, 15.0 / 16);  // one of sixteen negatives lies above all positives
  EXPECT_LE(auc->ci95[0], auc->value);
  EXPECT_DOUBLE_EQ(find(*rows, "sensitivity", "Effusion")->value, 1.0);
  EXPECT_DOUBLE_EQ(find(*rows, "specificity", "Effusion")->value, 15.0 / 16);
  EXPECT_NEAR(find(*rows, "brier", "Effusion")->value, (8 * 0.01 + 15 * 0.04 + 0.95 * 0.95) / 24, 1e-12);

  // One class only: no AUC and no sensitivity, but the other figures, over the films whose truth is known.
  EXPECT_EQ(find(*rows, "auc", "Mass"), nullptr);
  EXPECT_EQ(find(*rows, "sensitivity", "Mass"), nullptr);
  ASSERT_NE(find(*rows, "specificity", "Mass"), nullptr);
  EXPECT_EQ(find(*rows, "specificity", "Mass")->n, 12);
  EXPECT_NEAR(find(*rows, "ece", "Mass")->value, 0.4, 1e-12);
  // Of source a (odd i) only six films are known for Mass.
  EXPECT_NE(find(*rows, "auc", "Effusion", "source=a"), nullptr);
  EXPECT_EQ(find(*rows, "specificity", "Mass", "source=a"), nullptr);

  EXPECT_DOUBLE_EQ(find(*rows, "auc", "mean")->value, 15.0 / 16);  // over the only label with both classes
  EXPECT_EQ(find(*rows, "auc", "mean_nih14"), nullptr);
  EXPECT_EQ(find(*rows, "accuracy", "Effusion"), nullptr);  // these labels do not shut each other out
  for (const auto& row : *rows)
    EXPECT_TRUE(std::isfinite(row.value) && std::isfinite(row.ci95[0]) && std::isfinite(row.ci95[1]));
}

TEST(Classification, ControlsStandBesideTheFigures) {
  const auto rows = classification_metrics(example_card(), example(),
                                           {.samples = 200, .seed = 1, .controls = true, .threads = 2});
  EXPECT_DOUBLE_EQ(find(*rows, "control_auc_mean_grey", "Effusion")->value,
                   1.0);  // dark means positive: turned around
  EXPECT_DOUBLE_EQ(find(*rows, "control_auc_aspect", "Effusion")->value, 0.5);  // the same for every film
  EXPECT_NE(find(*rows, "control_auc_source", "Effusion"), nullptr);
  const auto plain = classification_metrics(example_card(), example(),
                                            {.samples = 200, .seed = 1, .controls = false, .threads = 1});
  for (const auto& row : *plain) EXPECT_FALSE(row.metric.starts_with("control")) << row.metric;
}

TEST(Classification, ThreadsDoNotShow) {
  const auto one = classification_metrics(example_card(), example(),
                                          {.samples = 100, .seed = 1, .controls = true, .threads = 1});
  const auto four = classification_metrics(example_card(), example(),
                                           {.samples = 100, .seed = 1, .controls = true, .threads = 4});
  ASSERT_EQ(one->size(), four->size());
  Evaluation a, b;
  a.metrics = *one;
  b.metrics = *four;
  EXPECT_EQ(to_json(a), to_json(b));
}

TEST(Classification, TheFourteenNihLabelsHaveAMeanOfTheirOwn) {
  const std::vector<std::string> names{"Atelectasis",  "Cardiomegaly", "Consolidation", "Edema",
                                       "Effusion",     "Emphysema",    "Fibrosis",      "Hernia",
                                       "Infiltration", "Mass",         "Nodule",        "Pleural_Thickening",
                                       "Pneumonia",    "Pneumothorax"};
  model::Card card;
  for (const auto& name : names) card.labels.push_back(label_of(name, name));
  card.labels.push_back(label_of("opacity", "rsna"));
  std::vector<ClassifiedFilm> films(12);
  for (std::size_t i = 0; i < films.size(); ++i) {
    films[i].facts.patient = std::to_string(i);
    films[i].truth.assign(15, i % 2 ? 1 : 0);
    films[i].probabilities.assign(15, i % 2 ? 0.8 : 0.1);
    films[i].probabilities[14] = i % 2 ? 0.1 : 0.8;  // always wrong
  }
  const auto rows =
      classification_metrics(card, films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  EXPECT_DOUBLE_EQ(find(*rows, "auc", "mean_nih14")->value, 1.0);
  EXPECT_NEAR(find(*rows, "auc", "mean")->value, 14.0 / 15, 1e-12);
  for (auto& film : films) film.truth[7] = kUnknown;  // the set does not know Hernia
  const auto without =
      classification_metrics(card, films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  EXPECT_EQ(find(*without, "auc", "mean_nih14"), nullptr);
}

TEST(Classification, KindsOfImageHaveAnAccuracy) {
  model::Card card;
  card.labels = {label_of("frontal_chest", "frontal_chest"), label_of("knee", "part", {"knee"}, {"hand"}),
                 label_of("hand", "part", {"hand"}, {"knee"})};
  std::vector<ClassifiedFilm> films(4);
  for (std::size_t i = 0; i < films.size(); ++i) {
    films[i].truth = {i < 2 ? 1 : 0, kUnknown, kUnknown};
    films[i].probabilities = {i == 0 ? 0.2 : i == 1 ? 0.7 : 0.1, 0, 0};
  }
  const auto rows =
      classification_metrics(card, films, {.samples = 50, .seed = 1, .controls = false, .threads = 1});
  EXPECT_DOUBLE_EQ(find(*rows, "accuracy", "frontal_chest")->value, 0.75);
  EXPECT_EQ(find(*rows, "accuracy", "knee"), nullptr);
}

TEST(Text, JsonIsTheContract) {
  Evaluation evaluation{.package = "p",
                        .version = "1.0.0",
                        .data = "cxr",
                        .split = "val",
                        .metrics = {},
                        .remarks = {},
                        .failures = {},
                        .films = 3,
                        .scores = {}};
  evaluation.metrics.push_back({"auc", "Effusion", "source=\xff", 477, 61, 0.8000049, {0.74, 0.85}});
  evaluation.remarks = {"not evaluated: Mass"};
  evaluation.failures = {{base::ErrorCode::unusable_input, "damaged", "images/a.jpg"}};
  const auto json = nlohmann::json::parse(to_json(evaluation));
  EXPECT_EQ(json["films"], 3);
  EXPECT_EQ(json["remarks"], nlohmann::json{"not evaluated: Mass"});
  EXPECT_EQ(json["left_out"], (nlohmann::json{{{"file", "images/a.jpg"}, {"reason", "damaged"}}}));
  EXPECT_EQ(json["package"], "p");
  EXPECT_EQ(json["version"], "1.0.0");
  EXPECT_EQ(json["data"], "cxr");
  EXPECT_EQ(json["split"], "val");
  const auto& row = json["metrics"][0];
  EXPECT_EQ(row.size(), 7U);
  EXPECT_EQ(row["metric"], "auc");
  EXPECT_TRUE(row["n"].is_number_integer() && row["positives"].is_number_integer());
  EXPECT_EQ(row["value"].dump(), "0.8");
  EXPECT_EQ(row["ci95"], (nlohmann::json{0.74, 0.85}));
}

TEST(Text, CsvIsQuotedWhereNeeded) {
  const dataset::Csv csv{.header = {"a", "b"}, .rows = {{"x,\"y\"", "2"}}, .lines = {}};
  EXPECT_EQ(to_csv(csv), "a,b\n\"x,\"\"y\"\"\",2\n");
  const auto back = dataset::parse_csv(to_csv(csv));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->rows, csv.rows);
}

}  // namespace
}  // namespace roentgen::evaluation
