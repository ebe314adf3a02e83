#include "model/onnx_check.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>

#include "model/example_for_test.h"

namespace roentgen::model {
namespace {

std::string number(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  return out + static_cast<char>(value);
}

std::string field(std::uint32_t id, const std::string& bytes) {
  return number(id << 3 | 2) + number(bytes.size()) + bytes;
}
std::string field(std::uint32_t id, std::uint64_t value) {
  return number(id << 3) + number(value);
}

// ModelProto with these nodes and initializers.
std::string network(const std::string& graph, const std::string& more = "") {
  return field(1, 8) + field(7, graph) + field(8, field(2, 13)) + more;
}
const std::string kImage = field(11, field(1, "image"));
std::string node(const std::string& type, const std::string& more = "") {
  return kImage + field(1, field(1, "image") + (type == "Conv" ? field(1, "image") : "") + field(2, "out") +
                               field(4, type) + more);
}
std::string tensor(const std::string& body) {
  return field(5, body);
}

std::string refusal(const std::string& onnx) {
  const auto checked = check_onnx(std::as_bytes(std::span(onnx)));
  return checked ? "" : checked.error().message;
}

TEST(OnnxCheck, LetsRealNetworksThrough) {
  EXPECT_TRUE(check_onnx(example_network("tiny_classifier.onnx")));
  EXPECT_TRUE(check_onnx(example_network("tiny_segmenter.onnx")));
  EXPECT_EQ(refusal(network(node("Relu"))), "");
}

TEST(OnnxCheck, RefusesWhatIsNotOnnx) {
  for (const std::string& bytes : {std::string(), std::string("hello, this is text"), std::string(1000, '\0'),
                                   std::string(1000, '\xff'), field(1, 8), network("")})
    EXPECT_NE(refusal(bytes), "");
}

TEST(OnnxCheck, RefusesOperatorsThatReachOutOrLoop) {
  for (const char* type : {"If", "Loop", "Scan", "SequenceMap", "Optional", "ImageDecoder", "Expand",
                           "ConstantOfShape", "RandomNormal"})
    EXPECT_NE(refusal(network(node(type))).find("operator"), std::string::npos) << type;
  EXPECT_NE(refusal(network(node("Relu", field(7, "com.evil")))).find("elsewhere"), std::string::npos);
  EXPECT_NE(refusal(network(node("Relu", field(5, field(1, "body") + field(6, ""))))).find("inside graphs"),
            std::string::npos);
  EXPECT_NE(refusal(network(node("Relu"), field(25, ""))).find("functions"), std::string::npos);
  EXPECT_NE(refusal(network(node("Relu"), field(7, node("Relu")))).find("more than one graph"),
            std::string::npos);
}

TEST(OnnxCheck, RefusesDataFromOtherFiles) {
  const std::string floats = field(1, 1) + field(2, 1);
  EXPECT_NE(refusal(network(node("Relu") +
                            tensor(floats + field(13, field(1, "location") + field(2, "/etc/passwd")))))
                .find("another file"),
            std::string::npos);
  EXPECT_NE(refusal(network(node("Relu") + tensor(floats + field(14, 1)))).find("another file"),
            std::string::npos);
}

TEST(OnnxCheck, TensorsAreAsLongAsTheySay) {
  const auto with = [](const std::string& body) { return refusal(network(node("Relu") + tensor(body))); };
  EXPECT_EQ(with(field(1, 2) + field(1, 3) + field(2, 1) + field(9, std::string(24, 'x'))), "");
  EXPECT_EQ(with(field(1, number(2) + number(3)) + field(2, 1) + field(9, std::string(24, 'x'))),
            "");  // packed
  EXPECT_EQ(with(field(1, 2) + field(2, 7) + field(7, number(5) + number(300))), "");
  EXPECT_NE(with(field(1, 2) + field(1, 3) + field(2, 1) + field(9, std::string(23, 'x'))), "");
  EXPECT_NE(with(field(1, 1ULL << 20) + field(1, 1ULL << 20) + field(2, 1) + field(9, "xxxx")), "");
  EXPECT_NE(with(field(1, 1ULL << 63) + field(1, 2) + field(2, 1)), "");
  EXPECT_NE(with(field(1, UINT64_MAX) + field(2, 1)), "");
  EXPECT_NE(with(field(1, 1) + field(2, 8) + field(6, "text")), "");
  EXPECT_NE(with(field(1, 1) + field(2, 99) + field(9, "xxxx")), "");
}

// The library's reader crashes on an operator without the input that it cannot do without.
TEST(OnnxCheck, OperatorsHaveTheirInputsAndOneOutput) {
  const auto with = [](const std::string& node) { return refusal(network(kImage + field(1, node))); };
  EXPECT_NE(with(field(2, "out") + field(4, "GlobalAveragePool")).find("lacks an input"), std::string::npos);
  EXPECT_NE(with(field(1, "image") + field(2, "out") + field(4, "Conv")).find("lacks an input"),
            std::string::npos);
  EXPECT_NE(with(field(1, "") + field(2, "out") + field(4, "Relu")).find("nothing before it gives"),
            std::string::npos);
  EXPECT_NE(with(field(1, "out") + field(2, "out") + field(4, "Relu")).find("nothing before it gives"),
            std::string::npos);
  EXPECT_NE(with(field(1, "image") + field(1, "image") + field(2, "out") + field(4, "Relu"))
                .find("too many inputs"),
            std::string::npos);
  EXPECT_NE(with(field(1, "image") + field(2, "image") + field(4, "Relu")).find("no output of its own"),
            std::string::npos);
  EXPECT_NE(with(field(1, "image") + field(4, "Relu")).find("no output of its own"), std::string::npos);
  EXPECT_EQ(with(field(1, "image") + field(1, "") + field(1, "image") + field(2, "out") + field(4, "Clip")),
            "");
  EXPECT_NE(refusal(network(node("Relu") + field(12, field(1, "elsewhere")))).find("one of its outputs"),
            std::string::npos);
}

TEST(OnnxCheck, WindowsArePositiveAndSane) {
  const auto with = [](const std::string& name, std::uint64_t value) {
    return refusal(network(node("Conv", field(5, field(1, name) + field(8, value)))));
  };
  EXPECT_EQ(with("strides", 2), "");
  EXPECT_EQ(with("pads", 0), "");
  EXPECT_NE(with("strides", 0), "");
  EXPECT_NE(with("strides", 1 << 20), "");
  EXPECT_NE(with("dilations", 0), "");
  EXPECT_NE(with("pads", UINT64_MAX), "");  // -1
  EXPECT_NE(refusal(network(node("Conv", field(5, field(1, "group") + field(3, 0))))), "");
  EXPECT_EQ(refusal(network(node("Softmax", field(5, field(1, "axis") + field(3, UINT64_MAX))))),
            "");  // axis = -1
}

TEST(OnnxCheck, CountsAreBounded) {
  std::string nodes = kImage;
  for (int i = 0; i < 4096; ++i)
    nodes += field(1, field(1, "image") + field(2, "out" + std::to_string(i)) + field(4, "Relu"));
  EXPECT_EQ(refusal(network(nodes)), "");
  nodes += field(1, field(1, "image") + field(2, "one more") + field(4, "Relu"));
  EXPECT_NE(refusal(network(nodes)).find("too many operators"), std::string::npos);
  std::string tensors = node("Relu");
  for (int i = 0; i <= 16384; ++i)
    tensors += tensor(field(2, 2) + field(9, "x") + field(8, "t" + std::to_string(i)));
  EXPECT_NE(refusal(network(tensors)).find("too many tensors"), std::string::npos);
}

// No prefix of a real network and no flipped byte may do more than be refused.
TEST(OnnxCheck, SurvivesDamage) {
  const base::Bytes good = example_network();
  for (std::size_t size = 0; size < good.size(); ++size) (void)check_onnx(std::span(good).first(size));
  EXPECT_FALSE(check_onnx(std::span(good).first(good.size() / 2)));
  base::Bytes bad = good;
  for (std::size_t i = 0; i < good.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      bad[i] = good[i] ^ std::byte(1 << bit);
      (void)check_onnx(bad);
      bad[i] = good[i];
    }
}

}  // namespace
}  // namespace roentgen::model
