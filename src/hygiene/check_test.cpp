// Every defect, once, in a set that is clean without it: exactly that is told, and nothing else.
#include "hygiene/check.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "hygiene/check_text.h"
#include "hygiene/made_set_for_test.h"

namespace roentgen::hygiene {
namespace {

struct Result {
  Material material;
  Check check;
};

Result checked(const std::vector<std::string>& folders, bool probes = true) {
  CheckOptions options;
  options.threads = 2;
  options.probes = probes;
  auto material = gather(folders, options);
  EXPECT_TRUE(material) << material.error().message;
  if (!material) return {};
  Result result{std::move(*material), {}};
  result.check = check(result.material, options);
  return result;
}

// The names of errors and warnings.
std::set<std::string> told(const Check& check) {
  std::set<std::string> names;
  for (const auto& finding : check.findings)
    if (finding.severity != Severity::note) names.insert(finding.check);
  return names;
}

const Finding* find(const Check& check, const std::string& name) {
  for (const auto& finding : check.findings)
    if (finding.check == name) return &finding;
  return nullptr;
}

using Names = std::set<std::string>;

TEST(Check, ACleanSetHasNeitherErrorsNorWarnings) {
  MadeSet set("clean");
  fill(set);
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{}) << to_text(result.material, result.check, {});
  EXPECT_TRUE(result.material.copies.empty());
}

TEST(Check, TheSameBytesForAnyNumberOfThreads) {
  MadeSet set("threads");
  fill(set);
  set.rows[90].picture = set.rows[3].picture;
  set.write();
  std::string first;
  for (const int threads : {1, 3}) {
    CheckOptions options;
    options.threads = threads;
    const auto material = gather({set.folder}, options);
    ASSERT_TRUE(material);
    const auto found = check(*material, options);
    const std::string text = to_json(*material, found) + to_html(*material, found);
    if (first.empty()) first = text;
    EXPECT_EQ(text, first);
  }
}

TEST(Check, ACopyOnBothSidesOfASplit) {
  MadeSet set("copy");
  fill(set);
  set.rows[90].picture = set.rows[2].picture;  // val and train, the same labels
  for (const char* label : {"Effusion", "Nodule", "no_finding"})
    set.set(90, label, set.rows[2].values[label]);
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"copies_across_splits"});
  const auto* finding = find(result.check, "copies_across_splits");
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->severity, Severity::error);
  EXPECT_EQ(finding->count, 1U);
  ASSERT_EQ(finding->examples.size(), 1U);
  EXPECT_EQ(finding->examples[0].films, (std::vector<FilmAt>{{0, 2}, {0, 90}}));
}

TEST(Check, ACopyWithAnotherLabel) {
  MadeSet set("conflict");
  fill(set);
  set.rows[4].picture = set.rows[2].picture;  // both train
  set.set(4, "patient", "p2");
  set.set(2, "Effusion", "1");
  set.set(2, "no_finding", "0");
  set.set(4, "Effusion", "0");
  for (const char* label : {"Nodule"}) set.set(4, label, set.rows[2].values[label]);
  set.set(4, "no_finding", "0");
  set.set(4, "sex", set.rows[2].values["sex"]);
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"copies_with_two_labels"});
  EXPECT_NE(find(result.check, "copies_with_two_labels")->examples.at(0).caption.find("Effusion"),
            std::string::npos);
}

TEST(Check, ACopyUnderTwoPatients) {
  MadeSet set("two_patients");
  fill(set);
  set.rows[4].picture = set.rows[2].picture;
  for (const char* label : {"Effusion", "Nodule", "no_finding"}) set.set(4, label, set.rows[2].values[label]);
  set.write();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"copies_of_two_patients"});
}

TEST(Check, APatientInTwoSplits) {
  MadeSet set("patient");
  fill(set);
  set.set(130, "patient", "p5");
  set.set(130, "sex", set.rows[5].values["sex"]);
  set.set(130, "age", set.rows[5].values["age"]);
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"patient_in_two_splits"});
  EXPECT_EQ(find(result.check, "patient_in_two_splits")->count, 1U);
}

TEST(Check, APatientOfTwoSexes) {
  MadeSet set("sexes");
  fill(set);
  set.set(6, "patient", "p5");
  set.set(5, "sex", "F");
  set.set(6, "sex", "M");
  set.set(6, "age", set.rows[5].values["age"]);
  set.write();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"patient_of_two_sexes"});
}

