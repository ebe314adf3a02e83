#include "training/mobilenet.h"

#include <algorithm>
#include <array>
#include <string>

namespace roentgen::training {
namespace {

struct Row {
  int expansion, channels, repeats, stride;
};
constexpr std::array<Row, 7> kRows{{{1, 16, 1, 1},
                                    {6, 24, 2, 2},
                                    {6, 32, 3, 2},
                                    {6, 64, 4, 2},
                                    {6, 96, 3, 1},
                                    {6, 160, 3, 2},
                                    {6, 320, 1, 1}}};
constexpr int kLastChannels = 1280;

// torchvision's _make_divisible: to the nearest multiple of 8, never losing more than a tenth.
int scaled(int channels, double width) {
  const double wanted = channels * width;
  int rounded = std::max(8, static_cast<int>(wanted + 4) / 8 * 8);
  if (rounded < 0.9 * wanted) rounded += 8;
  return rounded;
}

void hang_pair(torch::nn::Module& owner, const std::string& conv, const std::string& norm,
               const ConvNorm& pair) {
  hang(owner, conv, pair.conv.ptr());
  hang(owner, norm, pair.norm.ptr());
}

// oneDNN knows no fast gradient of a strided depthwise convolution in bfloat16: it takes thirteen times as
// long as the same in float32 (LibTorch 2.15), half of a whole step.
bool better_in_float(const torch::nn::Conv2dImpl& conv, const torch::Tensor& x) {
  return x.scalar_type() == torch::kBFloat16 && x.device().is_cpu() && x.requires_grad() &&
         conv.options.groups() > 1 && conv.options.stride()->at(0) > 1;
}

torch::Tensor convolve(torch::nn::Conv2d conv, const torch::Tensor& x) {
  torch::Tensor y;
  if (better_in_float(*conv, x)) {
    const c10::impl::ExcludeDispatchKeyGuard no_autocast(c10::autocast_dispatch_keyset);
    y = conv->forward(x.to(torch::kFloat)).to(x.scalar_type());
  } else {
    y = conv->forward(x);
  }
  // A picture of one channel says nothing about the order of its channels, and all that follows from it would
  // be reordered back and forth at every convolution.
  return y.contiguous(torch::MemoryFormat::ChannelsLast);
}

}  // namespace

torch::Tensor ConvNorm::operator()(const torch::Tensor& x) const {
  auto norm_ = norm;
  torch::Tensor y = x;
  if (tf_same) y = torch::constant_pad_nd(x, {same_padding(x.size(3)), 1, same_padding(x.size(2)), 1});
  y = norm_->forward(convolve(conv, y));
  return relu6 ? torch::hardtanh(y, 0, 6) : y;  // clamp's gradient is four passes, none of them vectorised
}

torch::Tensor TrunkStage::operator()(const torch::Tensor& x) const {
  torch::Tensor y = x;
  for (const ConvNorm& conv : convs) y = conv(y);
  return residual ? x + y : y;
}

ConvNorm make_conv_norm(int in, int out, int kernel, int stride, int groups, double bn_eps) {
  ConvNorm made;
  made.conv = torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel)
                                    .stride(stride)
                                    .padding((kernel - 1) / 2)
                                    .groups(groups)
                                    .bias(false));
  torch::nn::init::kaiming_normal_(made.conv->weight, 0, torch::kFanOut);
  made.norm = torch::nn::BatchNorm2d(torch::nn::BatchNorm2dOptions(out).eps(bn_eps));
  return made;
}

Trunk make_trunk(torch::nn::Module& owner, const TrunkArguments& arguments, int last) {
  auto same = [&](ConvNorm made) {
    if (arguments.tf_same_padding) {
      made.tf_same = true;
      made.conv->options.padding(torch::ExpandingArray<2>(0));
    }
    return made;
  };
  const double eps = arguments.bn_eps;
  Trunk trunk;
  int channels = scaled(32, arguments.width);
  trunk.stages.push_back({{same(make_conv_norm(arguments.channels, channels, 3, 2, 1, eps))}});
  trunk.channels.push_back(channels);
  hang_pair(owner, "features.0.0", "features.0.1", trunk.stages[0].convs[0]);

  for (const Row& row : kRows) {
    for (int repeat = 0; repeat < row.repeats; ++repeat) {
      const int number = static_cast<int>(trunk.stages.size());
      if (number > last) return trunk;
      const int stride = repeat == 0 ? row.stride : 1;
      const int out = scaled(row.channels, arguments.width);
      const int inner = channels * row.expansion;
      TrunkStage stage;
      if (row.expansion != 1) stage.convs.push_back(make_conv_norm(channels, inner, 1, 1, 1, eps));
      ConvNorm depthwise = make_conv_norm(inner, inner, 3, stride, inner, eps);
      stage.convs.push_back(stride == 2 ? same(std::move(depthwise)) : std::move(depthwise));
      stage.convs.push_back(make_conv_norm(inner, out, 1, 1, 1, eps));
      stage.convs.back().relu6 = false;
      stage.residual = stride == 1 && channels == out;

      const std::string prefix = "features." + std::to_string(number) + ".conv.";
      const std::size_t project = stage.convs.size() - 1;
      for (std::size_t i = 0; i < project; ++i)
        hang_pair(owner, prefix + std::to_string(i) + ".0", prefix + std::to_string(i) + ".1",
                  stage.convs[i]);
      hang_pair(owner, prefix + std::to_string(project), prefix + std::to_string(project + 1),
                stage.convs[project]);
      trunk.stages.push_back(std::move(stage));
      trunk.channels.push_back(out);
      channels = out;
    }
  }
  if (last >= static_cast<int>(trunk.stages.size())) {
    const int out = std::max(kLastChannels, scaled(kLastChannels, arguments.width));
    trunk.stages.push_back({{make_conv_norm(channels, out, 1, 1, 1, eps)}});
    trunk.channels.push_back(out);
    hang_pair(owner, "features.18.0", "features.18.1", trunk.stages.back().convs[0]);
  }
  return trunk;
}

void hang(torch::nn::Module& root, const std::string& path, const std::shared_ptr<torch::nn::Module>& leaf) {
  const std::size_t dot = path.find('.');
  if (dot == std::string::npos) {
    root.register_module(path, leaf);
    return;
  }
  const std::string head = path.substr(0, dot);
  auto children = root.named_children();
  auto* found = children.find(head);
  auto between = found ? *found : root.register_module(head, std::make_shared<torch::nn::Module>());
  hang(*between, path.substr(dot + 1), leaf);
}

}  // namespace roentgen::training
