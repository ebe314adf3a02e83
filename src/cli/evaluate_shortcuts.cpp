// roentgen evaluate-shortcuts: is a classifier right for the wrong reason?
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/chosen_films.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"
#include "evaluation/shortcuts.h"
#include "model/package.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr const char* kExamples = R"(Examples:
  roentgen evaluate-shortcuts chest-findings --data cxr_nih --split test --truth cxr_nih/quality.csv \
    --device ecg_leads,pacemaker,central_line,airway_tube,feeding_tube,chest_drain,wires_clips
AUC on whole films, and on films of which only a part remains (remains=without_lungs, border_only, thorax_only): a network
that still tells a finding of the lungs without the lungs reads something else. And apart on films with and without devices.
Exit codes: 0 done, 2 wrong usage, 3 the films cannot be used, 4 some films could not be read or outlined, 5 a package was refused.)";

struct Options {
  std::string package, data, split, truth, models;
  std::vector<std::string> devices;
  int threads = 0;
  bool json = false;
};

base::Result<model::Engine> open(const fs::path& folder, int threads) {
  const auto package = model::load_package(folder);
  if (!package) return std::unexpected(package.error());
  return model::Engine::load(*package, {.threads = threads, .cache_folder = {}});
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  auto table = dataset::read_table(options.data);
  if (!table) return std::unexpected(table.error());
  if (!options.truth.empty())
    if (const auto joined = join_truth(options.truth, *table); !joined)
      return std::unexpected(joined.error());
  const auto some = of_splits(*table, options.split);
  if (!some) return std::unexpected(some.error());
  const fs::path models = options.models.empty() ? model::default_models_folder() : fs::path(options.models);
  std::error_code error;
  const auto classifier =
      open(fs::is_directory(options.package, error) ? fs::path(options.package) : models / options.package,
           options.threads);
  if (!classifier) return std::unexpected(classifier.error());
  if (classifier->card().task != model::Task::classification)
    return base::fail(ErrorCode::usage, "This is about packages that give probabilities.",
                      classifier->card().name);
  const auto anatomy = open(models / "chest-anatomy", options.threads);
  if (!anatomy) return std::unexpected(anatomy.error());
  base::Progress progress("looking for shortcuts", some->films.size());
  evaluation::EvaluationOptions how;
  how.metrics.threads = options.threads;
  how.progress = [&progress](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  return evaluation::evaluate_shortcuts(*classifier, *anatomy, {.table = *some, .images = {}}, options.split,
                                        options.devices, how);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, "", options.json);
}

}  // namespace

void add_evaluate_shortcuts(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate-shortcuts",
                         "A chest classifier on films without lungs, borders only, with and without devices");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  command->add_option("--data", o->data, "Folder with metadata.csv and images/")->required();
  command->add_option("--split", o->split, "Name of a split, several with commas between, or all")
      ->default_val("all");
  command->add_option("--truth", o->truth, "A further CSV with a column image, whose columns are added");
  command
      ->add_option("--device", o->devices, "Columns that tell devices (1: there is one), with commas between")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--models", o->models, "Folder of the packages; chest-anatomy outlines the lungs");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Figures as JSON on standard output");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
