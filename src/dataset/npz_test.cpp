#include "dataset/npz.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "dataset/zip.h"

namespace roentgen::dataset {
namespace {

base::Bytes from_base64(std::string_view text) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  base::Bytes bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') break;
    bits = (bits << 6U) | static_cast<unsigned>(kDigits.find(c));
    held += 6;
    if (held >= 8) bytes.push_back(static_cast<std::byte>((bits >> (held -= 8)) & 0xFFU));
  }
  return bytes;
}

// numpy.savez_compressed(f, a=numpy.array([[-3, 70000], [5, -6]], dtype="<i4"), b=numpy.arange(5,
// dtype="u1"))
base::Bytes written_by_numpy() {
  return from_base64(
      "UEsDBC0AAAAIAAAAIQB86U6u//////////"
      "8FABQAYS5ucHkBABAAkAAAAAAAAABWAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaKu"
      "o6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GkY6CkaaOgq1CmQDrr////"
      "8vEGRkYGVgYPgFZAMAUEsDBC0AAAAIAAAAIQDSQj9H////"
      "//////"
      "8FABQAYi5ucHkBABAAhQAAAAAAAABJAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClO"
      "BYoXZyQWpAL5GqY6mjoKtQoUAC4GRiZmFgBQSwECLQMtAAAACAAAACEAfOlOrlYAAACQAAAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucH"
      "lQSwEC"
      "LQMtAAAACAAAACEA0kI/R0kAAACFAAAABQAAAAAAAAAAAAAAgAGNAAAAYi5ucHlQSwUGAAAAAAIAAgBmAAAADQEAAAAA");
}

TEST(Npz, ReadsWhatNumpyWrites) {
  const auto arrays = parse_npz(written_by_numpy());
  ASSERT_TRUE(arrays) << arrays.error().message;
  ASSERT_EQ(arrays->size(), 2U);
  const Array& a = arrays->at("a");
  EXPECT_EQ(a.shape, (std::vector<std::size_t>{2, 2}));
  EXPECT_EQ(a.value(0), -3);
  EXPECT_EQ(a.value(1), 70000);
  EXPECT_EQ(a.value(3), -6);
  const Array& b = arrays->at("b");
  EXPECT_EQ(b.shape, (std::vector<std::size_t>{5}));
  EXPECT_EQ(b.value(4), 4);
}

TEST(Npz, EveryTruncationIsRefused) {
  const auto whole = written_by_numpy();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(parse_npz(std::span(whole).first(length))) << length;
}

TEST(Npz, EveryFlippedByteIsReadOrRefused) {
  const auto whole = written_by_numpy();
  int refused = 0;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    auto bytes = whole;
    bytes[at] ^= std::byte{0xFF};
    const auto arrays = parse_npz(bytes);
    if (arrays) continue;
    EXPECT_EQ(arrays.error().code, base::ErrorCode::unusable_input);
    ++refused;
  }
  EXPECT_GT(refused, 200);  // of 393: the checksum alone guards the 159 packed bytes
}

TEST(Npz, AStatedSizeTheBytesCannotHoldIsRefusedBeforeAllocating) {
  auto bytes = written_by_numpy();
  // The second central record's uncompressed size.
  const std::array<std::byte, 4> signature{std::byte{'P'}, std::byte{'K'}, std::byte{1}, std::byte{2}};
  const auto central = std::search(bytes.begin(), bytes.end(), signature.begin(), signature.end());
  ASSERT_NE(central, bytes.end());
  central[24 + 3] = std::byte{0x40};  // 1 GiB
  const auto arrays = parse_npz(bytes);
  ASSERT_FALSE(arrays);
  EXPECT_NE(arrays.error().message.find("cannot unfold"), std::string::npos) << arrays.error().message;
}

base::Bytes npy(const std::string& header, std::size_t data) {
  const std::string start("\x93NUMPY\x01\x00", 8);
  base::Bytes bytes(start.size() + 2 + header.size() + data);
  std::memcpy(bytes.data(), start.data(), start.size());
  bytes[8] = static_cast<std::byte>(header.size());
  std::memcpy(bytes.data() + 10, header.data(), header.size());
  return bytes;
}

TEST(Npy, ShapesAndTypes) {
  EXPECT_TRUE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", 6)));
  EXPECT_TRUE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", 1)));
  EXPECT_TRUE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 7), }", 0)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }", 5)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", 6)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '|O', 'fortran_order': False, 'shape': (6,), }", 6)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", 8)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '>i4', 'fortran_order': False, 'shape': (1,), }", 4)));
  // 2^32 * 2^32 = 0 in 64 bits
  EXPECT_FALSE(
      parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 0)));
  EXPECT_FALSE(
      parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (99999999999999999999,), }", 0)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (-1,), }", 0)));
}

TEST(Npy, DimensionsAndHeaderAreBounded) {
  EXPECT_TRUE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1), }", 1)));
  EXPECT_FALSE(parse_npy(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1), }", 1)));
  base::Bytes version2 = npy("", 200'000);  // a header of 131,072 bytes
  version2[6] = std::byte{2};
  version2[10] = std::byte{2};
  EXPECT_FALSE(parse_npy(version2));
}

TEST(Zip, EntriesAndTheirSumAreBounded) {
  auto bytes = written_by_numpy();
  EXPECT_TRUE(unzip(bytes, 277));
  EXPECT_NE(unzip(bytes, 276).error().message.find("unfolds to more than the limit"), std::string::npos);
  bytes[bytes.size() - 22 + 10] = std::byte{10'001 & 255};
  bytes[bytes.size() - 22 + 11] = std::byte{10'001 >> 8};
  EXPECT_NE(unzip(bytes, 277).error().message.find("too many entries"), std::string::npos);
}

TEST(Medmnist, PneumoniaMnistAsItsReadmeSays) {
  const std::filesystem::path file = "../shared/data/medmnist/pneumoniamnist.npz";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "needs the reference data in ../shared/data";
  const auto set = read_medmnist(file);
  ASSERT_TRUE(set) << set.error().message;
  EXPECT_EQ(set->table.name, "pneumoniamnist");
  ASSERT_EQ(set->images.size(), 4708U + 524U + 291U);
  ASSERT_EQ(set->table.films.size(), set->images.size());
  EXPECT_EQ(of_split(set->table, "val")->films.size(), 524U);
  int pneumonia = 0;
  unsigned long long sum = 0;
  for (std::size_t i = 0; i < 4708; ++i) {
    pneumonia += set->table.films[i].values.at("label") == "1" ? 1 : 0;
    for (const auto sample : set->images[i].samples) sum += sample;
  }
  EXPECT_EQ(pneumonia, 3494);
  // z = numpy.load("pneumoniamnist.npz"); z["train_images"].sum(); z["val_images"][17, 10, 20];
  // z["val_labels"][3, 0]
  EXPECT_EQ(sum, 538305934ULL * 257);
  EXPECT_EQ(set->images[4708 + 17].at(10, 20), 110 * 257);
  EXPECT_EQ(set->table.films[4708 + 3].values.at("label"), "0");
  EXPECT_TRUE(check_patients_apart(set->table));
}

}  // namespace
}  // namespace roentgen::dataset