TEST(Check, NormalWithAFinding) {
  MadeSet set("normal");
  fill(set);
  std::size_t film = 0;
  while (set.rows[film].values["Effusion"] != "1") ++film;
  set.set(film, "no_finding", "1");
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"normal_with_finding"});
  EXPECT_EQ(find(result.check, "normal_with_finding")->count, 1U);
}

TEST(Check, AFilmThatCannotBeRead) {
  MadeSet set("unreadable");
  fill(set);
  set.write();
  std::filesystem::resize_file(set.folder / "images" / "f7.png", 100);
  std::filesystem::remove(set.folder / "images" / "f9.png");
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"unreadable"});
  EXPECT_EQ(find(result.check, "unreadable")->count, 2U);
}

TEST(Check, AnEmptyPicture) {
  MadeSet set("empty");
  fill(set);
  std::fill(set.rows[11].picture.samples.begin(), set.rows[11].picture.samples.end(), std::uint16_t{32896});
  set.write();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"empty_pictures"});
}

TEST(Check, AFilmListedTwice) {
  MadeSet set("twice");
  fill(set);
  set.write();
  std::ofstream(set.folder / "metadata.csv", std::ios::app) << "f3.png,p3,east,AP,41,F,train,0,1,0\n";
  const auto names = told(checked({set.folder}).check);
  EXPECT_TRUE(names.contains("listed_twice"));
}

TEST(Check, BoxesThatDoNotLieOnTheirFilm) {
  MadeSet set("boxes");
  fill(set);
  set.write();
  std::size_t positive = 0, negative = 0;
  while (set.rows[positive].values["Nodule"] != "1") ++positive;
  while (set.rows[negative].values["Nodule"] != "0") ++negative;
  const auto name = [](std::size_t i) { return "f" + std::to_string(i) + ".png"; };
  std::ofstream(set.folder / "boxes.csv")
      << "image,label,x,y,width,height\n"
      << name(positive) << ",Nodule,10,10,20,20\n"    // good
      << name(positive) << ",Nodule,10,10,20,20\n"    // again
      << name(positive) << ",Nodule,200,10,20,20\n"   // beside the film of 80 x 90
      << name(positive) << ",Nodule,70,10,20.5,20\n"  // over its edge
      << name(negative) << ",Nodule,10,10,20,20\n"    // nothing there
      << "gone.png,Nodule,10,10,20,20\n";             // no such film
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check),
            (Names{"box_outside", "box_over_edge", "box_on_negative", "box_without_film", "box_twice"}));
  for (const char* check :
       {"box_outside", "box_over_edge", "box_on_negative", "box_without_film", "box_twice"})
    EXPECT_EQ(find(result.check, check)->count, 1U) << check;
}

TEST(Check, MasksThatDoNotFit) {
  MadeSet set("masks");
  fill(set);
  set.write();
  std::filesystem::create_directories(set.folder / "masks");
  std::ofstream(set.folder / "masks.json")
      << R"([{"folder": "masks", "kind": "index", "values": {"1": "lung"}}])";
  const auto put = [&](const std::string& name, int rows, std::uint8_t value) {
    image::Mask mask{.rows = rows,
                     .columns = 80,
                     .samples = std::vector<std::uint8_t>(static_cast<std::size_t>(rows) * 80)};
    mask.samples[500] = value;
    const auto bytes = image::encode_png(mask);
    ASSERT_TRUE(base::write_file(set.folder / "masks" / name, bytes));
  };
  put("f0.png", 90, 1);  // good
  put("f1.png", 80, 1);  // another shape
  put("f2.png", 90, 0);  // empty
  put("f3.png", 90, 7);  // a value nobody named
  EXPECT_EQ(told(checked({set.folder}).check),
            (Names{"mask_of_other_shape", "mask_empty", "mask_value_unknown"}));
}

// landmarks.csv of a set: in each film, three structures below each other.
struct MadeLandmarks {
  std::map<std::string, std::vector<int>> of_film;  // x and y of v01_tl, v01_tr, v01_bl, v01_br, v02_tl …

