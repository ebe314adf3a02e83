#include "training/backbone.h"

#include <nlohmann/json.hpp>
#include <set>

#include "base/file.h"
#include "base/sha256.h"
#include "model/half_weights.h"
#include "model/onnx_graph.h"
#include "model/package.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kLargestDescription = 1u << 20;
constexpr std::size_t kLargestWeights = 512u << 20;

struct Target {
  std::string name;
  torch::Tensor tensor;
};

std::vector<Target> targets_of(const torch::nn::Module& module) {
  std::vector<Target> targets;
  for (const auto& item : module.named_parameters()) targets.push_back({item.key(), item.value()});
  for (const auto& item : module.named_buffers())
    if (!item.key().ends_with("num_batches_tracked")) targets.push_back({item.key(), item.value()});
  return targets;
}

// "features.13.conv.0.0.weight" → "features", "features.13"
std::string part_of(const std::string& name) {
  return name.substr(0, name.find('.'));
}
std::string stage_of(const std::string& name) {
  return name.substr(0, name.find('.', name.find('.') + 1));
}

// The stored tensor in the target's shape: as it is, a linear layer as a 1×1 convolution, or colours summed
// to grey.
torch::Tensor fitted(const StoredTensor& stored, const torch::Tensor& target, bool may_sum) {
  const auto tensor = torch::tensor(stored.values).view(stored.shape);
  if (tensor.sizes() == target.sizes()) return tensor;
  if (tensor.dim() == 2 && target.dim() == 4 && tensor.numel() == target.numel() &&
      tensor.size(0) == target.size(0))
    return tensor.view(target.sizes());
  if (may_sum && tensor.dim() == 4 && target.dim() == 4 && target.size(1) == 1 && tensor.size(1) == 3) {
    auto sum = tensor.sum(1, /*keepdim=*/true);
    if (sum.sizes() == target.sizes()) return sum;
  }
  return {};
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < 3; ++i) text += (i ? ", " : "") + names[i];
  return names.size() > 3 ? text + " and " + std::to_string(names.size() - 3) + " more" : text;
}

base::Result<Backbone> describe(const std::string& text, const std::string& path) {
  const auto wrong = [&](const std::string& why) {
    return base::fail(base::ErrorCode::unusable_input,
                      "the backbone's description cannot be used: " + why + ".", path);
  };
  try {
    const auto json = nlohmann::json::parse(text);
    Backbone backbone;
    backbone.name = json.at("name");
    backbone.licence = json.at("licence");
    backbone.sha256 = json.at("sha256");
    const auto& architecture = json.at("architecture");
    backbone.width = architecture.value("width_mult", 1.0);
    backbone.bn_eps = architecture.at("bn_eps");
    backbone.tf_same_padding = json.at("padding").get<std::string>().starts_with("TensorFlow SAME");
    backbone.grey_by_sum =
        json.at("input").at("normalisation").get<std::string>().starts_with("x = pixel/127.5 - 1");
    if (!(backbone.width > 0 && backbone.width <= 4)) return wrong("width_mult is not between 0 and 4");
    if (!(backbone.bn_eps > 0 && backbone.bn_eps < 1)) return wrong("bn_eps is not between 0 and 1");
    return backbone;
  } catch (const nlohmann::json::exception& e) {
    return wrong(e.what());
  }
}

// "features.1.conv.0.0" and "features.1.conv.0.1": the convolution and its batch normalisation, for what an
// exported package calls "features.1.0" (mobilenet.cpp, onnx_export.cpp). Stages 0 and 18 have no blocks.
std::pair<std::string, std::string> parts_named(int stage, int conv, bool last) {
  const std::string prefix = "features." + std::to_string(stage) + ".";
  if (stage == 0 || stage == 18) return {prefix + "0", prefix + "1"};
  const std::string block = prefix + "conv." + std::to_string(conv);
  if (last) return {block, prefix + "conv." + std::to_string(conv + 1)};
  return {block + ".0", block + ".1"};
}

StoredTensor all_of(std::int64_t count, float value) {
  return {{count}, std::vector<float>(static_cast<std::size_t>(count), value)};
}

// Puts what the network of a package has learned into the tensors of the backbone that it began with.
base::Result<void> put_trunk(const model::OnnxGraph& graph, Backbone& backbone) {
  for (int stage = 0; stage <= 18; ++stage) {
    const std::string prefix = "features." + std::to_string(stage) + ".";
    for (int conv = 0; conv < 3; ++conv) {
      const auto tensor = [&](int number, const char* what) {
        return model::find_tensor(graph, prefix + std::to_string(number) + what);
      };
      const model::OnnxTensor* weight = tensor(conv, ".weight");
      const model::OnnxTensor* bias = tensor(conv, ".bias");
      if (weight == nullptr && conv > 0) break;
      const auto [convolution, norm] = parts_named(stage, conv, tensor(conv + 1, ".weight") == nullptr);
      const auto kernel = backbone.tensors.find(convolution + ".weight");
      if (weight == nullptr || bias == nullptr || kernel == backbone.tensors.end() ||
          weight->dims.size() != 4 || bias->dims.size() != 1 || weight->dims[0] != bias->dims[0])
        return base::fail(base::ErrorCode::usage,
                          "only the network of a package that this program trained can be gone on from",
                          backbone.name);
      kernel->second = {weight->dims, model::floats_of(*weight)};
      const std::int64_t channels = bias->dims[0];
      backbone.tensors[norm + ".weight"] = all_of(channels, 1);
      backbone.tensors[norm + ".bias"] = {{channels}, model::floats_of(*bias)};
      backbone.tensors[norm + ".running_mean"] = all_of(channels, 0);
      backbone.tensors[norm + ".running_var"] = all_of(channels, static_cast<float>(1 - backbone.bn_eps));
    }
  }
  return {};
}

