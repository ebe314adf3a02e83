// roentgen models add-finding: a rare finding from a few examples, without training.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "cli/models_commands.h"
#include "cli/say.h"
#include "evaluation/added_finding.h"
#include "evaluation/few_shots.h"
#include "evaluation/run_films.h"
#include "evaluation/unusual.h"
#include "model/add_label.h"
#include "model/pack.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using evaluation::FeatureFilm;
using Json = nlohmann::ordered_json;

constexpr const char* kExamples = R"(Examples:
  roentgen models add-finding chest-findings --name drain --title "Chest drain" --data films --label chest_drain --shots 10
      --out site
      site/chest-findings: draws 10 patients with 1 in the column chest_drain and 100 with 0, makes the prototype, measures it on all others
  roentgen models add-finding chest-findings --name drain --positive with.txt --negative without.txt --out site
      the examples are the pictures that these lists name, a path a line
  roentgen models add-finding chest-findings --name drain --data films --label chest_drain --curve 1,2,5,10,20
      writes nothing: how good prototypes of so many examples are, drawn 100 times, on films of other patients
The network stays as it is; what it sees (its pooled features) is held against the mean of the examples with, and of those
without the finding. The new package has one label more, with a heat map, and its card and every reading say "prototype".
Exit codes: 0 done, 2 wrong usage, 3 the films cannot be used or nothing can be written, 4 some films could not be read,
5 the package was refused.)";

struct Options {
  std::string package, name, title, data, truth, split = "all", label, value, absent, positive, negative, out,
                                                 version;
  std::vector<std::string> where;  // COLUMN=VALUE
  std::vector<int> curve;
  int shots = 10, negatives = 100, draws = 100, threads = 0;
  std::uint64_t seed = 1;
  bool json = false;
};

// The films whose truth is known, as the network sees them.
struct Seen {
  std::vector<FeatureFilm> films;
  std::vector<std::string> splits;  // of each
  std::vector<base::Error> failures;
  std::string where;  // the set and the split, in words
};

base::Result<dataset::Table> listed(const std::string& file, const std::string& truth) {
  const auto text = base::read_text(file, 16 << 20);
  if (!text) return std::unexpected(text.error());
  dataset::Table table;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    dataset::Film& film = table.films.emplace_back();
    film.image = fs::absolute(fs::path(file).parent_path() / line).string();
    film.values["truth"] = truth;
  }
  if (table.films.empty()) return base::fail(ErrorCode::unusable_input, "This list names no picture.", file);
  return table;
}

base::Result<dataset::Table> films_of(const Options& options) {
  if (options.data.empty()) {
    auto table = listed(options.positive, options.value);
    if (!table) return table;
    const auto without = listed(options.negative, options.absent);
    if (!without) return without;
    table->films.insert(table->films.end(), without->films.begin(), without->films.end());
    table->name = "own lists";
    return table;
  }
  auto table = dataset::read_table(options.data);
  if (!table) return table;
  if (!options.truth.empty())
    if (const auto joined = join_truth(options.truth, *table); !joined)
      return std::unexpected(joined.error());
  for (const std::string& text : options.where) {
    const auto rule = column_value(text, "view=AP");
    if (!rule) return std::unexpected(rule.error());
    std::erase_if(table->films, [&](const dataset::Film& film) {
      const auto found = film.values.find(rule->column);
      return found == film.values.end() || found->second != rule->value;
    });
  }
  return of_splits(*table, options.split);
}

