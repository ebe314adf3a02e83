#include "training/safetensors.h"

#include <gtest/gtest.h>

#include <cstring>

namespace roentgen::training {
namespace {

base::Bytes file_of(const std::string& header, const std::vector<std::uint8_t>& data) {
  base::Bytes bytes(8 + header.size() + data.size());
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  if (!data.empty()) std::memcpy(bytes.data() + 8 + header.size(), data.data(), data.size());
  return bytes;
}

std::string message(const base::Bytes& bytes) {
  const auto parsed = parse_safetensors(bytes);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(Safetensors, ReadsTheThreeTypes) {
  // 1.0 and -2.5 in each type, by IEEE 754: F32 3F800000 C0200000, F16 3C00 C100, BF16 3F80 C020.
  const auto parsed = parse_safetensors(file_of(
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
      R"("b":{"dtype":"F16","shape":[2],"data_offsets":[8,12]},"c":{"dtype":"BF16","shape":[1,2],"data_offsets":[12,16]}})",
      {0, 0, 0x80, 0x3F, 0, 0, 0x20, 0xC0, 0, 0x3C, 0, 0xC1, 0x80, 0x3F, 0x20, 0xC0}));
  ASSERT_TRUE(parsed) << parsed.error().message;
  ASSERT_EQ(parsed->size(), 3u);
  for (const auto& [name, tensor] : *parsed)
    EXPECT_EQ(tensor.values, (std::vector<float>{1.0f, -2.5f})) << name;
  EXPECT_EQ(parsed->at("a").shape, (std::vector<std::int64_t>{2, 1}));
}

TEST(Safetensors, ComesBackAsWritten) {
  const StoredTensors tensors{{"a.weight", {{2, 3}, {1, -2.5F, 0.125F, 65504, 0, -0.5F}}},
                              {"b", {{3}, {0.1F, 1e-30F, -7}}},
                              {"one", {{}, {3.14159F}}}};
  const auto again = parse_safetensors(write_safetensors(tensors));
  ASSERT_TRUE(again) << again.error().message;
  ASSERT_EQ(again->size(), tensors.size());
  for (const auto& [name, tensor] : tensors) {
    EXPECT_EQ(again->at(name).shape, tensor.shape) << name;
    EXPECT_EQ(again->at(name).values, tensor.values) << name;
  }
}

TEST(Safetensors, RefusesWhatTheFormatForbids) {
  const auto one = [](const std::string& type, const std::string& shape, const std::string& offsets) {
    return file_of(
        R"({"a":{"dtype":")" + type + R"(","shape":)" + shape + R"(,"data_offsets":)" + offsets + "}}",
        {1, 2, 3, 4});
  };
  EXPECT_EQ(message(one("F32", "[1]", "[0,4]")), "accepted");
  EXPECT_EQ(message(one("F16", "[2]", "[0,4]")), "accepted");
  const auto refused = [](const base::Bytes& bytes, const std::string& words) {
    EXPECT_NE(message(bytes).find(words), std::string::npos) << message(bytes);
  };
  refused(one("I64", "[1]", "[0,4]"), "type other than");
  refused(one("F32", "[2]", "[0,4]"), "does not fit");
  refused(one("F32", "[-1]", "[0,4]"), "no usable shape");
  refused(one("F32", "[4294967296,4294967296,4294967296]", "[0,4]"), "larger than the file");
  refused(one("F32", "[1]", "[4,0]"), "outside the file");
  refused(one("F32", "[1]", "[0,18446744073709551615]"), "outside the file");
  refused(one("F16", "[1]", "[0,2]"), "belong to no tensor");
  refused(one("F16", "[1]", "[2,4]"), "overlaps another or leaves a hole");
  refused(one("F32", "1", "[0,4]"), "no usable shape");
  refused(one("F32", "[1]", "4"), "no usable offsets");
  refused(file_of("[]", {}), "not a JSON object");
  refused(file_of("{\"a\":", {}), "not a JSON object");
  refused(file_of("{\"a\":1}", {}), "lacks dtype");
  refused(file_of(std::string(1'000'000, '['), {}), "not a JSON object");
  refused(base::Bytes(7), "shorter than 8");
  refused(base::Bytes(8, std::byte{0xFF}), "larger than 4 MiB");
  auto cut = one("F32", "[1]", "[0,4]");
  cut.resize(30);
  refused(cut, "ends within its header");
}

TEST(Safetensors, EveryCutOfARealFileIsRefused) {
  const auto bytes = base::read_file("models/backbones/mobilenetv2_035_tf.safetensors", 16u << 20);
  ASSERT_TRUE(bytes) << bytes.error().message;
  ASSERT_TRUE(parse_safetensors(*bytes));
  for (const std::size_t length : {0u, 8u, 100u, 20'000u, 40'000u, 1'000'000u})
    EXPECT_FALSE(parse_safetensors(std::span(*bytes).first(length))) << length;
  EXPECT_FALSE(parse_safetensors(std::span(*bytes).first(bytes->size() - 1)));
}

}  // namespace
}  // namespace roentgen::training