base::Result<Backbone> backbone_of_package(const std::filesystem::path& folder,
                                           const std::vector<std::filesystem::path>& folders) {
  const auto package = model::load_package(folder);
  if (!package) return std::unexpected(package.error());
  const std::string& origin = package->card.training.backbone;
  auto backbone = read_backbone(origin.substr(0, origin.find(' ')), folders);
  if (!backbone) return backbone;
  const auto graph = model::read_wide(package->weights);
  if (!graph) return std::unexpected(graph.error());
  backbone->name = package->card.name + " " + package->card.version + " from " + backbone->name;
  backbone->sha256 = package->sha256;
  backbone->folded = true;
  if (const auto put = put_trunk(*graph, *backbone); !put) return std::unexpected(put.error());
  return backbone;
}

}  // namespace

std::vector<std::filesystem::path> backbone_folders() {
  return {model::default_models_folder() / "backbones", "../shared/backbones"};
}

base::Result<Backbone> read_backbone(const std::string& name,
                                     const std::vector<std::filesystem::path>& folders) {
  if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.'))
    return base::fail(base::ErrorCode::usage, "a backbone is named by a file name without its ending.", name);
  std::error_code no_package;
  const auto package = model::default_models_folder() / name;
  if (std::filesystem::exists(package / "card.json", no_package))
    return backbone_of_package(package, folders);
  std::string looked;
  for (const auto& folder : folders) {
    const auto description = folder / (name + ".json");
    std::error_code ignored;
    if (!std::filesystem::exists(description, ignored)) {
      looked += (looked.empty() ? "" : " or ") + folder.string();
      continue;
    }
    auto text = base::read_text(description, kLargestDescription);
    if (!text) return std::unexpected(text.error());
    auto backbone = describe(*text, description.string());
    if (!backbone) return backbone;
    const auto weights = folder / (name + ".safetensors");
    auto bytes = base::read_file(weights, kLargestWeights);
    if (!bytes) return std::unexpected(bytes.error());
    if (base::sha256_hex(*bytes) != backbone->sha256)
      return base::fail(
          base::ErrorCode::unusable_input,
          "the backbone's weights do not have the SHA-256 its description states; fetch the file again.",
          weights.string());
    auto tensors = parse_safetensors(*bytes);
    if (!tensors) return base::fail(tensors.error().code, tensors.error().message, weights.string());
    backbone->tensors = std::move(*tensors);
    return backbone;
  }
  return base::fail(base::ErrorCode::usage, "there is no backbone of this name in " + looked + ".", name);
}

base::Result<int> load_backbone(torch::nn::Module& module, const Backbone& backbone, Head head) {
  const auto fail = [&](const std::string& why) {
    return base::fail(base::ErrorCode::usage, "the backbone does not fit the network: " + why + ".",
                      backbone.name);
  };
  const auto is_head = [](const std::string& name) { return name.starts_with("classifier."); };
  try {
    const torch::NoGradGuard no_gradient;
    std::vector<std::string> missing, misshapen, unused;
    std::set<std::string> parts_in_file, parts, stages, used;
    if (head == Head::load) parts_in_file.insert("classifier");
    for (const auto& [name, tensor] : backbone.tensors)
      if (!is_head(name)) parts_in_file.insert(part_of(name));
    std::vector<std::pair<torch::Tensor, torch::Tensor>> copies;  // nothing is written unless everything fits
    for (auto& [name, target] : targets_of(module)) {
      if (!parts_in_file.contains(part_of(name))) continue;
      parts.insert(part_of(name));
      stages.insert(stage_of(name));
      const auto stored = backbone.tensors.find(name);
      if (stored == backbone.tensors.end()) {
        missing.push_back(name);
        continue;
      }
      used.insert(name);
      auto source = fitted(stored->second, target, backbone.grey_by_sum);
      if (!source.defined())
        misshapen.push_back(name);
      else
        copies.emplace_back(target, source);
    }
    for (const auto& [name, tensor] : backbone.tensors)
      if (!used.contains(name) &&
          (stages.contains(stage_of(name)) || !(parts.contains(part_of(name)) || is_head(name))))
        unused.push_back(name);
    if (!missing.empty()) return fail("it lacks " + listed(missing));
    if (!misshapen.empty()) return fail("other shapes in " + listed(misshapen));
    if (!unused.empty()) return fail("the network has no place for " + listed(unused));
    if (copies.empty()) return fail("no tensor has a name of the network");
    for (auto& [target, source] : copies) target.copy_(source);
    return static_cast<int>(copies.size());
  } catch (const c10::Error& e) {
    return fail(e.what_without_backtrace());
  }
}

}  // namespace roentgen::training
