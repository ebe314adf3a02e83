#include "training/pretrain_job.h"

#include <algorithm>

namespace roentgen::training {
namespace {

constexpr double kAlike = 25, kVaried = 25, kApart = 1;  // the paper's weights
constexpr std::uint64_t kSecondView = 0x5EC0D;           // of a film: another key of its random changes
constexpr std::size_t kValidationBatch = 64;

torch::Tensor lacking_spread(const torch::Tensor& z) {
  return torch::relu(1 - torch::sqrt(z.var(0) + 1e-4)).mean();
}

torch::Tensor shared_spread(const torch::Tensor& z) {
  const torch::Tensor centred = z - z.mean(0);
  const torch::Tensor covariance = centred.t().matmul(centred) / (z.size(0) - 1);
  return (covariance.pow(2).sum() - covariance.diagonal().pow(2).sum()) / z.size(1);
}

}  // namespace

PretrainedTrunkImpl::PretrainedTrunkImpl(const NetworkArguments& a) : ClassifierImpl(a) {
  using namespace torch::nn;
  expander = register_module("expander",
                             Sequential(Linear(LinearOptions(trunk.channels.back(), kExpanded).bias(false)),
                                        BatchNorm1d(kExpanded), ReLU(), Linear(kExpanded, kExpanded)));
}

torch::Tensor PretrainedTrunkImpl::expand(const torch::Tensor& x) {
  return expander->forward(forward(x).features).to(torch::kFloat);
}

torch::Tensor vicreg_loss(const torch::Tensor& first, const torch::Tensor& second) {
  return kAlike * torch::mse_loss(first, second) +
         kVaried * (lacking_spread(first) + lacking_spread(second)) / 2 +
         kApart * (shared_spread(first) + shared_spread(second));
}

Job pretrain_job(const Recipe& recipe, const TrainingFilms& films, std::shared_ptr<torch::nn::Module> trunk,
                 torch::Device device, bool bfloat16) {
  const auto network = std::dynamic_pointer_cast<PretrainedTrunkImpl>(trunk);
  const auto other = std::make_shared<Recipe>(recipe);
  other->seed ^= kSecondView;
  // Both views go through the network as one batch: batch statistics that told them apart would be a way out.
  const auto loss_of = [=, &recipe](const std::vector<TrainingFilm>& part,
                                    std::span<const std::size_t> chosen, int epoch) {
    const torch::Tensor views = torch::cat({augmented_batch(part, chosen, recipe, epoch, device).input,
                                            augmented_batch(part, chosen, *other, epoch, device).input});
    const auto z =
        in_precision(bfloat16, device, [&] { return network->expand(views); }).to(torch::kFloat).chunk(2);
    return vicreg_loss(z[0], z[1]);
  };
  Job job;
  job.module = trunk;
  job.figure = "1 / (1 + loss)";
  job.loss = [=, &films](std::span<const std::size_t> chosen, int epoch) {
    return loss_of(films.train, chosen, epoch);
  };
  job.validate = [=, &films] {
    const torch::NoGradGuard guard;
    network->eval();
    double sum = 0;
    int batches = 0;
    // Whole batches alone: spread and covariance of a few films say little.
    const std::size_t whole = std::min(kValidationBatch, films.val.size());
    for (std::size_t from = 0; whole > 1 && from + whole <= films.val.size(); from += whole) {
      std::vector<std::size_t> chosen(whole);
      for (std::size_t i = 0; i < whole; ++i) chosen[i] = from + i;
      sum += loss_of(films.val, chosen, 0).item<double>();
      ++batches;
    }
    return batches > 0 ? 1 / (1 + sum / batches) : 0.0;
  };
  return job;
}

}  // namespace roentgen::training
