// roentgen evaluate-measurements: how well measurements repeat, and what they tell of a finding.
#include "evaluation/evaluate_measurements.h"

#include <memory>
#include <string>
#include <vector>

#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "cli/command.h"
#include "cli/labelled_films.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"

namespace roentgen::cli {
namespace {

struct Options {
  std::string data, split, truth, scores, models;
  std::vector<std::string> constants, findings;
  int retakes = 8, threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(Examples:
  roentgen evaluate-measurements --data cxr_anatomy --split val
  roentgen evaluate-measurements --data cxr_nih --split val,test --retakes 0 --tells cardiothoracic_ratio=Cardiomegaly --json
Each film is read as roentgen analyze reads it, and again as it might have come out a moment later: turned by up to 3
degrees, shifted by up to 3 %, 5 % smaller or larger, brighter or darker. repeatability_coefficient is what two takes of one film
differ by at most in 95 of 100. --tells holds a measurement against a column of 1 and 0, beside the network's own
score for the finding of that name.
Exit codes: 0 done, 2 usage, 3 the data is unusable, 4 some films could not be read, 5 a package was refused.)";

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  evaluation::MeasurementOptions how;
  for (const std::string& text : options.findings) {
    const auto pair = column_value(text, "cardiothoracic_ratio=Cardiomegaly");
    if (!pair) return std::unexpected(pair.error());
    how.findings.push_back({pair->column, pair->value});
  }
  const auto table = labelled_films(options.data, options.truth, options.constants, "body_part=chest");
  if (!table) return std::unexpected(table.error());
  const auto films = of_splits(*table, options.split);
  if (!films) return std::unexpected(films.error());
  const auto reader = start_reader(options.models, options.threads);
  if (!reader) return std::unexpected(reader.error());
  base::Progress progress("measuring", films->films.size());
  how.retakes = options.retakes;
  how.how.metrics.threads = options.threads;
  how.how.progress = [&](std::size_t done, std::size_t) { progress.advance_to(done); };
  return evaluation::evaluate_measurements(*reader, *films, options.split, how);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, options.scores, options.json);
}

}  // namespace

void add_evaluate_measurements(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("evaluate-measurements",
                                     "How well measurements repeat, and what they tell of a finding");
  const auto o = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("--data", o->data, "Folder with metadata.csv and images/")
      ->required()
      ->type_name("DIR");
  command->add_option("--split", o->split, "Name of a split, several with commas between, or all")
      ->default_val("all");
  command->add_option("--tells", o->findings, "MEASUREMENT=FINDING: held against the column FINDING")
      ->allow_extra_args(false);
  command->add_option("--retakes", o->retakes, "Of each film; 0 leaves repeatability out")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->add_option("--set", o->constants, "COLUMN=VALUE: the same for every film, as in body_part=chest")
      ->allow_extra_args(false);
  command->add_option("--truth", o->truth, "A table with a column image, whose other columns are added")
      ->type_name("CSV");
  command->add_option("--scores", o->scores, "Write what was measured on each film to this CSV file");
  command->add_option("--models", o->models, "Folder of the model packages");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Figures as JSON on standard output");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
