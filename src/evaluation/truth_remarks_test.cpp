// What is said of tables, boxes and landmarks that tell less than a package needs. No network runs here.
#include "evaluation/truth_remarks.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "evaluation/detection.h"
#include "evaluation/true_boxes.h"
#include "evaluation/true_corners.h"
#include "evaluation/truth.h"

namespace roentgen::evaluation {
namespace {

using Remarks = std::vector<std::string>;

model::Card card_of(const std::string& name) {
  model::Card card;
  model::Label label;
  label.name = name;
  label.column = name;
  card.labels = {label};
  return card;
}

dataset::Table table_of(const std::string& column, const std::vector<std::string>& cells) {
  dataset::Table table;
  table.columns = {"image", column};
  for (const auto& cell : cells) {
    dataset::Film film;
    film.values = {{column, cell}};
    table.films.push_back(film);
  }
  return table;
}

dataset::Table folder_with(const std::string& name, const std::string& text) {
  dataset::Table table;
  table.folder = std::filesystem::temp_directory_path() / ("roentgen_truth_" + std::to_string(::getpid()));
  std::filesystem::remove_all(table.folder);
  std::filesystem::create_directories(table.folder);
  std::ofstream(table.folder / name) << text;
  return table;
}

TEST(TruthRemarks, NumbersAreTheSameHoweverTheyAreWritten) {
  const auto card = card_of("fracture");
  const auto table = table_of("fracture", {"1", "1.0", "0", "0.0", "", "yes", "-1", "2"});
  std::vector<int> truths;
  for (const auto& film : table.films) truths.push_back(truth_of(card.labels[0], film));
  EXPECT_EQ(truths, (std::vector<int>{1, 1, 0, 0, kUnknown, kUnknown, kUnknown, kUnknown}));
}

TEST(TruthRemarks, ValuesTheCardDoesNotKnowAreCounted) {
  const auto card = card_of("fracture");
  Remarks remarks;
  note_unknown_values(card, table_of("fracture", {"1", "0.0", "", "yes", "no"}), remarks);
  EXPECT_EQ(remarks,
            Remarks{"2 films have a value in column \"fracture\" that the card does not know: not looked "
                    "at; it knows \"0\", \"1\"."});
  remarks.clear();
  note_unknown_values(card, table_of("fracture", {"1", "0", ""}), remarks);
  note_unknown_values(card, table_of("other", {"x"}), remarks);
  EXPECT_EQ(remarks, Remarks{});
}

TEST(TruthRemarks, OneSideOnlyIsSaid) {
  auto card = card_of("A");
  card.labels.push_back(card.labels[0]);
  card.labels[1].name = "B";
  card.labels.push_back(card.labels[0]);
  card.labels[2].name = "C";
  std::vector<ClassifiedFilm> films(3);
  for (auto& film : films) film.truth = {1, 0, kUnknown};
  Remarks remarks;
  note_one_sided(card, films, remarks);
  EXPECT_EQ(remarks, (Remarks{"no positive film, so neither AUC nor sensitivity: B",
                              "no negative film, so neither AUC nor specificity: A"}));
  films[0].truth = {0, 1, 1};
  films[1].truth = {1, 0, 0};
  remarks.clear();
  note_one_sided(card, films, remarks);
  EXPECT_EQ(remarks, Remarks{});
}

TEST(TruthRemarks, NothingToCompareNamesWhatIsNeeded) {
  EXPECT_NE(no_truth(card_of("fracture")).find("a column like \"fracture\" (\"0\", \"1\")."),
            std::string::npos);
}

TEST(TrueBoxes, JoinsByNameAndCountsTheRest) {
  const auto table =
      folder_with("boxes.csv",
                  "label,image,x,y,width,height\nfracture,a.jpg,1,2,3,4\nfracture,images/b.jpg,5,6,7,8\n"
                  "metal,a.jpg,1,2,3,4\nfracture,c.jpg,1,2,3,4\nfracture,./b.jpg,1,2,,4\n");
  Remarks remarks;
  const auto boxes = true_boxes(card_of("fracture"), table, {"a.jpg", "b.jpg"}, remarks);
  ASSERT_TRUE(boxes);
  ASSERT_EQ(boxes->by_image.size(), 2U);
  EXPECT_EQ(boxes->by_image.at("a.jpg").size(), 1U);
  EXPECT_EQ(boxes->by_image.at("b.jpg")[0].right, 12);
  EXPECT_EQ(boxes->broken, std::set<std::string>{"b.jpg"});
  EXPECT_EQ(remarks, (Remarks{"1 box has a label that this package does not look for.",
                              "1 box is of an image that metadata.csv does not list: not looked at."}));
}

TEST(TrueBoxes, WithoutAListNoImageIsUnknown) {
  const auto table = folder_with("boxes.csv", "image,label,x,y,width,height\na.jpg,fracture,1,2,3,4\n");
  Remarks remarks;
  EXPECT_EQ(true_boxes(card_of("fracture"), table, {}, remarks)->by_image.size(), 1U);
  EXPECT_EQ(remarks, Remarks{});
}

TEST(TrueBoxes, NoneOrNoTableIsARemark) {
  Remarks remarks;
  EXPECT_FALSE(true_boxes(card_of("fracture"), folder_with("other.csv", ""), {}, remarks));
  EXPECT_FALSE(true_boxes(card_of("fracture"), folder_with("boxes.csv", ""), {}, remarks));
  EXPECT_FALSE(true_boxes(card_of("fracture"), folder_with("boxes.csv", "image,label\n"), {}, remarks));
  ASSERT_EQ(remarks.size(), 3U);
  EXPECT_EQ(remarks[0], "not evaluated: places (no boxes.csv)");
  EXPECT_EQ(remarks[1], "not evaluated: places (boxes.csv: The table is empty.)");
  EXPECT_NE(remarks[2].find("no column \"x\""), std::string::npos);
}

TEST(TrueCorners, GoByTheirNamesInWhateverOrder) {
  const auto table =
      folder_with("landmarks.csv",
                  "v01_br_x,v01_br_y,v01_bl_x,v01_bl_y,v01_tr_x,v01_tr_y,v01_tl_x,v01_tl_y,image\n"
                  "4,40,3,30,2,20,1,10,images/a.jpg\n1,1,1,1,1,1,1,,b.jpg\n1,1,1,1,1,1,1,1,c.jpg\n");
  Remarks remarks;
  const auto corners = true_corners(table, 1, {"a.jpg", "b.jpg"}, remarks);
  ASSERT_TRUE(corners);
  ASSERT_EQ(corners->size(), 1U);
  const auto& vertebra = corners->at("a.jpg").at(0);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(vertebra.corners[k].x, static_cast<double>(k + 1));
    EXPECT_EQ(vertebra.corners[k].y, static_cast<double>(10 * (k + 1)));
  }
  ASSERT_EQ(remarks.size(), 2U);
  EXPECT_TRUE(remarks[0].starts_with("1 film has a row in landmarks.csv")) << remarks[0];
  EXPECT_TRUE(remarks[1].starts_with("1 row of landmarks.csv")) << remarks[1];
  EXPECT_FALSE(true_corners(table, 2, {"a.jpg"}, remarks));
  EXPECT_NE(remarks.back().find("no point v02_tl among its 4; the package finds 8"), std::string::npos);
}

TEST(Detection, WithoutATrueBoxOnlyTheFalseOnesHaveAFigure) {
  std::vector<DetectedFilm> films(4);
  films[0].boxes.found = {{0, 0.9, 0, 0, 5, 5}, {0, 0.8, 10, 10, 15, 15}, {0, 0.1, 20, 20, 25, 25}};
  films[1].boxes.found = {{0, 0.7, 0, 0, 5, 5}};
  MetricOptions options;
  options.samples = 20;
  const auto rows = detection_metrics("fracture", 0, 0.5, films, options);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].metric, "false_boxes_per_film");
  EXPECT_EQ(rows[0].n, 4);
  EXPECT_EQ(rows[0].positives, 0);
  EXPECT_DOUBLE_EQ(rows[0].value, 0.75);
  EXPECT_TRUE(detection_metrics("fracture", 0, 0.5, {}, options).empty());
}

}  // namespace
}  // namespace roentgen::evaluation
