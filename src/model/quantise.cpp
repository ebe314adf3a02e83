#include "model/quantise.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "model/adapt_parts.h"
#include "model/half_weights.h"
#include "model/onnx_graph.h"
#include "model/probe.h"

namespace roentgen::model {
namespace {

constexpr double kLevels = 255;        // of uint8
constexpr double kWeightLevels = 127;  // of int8, either side

struct Scale {
  float step = 1;
  std::uint8_t zero = 0;
};

// Zero must be one of the levels: a border is padded with it.
Scale scale_of(float least, float most) {
  const double low = std::min(0.0F, least), high = std::max(0.0F, most);
  Scale scale;
  scale.step = static_cast<float>(std::max((high - low) / kLevels, 1e-12));
  scale.zero =
      static_cast<std::uint8_t>(std::clamp(std::round(-low / static_cast<double>(scale.step)), 0.0, kLevels));
  return scale;
}

struct Rounded {
  std::vector<std::int8_t> values;
  std::vector<float> steps;  // per output channel
  double noise = 0;          // mean square of the error / mean square
};

Rounded rounded_weights(const std::vector<float>& weight, std::size_t channels) {
  Rounded rounded;
  const std::size_t each = weight.size() / channels;
  double error = 0, all = 0;
  for (std::size_t c = 0; c < channels; ++c) {
    float largest = 0;
    for (std::size_t i = 0; i < each; ++i) largest = std::max(largest, std::abs(weight[c * each + i]));
    const float step = std::max(largest / static_cast<float>(kWeightLevels), 1e-12F);
    rounded.steps.push_back(step);
    for (std::size_t i = 0; i < each; ++i) {
      const float value = weight[c * each + i];
      const double level =
          std::clamp(std::round(static_cast<double>(value / step)), -kWeightLevels, kWeightLevels);
      rounded.values.push_back(static_cast<std::int8_t>(level));
      const double wrong = level * static_cast<double>(step) - static_cast<double>(value);
      error += wrong * wrong;
      all += static_cast<double>(value) * static_cast<double>(value);
    }
  }
  rounded.noise = all > 0 ? error / all : 0;
  return rounded;
}

// What the rounded weights add to each output channel on average, with inputs of these means.
std::vector<float> drift_of(const std::vector<float>& weight, const Rounded& rounded,
                            const std::vector<double>& mean, std::size_t groups) {
  const std::size_t channels = rounded.steps.size(), each = weight.size() / channels;
  const std::size_t inputs = mean.size() / groups, window = each / std::max<std::size_t>(inputs, 1);
  std::vector<float> drift(channels, 0);
  for (std::size_t c = 0; c < channels; ++c) {
    const std::size_t first = c / (channels / groups) * inputs;
    double sum = 0;
    for (std::size_t i = 0; i < each; ++i) {
      const double wrong = rounded.values[c * each + i] * static_cast<double>(rounded.steps[c]) -
                           static_cast<double>(weight[c * each + i]);
      sum += wrong * mean[first + i / std::max<std::size_t>(window, 1)];
    }
    drift[c] = static_cast<float>(sum);
  }
  return drift;
}

bool gives_output(const OnnxGraph& graph, const std::string& value) {
  return std::ranges::find(graph.outputs, value, &OnnxPort::name) != graph.outputs.end();
}

// Convolutions whose weights stand in the file.
bool can_round(const OnnxGraph& graph, const OnnxNode& node) {
  if (node.op != "Conv" || node.inputs.size() < 2) return false;
  const OnnxTensor* weight = find_tensor(graph, node.inputs[1]);
  return weight && weight->type == kOnnxFloat && weight->dims.size() == 4 && !floats_of(*weight).empty();
}

}  // namespace

std::size_t Quantiser::candidates() const {
  return static_cast<std::size_t>(std::ranges::count(convolutions_, true, &Convolution::in_int8));
}

base::Result<Quantiser> Quantiser::learn(const base::Bytes& onnx, std::span<const image::Plane> images,
                                         const std::function<void(std::size_t)>& progress) {
  const auto graph = read_wide(onnx);
  if (!graph) return std::unexpected(graph.error());
  Quantiser quantiser;
  quantiser.onnx_ = onnx;
  std::vector<std::string> watched;
  for (const OnnxNode& node : graph->nodes) {
    if (!can_round(*graph, node)) continue;
    const bool kept = quantiser.convolutions_.empty() || gives_output(*graph, node.outputs.front());
    quantiser.convolutions_.push_back({node.outputs.front(), 0, !kept});
    watched.push_back(node.inputs.front());
  }
  if (quantiser.candidates() == 0)
    return base::fail(base::ErrorCode::refused_model,
                      "the network has no convolutions that could be rounded");
  std::vector<std::string> unique = watched;
  std::ranges::sort(unique);
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  auto probe = Probe::open(onnx, unique);
  if (!probe) return std::unexpected(probe.error());
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (const auto shown = probe->show(images[i]); !shown) return std::unexpected(shown.error());
    if (progress) progress(i + 1);
  }
  for (std::size_t c = 0; c < watched.size(); ++c) {
    const auto at = std::ranges::lower_bound(unique, watched[c]) - unique.begin();
    const Flow& flow = probe->flows()[static_cast<std::size_t>(at)];
    quantiser.inputs_.push_back({flow.least, flow.most, flow.channel_mean});
    const OnnxNode* node = maker_of(*graph, quantiser.convolutions_[c].output);
    const OnnxTensor* weight = find_tensor(*graph, node->inputs[1]);
    const double step = static_cast<double>(scale_of(flow.least, flow.most).step);
    const double activation =
        flow.mean_square > 0 ? step * step / 12 / flow.mean_square : 0;  // of even rounding
    quantiser.convolutions_[c].noise =
        activation + rounded_weights(floats_of(*weight), static_cast<std::size_t>(weight->dims[0])).noise;
  }
  return quantiser;
}

