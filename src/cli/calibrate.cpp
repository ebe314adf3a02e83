// roentgen calibrate: a package's probabilities and thresholds fitted to local films.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/chosen_films.h"
#include "cli/command.h"
#include "cli/say.h"
#include "evaluation/evaluation_text.h"
#include "evaluation/site_fit.h"
#include "model/package.h"
#include "model/site.h"
#include "reading/packages.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using Json = nlohmann::ordered_json;

constexpr const char* kExamples = R"(Examples:
  roentgen calibrate chest-findings --data films --split val --check test
      fits on the split val, tells how it does on the split test, writes models/chest-findings.site.json
  roentgen calibrate ./tb-finder --data films --high-sensitivity 0.98 --out site.json --json
Of a detector the film's own answer is fitted; from which score on its boxes are shown stays the package's. A package that
tells a grade has its cuts chosen anew where the films tell the grade, else the expected grade is rounded.
The file belongs to this very version of the package: `roentgen analyze` uses it when it lies beside the package's folder
as NAME.site.json, and refuses it beside another version. A label with too few films keeps what the package says.
Exit codes: 0 done, 2 wrong usage, 3 the films cannot be used or nothing can be written, 4 some films could not be read,
5 the package was refused.)";

struct Options {
  std::string package, data, split, check, curve, out;
  evaluation::SiteRules rules;
  int threads = 0;
  bool json = false, dry = false;
};

struct Films {
  std::vector<evaluation::Observed> films;
  std::vector<base::Error> failures;
};

base::Result<Films> run_split(const model::Engine& engine, const dataset::Table& table,
                              const std::string& split, int threads) {
  const auto some = dataset::of_split(table, split);
  if (!some) return std::unexpected(some.error());
  base::Progress progress("reading " + split, some->films.size());
  evaluation::RunOptions run;
  run.threads = threads;
  run.progress = [&](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  Films found;
  auto films = evaluation::observe(engine, {.table = *some, .images = {}}, run, found.failures);
  if (!films) return std::unexpected(films.error());
  found.films = std::move(*films);
  return found;
}

Json json_of(const std::vector<model::Metric>& metrics) {
  Json rows = Json::array();
  const auto five = [](double value) { return std::stod(base::fixed(value, 5)); };
  for (const auto& m : metrics)
    rows.push_back({{"metric", m.metric},
                    {"label", m.label},
                    {"n", m.n},
                    {"positives", m.positives},
                    {"value", five(m.value)},
                    {"ci95", {five(m.ci95[0]), five(m.ci95[1])}}});
  return rows;
}

std::string text_of(const std::string& title, std::size_t films, const std::vector<model::Metric>& metrics,
                    const Options& options, const model::Card& card) {
  evaluation::Evaluation table;
  table.package = card.name;
  table.version = card.version;
  table.data = fs::path(options.data).lexically_normal().filename().string();
  table.split = title;
  table.films = films;
  table.metrics = metrics;
  return evaluation::to_table(table);
}

int patients_in(const std::vector<evaluation::Observed>& films) {
  std::set<std::string> known;
  int strays = 0;
  for (const auto& film : films)
    if (film.facts.patient.empty())
      ++strays;
    else
      known.insert(film.facts.patient);
  return strays + static_cast<int>(known.size());
}

base::Result<void> patients_apart(const std::vector<evaluation::Observed>& a,
                                  const std::vector<evaluation::Observed>& b) {
  std::set<std::string> known;
  for (const auto& film : a)
    if (!film.facts.patient.empty()) known.insert(film.facts.patient);
  for (const auto& film : b)
    if (known.contains(film.facts.patient))
      return base::fail(ErrorCode::usage,
                        "The two splits share patients: what is fitted on one says nothing on the other.");
  return {};
}

base::Result<void> has_probabilities(const model::Card& card) {
  if (model::has_labels(card.task)) return {};
  const std::string tells = card.task == model::Task::segmentation ? "outlines" : "landmarks";
  return base::fail(ErrorCode::usage,
                    "This package gives " + tells +
                        " and no probability of a label, so that there is nothing to calibrate.",
                    card.name);
}

// Nobody shall fit what no reading uses without being told: see reading/opacity_places.h.
std::vector<std::string> remarks_of(const evaluation::SiteFit& fit, const model::Card& card) {
  std::vector<std::string> remarks = fit.remarks;
  const auto opacity =
      std::ranges::find(reading::kExtraRoles, reading::Role::opacity, &reading::RoleRule::role);
  if (opacity != reading::kExtraRoles.end() && card.name == opacity->package)
    remarks.push_back(
        "roentgen analyze takes the boxes alone from this package: whether there is an opacity, "
        "chest-findings decides, and only roentgen evaluate --site uses what was fitted here");
  return remarks;
}

// "…, cut at 0.71, 1.64": where the grade changes; nothing without cuts.
std::string text_of_cuts(const evaluation::SiteFit& fit, const model::Card& card) {
  if (fit.cuts.empty() || !card.grading) return {};
  std::string text = "\n" + card.grading->name + " is cut at";
  for (std::size_t k = 0; k < fit.cuts.size(); ++k)
    text += (k == 0 ? " " : ", ") + base::fixed(static_cast<double>(fit.cuts[k]), 2);
  return text + " (" + fit.cuts_origin + ").\n";
}

base::Result<int> calibrate(const Options& options) {
  auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  if (const auto fit_for_it = has_probabilities(package->card); !fit_for_it)
    return std::unexpected(fit_for_it.error());
  const auto table = dataset::read_table(options.data);
  if (!table) return std::unexpected(table.error());
  const auto engine = model::Engine::load(*package, {.threads = options.threads, .cache_folder = {}});
  if (!engine) return std::unexpected(engine.error());
  const auto local = run_split(*engine, *table, options.split, options.threads);
  if (!local) return std::unexpected(local.error());
  const std::string where = options.split + " of " + table->name;
  const auto fit = evaluation::fit_site(package->card, local->films, options.rules, where);
  if (!fit) return std::unexpected(fit.error());

  model::Site site{package->card.name,
                   package->card.version,
                   package->sha256,
                   table->name,
                   options.split,
                   static_cast<int>(local->films.size()),
                   patients_in(local->films),
                   "roentgen " ROENTGEN_VERSION,
                   fit->labels,
                   fit->cuts,
                   fit->cuts_origin};
  const fs::path file = options.out.empty() ? model::site_file(package->folder) : fs::path(options.out);
  std::size_t failures = local->failures.size();
  std::size_t checked = 0;
  std::vector<model::Metric> before, after;
  if (!options.check.empty()) {
    const auto further = run_split(*engine, *table, options.check, options.threads);
    if (!further) return std::unexpected(further.error());
    if (const auto apart = patients_apart(local->films, further->films); !apart)
      return std::unexpected(apart.error());
    failures += further->failures.size();
    checked = further->films.size();
    before = evaluation::site_figures(package->card, further->films);
    model::Package calibrated = *package;
    if (const auto applied = model::apply_site(calibrated, site); !applied)
      return std::unexpected(applied.error());
    after = evaluation::site_figures(calibrated.card, further->films);
  }
  if (!options.dry)
    if (const auto written = base::write_text(file, model::write_site(site)); !written)
      return std::unexpected(written.error());

  const auto remarks = remarks_of(*fit, package->card);
  for (const auto& remark : remarks) std::cerr << remark << "\n";
  if (failures > 0) std::cerr << failures << " films could not be read and took no part.\n";
  if (options.json) {
    Json said{{"package", site.package},  {"version", site.version}, {"package_sha256", site.package_sha256},
              {"data", site.data},        {"split", site.split},     {"films", site.films},
              {"patients", site.patients}};
    said["site_file"] = options.dry ? Json(nullptr) : Json(file.string());
    const Json written = Json::parse(model::write_site(site));
    said["labels"] = written["labels"];
    if (written.contains("grading")) said["grading"] = written["grading"];
    said["not_fitted"] = remarks;
    said["held_out"] = json_of(fit->held_out);
    if (!options.check.empty())
      said["check"] = {{"split", options.check}, {"package", json_of(before)}, {"site", json_of(after)}};
    std::cout << said.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  } else {
    std::cout << "Fitted " << site.labels.size() << " of " << package->card.labels.size() << " labels on "
              << site.films << " films of " << site.patients << " patients.\n\n"
              << text_of(options.split + ", each film judged by a fit without its patient",
                         local->films.size(), fit->held_out, options, package->card)
              << text_of_cuts(*fit, package->card);
    if (!options.check.empty())
      std::cout << "\n"
                << text_of(options.check + ", as the package says", checked, before, options, package->card)
                << "\n"
                << text_of(options.check + ", as fitted here", checked, after, options, package->card);
    if (!options.dry) std::cout << "\nWritten to " << file.string() << "\n";
  }
  return failures > 0 ? static_cast<int>(ErrorCode::some_failed) : 0;
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto done = calibrate(options);
  return done ? *done : say_error(done.error());
}

}  // namespace

