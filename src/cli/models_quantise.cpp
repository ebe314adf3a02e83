// roentgen models quantise: a faster form of a package, if it keeps its accuracy.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "base/text.h"
#include "cli/chosen_films.h"
#include "cli/models_commands.h"
#include "cli/say.h"
#include "evaluation/precision_gate.h"
#include "model/eight_bits.h"
#include "model/pack.h"
#include "model/precision_proof.h"
#include "model/preprocess.h"
#include "model/quantise.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using Json = nlohmann::ordered_json;

constexpr const char* kExamples = R"(Examples:
  roentgen models quantise chest-anatomy --data cxr_anatomy --out int8
      int8/chest-anatomy: the package with 8-bit convolutions, if Dice on the split val falls by 0.002 at most
  roentgen models quantise chest-anatomy --data cxr_anatomy --to bfloat16
      proves that it may run in bfloat16 (NAME.bfloat16.json beside the package), for `roentgen analyze --precision bfloat16`
Scales are learnt from images of the split train, the accuracy is measured on val. Where 8 bits lose too much, the
convolutions that suffer most stay in float32, as few as it takes; if nothing helps, it is refused. The package itself is
never changed.
Exit codes: 0 done, 2 wrong usage, 3 the films cannot be used or nothing can be written, 5 the package was refused, or its
accuracy suffers.)";

struct Options {
  std::string package, data, to, learn, split, out;
  int images = 64, threads = 0;
  double most_lost = evaluation::kMostLost;
  bool json = false;
};

std::string four(double value) {
  return base::fixed(value, 4);
}

struct Bench {
  const Options& options;
  model::Package package;
  dataset::PictureTable val;
  evaluation::Accuracy exact;

  base::Result<evaluation::Accuracy> accuracy(const model::Engine& engine, const std::string& title) const {
    base::Progress progress(title, val.table.films.size());
    evaluation::EvaluationOptions how;
    how.metrics.threads = options.threads;
    how.progress = [&](std::size_t done, std::size_t all) {
      progress.set_total(all);
      progress.advance_to(done);
    };
    return evaluation::accuracy_of(engine, val, options.split, how);
  }
  base::Result<model::Engine> load(const model::Package& what, int threads,
                                   model::Precision precision) const {
    return model::Engine::load(what, {.threads = threads, .cache_folder = {}, .precision = precision});
  }
};

base::Result<std::vector<image::Plane>> images_to_learn_from(const Bench& bench,
                                                             const dataset::Table& table) {
  const auto train = dataset::of_split(table, bench.options.learn);
  if (!train) return std::unexpected(train.error());
  // Spread over the whole split, so that every source is there.
  std::vector<image::Plane> images;
  const std::size_t all = train->films.size(),
                    wanted = std::min<std::size_t>(all, static_cast<std::size_t>(bench.options.images));
  for (std::size_t i = 0; i < wanted; ++i) {
    const auto picture = dataset::read_image(*train, train->films[i * all / wanted]);
    if (picture) images.push_back(model::prepare(*picture, bench.package.card.input).input);
  }
  if (images.size() < 8)
    return base::fail(ErrorCode::unusable_input, "At least 8 images are needed to learn scales from.",
                      table.name);
  return images;
}

Json json_of(const evaluation::Accuracy& accuracy) {
  Json figures = Json::array();
  for (const evaluation::GateFigure& figure : accuracy.figures) {
    Json of = Json::object();
    for (const auto& [name, value] : figure.of) of[name] = std::stod(base::fixed(value, 5));
    figures.push_back(
        {{"metric", figure.metric}, {"mean", std::stod(base::fixed(figure.value, 5))}, {"of", of}});
  }
  return {{"films", accuracy.films}, {"figures", figures}};
}

std::string lost_in_words(const Bench& bench, const evaluation::Accuracy& other, const char* precision) {
  const std::size_t worst = evaluation::worst_of(bench.exact, other);
  const evaluation::GateFigure &before = bench.exact.figures[worst], &after = other.figures[worst];
  return "in " + std::string(precision) + " the mean " + after.metric + " on " + bench.options.split +
         " of " + bench.val.table.name + " (" + std::to_string(other.films) + " films) falls from " +
         four(before.value) + " to " + four(after.value) + ", by more than " +
         base::fixed(bench.options.most_lost, 3);
}

// "auc went from 0.9123 to 0.9120 and map50 from 0.2740 to 0.2745"
std::string changes_in_words(const evaluation::Accuracy& before, const evaluation::Accuracy& after) {
  std::string text;
  for (std::size_t f = 0; f < before.figures.size(); ++f)
    text += (text.empty() ? before.figures[f].metric + " went" : " and " + before.figures[f].metric) +
            " from " + four(before.figures[f].value) + " to " + four(after.figures[f].value);
  return text;
}