  explicit MadeLandmarks(const MadeSet& set) {
    for (const auto& row : set.rows)
      for (int v = 0; v < 3; ++v)
        for (const auto& [x, y] : {std::pair{20, 0}, {50, 2}, {21, 14}, {51, 15}}) {
          of_film[row.values.at("image")].push_back(x);
          of_film[row.values.at("image")].push_back(10 + 20 * v + y);
        }
  }
  // Two points of a film, counted from v01_tl on.
  void exchange(const std::string& film, std::size_t one, std::size_t other) {
    auto& points = of_film.at(film);
    std::swap(points[2 * one], points[2 * other]);
    std::swap(points[2 * one + 1], points[2 * other + 1]);
  }
  void write(const std::filesystem::path& folder) const {
    std::ofstream file(folder / "landmarks.csv");
    file << "image";
    for (const char* structure : {"v01", "v02", "v03"})
      for (const char* corner : {"_tl", "_tr", "_bl", "_br"})
        file << "," << structure << corner << "_x," << structure << corner << "_y";
    for (const auto& [film, points] : of_film) {
      file << "\n" << film;
      for (const int value : points) file << "," << value;
    }
    file << "\n";
  }
};

TEST(Check, LandmarksThatAreRight) {
  MadeSet set("landmarks");
  fill(set);
  set.write();
  MadeLandmarks(set).write(set.folder);
  const auto result = checked({set.folder}, false);
  EXPECT_EQ(told(result.check), Names{}) << to_text(result.material, result.check, {});
  for (const char* check : {"landmarks_without_film", "film_without_landmarks"})
    EXPECT_EQ(find(result.check, check), nullptr) << check;
}

TEST(Check, LandmarksThatCannotBe) {
  MadeSet set("wrong_landmarks");
  fill(set);
  set.write();
  MadeLandmarks landmarks(set);
  landmarks.exchange("f3.png", 4, 5);  // crossed
  landmarks.exchange("f5.png", 8, 10);
  landmarks.exchange("f5.png", 9, 11);                                             // upper and lower
  for (std::size_t k = 0; k < 4; ++k) landmarks.exchange("f7.png", 4 + k, 8 + k);  // v02 is v03
  landmarks.of_film.at("f9.png")[6] = 83;    // beside the film of 80 x 90
  landmarks.of_film.at("f11.png")[6] = 900;  // of another size of it
  landmarks.of_film.erase("f13.png");
  landmarks.of_film["gone.png"] = landmarks.of_film.at("f3.png");
  landmarks.write(set.folder);
  std::ofstream(set.folder / "landmarks.csv", std::ios::app)
      << "images/f13.png" << std::string(24, ',') << "\n";
  const auto result = checked({set.folder}, false);
  EXPECT_EQ(told(result.check), (Names{"corners_exchanged", "structures_out_of_order", "landmark_over_edge",
                                       "landmark_outside", "landmark_row_broken"}))
      << to_text(result.material, result.check, {});
  const auto* exchanged = find(result.check, "corners_exchanged");
  ASSERT_NE(exchanged, nullptr);
  EXPECT_EQ(exchanged->severity, Severity::error);
  EXPECT_EQ(exchanged->count, 2U);
  EXPECT_NE(exchanged->text.find(
                "2 films of 159 with crossed or exchanged corners: f3.png (v02) and f5.png (v03)."),
            std::string::npos)
      << exchanged->text;
  ASSERT_EQ(exchanged->examples.size(), 2U);
  EXPECT_EQ(exchanged->examples[0].films, (std::vector<FilmAt>{{0, 3}}));
  EXPECT_EQ(exchanged->examples[1].caption, "v03: lower is not below upper");
  const auto* astray = find(result.check, "structures_out_of_order");
  ASSERT_NE(astray, nullptr);
  EXPECT_EQ(astray->count, 1U);
  EXPECT_EQ(astray->examples.at(0).caption, "v03 is not below v02");
  for (const char* check :
       {"landmark_over_edge", "landmark_outside", "landmark_row_broken", "landmarks_without_film"}) {
    ASSERT_NE(find(result.check, check), nullptr) << check;
    EXPECT_EQ(find(result.check, check)->count, 1U) << check;
  }
  EXPECT_EQ(find(result.check, "landmark_over_edge")->examples.at(0).films.at(0), (FilmAt{0, 9}));
  EXPECT_EQ(find(result.check, "film_without_landmarks"), nullptr);  // it has a row, though a broken one
}

