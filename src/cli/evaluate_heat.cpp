// roentgen evaluate-heat: do a package's heat maps point to the right place?
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/chosen_films.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"
#include "dataset/csv.h"
#include "evaluation/heat.h"
#include "model/package.h"

namespace roentgen::cli {
namespace {

using base::ErrorCode;

constexpr const char* kExamples = R"(Examples:
  roentgen evaluate-heat chest-findings --data cxr_nih --split val,test --boxes rsna_lung_opacity=opacity
  roentgen evaluate-heat limb-fracture --data limb_fracture --split val
  roentgen evaluate-heat models/chest-findings --data cxr_nih --split val,test --boxes rsna_lung_opacity=opacity --write-card
heat_hit is the part of films with a box whose brightest place lies in it (pointing game); heat_hit_centre, _usual and
_random are what the middle of the picture, the place boxed most often on other patients' films, and chance reach.
A detector points to the middle of its strongest box. --against wants the labels of the other file to have our names, or
--boxes to translate them: --boxes opacity=rsna_lung_opacity.
`roentgen analyze` shows heat maps only for labels whose card holds this figure: --write-card puts it there, as a change
of the package (its SHA-256 changes, its weights do not).
Exit codes: 0 done, 2 wrong usage, 3 no boxes, or nothing can be written, 4 some films could not be read, 5 the package was refused.)";

struct Options {
  std::string package, data, split, scores, against;
  std::vector<std::string> names;
  int threads = 0;
  bool json = false, write_card = false;
};

base::Result<std::map<std::string, std::string>> names_of(const std::vector<std::string>& pairs) {
  std::map<std::string, std::string> names;
  for (const auto& pair : pairs) {
    const auto equals = pair.find('=');
    if (equals == std::string::npos)
      return base::fail(ErrorCode::usage,
                        "--boxes wants NAME=LABEL, as in --boxes rsna_lung_opacity=opacity.", pair);
    names[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return names;
}

base::Result<evaluation::Evaluation> evaluate(const Options& options) {
  const auto names = names_of(options.names);
  if (!names) return std::unexpected(names.error());
  auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  if (!model::has_labels(package->card.task))
    return base::fail(ErrorCode::usage, "Only packages that look for findings point to places.",
                      package->card.name);
  const auto table = dataset::read_table(options.data);
  if (!table) return std::unexpected(table.error());
  const auto some = of_splits(*table, options.split);
  if (!some) return std::unexpected(some.error());
  const auto boxes = dataset::read_boxes(*table);
  if (!boxes) return std::unexpected(boxes.error());
  const auto engine = model::Engine::load(*package, {.threads = options.threads, .cache_folder = {}});
  if (!engine) return std::unexpected(engine.error());

  base::Progress progress("looking at heat maps", some->films.size());
  evaluation::EvaluationOptions how;
  how.metrics.threads = options.threads;
  how.progress = [&progress](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  auto found =
      evaluation::evaluate_heat(*engine, {.table = *some, .images = {}}, *boxes, *names, options.split, how);
  if (found && !options.against.empty()) {
    const auto text = base::read_text(options.against, dataset::kLargestCsv);
    if (!text) return std::unexpected(text.error());
    const auto other = dataset::parse_csv(*text);
    if (!other) return base::fail(other.error().code, other.error().message, options.against);
    if (const auto held = evaluation::hold_against(*found, *other, *names, how); !held)
      return base::fail(held.error().code, held.error().message, options.against);
  }
  if (!found || !options.write_card) return found;
  for (const auto& [name, rate] : evaluation::hit_rates(*found))
    for (model::Label& label : package->card.labels)
      if (label.name == name) label.heat_hit_rate = rate;
  const auto pictures = model::read_pictures(*package);
  if (!pictures) return std::unexpected(pictures.error());
  if (const auto written = model::write_package(package->folder, package->card, package->weights, *pictures);
      !written)
    return std::unexpected(written.error());
  return found;
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto result = evaluate(options);
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, options.scores, options.json);
}

}  // namespace

void add_evaluate_heat(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate-heat", "Hold a package's heat maps against boxes that readers drew");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  command->add_option("--data", o->data, "Folder with metadata.csv, images/ and boxes.csv")->required();
  command->add_option("--split", o->split, "Name of a split, several with commas between, or all")
      ->default_val("all");
  command
      ->add_option("--boxes", o->names,
                   "NAME=LABEL: boxes of NAME belong to the package's LABEL; may be repeated")
      ->allow_extra_args(false);
  command->add_flag("--write-card", o->write_card, "Put what was measured into the package's card");
  command->add_option("--scores", o->scores, "Write where the heat of each film points to this CSV file");
  command->add_option(
      "--against", o->against,
      "The --scores file of another package: tell the difference of heat_hit on the same films");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Figures as JSON on standard output");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
