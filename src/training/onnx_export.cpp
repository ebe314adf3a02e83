#include "training/onnx_export.h"

#include <string>
#include <vector>

#include "training/onnx_writer.h"

namespace roentgen::training {
namespace {

using Shape = std::vector<std::int64_t>;

// The graph as it grows, and the size the images have at a place in it.
struct Place {
  std::string name;
  int64_t size = 0;
};

class Exporter {
 public:
  Exporter(const std::string& graph, int channels, int size) : writer(graph) {
    writer.input("image", {1, channels, size, size});
    const float zero = 0, six = 6;
    writer.constant("zero", {}, {&zero, 1});
    writer.constant("six", {}, {&six, 1});
  }

  std::string constant(const std::string& name, const torch::Tensor& tensor) {
    const auto plain = tensor.detach().to(torch::kCPU, torch::kFloat).contiguous();
    if (!plain.isfinite().all().item<bool>()) all_finite = false;
    return writer.constant(name, plain.sizes().vec(),
                           {plain.const_data_ptr<float>(), static_cast<std::size_t>(plain.numel())});
  }

  // W' = W g / sqrt(v + eps), b' = beta - mean g / sqrt(v + eps): in double, rounded once.
  Place conv_norm(const ConvNorm& part, const std::string& name, const Place& in) {
    const auto wide = [](const torch::Tensor& t) { return t.detach().to(torch::kCPU, torch::kDouble); };
    const auto factor =
        wide(part.norm->weight) / torch::sqrt(wide(part.norm->running_var) + part.norm->options.eps());
    const auto weight = wide(part.conv->weight) * factor.view({-1, 1, 1, 1});
    const auto bias = wide(part.norm->bias) - wide(part.norm->running_mean) * factor;
    Place out = conv(part, name, in, weight, bias);
    if (part.relu6) out.name = writer.node("Clip", name + ".relu6", {out.name, "zero", "six"});
    return out;
  }

  Place stage(const TrunkStage& stage, const std::string& name, const Place& in) {
    Place at = in;
    for (std::size_t i = 0; i < stage.convs.size(); ++i)
      at = conv_norm(stage.convs[i], name + "." + std::to_string(i), at);
    if (stage.residual) at.name = writer.node("Add", name + ".sum", {in.name, at.name});
    return at;
  }

  // Needs a constant "twice".
  Place enlarged(const Place& in, const std::string& name) {
    return {writer.node("Resize", name, {in.name, "", "twice"},
                        {{"coordinate_transformation_mode", "half_pixel"}, {"mode", "linear"}}),
            in.size * 2};
  }

  std::string spatial_mean(const std::string& in, const std::string& name) {
    return writer.node("ReduceMean", name, {in}, {{"axes", Shape{2, 3}}, {"keepdims", std::int64_t{0}}});
  }

  base::Result<base::Bytes> finish() const {
    if (!all_finite)
      return base::fail(base::ErrorCode::unusable_input,
                        "the network holds weights that are not finite numbers; its training went wrong.");
    return writer.finish();
  }

  OnnxWriter writer;

 private:
  Place conv(const ConvNorm& part, const std::string& name, const Place& in, const torch::Tensor& weight,
             const torch::Tensor& bias) {
    const auto& options = part.conv->options;
    const int64_t kernel = options.kernel_size()->at(0), stride = options.stride()->at(0);
    int64_t before = (kernel - 1) / 2, after = before;
    if (part.tf_same) {
      before = same_padding(in.size);
      after = 1;
    }
    const auto made = writer.node(
        "Conv", name, {in.name, constant(name + ".weight", weight), constant(name + ".bias", bias)},
        {{"group", options.groups()},
         {"kernel_shape", Shape{kernel, kernel}},
         {"pads", Shape{before, before, after, after}},
         {"strides", Shape{stride, stride}}});
    return {made, (in.size + before + after - kernel) / stride + 1};
  }

