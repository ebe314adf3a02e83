// roentgen evaluate-measurements: how well measurements repeat, and what they tell of a finding.
#include "evaluation/evaluate_measurements.h"

#include <memory>
#include <string>
#include <vector>

#include "base/interrupt.h"
#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "cli/command.h"
#include "cli/labelled_films.h"

namespace roentgen::cli {
namespace {

struct Options {
  LabelledFilms films;
  std::vector<std::string> findings;  // MEASUREMENT=FINDING
  int retakes = 8;
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
  const auto table = read_labelled(options.films);
  if (!table) return std::unexpected(table.error());
  const auto films = of_splits(*table, options.films.split);
  if (!films) return std::unexpected(films.error());
  how.retakes = options.retakes;
  return with_reader(options.films, "measuring",
                     [&](const reading::Reader& reader, const evaluation::EvaluationOptions& measure) {
                       how.how = measure;
                       return evaluation::evaluate_measurements(reader, *films, options.films.split, how);
                     });
}

}  // namespace

void add_evaluate_measurements(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("evaluate-measurements",
                                     "How well measurements repeat, and what they tell of a finding");
  const auto o = std::make_shared<Options>();
  command->footer(kFooter);
  add_labelled_films(*command, o->films);
  command->add_option("--tells", o->findings, "MEASUREMENT=FINDING: held against the column FINDING")
      ->allow_extra_args(false);
  command->add_option("--retakes", o->retakes, "Of each film; 0 leaves repeatability out")
      ->check(CLI::Range(0, 100))
      ->capture_default_str();
  command->callback([o, &exit_code] {
    base::catch_interrupts();
    exit_code = tell(evaluate(*o), o->films);
  });
}

}  // namespace roentgen::cli
