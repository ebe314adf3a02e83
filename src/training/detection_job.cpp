#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "base/parallel.h"
#include "evaluation/matching.h"
#include "evaluation/statistics.h"
#include "reading/found_boxes.h"
#include "reading/spine.h"
#include "training/augment.h"
#include "training/detector.h"
#include "training/job.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kValidationBatch = 8;
constexpr std::size_t kBoxesPerFilm = 50;
constexpr double kLeastScore = 0.01;
constexpr double kShapeShare = 3, kImageShare = 1;  // of the loss, beside the score's 1
constexpr double kSlopeShare = 2;                   // of the corners' loss

struct PlaceBatch {
  torch::Tensor input;
  torch::Tensor truth;   // [N, L]: 1, 0 or -1
  torch::Tensor placed;  // [N, L, 1, 1]: 1 where all boxes of the label are known
  TargetMaps maps;
};

PlaceBatch batch_of(const Recipe& recipe, const std::vector<TrainingFilm>& films,
                    std::span<const std::size_t> chosen, int epoch, int numbers, torch::Device device) {
  const std::size_t labels = std::max<std::size_t>(1, recipe.card.labels.size());
  const int size = recipe.card.input.size;
  std::vector<Augmented> changed(chosen.size());
  std::vector<std::vector<Target>> targets(chosen.size());
  const auto done = base::parallel_for(chosen.size(), at::get_num_threads(), [&](std::size_t i) {
    const TrainingFilm& film = films[chosen[i]];
    changed[i] = augment(film.grey, {}, recipe.augment,
                         base::Random{recipe.seed, static_cast<std::uint64_t>(epoch), chosen[i]});
    targets[i] = warped(film.targets, changed[i].target_to_source, size);
  });
  if (!done) throw std::runtime_error(done.error().message);  // caught by the training loop
  std::vector<torch::Tensor> inputs;
  std::vector<float> truth, placed;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const TrainingFilm& film = films[chosen[i]];
    inputs.push_back(tensor_of(changed[i].input));
    for (std::size_t l = 0; l < labels; ++l) {
      const float known = l < film.truth.size() ? film.truth[l] : 1;
      const bool seen = std::ranges::any_of(
          targets[i], [&](const Target& target) { return target.label == static_cast<int>(l); });
      // A film whose every box has moved out of the picture shows nothing any more, and yet it may.
      truth.push_back(known > 0 && !seen ? -1 : known);
      placed.push_back(known == 0 || seen ? 1 : 0);
    }
  }
  const long count = static_cast<long>(chosen.size());
  PlaceBatch batch;
  batch.input = torch::stack(inputs).to(device).contiguous(torch::MemoryFormat::ChannelsLast);
  batch.truth = torch::tensor(truth).view({count, -1}).to(device);
  batch.placed = torch::tensor(placed).view({count, -1, 1, 1}).to(device);
  batch.maps = paint(targets, static_cast<int>(labels), numbers, size, kDetectorStride);
  batch.maps.heat = batch.maps.heat.to(device);
  batch.maps.shapes = batch.maps.shapes.to(device);
  batch.maps.weight = batch.maps.weight.to(device);
  return batch;
}

// Focal loss with less weight near a centre (Law and Deng, CornerNet, 2018), over the number of targets.
torch::Tensor score_loss(const torch::Tensor& scores, const PlaceBatch& batch) {
  const torch::Tensor& heat = batch.maps.heat;
  const torch::Tensor log_p = torch::log_sigmoid(scores), log_not_p = torch::log_sigmoid(-scores);
  const torch::Tensor p = torch::sigmoid(scores);
  const torch::Tensor centre = heat.eq(1).to(torch::kFloat);
  const torch::Tensor missed = (1 - p).square() * log_p * centre;
  const torch::Tensor false_alarm = (1 - heat).pow(4) * p.square() * log_not_p * (1 - centre);
  return -((missed + false_alarm) * batch.placed).sum() / std::max(batch.maps.targets, 1.0);
}

