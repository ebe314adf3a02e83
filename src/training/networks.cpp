#include "training/networks.h"

#include <string>

namespace roentgen::training {
namespace {

struct StepPlan {
  int skip_stage, middle, out;
};
// Skips at strides 16, 8, 4 and 2. Wide where the image is small, narrow where it is large: about as much
// work as the encoder.
constexpr StepPlan kSteps[] = {{13, 128, 128}, {6, 64, 64}, {3, 48, 48}, {1, 32, 16}};

TrunkArguments trunk_arguments(const NetworkArguments& a) {
  return {a.width, a.channels, a.bn_eps, a.tf_same_padding};
}

torch::Tensor twice(const torch::Tensor& x) {
  return torch::upsample_bilinear2d(x, {x.size(2) * 2, x.size(3) * 2}, /*align_corners=*/false);
}

}  // namespace

ClassifierImpl::ClassifierImpl(const NetworkArguments& a) : arguments(a) {
  trunk = make_trunk(*this, trunk_arguments(a), 18);
  head = torch::nn::Conv2d(torch::nn::Conv2dOptions(trunk.channels.back(), a.outputs, 1));
  torch::nn::init::normal_(head->weight, 0, 0.01);
  torch::nn::init::zeros_(head->bias);
  hang(*this, "classifier.1", head.ptr());
}

torch::Tensor ClassifierImpl::head_weight() const {
  if (!arguments.shared_head) return head->weight;
  return head->weight.mean(0, /*keepdim=*/true).expand_as(head->weight);
}

void ClassifierImpl::train(bool on) {
  Module::train(on);
  for (int s = 0; s < arguments.frozen_stages; ++s)
    for (ConvNorm& part : trunk.stages[static_cast<std::size_t>(s)].convs) part.norm->eval();
}

ClassifierOutput ClassifierImpl::forward(const torch::Tensor& x) {
  torch::Tensor y = x;
  const auto frozen = static_cast<std::size_t>(arguments.frozen_stages);
  {
    // No gradient goes through the early stages, whose pictures are the largest: about a third of the time
    // and most of the memory of a step.
    const torch::NoGradGuard guard;
    for (std::size_t s = 0; s < frozen; ++s) y = trunk.stages[s](y);
  }
  for (std::size_t s = frozen; s < trunk.stages.size(); ++s) y = trunk.stages[s](y);
  ClassifierOutput out;
  out.features = y.to(torch::kFloat).mean({2, 3});
  // Dropping whole channels here is dropping pooled features, and leaves the maps exact in training too.
  if (is_training() && arguments.dropout > 0) y = torch::feature_dropout(y, arguments.dropout, true);
  out.maps = torch::conv2d(y, head_weight()).to(torch::kFloat);
  out.logits = out.maps.mean({2, 3}) + head->bias;
  return out;
}

SegmenterImpl::SegmenterImpl(const NetworkArguments& a) : arguments(a) {
  trunk = make_trunk(*this, trunk_arguments(a), 17);
  int channels = trunk.channels.back();
  for (const StepPlan& plan : kSteps) {
    const int wide = channels + trunk.channels[static_cast<std::size_t>(plan.skip_stage)];
    DecoderStep step;
    step.skip_stage = plan.skip_stage;
    step.depthwise = make_conv_norm(wide, wide, 3, 1, wide, a.bn_eps);
    step.pointwise = make_conv_norm(wide, plan.middle, 1, 1, 1, a.bn_eps);
    step.full = make_conv_norm(plan.middle, plan.out, 3, 1, 1, a.bn_eps);
    const std::string prefix = "decoder." + std::to_string(decoder.size()) + ".";
    const ConvNorm* parts[] = {&step.depthwise, &step.pointwise, &step.full};
    for (int i = 0; i < 3; ++i) {
      hang(*this, prefix + std::to_string(i) + ".0", parts[i]->conv.ptr());
      hang(*this, prefix + std::to_string(i) + ".1", parts[i]->norm.ptr());
    }
    decoder.push_back(std::move(step));
    channels = plan.out;
  }
  // The usual start (uniform within 1 / sqrt(channels)): from near zero, sixteen weights a class would need
  // hundreds of steps only to grow.
  head = register_module("head", torch::nn::Conv2d(torch::nn::Conv2dOptions(channels, a.outputs, 1)));
}

torch::Tensor SegmenterImpl::forward(const torch::Tensor& x) {
  TORCH_CHECK(x.size(2) % 32 == 0 && x.size(3) % 32 == 0,
              "the segmenter's input size must be a multiple of 32");
  std::vector<torch::Tensor> outputs;
  outputs.reserve(trunk.stages.size());
  torch::Tensor y = x;
  for (const TrunkStage& stage : trunk.stages) outputs.push_back(y = stage(y));
  for (const DecoderStep& step : decoder) {
    y = torch::cat({twice(y), outputs[static_cast<std::size_t>(step.skip_stage)]}, 1);
    y = step.full(step.pointwise(step.depthwise(y)));
  }
  return twice(head->forward(y).to(torch::kFloat));
}

void set_batch_norm_training(torch::nn::Module& module, bool training) {
  for (const auto& part : module.modules(/*include_self=*/false))
    if (auto* norm = part->as<torch::nn::BatchNorm2d>()) norm->train(training);
}

int64_t count_parameters(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const torch::Tensor& parameter : module.parameters()) count += parameter.numel();
  return count;
}

}  // namespace roentgen::training
