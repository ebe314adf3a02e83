#include "model/probe.h"

#include <algorithm>
#include <cstring>

#include "model/onnx_check.h"
#include "model/openvino_network.h"

namespace roentgen::model {
namespace {

constexpr double kOutside = 1e-4;  // of an image's values, at either end

float at_share(std::vector<float>& values, double share) {
  const auto place = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

}  // namespace

struct Probe::Impl {
  ov::Core core;
  ov::CompiledModel model;
  ov::InferRequest request;
  std::vector<std::string> names;
  std::vector<Flow> flows;
  int images = 0;

  void take(const ov::Tensor& tensor, Flow& flow) const {
    std::vector<float> values(tensor.data<const float>(), tensor.data<const float>() + tensor.get_size());
    const std::size_t channels = tensor.get_shape().size() > 1 ? tensor.get_shape()[1] : 1;
    const std::size_t each = values.size() / std::max<std::size_t>(channels, 1);
    flow.channel_mean.resize(channels, 0);
    double squares = 0;
    for (std::size_t c = 0; c < channels; ++c) {
      double sum = 0;
      for (std::size_t i = 0; i < each; ++i) {
        const double value = values[c * each + i];
        sum += value;
        squares += value * value;
      }
      flow.channel_mean[c] += (sum / static_cast<double>(each) - flow.channel_mean[c]) / (images + 1);
    }
    flow.mean_square += (squares / static_cast<double>(values.size()) - flow.mean_square) / (images + 1);
    const float low = at_share(values, kOutside), high = at_share(values, 1 - kOutside);
    flow.least = images == 0 ? low : std::min(flow.least, low);
    flow.most = images == 0 ? high : std::max(flow.most, high);
  }
};

Probe::Probe(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Probe::Probe(Probe&&) noexcept = default;
Probe::~Probe() = default;

const std::vector<Flow>& Probe::flows() const {
  return impl_->flows;
}

base::Result<Probe> Probe::open(const base::Bytes& onnx, const std::vector<std::string>& names) {
  if (const auto acceptable = check_onnx(onnx); !acceptable) return std::unexpected(acceptable.error());
  try {
    auto impl = std::make_unique<Impl>();
    const auto network = read_network(onnx);
    for (const auto& name : names)
      if (name != "image") network->add_output(name);
    impl->model = impl->core.compile_model(network, "CPU",
                                           ov::AnyMap{ov::hint::inference_precision(ov::element::f32),
                                                      ov::inference_num_threads(1), ov::num_streams(1)});
    impl->request = impl->model.create_infer_request();
    impl->names = names;
    impl->flows.resize(names.size());
    return Probe(std::move(impl));
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::refused_model,
                      "the inference library cannot read the network (" + first_line(error.what()) + ")");
  }
}

base::Result<void> Probe::show(const image::Plane& input) {
  try {
    ov::Tensor tensor = impl_->request.get_tensor("image");
    if (tensor.get_size() != input.samples.size())
      return base::fail(base::ErrorCode::internal, "an image for the probe has the wrong size");
    std::memcpy(tensor.data<float>(), input.samples.data(), tensor.get_byte_size());
    impl_->request.infer();
    for (std::size_t i = 0; i < impl_->names.size(); ++i)
      impl_->take(impl_->request.get_tensor(impl_->names[i]), impl_->flows[i]);
    ++impl_->images;
    return {};
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::internal, "the inference library failed: " + first_line(error.what()));
  }
}

}  // namespace roentgen::model