// The first of these parts of the convolutions that has to stay in float32 for the accuracy to be kept.
constexpr double kKeptParts[] = {0, 0.1, 0.2, 0.35, 0.5, 0.7};

base::Result<Json> to_int8(Bench& bench, const dataset::Table& table, const model::Engine& exact_alone) {
  const auto images = images_to_learn_from(bench, table);
  if (!images) return std::unexpected(images.error());
  base::Progress progress("learning scales", images->size());
  const auto quantiser = model::Quantiser::learn(bench.package.weights, *images,
                                                 [&](std::size_t done) { progress.advance_to(done); });
  if (!quantiser) return std::unexpected(quantiser.error());
  progress.finish();
  const std::size_t all = quantiser->candidates();
  evaluation::Accuracy best;
  for (const double part : kKeptParts) {
    const auto kept = static_cast<std::size_t>(part * static_cast<double>(all) + 0.5);
    model::Package rounded = bench.package;
    rounded.weights = quantiser->network(kept);
    rounded.card.canary.clear();
    const auto engine = bench.load(rounded, bench.options.threads, model::Precision::float32);
    if (!engine) return std::unexpected(engine.error());
    const auto accuracy =
        bench.accuracy(*engine, "measuring, " + std::to_string(all - kept) + " convolutions in 8 bits");
    if (!accuracy) return std::unexpected(accuracy.error());
    const auto lost = [&](const evaluation::Accuracy& other) {
      const std::size_t worst = evaluation::worst_of(bench.exact, other);
      return bench.exact.figures[worst].value - other.figures[worst].value;
    };
    if (best.figures.empty() || lost(*accuracy) < lost(best)) best = *accuracy;
    if (!evaluation::keeps(bench.exact, *accuracy, bench.options.most_lost)) continue;
    model::Card card = bench.package.card;
    card.limits.push_back("Computes partly with 8-bit numbers (" + std::to_string(all - kept) + " of " +
                          std::to_string(quantiser->convolutions().size()) + " convolutions), " +
                          model::made_from(bench.package) +
                          ". Its card's figures were measured in float32; on " + bench.options.split +
                          " of " + table.name + " (n = " + std::to_string(accuracy->films) + ") the mean " +
                          changes_in_words(bench.exact, *accuracy) + ".");
    const fs::path folder = fs::path(bench.options.out) / card.name;
    const auto sha256 = model::pack_network(folder, card, rounded.weights);
    if (!sha256) return std::unexpected(sha256.error());
    const auto alone = bench.load(rounded, 1, model::Precision::float32);
    if (!alone) return std::unexpected(alone.error());
    const auto pace = evaluation::pace_of(exact_alone, *alone);
    if (!pace) return std::unexpected(pace.error());
    const auto packed = model::load_package(folder);
    return Json{{"precision", "int8"},
                {"folder", folder.string()},
                {"sha256", *sha256},
                {"convolutions", quantiser->convolutions().size()},
                {"in_int8", all - kept},
                {"float32", json_of(bench.exact)},
                {"int8", json_of(*accuracy)},
                {"float32_ms", std::stod(base::fixed(pace->first_ms, 2))},
                {"int8_ms", std::stod(base::fixed(pace->second_ms, 2))},
                {"float32_bytes", bench.package.weights.size()},
                {"int8_bytes", packed ? packed->weights.size() : 0}};
  }
  return base::fail(ErrorCode::refused_model,
                    lost_in_words(bench, best, "8 bits") +
                        ", even with the convolutions that suffer most in float32; it stays as it is",
                    bench.package.card.name);
}

base::Result<Json> to_bfloat16(Bench& bench, const model::Engine& exact_alone) {
  const auto engine = bench.load(bench.package, bench.options.threads, model::Precision::bfloat16);
  if (!engine) return std::unexpected(engine.error());
  const auto accuracy = bench.accuracy(*engine, "measuring in bfloat16");
  if (!accuracy) return std::unexpected(accuracy.error());
  if (!evaluation::keeps(bench.exact, *accuracy, bench.options.most_lost))
    return base::fail(ErrorCode::refused_model,
                      lost_in_words(bench, *accuracy, "bfloat16") + "; it stays in float32",
                      bench.package.card.name);
  const auto alone = bench.load(bench.package, 1, model::Precision::bfloat16);
  if (!alone) return std::unexpected(alone.error());
  const auto pace = evaluation::pace_of(exact_alone, *alone);
  if (!pace) return std::unexpected(pace.error());
  const std::size_t worst = evaluation::worst_of(bench.exact, *accuracy);
  const evaluation::GateFigure &before = bench.exact.figures[worst], &after = accuracy->figures[worst];
  const fs::path file = model::proof_file(bench.package.folder);
  const model::PrecisionProof proof{bench.package.card.name,
                                    bench.package.card.version,
                                    bench.package.sha256,
                                    bench.val.table.name,
                                    bench.options.split,
                                    after.metric,
                                    accuracy->films,
                                    before.value,
                                    after.value,
                                    bench.options.most_lost};
  if (const auto written = base::write_text(file, model::write_proof(proof)); !written)
    return std::unexpected(written.error());
  return Json{{"precision", "bfloat16"},
              {"file", file.string()},
              {"float32", json_of(bench.exact)},
              {"bfloat16", json_of(*accuracy)},
              {"float32_ms", std::stod(base::fixed(pace->first_ms, 2))},
              {"bfloat16_ms", std::stod(base::fixed(pace->second_ms, 2))}};
}

