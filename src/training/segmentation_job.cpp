#include <algorithm>

#include "training/job.h"
#include "training/networks.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kValidationBatch = 8;

// Cross-entropy plus soft Dice loss over all classes (Milletari 2016; the sum as in Isensee 2021).
torch::Tensor dice_and_entropy(const torch::Tensor& logits, const torch::Tensor& mask) {
  const torch::Tensor entropy = torch::nn::functional::cross_entropy(logits, mask);
  const torch::Tensor probability = torch::softmax(logits, 1);
  const torch::Tensor truth = torch::one_hot(mask, logits.size(1)).permute({0, 3, 1, 2}).to(torch::kFloat);
  const torch::Tensor overlap = (probability * truth).sum({0, 2, 3});
  const torch::Tensor total = probability.sum({0, 2, 3}) + truth.sum({0, 2, 3});
  return entropy + 1 - ((2 * overlap + 1) / (total + 1)).mean();
}

// Dice of each structure and film, averaged; a structure absent from both counts as 1.
double mean_dice(const torch::Tensor& found, const torch::Tensor& truth, long classes) {
  double sum = 0;
  for (long c = 1; c < classes; ++c) {
    const torch::Tensor a = found.eq(c), b = truth.eq(c);
    const torch::Tensor both = a.logical_and(b).sum({1, 2}).to(torch::kDouble);
    const torch::Tensor total = a.sum({1, 2}) + b.sum({1, 2});
    sum += ((2 * both + 1e-9) / (total.to(torch::kDouble) + 1e-9)).sum().item<double>();
  }
  return sum / static_cast<double>(classes - 1);
}

}  // namespace

Job segmentation_job(const Recipe& recipe, const TrainingFilms& films,
                     std::shared_ptr<torch::nn::Module> segmenter, torch::Device device, bool bfloat16) {
  const auto network = std::dynamic_pointer_cast<SegmenterImpl>(segmenter);
  Job job;
  job.module = segmenter;
  job.figure = "Dice";
  job.loss = [=, &recipe, &films](std::span<const std::size_t> chosen, int epoch) {
    const Batch batch = augmented_batch(films.train, chosen, recipe, epoch, device);
    const torch::Tensor logits =
        in_precision(bfloat16, device, [&] { return network->forward(batch.input); });
    return dice_and_entropy(logits.to(torch::kFloat), batch.mask);
  };
  job.validate = [=, &recipe, &films] {
    const torch::NoGradGuard guard;
    network->eval();
    double sum = 0;
    for (std::size_t from = 0; from < films.val.size(); from += kValidationBatch) {
      const Batch batch =
          plain_batch(films.val, from, std::min(from + kValidationBatch, films.val.size()), device);
      const torch::Tensor logits =
          in_precision(bfloat16, device, [&] { return network->forward(batch.input); });
      sum += mean_dice(logits.argmax(1), batch.mask, static_cast<long>(recipe.card.structures.size()) + 1);
    }
    return sum / static_cast<double>(films.val.size());
  };
  return job;
}

}  // namespace roentgen::training
