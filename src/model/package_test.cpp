#include "model/package.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "base/sha256.h"
#include "model/example_for_test.h"

namespace roentgen::model {
namespace {

namespace fs = std::filesystem;

class PackageTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(write_package(folder, example_card(), example_network())); }

  void put(const std::string& name, const std::string& text) {
    std::ofstream(folder / name, std::ios::binary) << text;
  }
  std::string get(const std::string& name) { return base::read_text(folder / name, 1 << 20).value(); }

  // As an attacker would who can also rewrite the sums.
  void seal() {
    std::string sums;
    for (const char* name : {"CARD.md", "card.json", "model.onnx"})
      sums += base::sha256_hex(base::read_file(folder / name, 1 << 20).value()) + "  " + name + "\n";
    put("SHA256SUMS", sums);
  }

  void expect_refused(const std::string& because) {
    const auto package = load_package(folder);
    ASSERT_FALSE(package);
    EXPECT_EQ(package.error().code, base::ErrorCode::refused_model);
    EXPECT_NE(package.error().message.find(because), std::string::npos) << package.error().message;
    EXPECT_NE(package.error().subject.find("tiny"), std::string::npos);
    EXPECT_FALSE(load_package(folder, Weights::leave_on_disk));
  }

  TempFolder temp;
  fs::path folder = temp / "tiny";
};

TEST_F(PackageTest, ComesBackAsWritten) {
  const auto package = load_package(folder);
  ASSERT_TRUE(package) << package.error().message;
  EXPECT_EQ(package->weights, example_network());
  EXPECT_EQ(package->card.name, "tiny-classifier");
  EXPECT_EQ(package->card.weights_sha256, base::sha256_hex(example_network()));
  EXPECT_EQ(package->sha256, base::sha256_hex(base::read_file(folder / "SHA256SUMS", 1000).value()));
  EXPECT_EQ(get("CARD.md"), describe_card(package->card));
}

TEST_F(PackageTest, PicturesOfFailuresArePartOfIt) {
  Card card = example_card();
  card.failures = {{"Fracture", "failures-fracture.jpg", "Missed: *small* ones."}};
  const Picture picture{"failures-fracture.jpg", {std::byte{0xff}, std::byte{0xd8}, std::byte{0xff}}};
  const auto without = write_package(folder, card, example_network());
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, base::ErrorCode::usage);
  ASSERT_TRUE(write_package(folder, card, example_network(), std::span(&picture, 1)));
  const auto package = load_package(folder);
  ASSERT_TRUE(package) << package.error().message;
  ASSERT_EQ(package->card.failures.size(), 1u);
  EXPECT_EQ(package->card.failures[0].says, "Missed: *small* ones.");
  const auto pictures = read_pictures(*package);
  ASSERT_TRUE(pictures);
  EXPECT_EQ(pictures->at(0).jpeg, picture.jpeg);
  EXPECT_NE(get("CARD.md").find(
                "### Fracture\n\n![Fracture](failures-fracture.jpg)\n\nMissed: \\*small\\* ones.\n"),
            std::string::npos);
  put("failures-fracture.jpg", "another");
  expect_refused("failures-fracture.jpg is not the one that was packed");
  fs::remove(folder / "failures-fracture.jpg");
  seal();
  expect_refused("the picture failures-fracture.jpg, which its card names, is missing");
}

TEST_F(PackageTest, WeightsLeftOnDiskAreCheckedNowAndWhenTheyAreRead) {
  const auto package = load_package(folder, Weights::leave_on_disk);
  ASSERT_TRUE(package) << package.error().message;
  EXPECT_TRUE(package->weights.empty());
  EXPECT_EQ(read_weights(*package).value(), example_network());
  put("model.onnx", "something else");
  EXPECT_EQ(read_weights(*package).error().code, base::ErrorCode::refused_model);
  fs::remove(folder / "model.onnx");
  EXPECT_EQ(read_weights(*package).error().code, base::ErrorCode::refused_model);
}

TEST_F(PackageTest, Sha256sumAgrees) {
  EXPECT_EQ(
      std::system(("cd " + folder.string() + " && sha256sum --strict -c SHA256SUMS > /dev/null").c_str()), 0);
}

