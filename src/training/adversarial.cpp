#include "training/adversarial.h"

#include <algorithm>
#include <cmath>

#include "base/interrupt.h"
#include "base/sha256.h"
#include "training/augment.h"
#include "training/job.h"
#include "training/vary.h"
#include "training/weights.h"

namespace roentgen::training {
namespace {

constexpr int kRound = 100;  // steps between two checkpoints
constexpr std::size_t kFewest = 8;
constexpr int kMadeAtOnce = 16;

// What a stream of random numbers is for; each also has the seed and the step in its key.
enum Stream : std::uint64_t { kChoice = 101, kNoise, kRealVaried, kMadeVaried, kGeneratorVaried, kPicture };

base::Random stream(const SynthesisRecipe& recipe, Stream what, int step) {
  return base::Random{recipe.seed, what, static_cast<std::uint64_t>(step)};
}

torch::Tensor latent(int count, int numbers, base::Random& random) {
  std::vector<float> drawn(static_cast<std::size_t>(count) * static_cast<std::size_t>(numbers));
  for (float& number : drawn) number = static_cast<float>(random.normal());
  return torch::tensor(drawn).view({count, numbers});
}

// Both networks as they learn, and all of their state.
struct Pair {
  Generator generator;
  Discriminator discriminator;
  torch::optim::Adam generator_steps, discriminator_steps;
  Weights average;
  int step = 0;

  explicit Pair(const SynthesisRecipe& recipe)
      : generator(seeded(recipe)),
        discriminator(recipe.network),
        generator_steps(generator->parameters(), options(recipe)),
        discriminator_steps(discriminator->parameters(), options(recipe)),
        average(weights_of(*generator)) {}

