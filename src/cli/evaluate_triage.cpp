// roentgen evaluate-triage: the order of the worklist, and what could be ruled out, over a labelled set.
#include "cli/evaluate_triage.h"

#include <memory>
#include <string>
#include <vector>

#include "base/interrupt.h"
#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "cli/command.h"
#include "cli/known_truth.h"
#include "cli/labelled_films.h"
#include "evaluation/evaluate_triage.h"

namespace roentgen::cli {
namespace {

struct Options {
  LabelledFilms films;
  std::string chosen;
  std::vector<std::string> normal, abnormal, urgent;  // COLUMN=VALUE,VALUE
};

constexpr const char* kFooter = R"(Examples:
  roentgen evaluate-triage --data cxr_nih --split test --chosen-on val --normal rsna_class=Normal
      --abnormal "rsna_class=Lung Opacity,No Lung Opacity / Not Normal" --urgent Pneumothorax=1
  roentgen evaluate-triage --data knee_arthritis --split val --set body_part=knee --normal kl_grade=0,1
      --abnormal kl_grade=2,3,4 --json
  roentgen evaluate-triage --data limb_fracture --split val
Without --normal and --abnormal the first of these columns that the table has decides: rsna_class,
abnormal, fracture, kl_grade (2 and above), normal, no_finding; beside the first and the last Pneumothorax is urgent.
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

// Where nobody says what is normal, the table's columns may.
base::Result<void> take_known(dataset::Table& table, evaluation::TriageTruth& truth) {
  if (!truth.normal.empty() || !truth.abnormal.empty() || !truth.urgent.empty()) return {};
  const auto known = known_truth(table);
  if (!known)
    return base::fail(
        base::ErrorCode::unusable_input,
        "No column says which films are normal (rsna_class, abnormal, fracture, kl_grade, normal, "
        "no_finding): name one, as in --normal finding=0 --abnormal finding=1.");
  truth = known->truth;
  const bool told = std::ranges::find(table.columns, "body_part") != table.columns.end();
  if (!known->body_part.empty() && !told) set_column(table, {"body_part", known->body_part});
  return {};
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
  auto table = read_labelled(options.films);
  if (!table) return std::unexpected(table.error());
  if (const auto known = take_known(*table, sets.truth); !known) return std::unexpected(known.error());
  auto films = of_splits(*table, options.films.split);
  if (!films) return std::unexpected(films.error());
  sets.films = std::move(*films);
  sets.split = options.films.split;
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
  return with_reader(options.films, "reading films",
                     [&](const reading::Reader& reader, const evaluation::EvaluationOptions& measure) {
                       return evaluation::evaluate_triage(reader, *sets, measure);
                     });
}

}  // namespace

int evaluate_known_triage(const std::string& data, const std::string& split, const std::string& scores,
                          const std::vector<std::string>& constants, int threads, bool json) {
  Options options;
  options.films = {.data = data,
                   .split = split,
                   .truth = {},
                   .scores = scores,
                   .models = {},
                   .constants = constants,
                   .threads = threads,
                   .json = json};
  return tell(evaluate(options), options.films);
}

void add_evaluate_triage(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate-triage", "What could be ruled out, and in which order films are put");
  const auto o = std::make_shared<Options>();
  command->footer(kFooter);
  add_labelled_films(*command, o->films);
  auto* normal =
      command
          ->add_option("--normal", o->normal, "COLUMN=VALUE,VALUE: these films are normal; may be repeated")
          ->allow_extra_args(false);
  auto* abnormal =
      command->add_option("--abnormal", o->abnormal, "The same of abnormal films; goes before --normal")
          ->allow_extra_args(false)
          ->needs(normal);
  normal->needs(abnormal);
  command->add_option("--urgent", o->urgent, "The same of urgent films; goes before both, and is abnormal")
      ->allow_extra_args(false)
      ->needs(abnormal);
  command->add_option("--chosen-on", o->chosen,
                      "Split on which thresholds are chosen, to try them on --split");
  command->callback([o, &exit_code] {
    base::catch_interrupts();
    exit_code = tell(evaluate(*o), o->films);
  });
}

}  // namespace roentgen::cli