TEST(Check, CornersThatTheTableMarksAsBadAreAWarning) {
  MadeSet set("marked_landmarks");
  fill(set);
  set.columns.push_back("bad_vertebrae");
  for (std::size_t i = 0; i < set.rows.size(); ++i) set.set(i, "bad_vertebrae", i == 3 ? "2" : "0");
  set.write();
  MadeLandmarks landmarks(set);
  landmarks.exchange("f3.png", 4, 5);
  landmarks.of_film.erase("f13.png");
  landmarks.write(set.folder);
  const auto result = checked({set.folder}, false);
  ASSERT_NE(find(result.check, "corners_exchanged"), nullptr);
  EXPECT_EQ(find(result.check, "corners_exchanged")->severity, Severity::warning);
  ASSERT_NE(find(result.check, "film_without_landmarks"), nullptr);
  EXPECT_EQ(find(result.check, "film_without_landmarks")->severity, Severity::note);
  EXPECT_EQ(find(result.check, "film_without_landmarks")->examples.at(0).films.at(0), (FilmAt{0, 13}));
}

TEST(Check, LandmarksThatAreNoTable) {
  MadeSet set("no_landmarks");
  fill(set);
  set.write();
  std::ofstream(set.folder / "landmarks.csv") << "image,v01_tl_x\nf3.png,1\n";
  EXPECT_EQ(told(checked({set.folder}, false).check), Names{"landmarks_unreadable"});
}

TEST(Check, ALabelNobodyHas) {
  MadeSet set("nobody");
  fill(set);
  set.columns.push_back("Hernia");
  for (std::size_t i = 0; i < set.rows.size(); ++i) set.set(i, "Hernia", "0");
  set.write();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"one_class_only"});
}

TEST(Check, TooFewOfAClass) {
  MadeSet set("few");
  fill(set);
  set.columns.push_back("Mass");
  for (std::size_t i = 0; i < set.rows.size(); ++i)
    set.set(i, "Mass", i % 23 == 4 && set.rows[i].values["no_finding"] == "0" ? "1" : "0");
  set.write();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"few_of_a_class"});
}

TEST(Check, TheSourceIsTheLabel) {
  MadeSet set("source");
  fill(set);
  for (std::size_t i = 0; i < set.rows.size(); ++i)
    set.set(i, "source", set.rows[i].values["Effusion"] == "1" ? "east" : "west");
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), Names{"source_tells_label"});
  EXPECT_EQ(find(result.check, "source_tells_label")->severity, Severity::error);
}

TEST(Check, TheViewTellsTheLabel) {
  MadeSet set("view");
  fill(set);
  for (std::size_t i = 0; i < set.rows.size(); ++i)
    if (i % 8 != 0) set.set(i, "view", set.rows[i].values["Nodule"] == "1" ? "AP" : "PA");
  set.write();
  EXPECT_TRUE(told(checked({set.folder}).check).contains("view_tells_label"));
}

TEST(Check, TheBrightnessTellsTheLabel) {
  MadeSet set("bright");
  fill(set);
  for (auto& row : set.rows)
    if (row.values["Nodule"] == "1")
      for (auto& sample : row.picture.samples)
        sample = static_cast<std::uint16_t>(std::min(65535, sample + 6000));
  set.write();
  const auto names = told(checked({set.folder}).check);
  EXPECT_TRUE(names.contains("number_tells_label"));
  EXPECT_TRUE(names.contains("photometry_tells_label"));
  EXPECT_FALSE(names.contains("source_tells_label"));
}

TEST(Check, AMarkTellsTheLabel) {
  MadeSet set("mark");
  fill(set);
  set.columns.push_back("hardware");
  std::size_t marked = 0;
  for (std::size_t i = 0; i < set.rows.size(); ++i)
    set.set(i, "hardware", set.rows[i].values["Effusion"] == "1" && marked++ < 24 ? "1" : "0");
  set.write();
  const auto names = told(checked({set.folder}).check);
  EXPECT_TRUE(names.contains("mark_is_label"));
  EXPECT_TRUE(names.contains("mark_goes_with_label"));
}

