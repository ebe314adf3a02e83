// roentgen evaluate-triage: the order of the worklist, and what could be ruled out, over a labelled set.
#include "evaluation/evaluate_triage.h"

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
  std::string data, split, chosen, truth, scores, models;
  std::vector<std::string> normal, abnormal, urgent;  // COLUMN=VALUE,VALUE
  std::vector<std::string> constants;                 // COLUMN=VALUE
  int threads = 0;
  bool json = false;
};

constexpr const char* kFooter = R"(Examples:
  roentgen evaluate-triage --data cxr_nih --split test --chosen-on val --normal rsna_class=Normal
      --abnormal "rsna_class=Lung Opacity,No Lung Opacity / Not Normal" --urgent Pneumothorax=1
  roentgen evaluate-triage --data knee_arthritis --split val --set body_part=knee --normal kl_grade=0,1
      --abnormal kl_grade=2,3,4 --json
Films are read as roentgen analyze reads them, the columns view, age, sex and body_part standing for a file's own words. specificity_at_sensitivity_0.98 is the share of normal films that could be
set aside where 98 of 100 abnormal ones are kept, a point of these films' own curve; with --chosen-on the thresholds come
from another split, and sensitivity_at_chosen_0.98 says what they keep here. A film that is not read is never set aside.
Exit codes: 0 done, 2 usage, 3 the data is unusable, 4 some films could not be read, 5 a package was refused.)";

base::Result<std::vector<evaluation::TruthRule>> rules_of(const std::vector<std::string>& texts) {
  std::vector<evaluation::TruthRule> rules;
  for (const std::string& text : texts) {
    const auto rule = column_value(text, "kl_grade=0,1");
    if (!rule) return std::unexpected(rule.error());
    evaluation::TruthRule& one = rules.emplace_back(evaluation::TruthRule{rule->column, {}});
    for (std::size_t at = 0; at <= rule->value.size();) {
      const std::size_t end = std::min(rule->value.find(',', at), rule->value.size());
      one.values.push_back(rule->value.substr(at, end - at));
      at = end + 1;
    }
  }
  return rules;
}

base::Result<evaluation::TriageSets> sets_of(const Options& options) {
  evaluation::TriageSets sets;
  for (auto [texts, rules] :
       {std::pair{&options.urgent, &sets.truth.urgent}, std::pair{&options.abnormal, &sets.truth.abnormal},
        std::pair{&options.normal, &sets.truth.normal}}) {
    auto read = rules_of(*texts);
    if (!read) return std::unexpected(read.error());
    *rules = std::move(*read);
  }
  const auto table = labelled_films(options.data, options.truth, options.constants, "body_part=knee");
  if (!table) return std::unexpected(table.error());
  auto films = of_splits(*table, options.split);
  if (!films) return std::unexpected(films.error());
  sets.films = std::move(*films);
  sets.split = options.split;
  if (options.chosen.empty()) return sets;
  auto chosen = of_splits(*table, options.chosen);
  if (!chosen) return std::unexpected(chosen.error());
  for (const dataset::Film& film : chosen->films)
    for (const dataset::Film& other : sets.films.films)
      if (film.image == other.image || (!film.patient.empty() && film.patient == other.patient))
        return base::fail(
            base::ErrorCode::usage,
            "The two splits share patients: thresholds chosen on one say nothing on the other.");
  sets.chosen = std::move(*chosen);
  return sets;
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  const auto sets = sets_of(options);
  if (!sets) return std::unexpected(sets.error());
  const auto reader = start_reader(options.models, options.threads);
  if (!reader) return std::unexpected(reader.error());
  base::Progress progress("reading films", sets->films.films.size());
  evaluation::EvaluationOptions measure;
  measure.metrics.threads = options.threads;
  measure.progress = [&](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  return evaluation::evaluate_triage(*reader, *sets, measure);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, options.scores, options.json);
}

}  // namespace

void add_evaluate_triage(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate-triage", "What could be ruled out, and in which order films are put");
  const auto o = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("--data", o->data, "Folder with metadata.csv and images/")
      ->required()
      ->type_name("DIR");
  command->add_option("--normal", o->normal, "COLUMN=VALUE,VALUE: these films are normal; may be repeated")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--abnormal", o->abnormal, "The same of abnormal films; goes before --normal")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--urgent", o->urgent, "The same of urgent films; goes before both, and is abnormal")
      ->allow_extra_args(false);
  command->add_option("--split", o->split, "Name of a split, several with commas between, or all")
      ->default_val("all");
  command->add_option("--chosen-on", o->chosen,
                      "Split on which thresholds are chosen, to try them on --split");
  command->add_option("--set", o->constants, "COLUMN=VALUE: the same for every film, as in body_part=knee")
      ->allow_extra_args(false);
  command->add_option("--truth", o->truth, "A table with a column image, whose other columns are added")
      ->type_name("CSV");
  command->add_option("--scores", o->scores, "Write what was said of each film to this CSV file");
  command->add_option("--models", o->models, "Folder of the model packages");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Figures as JSON on standard output");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