void add_calibrate(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("calibrate", "Fit a package's probabilities and thresholds to local films");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  command->add_option("--data", o->data, "Folder with metadata.csv and images/ of local films")->required();
  command->add_option("--split", o->split, "The films to fit on: a split, or all")->default_val("all");
  command->add_option("--check", o->check, "A split of further patients to tell how it does on");
  command->add_option("--curve", o->curve, "temperature, platt or beta (default: what predicts best)")
      ->check(CLI::IsMember({"temperature", "platt", "beta"}));
  command
      ->add_option("--high-sensitivity", o->rules.points.least_sensitivity,
                   "Of the operating point high_sensitivity")
      ->check(CLI::Range(0.5, 1.0))
      ->capture_default_str();
  command
      ->add_option("--high-specificity", o->rules.points.least_specificity,
                   "Of the operating point high_specificity")
      ->check(CLI::Range(0.5, 1.0))
      ->capture_default_str();
  command
      ->add_option("--decide", o->rules.decide_specificity,
                   "Specificity at which a finding is called present")
      ->check(CLI::Range(0.5, 1.0))
      ->capture_default_str();
  command
      ->add_option("--coverage", o->rules.coverage,
                   "Part of right answers that abstaining is to keep (0: always answer)")
      ->check(CLI::Range(0.0, 0.999))
      ->capture_default_str();
  command
      ->add_option("--least", o->rules.least, "Films with, and without, a label below which it is not fitted")
      ->check(CLI::Range(2, 1000000))
      ->capture_default_str();
  command->add_option("-o,--out", o->out,
                      "The file to write (default: NAME.site.json beside the package's folder)");
  command->add_flag("--dry-run", o->dry, "Write nothing");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Print JSON");
  command->callback([o, &exit_code] {
    o->rules.curve = evaluation::curve_named(o->curve);
    exit_code = run(*o);
  });
}

}  // namespace roentgen::cli
