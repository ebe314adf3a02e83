#include "model/engine.h"

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <openvino/openvino.hpp>
#include <optional>

#include "base/cores.h"
#include "model/card_rules.h"
#include "model/network_cache.h"
#include "model/openvino_network.h"

namespace roentgen::model {
namespace {

constexpr int kMostThreads = 256;

base::Error refusal(const std::string& why, const Card& card) {
  return {base::ErrorCode::refused_model, "the model package was refused: " + why, card.name};
}

// What was written down in float32 still tells whether these are the right weights.
void loosen(std::vector<Canary>& canaries) {
  constexpr double kShare = 0.2;  // of the largest value
  for (Canary& canary : canaries) {
    double largest = 0;
    for (const float value : canary.expected)
      largest = std::max(largest, std::abs(static_cast<double>(value)));
    canary.tolerance = std::max(canary.tolerance, kShare * largest);
  }
}

bool all_finite(const std::vector<float>& values) {
  return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

}  // namespace

image::Plane canary_image(int size) {
  image::Plane plane{size, size,
                     std::vector<float>(static_cast<std::size_t>(size) * static_cast<std::size_t>(size))};
  for (int i = 0; i < size; ++i)
    for (int j = 0; j < size; ++j) plane.at(i, j) = static_cast<float>(std::sin(0.05 * i + 0.07 * j));
  return plane;
}

// A request belongs to one caller from take() to give(). A caller that holds some never waits for more: it
// first collects its own oldest, so callers cannot block each other.
struct Engine::Impl {
  Card card;
  std::string package_sha256;
  ov::Core core;  // must outlive what it compiled
  CompiledNetwork network;
  mutable std::mutex mutex;
  mutable std::condition_variable freed;
  mutable std::vector<ov::InferRequest> free;

  std::optional<ov::InferRequest> take(bool wait) const {
    std::unique_lock lock(mutex);
    if (wait) freed.wait(lock, [this] { return !free.empty(); });
    if (free.empty()) return std::nullopt;
    ov::InferRequest request = std::move(free.back());
    free.pop_back();
    return request;
  }

  void give(ov::InferRequest request) const {
    {
      const std::scoped_lock lock(mutex);
      free.push_back(std::move(request));
    }
    freed.notify_one();
  }

  base::Result<std::vector<std::vector<Output>>> infer(std::span<const image::Plane> inputs,
                                                       std::span<const std::string> names) const;
  base::Result<void> check_canary() const;
};

namespace {

std::vector<Output> collect(ov::InferRequest& request, std::span<const std::string> names) {
  std::vector<Output> outputs;
  for (const auto& name : names) {
    const ov::Tensor tensor = request.get_tensor(name);
    Output output;
    for (const std::size_t side : tensor.get_shape()) output.shape.push_back(static_cast<int>(side));
    output.values.assign(tensor.data<const float>(), tensor.data<const float>() + tensor.get_size());
    outputs.push_back(std::move(output));
  }
  return outputs;
}

}  // namespace

base::Result<std::vector<std::vector<Output>>> Engine::Impl::infer(std::span<const image::Plane> inputs,
                                                                   std::span<const std::string> names) const {
  struct Running {
    std::size_t image;
    ov::InferRequest request;
  };
  std::vector<std::vector<Output>> results(inputs.size());
  std::deque<Running> running;
  std::string failure;
  const auto collect_oldest = [&] {
    Running oldest = std::move(running.front());
    running.pop_front();
    try {
      oldest.request.wait();
      if (failure.empty()) results[oldest.image] = collect(oldest.request, names);
    } catch (const std::exception& error) {
      failure = error.what();
    }
    give(std::move(oldest.request));
  };
  for (std::size_t i = 0; i < inputs.size() && failure.empty();) {
    auto request = take(running.empty());
    if (!request) {
      collect_oldest();
      continue;
    }
    running.push_back({i, *request});
    try {
      ov::Tensor tensor = request->get_tensor("image");
      std::memcpy(tensor.data<float>(), inputs[i].samples.data(), tensor.get_byte_size());
      request->start_async();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    ++i;
  }
  while (!running.empty()) collect_oldest();
  if (!failure.empty())
    return base::fail(base::ErrorCode::internal, "the inference library failed: " + first_line(failure),
                      card.name);
  for (const auto& outputs : results)
    for (const Output& output : outputs)
      if (!all_finite(output.values))
        return std::unexpected(refusal("its network gave a value that is not a number", card));
  return results;
}

base::Result<void> Engine::Impl::check_canary() const {
  const std::vector<std::string> names = output_names(card.task);
  const image::Plane image = canary_image(card.input.size);
  const auto outputs = infer(std::span(&image, 1), names);
  if (!outputs)
    return std::unexpected(refusal("its network does not run (" + outputs.error().message + ")", card));
  for (const Canary& canary : card.canary) {
    const auto index =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), canary.output) - names.begin());
    const std::vector<float>& values = outputs->front().at(index).values;
    bool same = values.size() >= canary.expected.size();
    for (std::size_t k = 0; same && k < canary.expected.size(); ++k)
      same = std::abs(static_cast<double>(values[k]) - static_cast<double>(canary.expected[k])) <=
             canary.tolerance;
    if (!same)
      return std::unexpected(refusal(
          "its network does not answer the built-in image as its card says (" + canary.output + ")", card));
  }
  return {};
}

