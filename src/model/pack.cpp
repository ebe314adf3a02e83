#include "model/pack.h"

#include <algorithm>
#include <cmath>

#include "model/card_rules.h"
#include "model/engine.h"
#include "model/onnx_graph.h"
#include "model/package.h"

namespace roentgen::model {
namespace {

constexpr std::size_t kCanaryValues = 64;

// Other processors add up in another order; larger values differ by more.
Canary canary_of(const std::string& name, const Output& output) {
  Canary canary;
  canary.output = name;
  canary.expected.assign(
      output.values.begin(),
      output.values.begin() + static_cast<std::ptrdiff_t>(std::min(kCanaryValues, output.values.size())));
  float largest = 0;
  for (const float value : canary.expected) largest = std::max(largest, std::abs(value));
  canary.tolerance = std::clamp(1e-4 * static_cast<double>(largest), 1e-3, kMostTolerance);
  return canary;
}

std::int64_t numbers_in(const OnnxGraph& graph) {
  std::int64_t count = 0;
  for (const OnnxTensor& tensor : graph.tensors) {
    std::int64_t elements = 1;
    for (const std::int64_t side : tensor.dims) elements *= side;
    count += elements;
  }
  return count;
}

}  // namespace

base::Result<std::string> pack_network(const std::filesystem::path& folder, Card card,
                                       const base::Bytes& onnx) {
  auto graph = read_onnx(onnx);
  if (!graph) return std::unexpected(graph.error());
  card.canary.clear();
  card.failures.clear();  // this network has others
  card.parameters = numbers_in(*graph);
  const auto engine = Engine::load({card, onnx, "", folder, false}, {.threads = 1, .cache_folder = {}});
  if (!engine) return std::unexpected(engine.error());
  const auto names = output_names(card.task);
  const image::Plane image = canary_image(card.input.size);
  const auto outputs = engine->run(std::span(&image, 1), names);
  if (!outputs) return std::unexpected(outputs.error());
  for (std::size_t k = 0; k < names.size(); ++k) {
    const Output& output = outputs->front()[k];
    card.canary.push_back(canary_of(names[k], output));
    for (OnnxPort& port : graph->outputs)
      if (port.name == names[k]) {
        port.dims.assign(output.shape.begin(), output.shape.end());
        port.has_shape = true;
      }
  }
  if (const auto written = write_package(folder, card, write_onnx(*graph)); !written)
    return std::unexpected(written.error());
  const auto package = load_package(folder);
  if (!package) return std::unexpected(package.error());
  if (const auto again = Engine::load(*package, {.threads = 1, .cache_folder = {}}); !again)
    return std::unexpected(again.error());
  return package->sha256;
}

}  // namespace roentgen::model