// Generalised intersection over union (Rezatofighi et al. 2019) of the boxes around the centres.
torch::Tensor box_loss(const torch::Tensor& shapes, const PlaceBatch& batch) {
  const long cells = shapes.size(2);
  const torch::Tensor at = (torch::arange(cells, torch::kFloat).to(shapes.device()) + 0.5) * kDetectorStride;
  const torch::Tensor x = at.view({1, 1, cells}), y = at.view({1, cells, 1});
  const torch::Tensor distance = kDetectorStride * torch::exp(shapes.clamp(-6, 6));
  const torch::Tensor left = x - distance.select(1, 0), top = y - distance.select(1, 1);
  const torch::Tensor right = x + distance.select(1, 2), bottom = y + distance.select(1, 3);
  const auto truth = [&](int side) { return batch.maps.shapes.select(1, side); };
  const torch::Tensor width = (torch::min(right, truth(2)) - torch::max(left, truth(0))).clamp_min(0);
  const torch::Tensor height = (torch::min(bottom, truth(3)) - torch::max(top, truth(1))).clamp_min(0);
  const torch::Tensor both = width * height;
  const torch::Tensor either =
      (right - left) * (bottom - top) + (truth(2) - truth(0)) * (truth(3) - truth(1)) - both;
  const torch::Tensor around = (torch::max(right, truth(2)) - torch::min(left, truth(0))) *
                               (torch::max(bottom, truth(3)) - torch::min(top, truth(1)));
  const torch::Tensor giou = both / either.clamp_min(1e-6) - (around - either) / around.clamp_min(1e-6);
  return ((1 - giou) * batch.maps.weight.select(1, 0)).sum() / std::max(batch.maps.targets, 1.0);
}

// Distances of the corners in strides, and the rise of the middle line: what the Cobb angle is made of.
torch::Tensor corner_loss(const torch::Tensor& shapes, const PlaceBatch& batch) {
  const auto each = [](const torch::Tensor& a, const torch::Tensor& b) {
    return torch::smooth_l1_loss(a, b, at::Reduction::None, /*beta=*/0.1);
  };
  const auto rise = [](const torch::Tensor& s) {
    return (s.select(1, 3) + s.select(1, 7) - s.select(1, 1) - s.select(1, 5)) / 2;
  };
  const torch::Tensor corners = each(shapes, batch.maps.shapes).mean(1);
  const torch::Tensor slope = each(rise(shapes), rise(batch.maps.shapes));
  return ((corners + kSlopeShare * slope) * batch.maps.weight.select(1, 0)).sum() /
         std::max(batch.maps.targets, 1.0);
}

torch::Tensor image_loss(const torch::Tensor& logits, const torch::Tensor& truth) {
  const torch::Tensor known = truth.ge(0).to(torch::kFloat);
  const torch::Tensor each =
      torch::binary_cross_entropy_with_logits(logits, truth.clamp_min(0), {}, {}, at::Reduction::None);
  return (each * known).sum() / known.sum().clamp_min(1);
}

model::Output output_of(const torch::Tensor& batch, long film) {
  const torch::Tensor one = batch[film].contiguous();
  model::Output output;
  output.shape = {1, static_cast<int>(one.size(0)), static_cast<int>(one.size(1)),
                  static_cast<int>(one.size(2))};
  output.values.assign(one.const_data_ptr<float>(), one.const_data_ptr<float>() + one.numel());
  return output;
}

std::vector<reading::FoundBox> truth_boxes(const TrainingFilm& film) {
  std::vector<reading::FoundBox> boxes;
  for (const Target& t : film.targets) boxes.push_back({t.label, 1, t.left, t.top, t.right, t.bottom});
  return boxes;
}

using Seen = std::function<void(const TrainingFilm& film, const DetectorOutput& out, long row)>;

void each_validation_film(DetectorImpl& network, const TrainingFilms& films, torch::Device device,
                          bool bfloat16, const Seen& seen) {
  const torch::NoGradGuard guard;
  network.eval();
  for (std::size_t from = 0; from < films.val.size(); from += kValidationBatch) {
    const std::size_t to = std::min(from + kValidationBatch, films.val.size());
    const Batch batch = plain_batch(films.val, from, to, device);
    DetectorOutput out;
    run_in_precision(bfloat16, device, [&] { out = network.forward(batch.input); });
    out.scores = out.scores.cpu();
    out.shapes = out.shapes.cpu();
    if (out.logits.defined()) out.logits = out.logits.to(torch::kFloat).cpu();
    for (std::size_t f = from; f < to; ++f) seen(films.val[f], out, static_cast<long>(f - from));
  }
}