Engine::Engine(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

const Card& Engine::card() const {
  return impl_->card;
}
const std::string& Engine::package_sha256() const {
  return impl_->package_sha256;
}

base::Result<Engine> Engine::load(const Package& package, const EngineOptions& options) {
  const int threads = std::min(options.threads > 0 ? options.threads : base::physical_cores(), kMostThreads);
  try {
    auto impl = std::make_unique<Impl>();
    impl->card = package.card;
    if (options.precision == Precision::bfloat16) loosen(impl->card.canary);
    impl->package_sha256 = package.sha256;
    std::filesystem::path file;
    if (!options.cache_folder.empty())
      file = cache_file(options.cache_folder, package.card.name, package.sha256,
                        library_version() + (options.precision == Precision::bfloat16 ? " bfloat16" : ""));

    const auto finish = [&](base::Result<CompiledNetwork> network) -> base::Result<void> {
      if (!network) return std::unexpected(network.error());
      impl->network = std::move(*network);
      impl->free.clear();
      const auto streams = std::max<std::uint32_t>(1, impl->network.requests);
      for (std::uint32_t i = 0; i < streams; ++i)
        impl->free.push_back(impl->network.model.create_infer_request());
      return impl->check_canary();
    };

    // Whatever is wrong with a compiled network that was kept, compiling anew is the answer.
    if (!file.empty())
      if (auto cached = read_cache(file);
          cached &&
          finish(import_network(impl->core, std::move(*cached), impl->card, threads, options.precision))) {
        impl->network.bytes->file.rest();
        return Engine(std::move(impl));
      }

    base::Bytes read;
    if (package.weights_on_disk) {
      auto weights = read_weights(package);
      if (!weights) return std::unexpected(weights.error());
      read = std::move(*weights);
    }
    const base::Bytes& onnx = package.weights_on_disk ? read : package.weights;
    const auto fresh = finish(compile_network(impl->core, onnx, impl->card, threads, options.precision));
    if (!fresh) return base::fail(fresh.error().code, fresh.error().message, package.folder.string());
    if (!file.empty()) keep_network(impl->network, file);
    return Engine(std::move(impl));
  } catch (const std::exception& error) {
    return base::fail(
        base::ErrorCode::refused_model,
        "the model package was refused: the inference library failed: " + first_line(error.what()),
        package.folder.string());
  }
}

base::Result<std::vector<std::vector<Output>>> Engine::run(std::span<const image::Plane> inputs,
                                                           std::span<const std::string> names) const {
  const Card& card = impl_->card;
  const auto known = output_names(card.task);
  for (const auto& name : names)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return base::fail(base::ErrorCode::internal,
                        "this network has no output of the name that was asked for", card.name);
  const auto side = static_cast<std::size_t>(card.input.size);
  for (const auto& input : inputs)
    if (input.rows != card.input.size || input.columns != card.input.size ||
        input.samples.size() != side * side)
      return base::fail(base::ErrorCode::internal,
                        "the input of this network must have the size that its card says", card.name);
  for (const auto& input : inputs)  // a rectifier would turn "not a number" into a plausible zero
    if (!all_finite(input.samples))
      return base::fail(base::ErrorCode::internal,
                        "the input of this network holds a value that is not a number", card.name);
  try {
    return impl_->infer(inputs, names);
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::internal, "the inference library failed: " + first_line(error.what()),
                      card.name);
  }
}

}  // namespace roentgen::model
