#include "training/vary.h"

#include <algorithm>
#include <vector>

namespace roentgen::training {
namespace {

torch::Tensor vary_one(const torch::Tensor& picture, base::Random& random) {  // [1, S, S]
  const auto side = picture.size(1);
  torch::Tensor x = picture + random.uniform(-0.5, 0.5);
  const torch::Tensor mean = x.mean();
  x = (x - mean) * random.uniform(0.5, 1.5) + mean;

  const auto most = side / 8;
  const auto place = [&](std::int64_t places) {
    return static_cast<std::int64_t>(random.below(static_cast<std::size_t>(places)));
  };
  x = torch::constant_pad_nd(x, {most, most, most, most}, 0);
  const auto top = place(2 * most + 1), left = place(2 * most + 1);
  x = x.narrow(1, top, side).narrow(2, left, side);

  // Centres lie anywhere, so that part of the square may fall outside.
  const auto half = side / 4;
  const auto row = place(side), column = place(side);
  const auto from_row = std::max<std::int64_t>(row - half, 0), to_row = std::min(row + half, side);
  const auto from_column = std::max<std::int64_t>(column - half, 0),
             to_column = std::min(column + half, side);
  torch::Tensor kept = torch::ones({1, side, side}, picture.options());
  kept.narrow(1, from_row, to_row - from_row).narrow(2, from_column, to_column - from_column).zero_();
  return x * kept;
}

}  // namespace

torch::Tensor vary(const torch::Tensor& pictures, base::Random& random) {
  std::vector<torch::Tensor> varied;
  for (std::int64_t n = 0; n < pictures.size(0); ++n) varied.push_back(vary_one(pictures[n], random));
  return torch::stack(varied);
}

}  // namespace roentgen::training
