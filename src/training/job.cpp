#include "training/job.h"

#include <ATen/autocast_mode.h>

#include "base/parallel.h"
#include "training/augment.h"

namespace roentgen::training {
namespace {

torch::Tensor tensor_of(const image::Mask& mask) {
  return torch::from_blob(const_cast<std::uint8_t*>(mask.samples.data()), {mask.rows, mask.columns},
                          torch::kUInt8)
      .to(torch::kLong);
}

Batch stack(const std::vector<torch::Tensor>& inputs, const std::vector<torch::Tensor>& masks,
            torch::Device device) {
  Batch batch;
  batch.input = torch::stack(inputs).to(device).contiguous(torch::MemoryFormat::ChannelsLast);
  if (!masks.empty()) batch.mask = torch::stack(masks).to(device);
  return batch;
}

}  // namespace

torch::Tensor tensor_of(const image::Plane& plane) {
  return torch::from_blob(const_cast<float*>(plane.samples.data()), {1, plane.rows, plane.columns}).clone();
}

void run_in_precision(bool bfloat16, torch::Device device, const std::function<void()>& body) {
  if (!bfloat16) return body();
  at::autocast::set_autocast_enabled(device.type(), true);
  at::autocast::set_autocast_dtype(device.type(), torch::kBFloat16);
  body();
  at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device.type(), false);
}

torch::Tensor in_precision(bool bfloat16, torch::Device device, const std::function<torch::Tensor()>& body) {
  torch::Tensor result;
  run_in_precision(bfloat16, device, [&] { result = body(); });
  return result;
}

Batch augmented_batch(const std::vector<TrainingFilm>& films, std::span<const std::size_t> chosen,
                      const Recipe& recipe, int epoch, torch::Device device) {
  std::vector<Augmented> changed(chosen.size());
  const auto done = base::parallel_for(chosen.size(), at::get_num_threads(), [&](std::size_t i) {
    const TrainingFilm& film = films[chosen[i]];
    changed[i] = augment(film.grey, film.mask, recipe.augment,
                         base::Random{recipe.seed, static_cast<std::uint64_t>(epoch), chosen[i]});
  });
  if (!done) throw std::runtime_error(done.error().message);  // caught by the training loop
  std::vector<torch::Tensor> inputs, masks;
  for (const Augmented& film : changed) {
    inputs.push_back(tensor_of(film.input));
    if (!film.mask.samples.empty()) masks.push_back(tensor_of(film.mask));
  }
  return stack(inputs, masks, device);
}

Batch plain_batch(const std::vector<TrainingFilm>& films, std::size_t from, std::size_t to,
                  torch::Device device) {
  std::vector<torch::Tensor> inputs, masks;
  for (std::size_t f = from; f < to; ++f) {
    inputs.push_back(tensor_of(plain(films[f].grey)));
    if (!films[f].mask.samples.empty()) masks.push_back(tensor_of(films[f].mask));
  }
  return stack(inputs, masks, device);
}

}  // namespace roentgen::training
