// roentgen evaluate: a package over a labelled set.
#include "evaluation/evaluate.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/command.h"
#include "cli/say.h"
#include "dataset/npz.h"
#include "evaluation/evaluation_text.h"
#include "model/engine.h"
#include "model/package.h"

namespace roentgen::cli {
namespace {

using base::ErrorCode;

struct Options {
  std::string package, data, split, scores;
  std::vector<std::string> constants;  // COLUMN=VALUE
  int threads = 0;
  bool json = false, no_controls = false;
};

// A folder, or the name of a package in the models folder.
std::filesystem::path package_folder(const std::string& package) {
  std::error_code error;
  if (std::filesystem::is_directory(package, error)) return package;
  return model::default_models_folder() / package;
}

base::Result<dataset::PictureTable> read_set(const std::filesystem::path& data) {
  if (data.extension() == ".npz") return dataset::read_medmnist(data);
  auto table = dataset::read_table(data);
  if (!table) return std::unexpected(table.error());
  return dataset::PictureTable{.table = std::move(*table), .images = {}};
}

base::Result<void> add_constant(const std::string& text, dataset::Table& table) {
  const auto equals = text.find('=');
  if (equals == 0 || equals == std::string::npos)
    return base::fail(ErrorCode::usage, "--set wants COLUMN=VALUE, as in --set frontal_chest=1.", text);
  const std::string column = text.substr(0, equals), value = text.substr(equals + 1);
  if (std::find(table.columns.begin(), table.columns.end(), column) != table.columns.end())
    return base::fail(ErrorCode::usage, "The set has this column already; --set is for columns it lacks.",
                      column);
  table.columns.push_back(column);
  for (auto& film : table.films) {
    film.values[column] = value;
    if (column == "patient") film.patient = value;
    if (column == "source") film.source = value;
    if (column == "view") film.view = value;
    if (column == "age") film.age = value;
    if (column == "sex") film.sex = value;
    if (column == "split") film.split = value;
  }
  return {};
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  auto whole = read_set(options.data);
  if (!whole) return std::unexpected(whole.error());
  for (const auto& constant : options.constants)
    if (auto added = add_constant(constant, whole->table); !added) return std::unexpected(added.error());
  const auto set = dataset::of_split(*whole, options.split);
  if (!set) return std::unexpected(set.error());
  const auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  const auto engine = model::Engine::load(*package, {.threads = options.threads, .cache_folder = {}});
  if (!engine) return std::unexpected(engine.error());

  base::Progress progress("evaluating " + package->card.name, set->table.films.size());
  evaluation::EvaluationOptions how;
  how.metrics.controls = !options.no_controls;
  how.metrics.threads = options.threads;
  how.progress = [&progress](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  return evaluation::evaluate(*engine, *set, options.split, how);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  for (const auto& remark : result->remarks) std::fprintf(stderr, "%s\n", remark.c_str());
  for (const auto& failure : result->failures) say_error(failure);
  if (!result->failures.empty())
    std::fprintf(stderr, "%zu of %zu films could not be read and are not in the figures.\n",
                 result->failures.size(), result->failures.size() + result->films);
  if (!options.scores.empty())
    if (const auto written = base::write_text(options.scores, evaluation::to_csv(result->scores)); !written)
      return say_error(written.error());
  const std::string text = options.json ? evaluation::to_json(*result) : evaluation::to_table(*result);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return say_error({ErrorCode::unusable_input, "The result could not be written to standard output.", ""});
  return result->failures.empty() ? 0 : static_cast<int>(ErrorCode::some_failed);
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate", "Run a model package over a labelled set and print its figures");
  const auto options = std::make_shared<Options>();
  command->add_option("package", options->package, "Folder of the package, or its name in the models folder")
      ->required();
  command
      ->add_option("--data", options->data, "Folder with metadata.csv and images/, or a MedMNIST .npz file")
      ->required();
  command->add_option("--split", options->split, "Name of the split, or all")->default_val("all");
  command->add_flag("--json", options->json, "Figures as JSON on standard output");
  command
      ->add_option("--set", options->constants,
                   "COLUMN=VALUE: a column the set lacks, the same for every film")
      ->allow_extra_args(false);
  command->add_option("--threads", options->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--no-controls", options->no_controls,
                    "Leave out the one-number controls and the source probe");
  command->add_option("--scores", options->scores,
                      "Write what the network said of each film to this CSV file");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