TEST_F(PackageTest, RefusesAFlippedBitInAnyFile) {
  for (const char* name : {"model.onnx", "card.json", "CARD.md"}) {
    const std::string good = get(name);
    std::string bad = good;
    bad[bad.size() / 2] = static_cast<char>(bad[bad.size() / 2] ^ 1);
    put(name, bad);
    expect_refused(std::string(name) + " is not the one that was packed");
    put(name, good);
  }
  EXPECT_TRUE(load_package(folder));
}

TEST_F(PackageTest, RefusesEveryPrefixOfItsSums) {
  const std::string sums = get("SHA256SUMS");
  for (std::size_t size = 0; size < sums.size(); ++size) {
    put("SHA256SUMS", sums.substr(0, size));
    const auto package = load_package(folder);
    ASSERT_FALSE(package) << size;
    EXPECT_EQ(package.error().code, base::ErrorCode::refused_model);
  }
}

TEST_F(PackageTest, RefusesAMissingFile) {
  for (const char* name : {"model.onnx", "card.json", "CARD.md"}) {
    const std::string good = get(name);
    fs::remove(folder / name);
    expect_refused(std::string("the file ") + name + " is missing");
    put(name, good);
  }
  fs::remove(folder / "SHA256SUMS");
  expect_refused("SHA256SUMS cannot be read");
}

TEST_F(PackageTest, RefusesFilesThatTheSumsDoNotName) {
  put("notes.txt", "hello");
  expect_refused("does not name the file notes.txt");
  fs::remove(folder / "notes.txt");
  fs::create_directory(folder / "more");
  expect_refused("not a plain file");
  fs::remove(folder / "more");
  fs::rename(folder / "model.onnx", temp / "elsewhere.onnx");
  fs::create_symlink(temp / "elsewhere.onnx", folder / "model.onnx");
  expect_refused("not a plain file");
}

TEST_F(PackageTest, RefusesEditedSums) {
  const std::string sums = get("SHA256SUMS");
  const std::string sum(64, '0');
  put("SHA256SUMS", sum + sums.substr(64));
  expect_refused("CARD.md is not the one that was packed");
  put("SHA256SUMS", sums + sum + "  ../../etc/passwd\n");
  expect_refused("is not \"sum  name\"");
  put("SHA256SUMS", sums + sum + "  sub/model.onnx\n");
  expect_refused("is not \"sum  name\"");
  put("SHA256SUMS", sums + sums);
  expect_refused("names a file twice");
  put("SHA256SUMS", sums.substr(sums.find('\n') + 1));
  expect_refused("does not name the file CARD.md");
  put("SHA256SUMS", std::string(100000, 'a'));
  expect_refused("SHA256SUMS cannot be read");
}

TEST_F(PackageTest, RefusesASealedPackageWhoseCardIsNotOne) {
  const std::string good = get("card.json");
  for (const std::string& text :
       {std::string("garbage"), std::string(), std::string(1 << 20, '['), good.substr(0, 300)}) {
    put("card.json", text);
    seal();
    const auto package = load_package(folder);
    ASSERT_FALSE(package);
    EXPECT_NE(package.error().message.find("the model card is not valid"), std::string::npos)
        << package.error().message;
  }
  put("card.json", std::string((4 << 20) + 1, ' '));
  put("SHA256SUMS", base::sha256_hex({}) + "  card.json\n" + base::sha256_hex({}) + "  CARD.md\n" +
                        base::sha256_hex({}) + "  model.onnx\n");
  const auto package = load_package(folder);
  ASSERT_FALSE(package);
}

TEST_F(PackageTest, RefusesOtherWeightsUnderTheSameCard) {
  std::string weights = get("model.onnx");
  weights.back() = static_cast<char>(weights.back() ^ 1);
  put("model.onnx", weights);
  seal();
  expect_refused("written for other weights");
}

TEST_F(PackageTest, RefusesWeightsAboveTheLimitWithoutReadingThem) {
  fs::resize_file(folder / "model.onnx", (64u << 20) + 1);  // sparse
  expect_refused("the limit is 67108864");
}

