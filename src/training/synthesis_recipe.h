// What a generator learns and makes: a recipe of its own kind, read as strictly as the others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "base/result.h"
#include "model/card.h"
#include "training/generator.h"
#include "training/recipe.h"

namespace roentgen::training {

struct SynthesisRecipe {
  std::string sha256, file;
  std::string name;
  SetSpec set;                                 // the films of one class; those of split train are learned
  std::map<std::string, std::string> columns;  // what the table says of every picture made: its labels
  model::InputSpec input;                      // how films are prepared; the pictures have its size
  GeneratorArguments network;
  int steps = 3000;
  int batch = 16;
  std::uint64_t seed = 1;
  double learning_rate = 2e-4;  // of both networks
  double average = 0.995;       // decay of the moving average of the generator that makes the pictures
  int count = 500;              // pictures to make
};

base::Result<SynthesisRecipe> read_synthesis_recipe(const std::filesystem::path& path);

}  // namespace roentgen::training
