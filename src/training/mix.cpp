#include "training/mix.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace roentgen::training {
namespace {

double draw_gamma(double a, base::Random& random) {  // a >= 1
  const double d = a - 1.0 / 3, c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = random.normal();
    const double v = std::pow(1 + c * x, 3);
    if (v <= 0) continue;
    if (std::log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

}  // namespace

double draw_beta(double a, base::Random& random) {
  if (a > 1) {
    const double first = draw_gamma(a, random), second = draw_gamma(a, random);
    return first / (first + second);
  }
  while (true) {
    const double x = std::pow(random.uniform(), 1 / a), y = std::pow(random.uniform(), 1 / a);
    if (x + y <= 1 && x + y > 0) return x / (x + y);
  }
}

void mix_batch(torch::Tensor& input, torch::Tensor& truth, const MixSpec& spec, base::Random random) {
  if (spec.mixup <= 0 && spec.cutmix <= 0) return;
  const bool cut = spec.cutmix > 0 && (spec.mixup <= 0 || random.chance(0.5));
  double share = draw_beta(cut ? spec.cutmix : spec.mixup, random);  // of the film itself
  std::vector<int64_t> order(static_cast<std::size_t>(input.size(0)));
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(order);
  const torch::Tensor others = torch::tensor(order).to(input.device());
  const torch::Tensor second = input.index_select(0, others);
  if (cut) {
    const int64_t size = input.size(2);
    const auto side = static_cast<int64_t>(static_cast<double>(size) * std::sqrt(1 - share));
    const auto top = static_cast<int64_t>(random.below(static_cast<std::size_t>(size - side + 1)));
    const auto left = static_cast<int64_t>(random.below(static_cast<std::size_t>(size - side + 1)));
    input = input.clone();
    input.narrow(2, top, side).narrow(3, left, side).copy_(second.narrow(2, top, side).narrow(3, left, side));
    share = 1 - static_cast<double>(side * side) / static_cast<double>(size * size);
  } else {
    input = input * share + second * (1 - share);
  }
  const torch::Tensor other_truth = truth.index_select(0, others);
  const torch::Tensor known = truth.ge(0).logical_and(other_truth.ge(0));
  truth = torch::where(known, truth * share + other_truth * (1 - share), torch::full_like(truth, -1));
}

}  // namespace roentgen::training
