#include "dataset/table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "base/file.h"
#include "dataset/boxes.h"
#include "image/codec.h"
#include "image/synthetic_mark.h"

namespace roentgen::dataset {
namespace {

const std::filesystem::path kData = "../shared/data";

#define NEEDS_SHARED_DATA() \
  if (!std::filesystem::exists(kData)) GTEST_SKIP() << "needs the reference data in ../shared/data"

class Folder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() /
        ("roentgen_table_test_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }

  std::filesystem::path folder_;
};

// The mark stands in the file and never in what is learned; a row and its picture agree on what they are.
TEST_F(Folder, ASyntheticPictureIsReadWithoutItsMarkAndNeverAsAPatients) {
  image::Image picture{70, 66, {}};
  for (int i = 0; i < 70 * 66; ++i) picture.samples.push_back(static_cast<std::uint16_t>(i * 13));
  const image::Image marked = image::with_synthetic_strip(picture);
  const image::PngText words{std::string(image::kSyntheticKeyword), "made"};
  write("metadata.csv",
        "image,source,synthetic\nboth.png,synthetic,1\nboth.png,nih,\nwords.png,nih,0\nbare.png,synthetic,1\n"
        "bare.png,nih,\n");
  std::filesystem::create_directories(folder_ / "images");
  ASSERT_TRUE(base::write_file(folder_ / "images/both.png", image::encode_png16(marked, words)));
  ASSERT_TRUE(base::write_file(folder_ / "images/words.png", image::encode_png16(picture, words)));
  ASSERT_TRUE(base::write_file(folder_ / "images/bare.png", image::encode_png16(picture)));
  const auto table = read_table(folder_);
  ASSERT_TRUE(table) << table.error().message;
  const auto& films = table->films;
  EXPECT_EQ(read_image(*table, films[0]).value(), picture);
  EXPECT_FALSE(read_image(*table, films[1]));
  EXPECT_FALSE(read_image(*table, films[2]));
  EXPECT_FALSE(read_image(*table, films[3]));
  EXPECT_EQ(read_image(*table, films[4]).value(), picture);
  EXPECT_NE(read_image(*table, films[1]).error().message.find("is synthetic"), std::string::npos);
}

TEST_F(Folder, MissingColumnsAreEmpty) {
  write("metadata.csv", "image,Effusion\na.jpg,1\nb/c.dcm,\n");
  const auto table = read_table(folder_);
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->name, folder_.filename().string());
  ASSERT_EQ(table->films.size(), 2U);
  EXPECT_EQ(table->films[0].values.at("Effusion"), "1");
  EXPECT_EQ(table->films[1].image, "b/c.dcm");
  EXPECT_EQ(table->films[1].patient, "");
  EXPECT_EQ(of_split(*table, "all")->films.size(), 2U);
  const auto none = of_split(*table, "val");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::ErrorCode::usage);
  EXPECT_NE(none.error().message.find("no column \"split\""), std::string::npos);
}

TEST_F(Folder, AnUnknownSplitNamesTheKnownOnes) {
  write("metadata.csv", "image,split\na.jpg,train\nb.jpg,val\n");
  const auto table = read_table(folder_);
  ASSERT_TRUE(table);
  EXPECT_EQ(of_split(*table, "val")->films.size(), 1U);
  const auto none = of_split(*table, "tset");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, base::ErrorCode::usage);
  EXPECT_NE(none.error().message.find("all, train, val"), std::string::npos);
}

TEST_F(Folder, PathsThatLeaveTheFolderAreRefused) {
  for (const std::string image : {"../secret.jpg", "a/../../b.jpg", "/etc/passwd", "..", "", "..\\\\b.jpg"}) {
    write("metadata.csv", "image,n\nfine.jpg,1\n\"" + image + "\",2\n");
    const auto table = read_table(folder_);
    ASSERT_FALSE(table) << image;
    EXPECT_EQ(table.error().code, base::ErrorCode::unusable_input);
    EXPECT_NE(table.error().message.find("Line 3"), std::string::npos);
  }
  write("metadata.csv", "image\na..b/c...jpg\n");  // dots inside a name are harmless
  EXPECT_TRUE(read_table(folder_));
}

TEST_F(Folder, NoTableNoImageColumn) {
  EXPECT_EQ(read_table(folder_).error().code, base::ErrorCode::unusable_input);
  write("metadata.csv", "picture\na.jpg\n");
  EXPECT_NE(read_table(folder_).error().message.find("\"image\""), std::string::npos);
}

TEST_F(Folder, PatientsOnBothSidesAreNamed) {
  write("metadata.csv",
        "image,patient,split\na,7,train\nb,7,val\nc,8,train\nd,,train\ne,,val\nf,9,\ng,9,val\n");
  const auto apart = check_patients_apart(*read_table(folder_));
  ASSERT_FALSE(apart);
  EXPECT_EQ(apart.error().code, base::ErrorCode::usage);
  EXPECT_NE(apart.error().message.find("1 patients stand in more than one split (7)"), std::string::npos)
      << apart.error().message;
}

