#include <algorithm>
#include <cmath>

#include "evaluation/statistics.h"
#include "training/distil.h"
#include "training/job.h"
#include "training/loss.h"
#include "training/mix.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kValidationBatch = 16;

double mean_auc(const std::vector<TrainingFilm>& films, const torch::Tensor& logits) {
  const auto scores = logits.accessor<float, 2>();
  double sum = 0;
  int counted = 0;
  for (long l = 0; l < logits.size(1); ++l) {
    std::vector<evaluation::Scored> scored;
    for (std::size_t f = 0; f < films.size(); ++f)
      if (const float truth = films[f].truth[static_cast<std::size_t>(l)]; truth >= 0)
        scored.push_back({scores[static_cast<long>(f)][l], truth > 0 ? 1 : 0, films[f].patient});
    const double area = evaluation::auc(scored);
    if (std::isnan(area)) continue;
    sum += area;
    ++counted;
  }
  return counted > 0 ? sum / counted : 0;
}

// The concordance (Lin 1989) between expected and true grades: the quadratic kappa of grades that are not
// rounded, so that it does not jump from epoch to epoch.
double concordance(const model::Card& card, const std::vector<TrainingFilm>& films,
                   const torch::Tensor& logits) {
  std::vector<long> steps;
  for (const std::string& step : card.grading->steps)
    steps.push_back(std::ranges::find(card.labels, step, &model::Label::name) - card.labels.begin());
  const torch::Tensor likely = torch::sigmoid(logits);
  const auto p = likely.accessor<float, 2>();
  double n = 0, s = 0, ss = 0, t = 0, tt = 0, apart = 0;
  for (std::size_t f = 0; f < films.size(); ++f) {
    double said = 0, truth = 0;
    bool known = true;
    for (const long step : steps) {
      const float reached = films[f].truth[static_cast<std::size_t>(step)];
      known = known && reached >= 0;
      truth += static_cast<double>(reached);
      said += static_cast<double>(p[static_cast<long>(f)][step]);
    }
    if (!known) continue;
    n += 1;
    s += said;
    ss += said * said;
    t += truth;
    tt += truth * truth;
    apart += (said - truth) * (said - truth);
  }
  const double by_chance = n > 0 ? ss + tt - 2 * s * t / n : 0;
  return by_chance > 0 ? 1 - apart / by_chance : 0;
}

}  // namespace

Job classification_job(const Recipe& recipe, const TrainingFilms& films,
                       std::shared_ptr<torch::nn::Module> classifier, torch::Device device, bool bfloat16,
                       const std::vector<Classifier>& teachers) {
  const auto network = std::dynamic_pointer_cast<ClassifierImpl>(classifier);
  LabelWeights weights = label_weights(films.train, recipe.card.labels.size(), recipe.loss);
  weights = {weights.known.to(device), weights.positive.to(device)};
  Job job;
  job.module = classifier;
  job.figure = recipe.card.grading ? "kappa" : "AUC";
  job.loss = [=, &recipe, &films](std::span<const std::size_t> chosen, int epoch) {
    Batch batch = augmented_batch(films.train, chosen, recipe, epoch, device);
    std::vector<float> truth;
    for (const std::size_t f : chosen)
      truth.insert(truth.end(), films.train[f].truth.begin(), films.train[f].truth.end());
    torch::Tensor target = torch::tensor(truth).view({static_cast<long>(chosen.size()), -1}).to(device);
    mix_batch(batch.input, target, recipe.mix,
              base::Random{recipe.seed, 78, static_cast<std::uint64_t>(epoch), chosen.front()});
    if (!teachers.empty())
      target =
          taught(target, in_precision(bfloat16, device, [&] { return answer_of(teachers, batch.input); }),
                 recipe.distil);
    const torch::Tensor logits =
        in_precision(bfloat16, device, [&] { return network->forward(batch.input).logits; });
    return label_loss(logits.to(torch::kFloat), target, weights, recipe.loss);
  };
  job.validate = [=, &recipe, &films] {
    const torch::NoGradGuard guard;
    network->eval();
    std::vector<torch::Tensor> parts;
    for (std::size_t from = 0; from < films.val.size(); from += kValidationBatch) {
      const Batch batch =
          plain_batch(films.val, from, std::min(from + kValidationBatch, films.val.size()), device);
      parts.push_back(in_precision(bfloat16, device, [&] { return network->forward(batch.input).logits; })
                          .to(torch::kFloat)
                          .cpu());
    }
    const torch::Tensor logits = torch::cat(parts);
    return recipe.card.grading ? concordance(recipe.card, films.val, logits) : mean_auc(films.val, logits);
  };
  return job;
}

}  // namespace roentgen::training
