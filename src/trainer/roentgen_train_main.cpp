// roentgen-train: the program behind `roentgen train`. It alone links LibTorch, so that the reader starts
// without it.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/freed_memory.h"
#include "base/interrupt.h"
#include "training/compare.h"
#include "training/pretrain.h"
#include "training/run.h"
#include "training/synthesise.h"

namespace {

constexpr const char* kExamples = R"(
Examples:
  roentgen train recipes/chest-findings.json --data films/cxr_nih --out runs/findings
  roentgen train recipes/image-gate.json --data films --out runs/gate --resume
  roentgen train recipes/knee-arthritis.json --data films --out runs/again --network models/knee-arthritis
  roentgen train --compare a.json b.json --seeds 3 --data films --out runs/a-or-b
  roentgen train recipes/chest-anatomy.json --data films/cxr_anatomy --out runs/anatomy --precision bfloat16
  roentgen train --pretrain recipes/chest-backbone.json --data films --out runs/backbone
  roentgen train recipes/image-gate.json --data films --out runs/without-nih --leave-out cxr_nih --epochs 3
  roentgen train --synthesise recipes/synthetic/generator.json --data films --out films/child-normal-synthetic

RECIPE states the network, the labels, the data sets and every number of the training.
DIR is the folder of the set (metadata.csv, images/, masks/), or the folder of all sets the recipe names.
The package (ONNX weights, card.json, CARD.md, SHA256SUMS) is written to OUT/<name>; beside it stand log.jsonl (a line
for each epoch) and report.html (curves, warning signs, the worst validation films).
With --pretrain OUT receives a backbone, NAME.json and NAME.safetensors: recipes can name it once both lie in models/backbones.
--synthesise trains a generator instead (docs/SYNTHETIC.md); OUT becomes a set of marked pictures, for training alone.
Refused are patients and pictures that stand on both sides of a split.
Exit codes: 0 done, 2 usage, 3 the data is unusable, 130 interrupted (--resume goes on).)";

}  // namespace

int main(int argc, char** argv) {
  roentgen::base::keep_freed_memory();
  CLI::App app("Trains a network and writes it as a model package.", "roentgen train");
  roentgen::training::RunOptions options;
  std::string recipe;
  std::vector<std::string> compared;
  int seeds = 3;
  bool without_labels = false;
  auto* positional = app.add_option("RECIPE", recipe, "The recipe (JSON)")->check(CLI::ExistingFile);
  auto* compare = app.add_option("--compare", compared,
                                 "Train two recipes with several seeds and say whether they differ")
                      ->expected(2)
                      ->check(CLI::ExistingFile)
                      ->excludes(positional);
  app.add_option("--seeds", seeds, "Seeds of each recipe of --compare")
      ->check(CLI::Range(2, 100))
      ->needs(compare);
  std::string synthesised;
  int count = 0;
  auto* synthesise =
      app.add_option(
             "--synthesise", synthesised,
             "Learn to make radiographs of one class, by a recipe of its own, and write a set of them")
          ->check(CLI::ExistingFile)
          ->excludes(positional)
          ->excludes(compare);
  app.add_option("--count", count, "Pictures to make (default: as the recipe of --synthesise says)")
      ->check(CLI::Range(1, 100000))
      ->needs(synthesise);
  app.add_option("--network", options.network,
                 "Train nothing: take this package's network, calibrate, measure and write the package anew")
      ->check(CLI::ExistingDirectory)
      ->excludes(compare)
      ->excludes(synthesise);
  app.add_flag("--pretrain", without_labels,
               "Learn from RECIPE's films without their labels and write a backbone for other recipes")
      ->excludes(compare)
      ->excludes(synthesise);
  app.add_option("--data", options.data, "Folder of the films")->required()->check(CLI::ExistingPath);
  app.add_option("--out", options.out, "Folder for checkpoints and the package")->required();
  app.add_flag("--resume", options.resume, "Go on from the checkpoint in --out");
  app.add_option("--device", options.device, "cpu or cuda")->check(CLI::IsMember({"cpu", "cuda"}));
  app.add_option("--precision", options.precision,
                 "float32 (bit-repeatable) or bfloat16 (faster on new processors)")
      ->check(CLI::IsMember({"float32", "bfloat16"}));
  app.add_option("--epochs", options.epochs, "Fewer or more epochs than the recipe says")
      ->check(CLI::Range(1, 10000));
  app.add_option("--seed", options.seed, "Another seed than the recipe's");
  app.add_option(
         "--leave-out", options.leave_out,
         "A source (column source) or a set of the recipe: nothing is learned of it, and the network is "
         "measured on all of it")
      ->type_name("NAME")
      ->allow_extra_args(false);
  app.add_option("--threads", options.threads, "Cores to use (default: all physical ones)")
      ->check(CLI::Range(1, 1024));
  app.footer(kExamples);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (recipe.empty() && compared.empty() && synthesised.empty()) {
    std::fputs("roentgen train: RECIPE is required (or --compare A B, or --synthesise RECIPE); see --help\n",
               stderr);
    return 2;
  }
  roentgen::base::catch_interrupts();
  const auto tell = [](const roentgen::base::Error& error) {
    std::fprintf(stderr, "roentgen train: %s%s%s\n", error.subject.c_str(), error.subject.empty() ? "" : ": ",
                 error.message.c_str());
    return static_cast<int>(error.code);
  };
  if (!compared.empty() || !synthesised.empty()) {
    const auto verdict = synthesised.empty()
                             ? roentgen::training::compare_recipes(compared[0], compared[1], seeds, options)
                             : roentgen::training::synthesise(synthesised, count, options);
    if (!verdict) return tell(verdict.error());
    std::printf("%s\n", verdict->c_str());
    return 0;
  }
  const auto done = without_labels ? roentgen::training::pretrain(recipe, options)
                                   : roentgen::training::run(recipe, options);
  if (!done) return tell(done.error());
  std::printf("%s\n", done->string().c_str());
  return 0;
}
