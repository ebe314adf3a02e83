// Builds one ONNX model (https://onnx.ai, IR version 7, operator set 13) node by node. Knows nothing of
// networks.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::training {

struct OnnxAttribute {
  std::string name;
  std::variant<std::int64_t, std::string, std::vector<std::int64_t>> value;
};

class OnnxWriter {
 public:
  explicit OnnxWriter(const std::string& graph_name);
  ~OnnxWriter();
  OnnxWriter(OnnxWriter&&) noexcept;
  OnnxWriter& operator=(OnnxWriter&&) noexcept;

  // float32 values that enter and leave the model.
  void input(const std::string& name, const std::vector<std::int64_t>& shape);
  void output(const std::string& name, const std::vector<std::int64_t>& shape);

  // A float32 tensor of the file, row-major; values.size() is the product of the shape. Returns the name.
  std::string constant(const std::string& name, const std::vector<std::int64_t>& shape,
                       std::span<const float> values);

  // One operator with one result, which carries the given name. Returns the name. "" among the inputs leaves
  // one out.
  std::string node(const std::string& op, const std::string& name, const std::vector<std::string>& inputs,
                   const std::vector<OnnxAttribute>& attributes = {});

  // The file. The same calls give the same bytes.
  base::Result<base::Bytes> finish() const;

 private:
  struct Model;
  std::unique_ptr<Model> model_;
};

}  // namespace roentgen::training
