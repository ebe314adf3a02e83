#include "training/checkpoint.h"

namespace roentgen::training {
namespace {

void write_list(torch::serialize::OutputArchive& archive, const std::string& name, const Weights& weights) {
  archive.write(name + ".count", torch::tensor(static_cast<int64_t>(weights.size())));
  for (std::size_t i = 0; i < weights.size(); ++i) archive.write(name + "." + std::to_string(i), weights[i]);
}

Weights read_list(torch::serialize::InputArchive& archive, const std::string& name) {
  torch::Tensor count;
  archive.read(name + ".count", count);
  Weights weights(static_cast<std::size_t>(count.item<int64_t>()));
  for (std::size_t i = 0; i < weights.size(); ++i) archive.read(name + "." + std::to_string(i), weights[i]);
  return weights;
}

}  // namespace

base::Result<void> save_checkpoint(const std::filesystem::path& path, const Checkpoint& state,
                                   const torch::optim::Optimizer& optimizer) {
  const std::filesystem::path beside = path.string() + ".part";
  try {
    torch::serialize::OutputArchive archive;
    archive.write("epoch", c10::IValue(state.epoch));
    archive.write("best", c10::IValue(state.best));
    archive.write("best_epoch", c10::IValue(state.best_epoch));
    archive.write("recipe_key", c10::IValue(state.recipe_key));
    write_list(archive, "now", state.now);
    write_list(archive, "average", state.average);
    write_list(archive, "best_weights", state.best_weights);
    torch::serialize::OutputArchive nested(archive.compilation_unit());
    optimizer.save(nested);
    archive.write("optimizer", nested);
    archive.save_to(beside.string());
    std::filesystem::rename(beside, path);
    return {};
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unusable_input,
                      std::string("the checkpoint cannot be written: ") + error.what(), path.string());
  }
}

base::Result<Checkpoint> load_checkpoint(const std::filesystem::path& path,
                                         torch::optim::Optimizer& optimizer) {
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(path.string());
    Checkpoint state;
    c10::IValue value;
    archive.read("epoch", value);
    state.epoch = static_cast<int>(value.toInt());
    archive.read("best", value);
    state.best = value.toDouble();
    archive.read("best_epoch", value);
    state.best_epoch = static_cast<int>(value.toInt());
    archive.read("recipe_key", value);
    state.recipe_key = value.toStringRef();
    state.now = read_list(archive, "now");
    state.average = read_list(archive, "average");
    state.best_weights = read_list(archive, "best_weights");
    torch::serialize::InputArchive nested;
    archive.read("optimizer", nested);
    optimizer.load(nested);
    return state;
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unusable_input,
                      std::string("the checkpoint cannot be read: ") + error.what(), path.string());
  }
}

}  // namespace roentgen::training
