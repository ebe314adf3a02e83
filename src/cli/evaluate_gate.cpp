// roentgen evaluate-gate: the quality gate over a labelled set.
#include "evaluation/evaluate_gate.h"

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

using base::ErrorCode;

struct Options {
  LabelledFilms films;
  std::vector<std::string> where;  // COLUMN=VALUE
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
  const auto whole = read_labelled(options.films);
  if (!whole) return std::unexpected(whole.error());
  auto table = of_splits(*whole, options.films.split);
  if (!table) return table;
  for (const std::string& text : options.where) {
    const auto rule = column_value(text, "spoil=clean");
    if (!rule) return std::unexpected(rule.error());
    std::erase_if(table->films, [&](const dataset::Film& film) {
      const auto found = film.values.find(rule->column);
      return found == film.values.end() || found->second != rule->value;
    });
  }
  if (table->films.empty())
    return base::fail(ErrorCode::usage, "No film is left to measure.", options.films.data);
  return table;
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  const auto table = films_of(options);
  if (!table) return std::unexpected(table.error());
  return with_reader(options.films, "measuring the gate",
                     [&](const reading::Reader& reader, const evaluation::EvaluationOptions& measure) {
                       return evaluation::evaluate_gate(reader, *table, options.films.split, measure);
                     });
}

}  // namespace

void add_evaluate_gate(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("evaluate-gate", "Measure the quality gate on a labelled set");
  const auto options = std::make_shared<Options>();
  add_labelled_films(*command, options->films);
  command->add_option("--where", options->where, "COLUMN=VALUE: only films with this value")
      ->allow_extra_args(false);
  command->footer(kFooter);
  command->callback([options, &exit_code] {
    base::catch_interrupts();
    exit_code = tell(evaluate(*options), options->films);
  });
}

}  // namespace roentgen::cli