TEST_F(Folder, ImagesLieUnderImagesOrBesideTheTable) {
  write("metadata.csv", "image\na.jpg\nb.jpg\nc.jpg\n");
  write("images/a.jpg", "x");
  write("b.jpg", "x");
  const auto table = read_table(folder_);
  EXPECT_EQ(image_path(*table, table->films[0]), folder_ / "images/a.jpg");
  EXPECT_EQ(image_path(*table, table->films[1]), folder_ / "b.jpg");
  EXPECT_EQ(image_path(*table, table->films[2]), folder_ / "images/c.jpg");
  EXPECT_EQ(read_image(*table, table->films[2]).error().code, base::ErrorCode::unusable_input);
}

TEST_F(Folder, MaskTablesAreChecked) {
  write("metadata.csv", "image\na.jpg\n");
  const auto table = read_table(folder_);
  const auto refused = [&](const std::string& json) {
    write("masks.json", json);
    const auto masks = read_mask_folder(*table);
    return !masks && masks.error().code == base::ErrorCode::unusable_input;
  };
  EXPECT_TRUE(refused("{"));
  EXPECT_TRUE(refused("{}"));
  EXPECT_TRUE(refused("[]"));
  EXPECT_TRUE(refused("[3]"));
  EXPECT_TRUE(refused(R"([{"folder": "../masks", "kind": "index", "values": {"1": "heart"}}])"));
  EXPECT_TRUE(refused(R"([{"folder": "masks", "kind": "index", "values": {"x": "heart"}}])"));
  EXPECT_TRUE(refused(R"([{"folder": "masks", "kind": "index", "values": {"256": "heart"}}])"));
  EXPECT_TRUE(refused(R"([{"folder": "masks", "kind": "index", "values": {"1": 2}}])"));
  EXPECT_TRUE(refused(R"([{"folder": "masks", "kind": "bits", "values": {"1": "heart"}}])"));
  EXPECT_FALSE(refused(R"([{"folder": "b", "kind": "binary", "values": {"1": "lung"}},
                           {"folder": "i", "kind": "index", "values": {"2": "heart"}}])"));
  EXPECT_EQ(read_mask_folder(*table)->structures, (std::map<int, std::string>{{2, "heart"}}));
}

TEST_F(Folder, BoxesThatAreNoRectanglesAreRefusedByLine) {
  write("metadata.csv", "image\na.jpg\n");
  const auto table = read_table(folder_);
  write("boxes.csv", "image,label,x,y,width,height\na.jpg,mass,1,2,3,4\na.jpg,mass,1,2,nan,4\n");
  EXPECT_NE(read_boxes(*table).error().message.find("Line 3"), std::string::npos);
  const auto lenient = read_box_table(*table);
  ASSERT_TRUE(lenient);
  ASSERT_EQ(lenient->boxes.size(), 1U);
  EXPECT_EQ(lenient->boxes[0].width, 3);
  EXPECT_EQ(lenient->broken, (std::map<std::string, std::size_t>{{"a.jpg", 3}}));
  write("boxes.csv", "image,label,x,y,width\na.jpg,mass,1,2,3\n");
  EXPECT_NE(read_boxes(*table).error().message.find("height"), std::string::npos);
}

TEST(AgeGroup, YearsAndDicomAges) {
  EXPECT_EQ(age_group("0"), "0-17");
  EXPECT_EQ(age_group("17.9"), "0-17");
  EXPECT_EQ(age_group("18"), "18-39");
  EXPECT_EQ(age_group("058Y"), "40-59");
  EXPECT_EQ(age_group("60"), "60-79");
  EXPECT_EQ(age_group("80"), "80+");
  EXPECT_EQ(age_group("240M"), "18-39");
  EXPECT_EQ(age_group("300D"), "0-17");
  for (const char* unknown : {"", "unknown", "-3", "nan", "inf", "412", "5 years", "1e2", "40-59"})
    EXPECT_EQ(age_group(unknown), "") << unknown;
}

// The numbers of the set's own README.
TEST(SharedData, NihCountsAndBoxes) {
  NEEDS_SHARED_DATA();
  const auto table = read_table(kData / "cxr_nih");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->name, "cxr_nih");
  EXPECT_EQ(table->films.size(), 1495U);
  std::set<std::string> patients;
  for (const auto& film : table->films) patients.insert(film.patient);
  EXPECT_EQ(patients.size(), 1185U);
  EXPECT_EQ(of_split(*table, "train")->films.size(), 1018U);
  EXPECT_EQ(of_split(*table, "val")->films.size(), 261U);
  EXPECT_EQ(of_split(*table, "test")->films.size(), 216U);
  const auto test = of_split(*table, "test");
  EXPECT_EQ(std::count_if(test->films.begin(), test->films.end(),
                          [](const Film& f) { return f.values.at("Pneumonia") == "1"; }),
            131);
  EXPECT_TRUE(check_patients_apart(*table));

  const auto boxes = read_boxes(*table);
  ASSERT_TRUE(boxes) << boxes.error().message;
  EXPECT_EQ(boxes->size(), 274U);
  EXPECT_EQ(
      std::count_if(boxes->begin(), boxes->end(), [](const Box& b) { return b.reader == "nih_bbox2017"; }),
      53);
  const auto film = std::find_if(table->films.begin(), table->films.end(),
                                 [](const Film& f) { return f.image == "00000061_012.jpg"; });
  const auto of_film = boxes_of(*boxes, *film);
  ASSERT_EQ(of_film.size(), 2U);
  EXPECT_DOUBLE_EQ(of_film[1].x, 232.5);
  EXPECT_DOUBLE_EQ(of_film[1].height, 102.0);
}

