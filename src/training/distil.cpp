#include "training/distil.h"

namespace roentgen::training {

torch::Tensor answer_of(const std::vector<Classifier>& teachers, const torch::Tensor& input) {
  const torch::NoGradGuard guard;
  torch::Tensor sum;
  for (Classifier teacher : teachers) {
    const torch::Tensor probability = torch::sigmoid(teacher->forward(input).logits.to(torch::kFloat));
    sum = sum.defined() ? sum + probability : probability;
  }
  return sum / static_cast<double>(teachers.size());
}

torch::Tensor taught(const torch::Tensor& truth, const torch::Tensor& answer, double share) {
  return torch::where(truth < 0, truth, truth * (1 - share) + answer * share);
}

}  // namespace roentgen::training