// The mean over labels of AUC of the image and average precision of the boxes, half and half.
double boxes_figure(DetectorImpl& network, const Recipe& recipe, const TrainingFilms& films,
                    torch::Device device, bool bfloat16) {
  const std::size_t labels = recipe.card.labels.size();
  std::vector<std::vector<evaluation::Scored>> scored(labels);
  std::vector<std::vector<evaluation::BoxedFilm>> boxed(labels);
  each_validation_film(
      network, films, device, bfloat16, [&](const TrainingFilm& film, const DetectorOutput& out, long row) {
        const auto found = reading::found_boxes(*recipe.card.places, output_of(out.scores, row),
                                                output_of(out.shapes, row), kLeastScore, kBoxesPerFilm);
        const auto truth = truth_boxes(film);
        for (std::size_t l = 0; l < labels; ++l) {
          if (film.truth[l] < 0) continue;
          const float logit = out.logits[row][static_cast<long>(l)].item<float>();
          scored[l].push_back({logit, film.truth[l] > 0 ? 1 : 0, film.patient});
          boxed[l].push_back({film.patient, found, truth});
        }
      });
  double sum = 0;
  for (std::size_t l = 0; l < labels; ++l) {
    const double area = evaluation::auc(scored[l]);
    const auto matches = evaluation::match(boxed[l], static_cast<int>(l), 0.5);
    const double precision = evaluation::average_precision(matches);
    sum += ((std::isnan(area) ? 0.5 : area) + (std::isnan(precision) ? 0 : precision)) / 2;
  }
  return sum / static_cast<double>(labels);
}

std::vector<reading::Vertebra> truth_vertebrae(const TrainingFilm& film) {
  std::vector<reading::Vertebra> all;
  for (const Target& target : film.targets) {
    reading::Vertebra& v = all.emplace_back();
    v.score = 1;
    for (std::size_t k = 0; k < 4; ++k)
      v.corners[k] = {target.corners[k][0] - 0.5, target.corners[k][1] - 0.5};
  }
  return all;
}

// 1 - mean of |a - b| / (a + b) of the largest Cobb angle.
double cobb_figure(DetectorImpl& network, const Recipe& recipe, const TrainingFilms& films,
                   torch::Device device, bool bfloat16) {
  double sum = 0;
  each_validation_film(
      network, films, device, bfloat16, [&](const TrainingFilm& film, const DetectorOutput& out, long row) {
        const auto angle = [&](std::vector<reading::Vertebra> vertebrae) {
          const auto found = reading::cobb_angles(reading::on_picture(std::move(vertebrae), film.placement),
                                                  film.picture_rows);
          return found ? found->largest : 0;
        };
        const double truth = angle(truth_vertebrae(film));
        const double seen =
            angle(reading::vertebrae_of(*recipe.card.places, output_of(out.scores, row),
                                        output_of(out.shapes, row), recipe.card.structures.size()));
        sum += truth + seen > 0 ? std::abs(truth - seen) / (truth + seen) : 0;
      });
  return 1 - sum / static_cast<double>(films.val.size());
}

}  // namespace

Job place_job(const Recipe& recipe, const TrainingFilms& films, std::shared_ptr<torch::nn::Module> detector,
              torch::Device device, bool bfloat16) {
  const auto network = std::dynamic_pointer_cast<DetectorImpl>(detector);
  const bool boxes = recipe.card.task == model::Task::detection;
  Job job;
  job.module = detector;
  job.figure = boxes ? "(AUC + mAP50) / 2" : "1 - SMAPE";
  job.loss = [=, &recipe, &films](std::span<const std::size_t> chosen, int epoch) {
    const PlaceBatch batch = batch_of(recipe, films.train, chosen, epoch, network->arguments.numbers, device);
    DetectorOutput out;
    run_in_precision(bfloat16, device, [&] { out = network->forward(batch.input); });
    torch::Tensor loss = score_loss(out.scores, batch);
    if (!boxes) return loss + corner_loss(out.shapes, batch);
    return loss + kShapeShare * box_loss(out.shapes, batch) +
           kImageShare * image_loss(out.logits.to(torch::kFloat), batch.truth);
  };
  job.validate = [=, &recipe, &films] {
    return boxes ? boxes_figure(*network, recipe, films, device, bfloat16)
                 : cobb_figure(*network, recipe, films, device, bfloat16);
  };
  return job;
}

}  // namespace roentgen::training
