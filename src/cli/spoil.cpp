// roentgen spoil DIR --out OUT: right films made wrong, with the truth written down.
#include <cstdio>
#include <memory>
#include <string>

#include "base/progress.h"
#include "cli/command.h"
#include "cli/say.h"
#include "dataset/spoil_set.h"

namespace roentgen::cli {
namespace {

struct Options {
  std::string data, out, split = "all", mode = "mixture";
  int variants = 4, threads = 0;
  std::uint64_t seed = 1;
  bool upright = false;
};

constexpr const char* kFooter = R"(Examples:
  roentgen spoil films/cxr_nih --out spoiled/cxr_nih --variants 5
  roentgen spoil films/cxr_nih --out spoiled/cxr_nih_single --split train --mode single --variants 6 --seed 21
  roentgen spoil films/cxr_nih --out measured/cxr_nih --split test --mode each --seed 2

The new set has the layout and the columns of the old one, and columns that say what was done: spoil, turned,
mirrored, inverted, photo, overlay, dark, pale, blurred, cut_apex, cut_left_base, cut_right_base, cut_side.
For training and for measuring the quality gate, not for reading.
Exit codes: 0 done, 2 usage, 3 the data is unusable or OUT cannot be written.)";

dataset::SpoilMode mode_of(const std::string& word) {
  if (word == "each") return dataset::SpoilMode::each;
  return word == "single" ? dataset::SpoilMode::single : dataset::SpoilMode::mixture;
}

base::Result<std::size_t> spoil(const Options& options) {
  const auto whole = dataset::read_table(options.data);
  if (!whole) return std::unexpected(whole.error());
  const auto table = dataset::of_split(*whole, options.split);
  if (!table) return std::unexpected(table.error());
  base::Progress progress("spoiling films", table->films.size());
  return dataset::spoil_set(*table, options.out,
                            {.mode = mode_of(options.mode),
                             .variants = options.variants,
                             .upright = options.upright,
                             .seed = options.seed,
                             .threads = options.threads,
                             .progress = [&](std::size_t done, std::size_t) { progress.advance_to(done); }});
}

int run(const Options& options) {
  const auto written = spoil(options);
  if (!written) return say_error(written.error());
  std::printf("%zu films in %s\n", *written, options.out.c_str());
  return 0;
}

}  // namespace

void add_spoil(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("spoil", "Make wrong films of right ones, to train and measure the quality gate");
  const auto options = std::make_shared<Options>();
  command->add_option("data", options->data, "Folder with metadata.csv and images/")
      ->required()
      ->type_name("DIR");
  command->add_option("-o,--out", options->out, "Folder for the new set")->required()->type_name("OUT");
  command->add_option("--split", options->split, "Films of this split only")->capture_default_str();
  command
      ->add_option(
          "--mode", options->mode,
          "mixture: clean once, then random mixtures; single: clean once, then upright films with one fault "
          "at most; each: one of each kind")
      ->check(CLI::IsMember({"mixture", "single", "each"}))
      ->capture_default_str();
  command->add_option("--variants", options->variants, "Pictures made of each film (mixture, single)")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_flag("--upright", options->upright, "Turn and mirror nothing (mixture)");
  command->add_option("--seed", options->seed, "Another seed draws other faults")->capture_default_str();
  command->add_option("--threads", options->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->footer(kFooter);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
