// roentgen evaluate-gate: the quality gate over a labelled set.
#include "evaluation/evaluate_gate.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/column_value.h"
#include "cli/command.h"
#include "cli/labelled_films.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"

namespace roentgen::cli {
namespace {

using base::ErrorCode;

struct Options {
  std::string data, split, truth, scores, models;
  std::vector<std::string> where, constants;  // COLUMN=VALUE
  int threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(Examples:
  roentgen spoil films/cxr_nih --split val --mode each --out measured/nih_val
  roentgen evaluate-gate --data measured/nih_val
  roentgen evaluate-gate --data films/cxr_nih --truth films/cxr_nih/quality.csv --split test --json

Each check of the gate is held against the column of its name (turned, inverted, mirrored, photo, overlay, blurred,
cut_apex, cut_left_base, cut_right_base, cut_side, view, age), and what the gate decides is counted. Films are read
from their pixels alone.
Exit codes: 0 done, 2 usage, 3 the data is unusable, 4 some films could not be read, 5 a package was refused.)";

base::Result<dataset::Table> films_of(const Options& options) {
  const auto whole = labelled_films(options.data, options.truth, options.constants, "age=3");
  if (!whole) return std::unexpected(whole.error());
  auto table = dataset::of_split(*whole, options.split);
  if (!table) return table;
  for (const std::string& text : options.where) {
    const auto rule = column_value(text, "spoil=clean");
    if (!rule) return std::unexpected(rule.error());
    std::erase_if(table->films, [&](const dataset::Film& film) {
      const auto found = film.values.find(rule->column);
      return found == film.values.end() || found->second != rule->value;
    });
  }
  if (table->films.empty()) return base::fail(ErrorCode::usage, "No film is left to measure.", options.data);
  return table;
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  const auto table = films_of(options);
  if (!table) return std::unexpected(table.error());
  const auto reader = start_reader(options.models, options.threads);
  if (!reader) return std::unexpected(reader.error());
  base::Progress progress("measuring the gate", table->films.size());
  evaluation::EvaluationOptions measure;
  measure.metrics.threads = options.threads;
  measure.progress = [&](std::size_t done, std::size_t) { progress.advance_to(done); };
  return evaluation::evaluate_gate(*reader, *table, options.split, measure);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, options.scores, options.json);
}

}  // namespace

void add_evaluate_gate(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("evaluate-gate", "Measure the quality gate on a labelled set");
  const auto options = std::make_shared<Options>();
  command->add_option("--data", options->data, "Folder with metadata.csv and images/")
      ->required()
      ->type_name("DIR");
  command->add_option("--split", options->split, "Name of the split, or all")->default_val("all");
  command->add_option("--truth", options->truth, "A table with a column image, whose other columns are added")
      ->type_name("CSV");
  command->add_option("--where", options->where, "COLUMN=VALUE: only films with this value")
      ->allow_extra_args(false);
  command->add_option("--set", options->constants, "COLUMN=VALUE: the same for every film")
      ->allow_extra_args(false);
  command->add_option("--scores", options->scores,
                      "Write the score of every check of each film to this CSV file");
  command->add_option("--models", options->models, "Folder of the model packages");
  command->add_option("--threads", options->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", options->json, "Figures as JSON on standard output");
  command->footer(kFooter);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