TEST(SharedData, EveryTableIsRead) {
  NEEDS_SHARED_DATA();
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kData)) {
    if (!std::filesystem::exists(entry.path() / "metadata.csv")) continue;
    const auto table = read_table(entry.path());
    if (!table) {  // waveforms and texts have tables without pictures
      EXPECT_NE(table.error().message.find("\"image\""), std::string::npos)
          << entry.path() << table.error().message;
      continue;
    }
    ++read;
    for (const auto& film : table->films) {
      ASSERT_TRUE(std::filesystem::is_regular_file(image_path(*table, film))) << image_path(*table, film);
    }
    EXPECT_TRUE(check_patients_apart(*table)) << entry.path();
  }
  EXPECT_GE(read, 14);
}

TEST(SharedData, MasksOfAllKinds) {
  NEEDS_SHARED_DATA();
  const auto anatomy = read_table(kData / "cxr_anatomy");
  const auto folder = read_mask_folder(*anatomy);
  ASSERT_TRUE(folder) << folder.error().message;
  EXPECT_EQ(folder->structures,
            (std::map<int, std::string>{{1, "right_lung"}, {2, "left_lung"}, {3, "heart"}}));
  const auto film = std::find_if(anatomy->films.begin(), anatomy->films.end(),
                                 [](const Film& f) { return f.image == "00000003_003.jpg"; });
  const auto mask = read_mask(*folder, *film);
  ASSERT_TRUE(mask) << mask.error().message;
  // numpy.bincount(numpy.array(PIL.Image.open("masks/00000003_003.png")).ravel())
  EXPECT_EQ(std::count(mask->samples.begin(), mask->samples.end(), 0), 189696);
  EXPECT_EQ(std::count(mask->samples.begin(), mask->samples.end(), 1), 28287);
  EXPECT_EQ(std::count(mask->samples.begin(), mask->samples.end(), 2), 29702);
  EXPECT_EQ(std::count(mask->samples.begin(), mask->samples.end(), 3), 14459);

  const auto covid = read_table(kData / "cxr_covid_ieee8023");
  const auto lungs = read_mask_folder(*covid);  // no folder of kind index there
  ASSERT_TRUE(lungs);
  EXPECT_EQ(lungs->kind, MaskKind::binary);
  const auto lung = std::find_if(covid->films.begin(), covid->films.end(),
                                 [](const Film& f) { return f.image == "hannover_0a7faa2a.jpg"; });
  const auto binary = read_mask(*lungs, *lung);  // a one-bit PNG
  ASSERT_TRUE(binary) << binary.error().message;
  EXPECT_EQ(std::count(binary->samples.begin(), binary->samples.end(), 1), 42967);

  const auto mixed = read_table(kData / "cxr_lung_masks");
  const auto folders = read_mask_folders(*mixed);
  ASSERT_TRUE(folders);
  EXPECT_EQ(folders->size(), 6U);
  EXPECT_EQ(std::count_if(mixed->films.begin(), mixed->films.end(),
                          [&](const Film& f) { return has_mask(folders->at(1), f); }),
            std::count_if(mixed->films.begin(), mixed->films.end(),
                          [](const Film& f) { return f.values.at("mask_gb") == "1"; }));
}

TEST(SharedData, PicturesOfEveryFileKind) {
  NEEDS_SHARED_DATA();
  const auto anatomy = read_table(kData / "cxr_anatomy");
  const auto film = std::find_if(anatomy->films.begin(), anatomy->films.end(),
                                 [](const Film& f) { return f.image == "00000003_003.jpg"; });
  const auto picture = read_image(*anatomy, *film);
  ASSERT_TRUE(picture) << picture.error().message;
  double sum = 0;
  for (const auto sample : picture->samples) sum += sample;
  // numpy.array(PIL.Image.open("images/00000003_003.jpg")).mean()
  EXPECT_NEAR(sum / static_cast<double>(picture->samples.size()) / 257, 138.9929313659668, 0.02);

  const auto head = read_table(kData / "ct_head_dicom");
  const auto slice = read_image(*head, head->films.front());
  ASSERT_TRUE(slice) << slice.error().message;
  EXPECT_GT(slice->rows, 100);
}

}  // namespace
}  // namespace roentgen::dataset
