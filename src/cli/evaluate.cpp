// roentgen evaluate: a package over a labelled set.
#include "evaluation/evaluate.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/column_value.h"
#include "cli/command.h"
#include "cli/evaluate_triage.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"
#include "dataset/folder.h"
#include "dataset/npz.h"
#include "evaluation/outcome.h"
#include "evaluation/trained_on.h"
#include "model/engine.h"
#include "model/package.h"
#include "model/site.h"

namespace roentgen::cli {
namespace {

using base::ErrorCode;

struct Options {
  std::string package, data, split, scores, site;
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

constexpr const char* kFooter = R"(The folder:
  metadata.csv   a row for each film: image (a file in images/), patient, split, and the columns of the package's
                 labels (1, 0, empty: not known) or grades, or cobb_max, cobb_upper and cobb_lower in degrees
  images/        PNG, JPEG or DICOM
  masks/, masks.json   outlines for a segmenter; without masks.json 1 = right lung, 2 = left lung, 3 = heart, or a
                 folder masks/NAME for each of them
  ctr            (a column) the cardiothoracic ratio
  boxes.csv      image, label, x, y, width, height in pixels of the stored image, for a detector
  landmarks.csv  image, v01_tl_x, v01_tl_y, … for a finder of vertebrae
What is missing leaves out the figures that hang on it, and a remark says so (standard error, and "remarks" of the
JSON). A film that cannot be used is left out and named. docs/OWN_DATA.md says it all, with an example.
Exit codes: 0 done, 2 usage, 3 nothing can be compared (with --json: no metrics, and remarks that say why),
4 some films could not be used, 5 the package was refused.)";

// What `folder` holds beside the table stays there.
base::Result<dataset::PictureTable> read_set(const std::filesystem::path& data,
                                             dataset::LabelledFolder& folder) {
  if (data.extension() == ".npz") return dataset::read_medmnist(data);
  auto opened = dataset::open_labelled_folder(data);
  if (!opened) return std::unexpected(opened.error());
  folder = std::move(*opened);
  return dataset::PictureTable{.table = std::move(folder.table), .images = {}};
}

base::Result<void> add_constant(const std::string& text, dataset::Table& table) {
  const auto constant = column_value(text, "frontal_chest=1");
  if (!constant) return std::unexpected(constant.error());
  if (std::ranges::find(table.columns, constant->column) != table.columns.end())
    return base::fail(ErrorCode::usage, "The set has this column already; --set is for columns it lacks.",
                      constant->column);
  set_column(table, *constant);
  return {};
}

base::Result<void> apply(const std::string& file, model::Package& package) {
  const auto text = base::read_text(file, 4 << 20);
  if (!text) return std::unexpected(text.error());
  const auto site = model::parse_site(*text);
  if (!site) return base::fail(site.error().code, site.error().message, file);
  return model::apply_site(package, *site);
}

base::Result<evaluation::Outcome> evaluate(const Options& options) {
  dataset::LabelledFolder folder;
  auto whole = read_set(options.data, folder);
  if (!whole) return std::unexpected(whole.error());
  for (const auto& constant : options.constants)
    if (auto added = add_constant(constant, whole->table); !added) return std::unexpected(added.error());
  const auto set = dataset::of_split(*whole, options.split);
  if (!set) return std::unexpected(set.error());
  auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  if (!options.site.empty())
    if (const auto applied = apply(options.site, *package); !applied) return std::unexpected(applied.error());
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
  how.listed = folder.listed;
  auto outcome = evaluation::evaluate_or_tell(*engine, *set, options.split, how);
  auto& remarks = outcome.evaluation.remarks;
  if (!outcome.error)
    if (auto remark = evaluation::trained_on(package->card, set->table); remark)
      remarks.insert(remarks.begin(), std::move(*remark));
  remarks.insert(remarks.begin(), folder.remarks.begin(), folder.remarks.end());
  return outcome;
}

// Whoever asked for JSON gets it also where the data cannot be opened. The package may be known nevertheless.
evaluation::Outcome unopened(const Options& options, const base::Error& error) {
  evaluation::Evaluation evaluation;
  const auto package = model::load_package(package_folder(options.package), model::Weights::leave_on_disk);
  evaluation.package = package ? package->card.name : options.package;
  evaluation.version = package ? package->card.version : "";
  std::error_code ignored;
  const auto data = std::filesystem::weakly_canonical(options.data, ignored);
  evaluation.data = data.has_filename() ? data.filename().string() : data.parent_path().filename().string();
  evaluation.split = options.split;
  return evaluation::nothing_measured(std::move(evaluation), error);
}

// The order of the worklist is what all packages say together, and no package of its own.
constexpr const char* kTriage = "radiograph-triage";

int run(const Options& options) {
  base::catch_interrupts();
  std::error_code ignored;
  if (options.package == kTriage && !std::filesystem::exists(package_folder(kTriage), ignored))
    return evaluate_known_triage(options.data, options.split, options.scores, options.constants,
                                 options.threads, options.json);
  auto outcome = evaluate(options);
  if (!outcome) {
    if (!options.json || outcome.error().code != ErrorCode::unusable_input) return say_error(outcome.error());
    outcome = unopened(options, outcome.error());
  }
  if (!outcome->error) return tell_evaluation(outcome->evaluation, options.scores, options.json);
  if (options.json && outcome->error->code == ErrorCode::unusable_input)
    if (const int failed = print_figures(outcome->evaluation, true); failed != 0) return failed;
  return say_error(*outcome->error);
}

}  // namespace

void add_evaluate(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("evaluate", "Run a model package over a labelled set and print its figures");
  const auto options = std::make_shared<Options>();
  command
      ->add_option(
          "package", options->package,
          "Folder of the package, or its name in the models folder; or radiograph-triage, the order that all "
          "of them together give the films (evaluate-triage)")
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
  command->add_option("--site", options->site,
                      "A site's own calibration and thresholds, as roentgen calibrate writes them");
  command->add_flag("--no-controls", options->no_controls,
                    "Leave out the one-number controls and the source probe");
  command->add_option("--scores", options->scores,
                      "Write what the network said of each film to this CSV file");
  command->footer(kFooter);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