TEST_F(PackageTest, PicturesAreLimitedWhenReadAndWhenWritten) {
  Card card = example_card();
  card.failures = {{"Fracture", "failures-fracture.jpg", "Missed."}};
  const Picture largest{"failures-fracture.jpg", base::Bytes(kMostPictureBytes)};
  ASSERT_TRUE(write_package(folder, card, example_network(), std::span(&largest, 1)));
  const auto package = load_package(folder);
  ASSERT_TRUE(package);
  EXPECT_TRUE(read_pictures(*package));
  fs::resize_file(folder / "failures-fracture.jpg", kMostPictureBytes + 1);
  expect_refused("the limit is 1048576");
  const Picture larger{"failures-fracture.jpg", base::Bytes(kMostPictureBytes + 1)};
  EXPECT_FALSE(write_package(folder, card, example_network(), std::span(&larger, 1)));
}

TEST_F(PackageTest, ANamedPipeDoesNotHang) {
  fs::remove(folder / "model.onnx");
  ASSERT_EQ(::mkfifo((folder / "model.onnx").c_str(), 0600), 0);
  expect_refused("not a plain file");
}

TEST(Package, RefusesAFolderThatIsNotThere) {
  EXPECT_EQ(load_package("/nowhere/at/all").error().code, base::ErrorCode::refused_model);
}

TEST(Package, NeverWritesWhatItWouldRefuse) {
  const TempFolder temp;
  Card card = example_card();
  card.labels[0].threshold = 2;
  const auto written = write_package(temp / "bad", card, example_network());
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find("labels[0].threshold"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(temp.path()));
}

TEST(Package, ReplacesAnOldPackageAndNothingElse) {
  const TempFolder temp;
  ASSERT_TRUE(write_package(temp / "p", example_card(), example_network()));
  Card newer = example_card();
  newer.version = "2.0.0";
  ASSERT_TRUE(write_package(temp / "p/", newer, example_network()));
  EXPECT_EQ(load_package(temp / "p").value().card.version, "2.0.0");
  fs::create_directory(temp / "home");
  std::ofstream(temp / "home/thesis.txt") << "years of work";
  EXPECT_EQ(write_package(temp / "home", newer, example_network()).error().code, base::ErrorCode::usage);
  EXPECT_TRUE(fs::exists(temp / "home/thesis.txt"));
  EXPECT_EQ(std::distance(fs::directory_iterator(temp.path()), fs::directory_iterator()), 2);  // no leftovers
}

TEST(Package, AreListedByNameDamagedOnesToo) {
  const TempFolder temp;
  for (const char* name : {"b", "a"})
    ASSERT_TRUE(write_package(temp / name, example_card(), example_network()));
  fs::create_directory(temp / "backbones");
  fs::create_directory(temp / "damaged");
  std::ofstream(temp / "damaged/SHA256SUMS") << "";
  EXPECT_EQ(list_packages(temp.path()), (std::vector<fs::path>{temp / "a", temp / "b", temp / "damaged"}));
  EXPECT_TRUE(list_packages(temp / "nowhere").empty());
}

TEST(Package, TheEnvironmentNamesTheModelsFolder) {
  ::setenv("ROENTGEN_MODELS", "/some/where", 1);
  EXPECT_EQ(default_models_folder(), "/some/where");
  ::unsetenv("ROENTGEN_MODELS");
  EXPECT_EQ(default_models_folder().filename(), "models");
}

TEST(Package, CompiledNetworksLieInTheUsersCache) {
  const char* home = std::getenv("HOME");
  const std::string kept = home == nullptr ? "" : home;
  ::setenv("XDG_CACHE_HOME", "/some/where", 1);
  EXPECT_EQ(default_cache_folder(), "/some/where/roentgen");
  ::setenv("XDG_CACHE_HOME", "relative", 1);  // the standard says: to be ignored
  ::setenv("HOME", "/home/somebody", 1);
  EXPECT_EQ(default_cache_folder(), "/home/somebody/.cache/roentgen");
  ::unsetenv("HOME");
  EXPECT_EQ(default_cache_folder(), "");
  ::unsetenv("XDG_CACHE_HOME");
  if (home != nullptr) ::setenv("HOME", kept.c_str(), 1);
}

}  // namespace
}  // namespace roentgen::model