base::Result<Seen> see(const Options& options, const model::Package& package) {
  auto table = films_of(options);
  if (!table) return std::unexpected(table.error());
  const std::string column = options.data.empty() ? "truth" : options.label;
  std::erase_if(table->films, [&](const dataset::Film& film) {
    const auto value = film.values.find(column);
    return value == film.values.end() || (value->second != options.value && value->second != options.absent);
  });
  if (table->films.empty())
    return base::fail(ErrorCode::unusable_input,
                      "no film has " + options.value + " or " + options.absent + " in this column", column);
  const auto engine = model::Engine::load(package, {.threads = options.threads, .cache_folder = {}});
  if (!engine) return std::unexpected(engine.error());
  std::vector<FeatureFilm> films(table->films.size());
  std::vector<std::size_t> all(films.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  base::Progress progress("looking at films", all.size());
  const evaluation::RunOptions run{
      {"features"}, options.threads, [&](std::size_t done, std::size_t) { progress.advance_to(done); }};
  auto failures = evaluation::run_films(
      *engine, {.table = *table, .images = {}}, all, run,
      [&](std::size_t i, const evaluation::FilmInput&,
          std::span<const model::Output> outputs) -> base::Result<void> {
        const dataset::Film& film = table->films[i];
        films[i] = {film.patient, outputs[0].values, film.values.at(column) == options.value ? 1 : 0};
        return {};
      });
  if (!failures) return std::unexpected(failures.error());
  Seen seen{{}, {}, std::move(*failures), {}};
  for (std::size_t i = 0; i < films.size(); ++i)
    if (!films[i].features.empty()) {
      seen.films.push_back(std::move(films[i]));
      seen.splits.push_back(table->films[i].split);
    }
  seen.where = table->name + (options.data.empty() ? "" : ", split " + options.split);
  for (const std::string& rule : options.where) seen.where += ", " + rule;
  return seen;
}

double four(double value) {
  return std::stod(base::fixed(value, 4));
}

Json json_of(const std::vector<evaluation::ShotFigure>& curve) {
  Json rows = Json::array();
  for (const auto& point : curve)
    rows.push_back({{"shots", point.shots},
                    {"draws", point.draws},
                    {"auc", four(point.auc)},
                    {"draws95", {four(point.low), four(point.high)}},
                    {"worst", four(point.worst)},
                    {"films", four(point.films)},
                    {"positives", four(point.positives)}});
  return rows;
}

std::string next_version(const std::string& version) {
  const auto first = version.find('.'), last = version.rfind('.');
  return version.substr(0, first + 1) + std::to_string(std::stoi(version.substr(first + 1, last)) + 1) + ".0";
}

// The examples, and the films of all other patients.
struct Parts {
  std::vector<FeatureFilm> examples, others;
};

Parts parts_of(const Options& options, const Seen& seen) {
  if (options.data.empty()) return {seen.films, {}};
  Parts parts;
  const auto chosen =
      evaluation::draw_examples(seen.films, options.shots, options.negatives, options.seed, 0);
  for (const std::size_t i : chosen) parts.examples.push_back(seen.films[i]);
  for (const std::size_t i : evaluation::films_of_others(seen.films, chosen))
    parts.others.push_back(seen.films[i]);
  return parts;
}

base::Result<Json> write(const Options& options, const model::Package& package, const Seen& seen) {
  model::Label label;
  label.name = options.name;
  label.title = options.title.empty() ? options.name : options.title;
  label.column = options.label.empty() ? options.name : options.label;
  label.positive = {options.value};
  label.negative = {options.absent};
  const Parts parts = parts_of(options, seen);
  const auto added = evaluation::added_finding(label, parts.examples, seen.where);
  if (!added) return std::unexpected(added.error());
  const auto measured = evaluation::figures_of(*added, parts.others);
  const auto onnx = model::add_label(package.weights, added->linear);
  if (!onnx) return std::unexpected(onnx.error());

  model::Card card = package.card;
  const fs::path folder = fs::path(options.out) / card.name;
  card.version = options.version.empty() ? next_version(card.version) : options.version;
  card.labels.push_back(added->label);
  card.limits.push_back(evaluation::limit_of(*added, parts.examples, measured, seen.where));
  if (!measured.empty())
    card.metrics.push_back({seen.where, "patients that are no example of " + options.name, measured});
  const auto sha256 = model::pack_network(folder, card, *onnx);
  if (!sha256) return std::unexpected(sha256.error());

  Json said{{"name", card.name},
            {"version", card.version},
            {"folder", folder.string()},
            {"sha256", *sha256},
            {"label", options.name},
            {"title", added->label.title},
            {"examples_with", added->label.calibration.positives},
            {"examples_without", added->label.calibration.n - added->label.calibration.positives},
            {"left_out_auc", four(added->left_out_auc)}};
  said["measured"] = Json::array();
  for (const auto& m : measured)
    said["measured"].push_back({{"metric", m.metric},
                                {"n", m.n},
                                {"positives", m.positives},
                                {"value", four(m.value)},
                                {"ci95", {four(m.ci95[0]), four(m.ci95[1])}}});
  return said;
}

// What makes the figures look better than they are.
void warn(const Options& options, const model::Card& card, const Seen& seen) {
  for (const auto& label : card.labels)
    if (!options.label.empty() && label.column == options.label)
      std::cerr << "This network was trained on the column " << options.label << " (its label " << label.name
                << "): what its features tell of it was learned from many films, not from these examples.\n";
  const bool same_set = std::ranges::any_of(card.training.data, [&](const auto& data) {
    return data.split == "train" && seen.where.starts_with(data.set + ",");
  });
  if (same_set && std::ranges::find(seen.splits, "train") != seen.splits.end())
    std::cerr << "Films of the split train taught this network: its features fit them better than new ones. "
                 "--split val,test leaves them out.\n";
}

base::Result<Json> add_finding(const Options& options) {
  const bool lists = !options.positive.empty();
  if (options.data.empty() != lists)
    return base::fail(ErrorCode::usage,
                      "The examples come from --data and --label, or from --positive and --negative.");
  if (!lists && options.label.empty())
    return base::fail(ErrorCode::usage,
                      "--data needs --label: the column that tells which films show the finding.");
  if (options.out.empty() && options.curve.empty())
    return base::fail(ErrorCode::usage,
                      "--out says where the new package goes (or ask for a --curve alone).");
  auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  const model::Card& card = package->card;
  if (card.task != model::Task::classification)
    return base::fail(ErrorCode::usage,
                      "Only packages that give probabilities can be given a further finding.", card.name);
  if (std::ranges::find(card.labels, options.name, &model::Label::name) != card.labels.end())
    return base::fail(ErrorCode::usage, "The package has a label of this name already.", options.name);
  std::error_code error;
  if (!options.out.empty() && fs::equivalent(fs::path(options.out) / card.name, package->folder, error))
    return base::fail(ErrorCode::usage, "The package would be written over itself; choose another --out.",
                      options.out);
  const auto seen = see(options, *package);
  if (!seen) return std::unexpected(seen.error());
  warn(options, card, *seen);
  Json said = Json::object();
  if (!options.out.empty()) {
    auto written = write(options, *package, *seen);
    if (!written) return written;
    said = std::move(*written);
  }
  if (!options.curve.empty())
    said["curve"] = json_of(evaluation::few_shot_curve(
        seen->films, {options.curve, options.negatives, options.draws, options.seed}));
  if (!options.curve.empty() && card.reference)
    for (const auto& m : evaluation::unusual_figures(*card.reference, seen->films))
      said["unusual"][m.metric] = {{"value", four(m.value)},
                                   {"ci95", {four(m.ci95[0]), four(m.ci95[1])}},
                                   {"n", m.n},
                                   {"positives", m.positives}};
  said["failures"] = seen->failures.size();
  return said;
}

void print_curve(const Json& curve) {
  if (curve.empty()) {
    std::cout << "Too few patients with the finding for any of these numbers of examples.\n";
    return;
  }
  std::cout << "examples  AUC    95 % of draws    worst  measured on (with it)\n";
  for (const Json& point : curve) {
    const std::string shots = std::to_string(point["shots"].get<int>());
    std::cout << std::string(8 - std::min<std::size_t>(shots.size(), 8), ' ') << shots << "  "
              << base::fixed(point["auc"], 3) << "  " << base::fixed(point["draws95"][0], 3) << " - "
              << base::fixed(point["draws95"][1], 3) << "    " << base::fixed(point["worst"], 3) << "  "
              << base::fixed(point["films"], 0) << " (" << base::fixed(point["positives"], 0) << ")\n";
  }
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto said = add_finding(options);
  if (!said) return say_error(said.error());
  const bool failed = (*said)["failures"].get<std::size_t>() > 0;
  if (failed) std::cerr << (*said)["failures"] << " films could not be read and took no part.\n";
  if (options.json) {
    std::cout << said->dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
    return failed ? 4 : 0;
  }
  if (said->contains("folder")) {
    std::cout << "The package is in " << (*said)["folder"].get<std::string>() << ", version "
              << (*said)["version"].get<std::string>() << "; sums and canary agree.\n"
              << options.name << ": prototype of " << (*said)["examples_with"] << " films with it and "
              << (*said)["examples_without"] << " without; each judged by the others: AUC "
              << base::fixed((*said)["left_out_auc"], 3) << ".\n";
    for (const Json& m : (*said)["measured"])
      std::cout << m["metric"].get<std::string>() << " " << base::fixed(m["value"], 3) << " ["
                << base::fixed(m["ci95"][0], 3) << ", " << base::fixed(m["ci95"][1], 3) << "] on " << m["n"]
                << " films of other patients, " << m["positives"] << " with it.\n";
    if ((*said)["measured"].empty()) std::cout << "There were no other films to measure it on.\n";
  }
  if (said->contains("curve")) print_curve((*said)["curve"]);
  if (said->contains("unusual")) {
    const Json& area = (*said)["unusual"]["auc"];
    const Json& found = (*said)["unusual"]["sensitivity"];
    std::cout << "Without any example, as films far from the training data: AUC "
              << base::fixed(area["value"], 3) << " [" << base::fixed(area["ci95"][0], 3) << ", "
              << base::fixed(area["ci95"][1], 3) << "]; at 5 % false alarms "
              << base::fixed(100 * found["value"].get<double>(), 0) << " % are found (" << area["n"]
              << " films, " << area["positives"] << " with it).\n";
  }
  return failed ? 4 : 0;
}

}  // namespace

