#include "training/synthesis_recipe.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "training/recipe_parts.h"

namespace roentgen::training {
namespace {

constexpr std::array<std::string_view, 5> kOurColumns{"image", "patient", "source", "split", "synthetic"};

// They go into a table as they are.
void check_columns(const std::map<std::string, std::string>& columns) {
  if (columns.empty()) throw std::runtime_error("recipe.columns must say the labels of what is made");
  for (const auto& [name, value] : columns) {
    if (std::ranges::find(kOurColumns, name) != kOurColumns.end())
      throw std::runtime_error("recipe.columns must not set " + name + ": every picture made has its own");
    if (name.empty() || (name + value).find_first_of("\",\r\n") != std::string::npos)
      throw std::runtime_error("recipe.columns must not hold quotes, commas or line ends");
  }
}

SynthesisRecipe from_json(const nlohmann::json& document) {
  SynthesisRecipe recipe;
  Fields fields(document, "recipe");
  fields.take("name", recipe.name);
  nlohmann::json set;
  fields.take("data", set);
  recipe.set = read_set({set, "recipe.data"});
  fields.take("columns", recipe.columns);
  check_columns(recipe.columns);
  recipe.input = read_input(fields.object("input"));
  Fields network = fields.object("network");
  network.take_optional("latent", recipe.network.latent);
  network.take_optional("width", recipe.network.width);
  network.end();
  recipe.network.size = recipe.input.size;
  Fields training = fields.object("training");
  training.take("steps", recipe.steps);
  training.take("batch", recipe.batch);
  training.take_optional("seed", recipe.seed);
  training.take_optional("learning_rate", recipe.learning_rate);
  training.take_optional("average", recipe.average);
  training.end();
  fields.take("count", recipe.count);
  fields.end();
  if (recipe.input.size < 64 || recipe.input.size > 128)
    throw std::runtime_error("input.size of a generator must be 64, 96 or 128");
  if (recipe.network.latent < 1 || recipe.network.latent > 1024 || recipe.network.width < 4 ||
      recipe.network.width > 128)
    throw std::runtime_error("network needs a latent of 1 to 1024 and a width of 4 to 128");
  if (recipe.steps < 1 || recipe.batch < 2 || recipe.batch > 1024 || recipe.learning_rate <= 0 ||
      !(recipe.average >= 0 && recipe.average < 1))
    throw std::runtime_error(
        "training needs steps >= 1, a batch of 2 to 1024, a positive learning_rate and an average from 0 to "
        "below 1");
  if (recipe.count < 1 || recipe.count > 100'000) throw std::runtime_error("count must be from 1 to 100000");
  return recipe;
}

}  // namespace

base::Result<SynthesisRecipe> read_synthesis_recipe(const std::filesystem::path& path) {
  const auto document = read_document(path);
  if (!document) return std::unexpected(document.error());
  try {
    SynthesisRecipe recipe = from_json(document->json);
    recipe.sha256 = document->sha256;
    recipe.file = path.filename().string();
    return recipe;
  } catch (const std::exception& error) {
    return std::unexpected(unusable_recipe(path, error.what()));
  }
}

}  // namespace roentgen::training