base::Bytes Quantiser::network(std::size_t kept) const {
  Workbench bench(*read_wide(onnx_));
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < convolutions_.size(); ++c)
    if (convolutions_[c].in_int8) order.push_back(c);
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t c) { return convolutions_[c].noise; });
  std::map<std::string, std::size_t> chosen;  // by output
  for (std::size_t i = std::min(kept, order.size()); i < order.size(); ++i)
    chosen[convolutions_[order[i]].output] = order[i];

  std::map<std::string, std::string> rounded_inputs;
  std::vector<OnnxNode> nodes;
  const std::vector<OnnxNode> old = std::move(bench.graph.nodes);
  for (OnnxNode node : old) {
    const auto found = node.outputs.empty() ? chosen.end() : chosen.find(node.outputs.front());
    if (found == chosen.end()) {
      nodes.push_back(std::move(node));
      continue;
    }
    const Seen& seen = inputs_[found->second];
    const std::string input = node.inputs[0], name = node.outputs[0];
    auto& rounded = rounded_inputs[input];
    if (rounded.empty()) {
      const Scale scale = scale_of(seen.least, seen.most);
      const auto step = bench.tensor(input + ".step", {}, std::vector<float>{scale.step});
      bench.graph.tensors.push_back(
          raw_tensor(bench.fresh(input + ".zero"), kOnnxUint8, {}, std::as_bytes(std::span(&scale.zero, 1))));
      const std::string zero = bench.graph.tensors.back().name;
      const std::string levels = bench.fresh(input + ".levels");
      rounded = bench.fresh(input + ".rounded");
      nodes.push_back({"QuantizeLinear", {input, step, zero}, {levels}, {}});
      nodes.push_back({"DequantizeLinear", {levels, step, zero}, {rounded}, {}});
    }
    const OnnxTensor* weight = find_tensor(bench.graph, node.inputs[1]);
    const std::vector<float> values = floats_of(*weight);
    const std::vector<std::int64_t> dims = weight->dims;
    const auto channels = static_cast<std::size_t>(dims[0]);
    const auto groups = static_cast<std::size_t>(integer_attribute(node, "group").value_or(1));
    const Rounded eight = rounded_weights(values, channels);
    const std::vector<std::int8_t> zeros(channels, 0);
    bench.graph.tensors.push_back(raw_tensor(bench.fresh(name + ".weight.levels"), kOnnxInt8, dims,
                                             std::as_bytes(std::span(eight.values))));
    const std::string levels = bench.graph.tensors.back().name;
    const auto steps = bench.tensor(name + ".weight.steps", {dims[0]}, eight.steps);
    bench.graph.tensors.push_back(raw_tensor(bench.fresh(name + ".weight.zeros"), kOnnxInt8, {dims[0]},
                                             std::as_bytes(std::span(zeros))));
    const std::string zero = bench.graph.tensors.back().name;
    const std::string real = bench.fresh(name + ".weight.rounded");
    nodes.push_back(
        {"DequantizeLinear", {levels, steps, zero}, {real}, {attribute("axis", std::int64_t{0})}});

    std::vector<float> bias(channels, 0);
    if (node.inputs.size() > 2 && !node.inputs[2].empty())
      if (const OnnxTensor* own = find_tensor(bench.graph, node.inputs[2])) bias = floats_of(*own);
    const auto drift = drift_of(values, eight, seen.channel_mean, groups);
    for (std::size_t c = 0; c < channels && c < bias.size(); ++c) bias[c] -= drift[c];
    node.inputs = {rounded, real, bench.tensor(name + ".bias.corrected", {dims[0]}, bias)};
    nodes.push_back(std::move(node));
  }
  bench.graph.nodes = std::move(nodes);
  drop_unused(bench.graph);
  return write_onnx(bench.graph);
}

}  // namespace roentgen::model