void add_models_add_finding(CLI::App& models, int& exit_code) {
  CLI::App* command =
      models.add_subcommand("add-finding", "A rare finding from a few examples, without training");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  command->add_option("--name", o->name, "Name of the new label")->required();
  command->add_option("--title", o->title, "Title for people (default: the name)");
  command->add_option("--data", o->data, "Folder with metadata.csv and images/");
  command->add_option("--label", o->label, "Column that tells which films show the finding");
  command->add_option("--truth", o->truth, "A table with an image column whose columns join metadata.csv");
  command->add_option("--split", o->split, "Films of this split, of several with commas between, or all")
      ->default_val("all");
  command->add_option("--where", o->where, "COLUMN=VALUE: only films with this value, as in view=AP")
      ->allow_extra_args(false);
  command->add_option("--value", o->value, "What the column says of films with the finding")
      ->default_val("1");
  command->add_option("--absent", o->absent, "What it says of films without it")->default_val("0");
  auto* positive = command->add_option("--positive", o->positive,
                                       "A file that names pictures with the finding, a path a line");
  auto* negative = command->add_option("--negative", o->negative, "The same of pictures without it");
  positive->needs(negative);
  negative->needs(positive);
  command->add_option("--shots", o->shots, "Examples with the finding, each of another patient")
      ->check(CLI::Range(2, 1000))
      ->default_val("10");
  command->add_option("--negatives", o->negatives, "Examples without it, each of another patient")
      ->check(CLI::Range(10, 10000))
      ->default_val("100");
  command->add_option("--seed", o->seed, "Which patients are drawn")->default_val("1");
  command->add_option("--curve", o->curve, "Numbers of examples, as in 1,2,5,10,20: how good each is")
      ->delimiter(',')
      ->check(CLI::Range(1, 1000))
      ->allow_extra_args(false);
  command->add_option("--draws", o->draws, "How often each number of the curve is drawn")
      ->check(CLI::Range(1, 10000))
      ->default_val("100");
  command->add_option("--version", o->version, "Version of the new package (default: the next minor one)");
  command->add_option("--out", o->out,
                      "Where the new package's folder is made, under the name of the old one");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Print JSON");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