base::Result<Json> quantise(const Options& options) {
  if (options.to == "int8" && options.out.empty())
    return base::fail(ErrorCode::usage, "Say with --out DIR where the 8-bit package goes: DIR/NAME.");
  auto package = model::load_package(package_folder(options.package));
  if (!package) return std::unexpected(package.error());
  const auto table = dataset::read_table(options.data);
  if (!table) return std::unexpected(table.error());
  const auto val = dataset::of_split(*table, options.split);
  if (!val) return std::unexpected(val.error());
  Bench bench{options, std::move(*package), {.table = *val, .images = {}}, {}};
  std::error_code error;
  if (options.to == "int8" &&
      fs::equivalent(fs::path(options.out) / bench.package.card.name, bench.package.folder, error))
    return base::fail(ErrorCode::usage, "That is the package itself; it stays as it is.",
                      bench.package.folder.string());
  const auto exact = bench.load(bench.package, options.threads, model::Precision::float32);
  if (!exact) return std::unexpected(exact.error());
  const auto accuracy = bench.accuracy(*exact, "measuring in float32");
  if (!accuracy) return std::unexpected(accuracy.error());
  bench.exact = *accuracy;
  const auto alone = bench.load(bench.package, 1, model::Precision::float32);
  if (!alone) return std::unexpected(alone.error());
  return options.to == "int8" ? to_int8(bench, *table, *alone) : to_bfloat16(bench, *alone);
}

int run(const Options& options) {
  base::catch_interrupts();
  const auto said = quantise(options);
  if (!said) return say_error(said.error());
  if (options.json) {
    std::cout << said->dump(2) << "\n";
    return 0;
  }
  const auto precision = (*said)["precision"].get<std::string>();
  const auto& before = (*said)["float32"];
  const auto& after = (*said)[precision];
  for (std::size_t f = 0; f < before["figures"].size(); ++f)
    std::cout << "Mean " << before["figures"][f]["metric"].get<std::string>() << " on " << before["films"]
              << " films: " << four(before["figures"][f]["mean"].get<double>()) << " in float32, "
              << four(after["figures"][f]["mean"].get<double>()) << " in " << precision << ".\n";
  std::cout << "Processor time of an image on one core: " << (*said)["float32_ms"] << " ms and "
            << (*said)[precision + "_ms"] << " ms.\n";
  std::cout << "Written to " << (*said)[precision == "int8" ? "folder" : "file"].get<std::string>() << "\n";
  return 0;
}

}  // namespace

void add_models_quantise(CLI::App& models, int& exit_code) {
  CLI::App* command = models.add_subcommand(
      "quantise", "A faster form of a package (int8, bfloat16), if it keeps its accuracy");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  command->add_option("--data", o->data, "Folder with metadata.csv and images/ (and masks/)")->required();
  command->add_option("--to", o->to, "int8 or bfloat16")
      ->check(CLI::IsMember({"int8", "bfloat16"}))
      ->default_val("int8");
  command->add_option("--learn", o->learn, "The split that scales are learnt from")->default_val("train");
  command->add_option("--split", o->split, "The split that the accuracy is measured on")->default_val("val");
  command->add_option("--images", o->images, "How many images scales are learnt from")
      ->check(CLI::Range(8, 10000))
      ->capture_default_str();
  command
      ->add_option("--most-lost", o->most_lost,
                   "What AUC, Dice, average precision (map50), kappa or 1 - SMAPE may fall by")
      ->check(CLI::Range(0.0, 0.05))
      ->capture_default_str();
  command->add_option("-o,--out", o->out, "Where the 8-bit package's folder is made");
  command->add_option("--threads", o->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", o->json, "Print JSON");
  command->callback([o, &exit_code] { exit_code = run(*o); });
}

}  // namespace roentgen::cli