 private:
  static GeneratorArguments seeded(const SynthesisRecipe& recipe) {
    torch::manual_seed(recipe.seed);
    return recipe.network;
  }
  static torch::optim::AdamOptions options(const SynthesisRecipe& recipe) {
    return torch::optim::AdamOptions(recipe.learning_rate).betas({0.0, 0.9});
  }
};

template <class Archived>
void write_nested(torch::serialize::OutputArchive& archive, const std::string& name, const Archived& part) {
  torch::serialize::OutputArchive nested(archive.compilation_unit());
  part.save(nested);
  archive.write(name, nested);
}

template <class Archived>
void read_nested(torch::serialize::InputArchive& archive, const std::string& name, Archived& part) {
  torch::serialize::InputArchive nested;
  archive.read(name, nested);
  part.load(nested);
}

void save_pair(const std::filesystem::path& path, const std::string& key, Pair& pair) {
  const std::filesystem::path beside = path.string() + ".part";
  torch::serialize::OutputArchive archive;
  archive.write("key", c10::IValue(key));
  archive.write("step", c10::IValue(pair.step));
  write_nested(archive, "generator", *pair.generator);
  write_nested(archive, "discriminator", *pair.discriminator);
  write_nested(archive, "generator_steps", pair.generator_steps);
  write_nested(archive, "discriminator_steps", pair.discriminator_steps);
  archive.write("average", c10::IValue(pair.average));
  archive.save_to(beside.string());
  std::filesystem::rename(beside, path);
}

base::Result<void> load_pair(const std::filesystem::path& path, const std::string& key, Pair& pair) {
  try {
    torch::serialize::InputArchive archive;
    archive.load_from(path.string());
    c10::IValue value;
    archive.read("key", value);
    if (value.toStringRef() != key)
      return base::fail(base::ErrorCode::usage,
                        "the checkpoint belongs to another recipe or other films; choose another --out",
                        path.string());
    archive.read("step", value);
    pair.step = static_cast<int>(value.toInt());
    read_nested(archive, "generator", *pair.generator);
    read_nested(archive, "discriminator", *pair.discriminator);
    read_nested(archive, "generator_steps", pair.generator_steps);
    read_nested(archive, "discriminator_steps", pair.discriminator_steps);
    archive.read("average", value);
    pair.average = value.toTensorVector();
    return {};
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unusable_input,
                      std::string("the checkpoint cannot be read: ") + error.what(), path.string());
  }
}

// What a checkpoint must agree with to be gone on from: every word of the recipe, every picture.
std::string key_of(const SynthesisRecipe& recipe, std::span<const image::Mask> pictures) {
  std::string text = recipe.sha256 + "|" + std::to_string(recipe.seed) + "|" + std::to_string(recipe.steps);
  for (const image::Mask& picture : pictures)
    text += "|" + base::sha256_hex(std::as_bytes(std::span(picture.samples)));
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

void let_learn(torch::nn::Module& module, bool learn) {
  for (torch::Tensor& parameter : module.parameters()) parameter.set_requires_grad(learn);
}

// One step of each network; the discriminator's mean verdicts on real and on made pictures.
std::pair<double, double> one_step(const SynthesisRecipe& recipe, const torch::Tensor& real_pictures,
                                   Pair& pair) {
  base::Random choice = stream(recipe, kChoice, pair.step), noise = stream(recipe, kNoise, pair.step);
  base::Random real_varied = stream(recipe, kRealVaried, pair.step);
  base::Random made_varied = stream(recipe, kMadeVaried, pair.step);
  base::Random again_varied = stream(recipe, kGeneratorVaried, pair.step);

  std::vector<std::int64_t> chosen;
  for (int i = 0; i < recipe.batch; ++i)
    chosen.push_back(
        static_cast<std::int64_t>(choice.below(static_cast<std::size_t>(real_pictures.size(0)))));
  const torch::Tensor real = real_pictures.index_select(0, torch::tensor(chosen));
  let_learn(*pair.discriminator, true);
  torch::Tensor made;
  {
    const torch::NoGradGuard guard;
    made = pair.generator(latent(recipe.batch, recipe.network.latent, noise));
  }
  pair.discriminator_steps.zero_grad();
  const torch::Tensor of_real = pair.discriminator(vary(real, real_varied));
  const torch::Tensor of_made = pair.discriminator(vary(made, made_varied));
  (torch::relu(1 - of_real).mean() + torch::relu(1 + of_made).mean()).backward();
  pair.discriminator_steps.step();

  let_learn(*pair.discriminator, false);
  pair.generator_steps.zero_grad();
  made = pair.generator(latent(recipe.batch, recipe.network.latent, noise));
  (-pair.discriminator(vary(made, again_varied)).mean()).backward();
  pair.generator_steps.step();

  // Early averages look back only as far as there is something to look back on.
  const double done = pair.step;
  move_average(pair.average, *pair.generator, std::min(recipe.average, (1 + done) / (10 + done)));
  return {of_real.mean().item<double>(), of_made.mean().item<double>()};
}

torch::Tensor stacked(std::span<const image::Mask> pictures) {
  std::vector<torch::Tensor> planes;
  for (const image::Mask& picture : pictures) planes.push_back(tensor_of(plain(picture)));
  return torch::stack(planes);
}

}  // namespace

base::Result<Generator> learn_generator(const SynthesisRecipe& recipe, std::span<const image::Mask> pictures,
                                        const AdversarialOptions& options) {
  if (pictures.size() < kFewest)
    return base::fail(
        base::ErrorCode::usage,
        "a generator needs 8 training films or more; there are " + std::to_string(pictures.size()),
        recipe.set.set);
  try {
    Pair pair(recipe);
    const std::string key = key_of(recipe, pictures);
    if (options.resume && std::filesystem::exists(options.checkpoint))
      if (auto loaded = load_pair(options.checkpoint, key, pair); !loaded)
        return std::unexpected(loaded.error());
    const torch::Tensor real = stacked(pictures);
    AdversarialReport report{pair.step, recipe.steps, 0, 0};
    double of_real = 0, of_made = 0;
    int in_round = 0;
    while (pair.step < recipe.steps) {
      if (base::interrupted())
        return base::fail(base::ErrorCode::cancelled,
                          "interrupted; --resume goes on from the last whole round");
      const auto [on_real, on_made] = one_step(recipe, real, pair);
      if (!std::isfinite(on_real) || !std::isfinite(on_made))
        return base::fail(base::ErrorCode::internal,
                          "the verdicts are no longer numbers; lower the learning rate");
      ++pair.step;
      ++in_round;
      of_real += on_real;
      of_made += on_made;
      report = {pair.step, recipe.steps, of_real / in_round, of_made / in_round};
      if (options.report) options.report(report);
      if (pair.step % kRound != 0 && pair.step != recipe.steps) continue;
      save_pair(options.checkpoint, key, pair);
      of_real = of_made = 0;
      in_round = 0;
    }
    put_weights(*pair.generator, pair.average);
    pair.generator->eval();
    return pair.generator;
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::internal, std::string("training stopped: ") + error.what());
  }
}

std::vector<image::Mask> make_pictures(Generator& generator, std::uint64_t seed, int count) {
  const torch::NoGradGuard guard;
  const int numbers = generator->arguments.latent, side = generator->arguments.size;
  std::vector<image::Mask> pictures;
  while (static_cast<int>(pictures.size()) < count) {
    std::vector<torch::Tensor> drawn;
    for (int i = 0; i < kMadeAtOnce; ++i) {
      base::Random random{seed, kPicture, pictures.size() + static_cast<std::size_t>(i)};
      drawn.push_back(latent(1, numbers, random));
    }
    const torch::Tensor made = ((generator(torch::cat(drawn)) + 1) * 127.5).round().to(torch::kUInt8);
    for (int i = 0; i < kMadeAtOnce && static_cast<int>(pictures.size()) < count; ++i) {
      const torch::Tensor one = made[i].contiguous();
      const auto* from = one.data_ptr<std::uint8_t>();
      pictures.push_back({side, side, std::vector<std::uint8_t>(from, from + one.numel())});
    }
  }
  return pictures;
}

}  // namespace roentgen::training