TEST(Check, AnInvertedFilmAndATurnedOne) {
  MadeSet set("inverted");
  fill(set);
  for (auto& sample : set.rows[21].picture.samples) sample = static_cast<std::uint16_t>(65535 - sample);
  set.rows[33].picture = drawn(34, 80, 80);
  image::Image turned = set.rows[33].picture;
  for (int y = 0; y < 80; ++y)
    for (int x = 0; x < 80; ++x) turned.at(y, x) = set.rows[33].picture.at(79 - x, y);
  set.rows[33].picture = turned;
  set.write();
  const auto result = checked({set.folder});
  EXPECT_EQ(told(result.check), (Names{"looks_inverted", "looks_turned"}));
  EXPECT_EQ(find(result.check, "looks_inverted")->examples.at(0).films.at(0), (FilmAt{0, 21}));
  EXPECT_EQ(find(result.check, "looks_inverted")->count, 1U);
  EXPECT_EQ(find(result.check, "looks_turned")->examples.at(0).films.at(0), (FilmAt{0, 33}));
  EXPECT_EQ(find(result.check, "looks_turned")->count, 1U);
}

TEST(Check, ASourceWithAnotherLook) {
  MadeSet set("look");
  fill(set);
  for (auto& row : set.rows)
    if (row.values["source"] == "east")
      for (auto& sample : row.picture.samples) sample = static_cast<std::uint16_t>(sample / 2 + 20000);
  set.write();
  const auto result = checked({set.folder});
  const auto* probe = find(result.check, "source_probe");
  ASSERT_NE(probe, nullptr);
  EXPECT_EQ(probe->severity, Severity::note);  // no label follows the source
  for (const auto& figure : probe->figures) {
    if (figure.name.ends_with("numbers")) {
      EXPECT_GT(figure.value, 0.99) << figure.name;
    }
  }
}

TEST(Check, TheSameFilmsInTwoSets) {
  MadeSet one("one"), two("two");
  fill(one);
  fill(two, 5000);
  for (const std::size_t i : {1, 2, 3}) {
    two.rows[i].picture = one.rows[i].picture;
    two.set(i, "patient", "other" + std::to_string(i));
  }
  two.rows[100].picture = one.rows[4].picture;  // val there, train here
  for (const char* label : {"Effusion", "Nodule", "no_finding"})
    two.set(100, label, one.rows[4].values[label]);
  one.write();
  two.write();
  const auto result = checked({one.folder, two.folder}, false);
  EXPECT_EQ(told(result.check),
            (Names{"same_films_in_two_sets", "copies_across_splits", "patients_across_sets"}))
      << to_text(result.material, result.check, {});
  EXPECT_EQ(find(result.check, "same_films_in_two_sets")->count, 4U);
  EXPECT_EQ(find(result.check, "copies_across_splits")->count, 1U);
}

TEST(Gather, FoldersThatAreNoSets) {
  const auto missing = gather({"/nowhere/at/all"}, {});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, base::ErrorCode::unusable_input);
  MadeSet set("hostile");
  std::filesystem::create_directories(set.folder);
  EXPECT_EQ(gather({set.folder}, {}).error().code, base::ErrorCode::unusable_input);
  for (const char* table :
       {"", "image\n", "image,image\na,b\n", "image\n../../etc/passwd\n", "image,a\n\"x"}) {
    std::ofstream(set.folder / "metadata.csv") << table;
    const auto result = gather({set.folder}, {});
    ASSERT_FALSE(result) << table;
    EXPECT_EQ(result.error().code, base::ErrorCode::unusable_input) << table;
  }
}

TEST(Gather, AThousandColumnsAreBounded) {
  MadeSet set("wide");
  std::filesystem::create_directories(set.folder);
  std::ofstream table(set.folder / "metadata.csv");
  table << "uid";
  for (int c = 0; c < 1000; ++c) table << ",c" << c;
  for (int row = 0; row < 200; ++row) {
    table << "\n" << row;
    for (int c = 0; c < 1000; ++c) table << "," << (row * (c + 3) / 7) % 2;
  }
  table.close();
  const auto result = checked({set.folder});
  EXPECT_TRUE(told(result.check).contains("columns_left_out"));
}

TEST(Gather, ATableOfOtherThingsIsCheckedAsATable) {
  MadeSet set("rows");
  std::filesystem::create_directories(set.folder);
  std::ofstream table(set.folder / "metadata.csv");
  table << "uid,patient,split,Edema,normal\n";
  for (int i = 0; i < 60; ++i)
    table << i << ",q" << i << "," << (i < 30 ? "train" : "val") << "," << (i % 2) << ","
          << (i == 7 ? 1 : 1 - i % 2) << "\n";
  table.close();
  EXPECT_EQ(told(checked({set.folder}).check), Names{"normal_with_finding"});
}

}  // namespace
}  // namespace roentgen::hygiene
