#include "model/openvino_network.h"

#include <algorithm>
#include <openvino/frontend/manager.hpp>
#include <spanstream>
#include <sstream>

#include "model/card_rules.h"
#include "model/onnx_check.h"

namespace roentgen::model {
namespace {

constexpr std::size_t kMostTensorElements = std::size_t{1} << 26;   // 256 MB in float32
constexpr std::size_t kMostNetworkElements = std::size_t{1} << 29;  // of all tensors together

std::unexpected<base::Error> refuse(const std::string& why, const Card& card) {
  return base::fail(base::ErrorCode::refused_model, "the model package was refused: " + why, card.name);
}

// One thread for each stream, so that no sum is ever split between threads; no pinning, because several
// networks and other programs share the cores.
ov::AnyMap settings(int threads, Precision precision) {
  return {
      ov::hint::inference_precision(precision == Precision::bfloat16 ? ov::element::bf16 : ov::element::f32),
      ov::hint::execution_mode(ov::hint::ExecutionMode::ACCURACY), ov::num_streams(threads),
      ov::inference_num_threads(threads), ov::hint::enable_cpu_pinning(false)};
}

// The shape that card.h promises for an output; 0 stands for "any".
std::vector<std::size_t> promised_shape(const std::string& name, const Card& card) {
  const auto size = static_cast<std::size_t>(card.input.size);
  if (name == "probabilities") return {1, card.structures.size() + 1, size, size};
  if (name == "logits") return {1, card.labels.size()};
  if (has_places(card.task) && card.places && name != "logits" && name != "features") {
    const auto cells = size / static_cast<std::size_t>(card.places->stride);
    const std::size_t channels = name == "boxes"     ? 4
                                 : name == "corners" ? 8
                                                     : std::max<std::size_t>(1, card.labels.size());
    return {1, channels, cells, cells};
  }
  if (name == "maps") return {1, card.labels.size(), 0, 0};
  return {1, card.reference ? card.reference->mean.size() : 0};
}

bool fits(const ov::Output<const ov::Node>& port, const std::vector<std::size_t>& promised) {
  if (port.get_element_type() != ov::element::f32 || port.get_partial_shape().is_dynamic()) return false;
  const ov::Shape& shape = port.get_shape();
  if (shape.size() != promised.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 0 || (promised[i] != 0 && shape[i] != promised[i])) return false;
  return true;
}

const ov::Output<const ov::Node>* find_port(const std::vector<ov::Output<const ov::Node>>& ports,
                                            const std::string& name) {
  const auto found = std::find_if(ports.begin(), ports.end(),
                                  [&](const auto& port) { return port.get_names().contains(name); });
  return found == ports.end() ? nullptr : &*found;
}

base::Result<void> check_ports(const std::vector<ov::Output<const ov::Node>>& inputs,
                               const std::vector<ov::Output<const ov::Node>>& outputs, const Card& card) {
  const auto size = static_cast<std::size_t>(card.input.size);
  const auto* image = find_port(inputs, "image");
  if (inputs.size() != 1 || !image || !fits(*image, {1, 1, size, size}))
    return refuse("the network's input is not \"image\" in the size that its card says", card);
  for (const auto& name : output_names(card.task)) {
    const auto* port = find_port(outputs, name);
    if (!port || !fits(*port, promised_shape(name, card)))
      return refuse("the network's output \"" + name + "\" is missing or not of the shape that its card says",
                    card);
  }
  if (outputs.size() != output_names(card.task).size())
    return refuse("the network has outputs that no card knows", card);
  return {};
}

// Everything that inference will have to hold, before anything of it is allocated.
base::Result<void> check_sizes(const ov::Model& network, const Card& card) {
  std::size_t all = 0;
  for (const auto& node : network.get_ops())
    for (const auto& output : node->outputs()) {
      if (output.get_partial_shape().is_dynamic()) return refuse("the network's sizes are not fixed", card);
      std::size_t elements = 1;
      for (const std::size_t side : output.get_shape()) {
        if (side > kMostTensorElements) return refuse("the network needs too much memory", card);
        elements *= side;
        if (elements > kMostTensorElements) return refuse("the network needs too much memory", card);
      }
      all += elements;
    }
  if (all > kMostNetworkElements) return refuse("the network needs too much memory", card);
  return {};
}

}  // namespace

// Asking the ONNX frontend by name is faster than read_model(), which loads every frontend to ask who knows
// the format.
std::shared_ptr<ov::Model> read_network(const base::Bytes& onnx) {
  ov::frontend::FrontEndManager frontends;
  const auto frontend = frontends.load_by_framework("onnx");
  std::ispanstream bytes(std::span(reinterpret_cast<const char*>(onnx.data()), onnx.size()));
  std::istream* stream = &bytes;
  return frontend->convert(frontend->load(stream));
}

std::string library_version() {
  return ov::get_openvino_version().buildNumber;
}

std::string first_line(const std::string& message) {
  std::string line = message.substr(0, std::min<std::size_t>(message.find('\n'), 200));
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c >= 0x7f; }, ' ');
  return line;
}

base::Result<CompiledNetwork> compile_network(ov::Core& core, const base::Bytes& onnx, const Card& card,
                                              int threads, Precision precision) {
  if (const auto acceptable = check_onnx(onnx); !acceptable)
    return base::fail(acceptable.error().code, acceptable.error().message, card.name);
  try {
    const std::shared_ptr<ov::Model> network = read_network(onnx);
    const auto inputs = std::as_const(*network).inputs();
    const auto outputs = std::as_const(*network).outputs();
    if (const auto same = check_ports(inputs, outputs, card); !same) return std::unexpected(same.error());
    if (const auto small = check_sizes(*network, card); !small) return std::unexpected(small.error());
    CompiledNetwork compiled;
    compiled.model = core.compile_model(network, "CPU", settings(threads, precision));
    compiled.requests =
        static_cast<std::uint32_t>(std::max(1, compiled.model.get_property(ov::num_streams).num));
    return compiled;
  } catch (const std::exception& error) {
    return refuse("the inference library cannot read its network (" + first_line(error.what()) + ")", card);
  }
}

base::Result<CompiledNetwork> import_network(ov::Core& core, CachedNetwork cached, const Card& card,
                                             int threads, Precision precision) {
  try {
    CompiledNetwork compiled;
    compiled.bytes = std::make_shared<const CachedNetwork>(std::move(cached));
    const auto network = compiled.bytes->network();
    const ov::Tensor blob(ov::element::u8, {network.size()}, const_cast<std::byte*>(network.data()));
    compiled.model = core.import_model(blob, "CPU", settings(threads, precision));
    if (const auto same = check_ports(compiled.model.inputs(), compiled.model.outputs(), card); !same)
      return std::unexpected(same.error());
    compiled.requests =
        static_cast<std::uint32_t>(std::max(1, compiled.model.get_property(ov::num_streams).num));
    return compiled;
  } catch (const std::exception& error) {
    return refuse("the inference library cannot read its compiled network (" + first_line(error.what()) + ")",
                  card);
  }
}

void keep_network(CompiledNetwork& network, const std::filesystem::path& file) {
  try {
    std::ostringstream out;
    network.model.export_model(out);
    const auto bytes = out.view();
    write_cache(file, std::as_bytes(std::span(bytes.data(), bytes.size())));
  } catch (const std::exception&) {
    // The network runs all the same; the next start compiles again.
  }
}

}  // namespace roentgen::model
