// How a generator learns: hinge loss (Lim and Ye 2017, Miyato et al. 2018), Adam, varied pictures, a moving
// average of the generator.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/image.h"
#include "training/generator.h"
#include "training/synthesis_recipe.h"

namespace roentgen::training {

struct AdversarialReport {
  int step = 0, steps = 0;
  double real = 0, made = 0;  // mean verdict of the discriminator on pictures of this round
};

struct AdversarialOptions {
  std::filesystem::path checkpoint;                      // written after each round of steps
  bool resume = false;                                   // go on from the checkpoint if there is one
  std::function<void(const AdversarialReport&)> report;  // may be empty
};

// Learns these pictures (size x size, -1…1 mapped to 0…255; eight or more). The averaged generator, ready to
// make pictures. Same recipe, pictures and build: the same bits, resumed or not. `usage` for a checkpoint of
// another recipe or other pictures; `cancelled` on Ctrl-C: the checkpoint of the last whole round stays.
base::Result<Generator> learn_generator(const SynthesisRecipe& recipe, std::span<const image::Mask> pictures,
                                        const AdversarialOptions& options);

// Picture number 0 … count - 1 of this seed; a picture is the same whatever the count.
std::vector<image::Mask> make_pictures(Generator& generator, std::uint64_t seed, int count);

}  // namespace roentgen::training