  bool all_finite = true;
};

std::string numbered(const char* name, std::size_t number) {
  return name + ("." + std::to_string(number));
}

base::Result<void> check(int size) {
  if (size > 0 && size <= 4096 && size % 32 == 0) return {};
  return base::fail(base::ErrorCode::usage, "the input size must be a multiple of 32, at most 4096.",
                    std::to_string(size));
}

base::Result<base::Bytes> exported(const ClassifierImpl& network, int size) {
  Exporter to("classifier", network.arguments.channels, size);
  Place at{"image", size};
  for (std::size_t i = 0; i < network.trunk.stages.size(); ++i)
    at = to.stage(network.trunk.stages[i], numbered("features", i), at);
  const std::int64_t labels = network.arguments.outputs;
  const auto weight = to.constant("classifier.weight", network.head_weight());
  const auto bias = to.constant("classifier.bias", network.head->bias);
  to.spatial_mean(at.name, "features");
  to.writer.node("Conv", "maps", {at.name, weight}, {{"kernel_shape", Shape{1, 1}}});
  to.writer.node("Add", "logits", {to.spatial_mean("maps", "maps.mean"), bias});
  to.writer.output("logits", {1, labels});
  to.writer.output("maps", {1, labels, at.size, at.size});
  to.writer.output("features", {1, network.trunk.channels.back()});
  return to.finish();
}

base::Result<base::Bytes> exported(const SegmenterImpl& network, int size) {
  Exporter to("segmenter", network.arguments.channels, size);
  const float twice[] = {1, 1, 2, 2};
  to.writer.constant("twice", {4}, twice);
  std::vector<Place> outputs;
  Place at{"image", size};
  for (std::size_t i = 0; i < network.trunk.stages.size(); ++i)
    outputs.push_back(at = to.stage(network.trunk.stages[i], numbered("features", i), at));
  for (std::size_t i = 0; i < network.decoder.size(); ++i) {
    const DecoderStep& step = network.decoder[i];
    const std::string name = numbered("decoder", i);
    at = to.enlarged(at, name + ".up");
    const auto& skip = outputs[static_cast<std::size_t>(step.skip_stage)];
    at.name = to.writer.node("Concat", name + ".joined", {at.name, skip.name}, {{"axis", std::int64_t{1}}});
    at = to.conv_norm(step.depthwise, name + ".0", at);
    at = to.conv_norm(step.pointwise, name + ".1", at);
    at = to.conv_norm(step.full, name + ".2", at);
  }
  at.name = to.writer.node("Conv", "head",
                           {at.name, to.constant("head.weight", network.head->weight),
                            to.constant("head.bias", network.head->bias)},
                           {{"kernel_shape", Shape{1, 1}}});
  at = to.enlarged(at, "head.up");
  to.writer.node("Softmax", "probabilities", {at.name}, {{"axis", std::int64_t{1}}});
  to.writer.output("probabilities", {1, network.arguments.outputs, size, size});
  return to.finish();
}

Place decoder_step(Exporter& to, const DecoderStep& step, const std::string& name, const Place& from,
                   const Place& skip) {
  Place at = to.enlarged(from, name + ".up");
  at.name = to.writer.node("Concat", name + ".joined", {at.name, skip.name}, {{"axis", std::int64_t{1}}});
  at = to.conv_norm(step.depthwise, name + ".0", at);
  at = to.conv_norm(step.pointwise, name + ".1", at);
  return to.conv_norm(step.full, name + ".2", at);
}

void head_1x1(Exporter& to, const torch::nn::Conv2d& head, const std::string& name, const Place& from) {
  to.writer.node(
      "Conv", name,
      {from.name, to.constant(name + ".weight", head->weight), to.constant(name + ".bias", head->bias)},
      {{"kernel_shape", Shape{1, 1}}});
}

base::Result<base::Bytes> exported(const DetectorImpl& network, int size) {
  const auto& arguments = network.arguments;
  Exporter to("detector", arguments.base.channels, size);
  const float twice[] = {1, 1, 2, 2};
  to.writer.constant("twice", {4}, twice);
  std::vector<Place> outputs;
  Place at{"image", size};
  for (std::size_t i = 0; i < network.trunk.stages.size(); ++i)
    outputs.push_back(at = to.stage(network.trunk.stages[i], numbered("features", i), at));
  at = outputs[17];
  for (std::size_t i = 0; i < network.decoder.size(); ++i)
    at = decoder_step(to, network.decoder[i], numbered("decoder", i), at,
                      outputs[static_cast<std::size_t>(network.decoder[i].skip_stage)]);
  const char* shapes = arguments.numbers == 4 ? "boxes" : "corners";
  head_1x1(to, network.score_head, "scores", to.conv_norm(network.score_tower, "score.0", at));
  head_1x1(to, network.shape_head, shapes, to.conv_norm(network.shape_tower, "shape.0", at));
  const std::int64_t labels = arguments.base.outputs;
  if (arguments.whole_image) {
    to.spatial_mean(outputs.back().name, "features");
    const auto weight = to.constant("classifier.weight", network.image_head->weight.flatten(1).t());
    to.writer.node("MatMul", "whole.weighed", {"features", weight});
    to.writer.node("Add", "whole",
                   {"whole.weighed", to.constant("classifier.bias", network.image_head->bias)});
    to.writer.node("GlobalMaxPool", "largest", {"scores"});
    to.writer.node("Flatten", "largest.flat", {"largest"}, {{"axis", std::int64_t{1}}});
    to.writer.node("Mul", "largest.share", {"largest.flat", to.constant("gain", network.gain)});
    to.writer.node("Add", "logits", {"whole", "largest.share"});
    to.writer.output("logits", {1, labels});
  }
  to.writer.output("scores", {1, labels, at.size, at.size});
  to.writer.output(shapes, {1, arguments.numbers, at.size, at.size});
  if (arguments.whole_image) to.writer.output("features", {1, network.trunk.channels.back()});
  return to.finish();
}

template <class Network>
base::Result<base::Bytes> guarded(const Network& network, int size) {
  if (auto sized = check(size); !sized) return std::unexpected(sized.error());
  try {
    const torch::NoGradGuard no_gradient;
    return exported(*network, size);
  } catch (const c10::Error& e) {
    return base::fail(base::ErrorCode::internal,
                      std::string("the network could not be exported: ") + e.what_without_backtrace());
  }
}

}  // namespace

base::Result<base::Bytes> export_onnx(const Classifier& network, int size) {
  return guarded(network, size);
}
base::Result<base::Bytes> export_onnx(const Detector& network, int size) {
  return guarded(network, size);
}
base::Result<base::Bytes> export_onnx(const Segmenter& network, int size) {
  return guarded(network, size);
}

}  // namespace roentgen::training
