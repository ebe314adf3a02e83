#include "training/detector.h"

#include <cmath>
#include <string>

namespace roentgen::training {
namespace {

struct StepPlan {
  int skip_stage, middle, out;
};
// Skips at strides 16, 8 and 4.
constexpr StepPlan kSteps[] = {{13, 128, 128}, {6, 96, 96}, {3, 64, 64}};
constexpr int kTower = 64;
constexpr double kFirstScore = 0.02;  // what every cell says before training: nearly all are empty
constexpr double kFirstSide = 3;      // strides from the middle of a box to its edge, likewise

torch::Tensor twice(const torch::Tensor& x) {
  return torch::upsample_bilinear2d(x, {x.size(2) * 2, x.size(3) * 2}, /*align_corners=*/false);
}

void hang_pair(torch::nn::Module& owner, const std::string& prefix, const ConvNorm& pair) {
  hang(owner, prefix + ".0", pair.conv.ptr());
  hang(owner, prefix + ".1", pair.norm.ptr());
}

torch::nn::Conv2d small_head(int in, int out, double bias) {
  torch::nn::Conv2d head(torch::nn::Conv2dOptions(in, out, 1));
  torch::nn::init::normal_(head->weight, 0, 0.01);
  torch::nn::init::constant_(head->bias, bias);
  return head;
}

}  // namespace

DetectorImpl::DetectorImpl(const DetectorArguments& a) : arguments(a) {
  trunk = make_trunk(*this, {a.base.width, a.base.channels, a.base.bn_eps, a.base.tf_same_padding},
                     a.whole_image ? 18 : 17);
  int channels = trunk.channels[17];
  for (const StepPlan& plan : kSteps) {
    const int wide = channels + trunk.channels[static_cast<std::size_t>(plan.skip_stage)];
    DecoderStep step;
    step.skip_stage = plan.skip_stage;
    step.depthwise = make_conv_norm(wide, wide, 3, 1, wide, a.base.bn_eps);
    step.pointwise = make_conv_norm(wide, plan.middle, 1, 1, 1, a.base.bn_eps);
    step.full = make_conv_norm(plan.middle, plan.out, 3, 1, 1, a.base.bn_eps);
    const std::string prefix = "decoder." + std::to_string(decoder.size()) + ".";
    hang_pair(*this, prefix + "0", step.depthwise);
    hang_pair(*this, prefix + "1", step.pointwise);
    hang_pair(*this, prefix + "2", step.full);
    decoder.push_back(std::move(step));
    channels = plan.out;
  }
  score_tower = make_conv_norm(channels, kTower, 3, 1, 1, a.base.bn_eps);
  shape_tower = make_conv_norm(channels, kTower, 3, 1, 1, a.base.bn_eps);
  hang_pair(*this, "score.0", score_tower);
  hang_pair(*this, "shape.0", shape_tower);
  score_head = small_head(kTower, a.base.outputs, std::log(kFirstScore / (1 - kFirstScore)));
  shape_head = small_head(kTower, a.numbers, a.numbers == 4 ? std::log(kFirstSide) : 0);
  hang(*this, "score.1", score_head.ptr());
  hang(*this, "shape.1", shape_head.ptr());
  if (!a.whole_image) return;
  image_head = small_head(trunk.channels.back(), a.base.outputs, 0);
  hang(*this, "classifier.1", image_head.ptr());
  gain = register_parameter("gain", torch::full({a.base.outputs}, 0.5));
}

DetectorOutput DetectorImpl::forward(const torch::Tensor& x) {
  TORCH_CHECK(x.size(2) % 32 == 0 && x.size(3) % 32 == 0,
              "the detector's input size must be a multiple of 32");
  std::vector<torch::Tensor> outputs;
  outputs.reserve(trunk.stages.size());
  torch::Tensor y = x;
  const auto frozen = static_cast<std::size_t>(arguments.base.frozen_stages);
  {
    // No gradient goes through the early stages, whose pictures are the largest: about a third of the time
    // and most of the memory of a step.
    const torch::NoGradGuard guard;
    for (std::size_t s = 0; s < frozen; ++s) {
      for (ConvNorm& part : trunk.stages[s].convs) part.norm->eval();
      outputs.push_back(y = trunk.stages[s](y));
    }
  }
  for (std::size_t s = frozen; s < trunk.stages.size(); ++s) outputs.push_back(y = trunk.stages[s](y));
  y = outputs[17];
  for (const DecoderStep& step : decoder) {
    y = torch::cat({twice(y), outputs[static_cast<std::size_t>(step.skip_stage)]}, 1);
    y = step.full(step.pointwise(step.depthwise(y)));
  }
  DetectorOutput out;
  out.scores = score_head->forward(score_tower(y)).to(torch::kFloat);
  out.shapes = shape_head->forward(shape_tower(y)).to(torch::kFloat);
  if (!arguments.whole_image) return out;
  out.features = outputs.back().to(torch::kFloat).mean({2, 3});
  torch::Tensor seen = out.features;
  if (is_training() && arguments.base.dropout > 0) seen = torch::dropout(seen, arguments.base.dropout, true);
  const torch::Tensor whole = torch::linear(seen, image_head->weight.flatten(1), image_head->bias);
  out.logits = whole.to(torch::kFloat) + gain * out.scores.amax({2, 3});
  return out;
}

}  // namespace roentgen::training
