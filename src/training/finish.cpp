#include "training/finish.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include "base/progress.h"
#include "evaluation/evaluate.h"
#include "evaluation/run_films.h"
#include "model/engine.h"
#include "model/half_weights.h"
#include "model/pack.h"
#include "model/package.h"
#include "training/calibrate.h"
#include "training/choose_places.h"
#include "training/films.h"
#include "training/journal.h"
#include "training/onnx_export.h"
#include "training/report.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kCanaryValues = 64;

torch::Tensor canary_input(int size) {
  const torch::Tensor i = torch::arange(size, torch::kDouble).view({size, 1});
  const torch::Tensor j = torch::arange(size, torch::kDouble).view({1, size});
  return torch::sin(0.05 * i + 0.07 * j).to(torch::kFloat).view({1, 1, size, size});
}

model::Canary canary_of(const std::string& output, const torch::Tensor& values) {
  const torch::Tensor flat = values.detach().contiguous().view(-1);
  const std::size_t count = std::min(kCanaryValues, static_cast<std::size_t>(flat.numel()));
  return {output, {flat.data_ptr<float>(), flat.data_ptr<float>() + count}, 1e-3};
}

std::vector<model::Canary> canaries(Classifier& network, int size) {
  const torch::NoGradGuard guard;
  network->eval();
  const ClassifierOutput out = network->forward(canary_input(size));
  return {canary_of("logits", out.logits), canary_of("maps", out.maps), canary_of("features", out.features)};
}

std::vector<model::Canary> canaries(Segmenter& network, int size) {
  const torch::NoGradGuard guard;
  network->eval();
  const torch::Tensor probabilities = torch::softmax(network->forward(canary_input(size)), 1);
  return {canary_of("probabilities", probabilities)};
}

std::vector<model::Canary> canaries(Detector& network, int size) {
  const torch::NoGradGuard guard;
  network->eval();
  const DetectorOutput out = network->forward(canary_input(size));
  if (!network->arguments.whole_image)
    return {canary_of("scores", out.scores), canary_of("corners", out.shapes)};
  return {canary_of("logits", out.logits), canary_of("scores", out.scores), canary_of("boxes", out.shapes),
          canary_of("features", out.features)};
}

// Which films of the recipe's sets: of these splits, or what was left out of the training, whatever its
// split.
struct Part {
  std::string name;
  std::vector<std::string> splits;
  bool left_out = false;
};

bool belongs(const Part& part, const dataset::Film& film) {
  return part.left_out || std::ranges::find(part.splits, film.split) != part.splits.end();
}

// Of every set of the recipe, as one set whose folder is the data folder.
base::Result<dataset::PictureTable> films_of(const Recipe& recipe, const std::filesystem::path& data,
                                             const Part& part) {
  dataset::PictureTable pooled;
  for (const SetSpec& spec : recipe.data) {
    auto set = recipe_table(data, recipe, spec, part.left_out);
    if (!set) return std::unexpected(set.error());
    const bool first = pooled.table.name.empty();
    // A set that the recipe names twice, for different films, is one set.
    if (std::ranges::find(recipe.data, spec.set, &SetSpec::set) ==
        recipe.data.begin() + (&spec - recipe.data.data()))
      pooled.table.name += (first ? "" : "+") + spec.set;
    if (first) {
      pooled.table.folder = set->table.folder;
      pooled.table.columns = set->table.columns;
    }
    for (std::size_t f = 0; f < set->table.films.size(); ++f) {
      dataset::Film& film = set->table.films[f];
      if (!belongs(part, film)) continue;
      // Boxes and the like know their film by its name in the set.
      if (set->table.folder != pooled.table.folder)
        film.image = std::filesystem::absolute(dataset::image_path(set->table, film)).string();
      pooled.table.films.push_back(std::move(film));
      if (!set->images.empty()) pooled.images.push_back(std::move(set->images[f]));
    }
  }
  for (const model::Label& label : recipe.card.labels)
    if (std::ranges::find(pooled.table.columns, label.column) == pooled.table.columns.end())
      pooled.table.columns.push_back(label.column);
  return pooled;
}

base::Result<std::vector<JudgedFilm>> judge(const model::Engine& engine, const dataset::PictureTable& set,
                                            int threads, const std::string& title) {
  std::vector<std::size_t> all(set.table.films.size());
  for (std::size_t f = 0; f < all.size(); ++f) all[f] = f;
  std::vector<JudgedFilm> judged(all.size());
  base::Progress progress(title, all.size());
  const evaluation::RunOptions options{
      {"logits", "features"}, threads, [&](std::size_t done, std::size_t) { progress.advance_to(done); }};
  const auto failed = evaluation::run_films(
      engine, set, all, options,
      [&](std::size_t f, const evaluation::FilmInput&,
          std::span<const model::Output> outputs) -> base::Result<void> {
        judged[f] = {outputs[0].values, outputs[1].values, truth_of(engine.card(), set.table.films[f]),
                     set.table.films[f].patient};
        return {};
      });
  if (!failed) return std::unexpected(failed.error());
  if (!failed->empty()) return std::unexpected(failed->front());
  return judged;
}

// Films whose truth for all the recipe's reference labels is positive.
std::vector<JudgedFilm> reference_films(const Recipe& recipe, const std::vector<JudgedFilm>& films) {
  const std::vector<std::string>& labels = *recipe.reference_labels;
  std::vector<JudgedFilm> chosen;
  for (const JudgedFilm& film : films) {
    bool like = true;
    for (std::size_t l = 0; l < recipe.card.labels.size(); ++l)
      if (std::ranges::find(labels, recipe.card.labels[l].name) != labels.end())
        like = like && film.truth[l] > 0;
    if (like) chosen.push_back(film);
  }
  return chosen;
}

base::Result<void> learn_from_validation(const Recipe& recipe, model::Card& card, const model::Engine& engine,
                                         const RunOptions& options) {
  const auto val = films_of(recipe, options.data, {"val", {"val"}});
  if (!val) return std::unexpected(val.error());
  const auto judged = judge(engine, *val, options.threads, "calibrating");
  if (!judged) return std::unexpected(judged.error());
  std::vector<ThresholdRule> rules;
  for (std::size_t l = 0; l < card.labels.size(); ++l) rules.push_back(threshold_rule(recipe, l));
  calibrate(card.labels, *judged, rules);
  choose_grade_cuts(card, *judged);
  if (!recipe.reference_labels) return {};
  const auto train = films_of(recipe, options.data, {"train", {"train"}});
  if (!train) return std::unexpected(train.error());
  const auto known = judge(engine, *train, options.threads, "remembering");
  if (!known) return std::unexpected(known.error());
  card.reference = reference_of(reference_films(recipe, *known), reference_films(recipe, *judged));
  return {};
}

// What the card keeps of a measurement: everything about all films together, and the headline figure of each
// group.
std::vector<model::Metric> worth_keeping(const std::vector<model::Metric>& metrics, bool groups) {
  static const std::vector<std::string> headline{"auc",   "dice",           "mae", "accuracy", "map50",
                                                 "smape", "quadratic_kappa"};
  std::vector<model::Metric> kept;
  for (const model::Metric& metric : metrics)
    if (metric.group == "all" || (groups && std::ranges::find(headline, metric.metric) != headline.end()))
      kept.push_back(metric);
  return kept;
}

base::Result<void> write_page(const std::filesystem::path& path, const std::string& page) {
  std::ofstream out(path, std::ios::binary);
  out << page;
  out.close();
  if (!out) return base::fail(base::ErrorCode::unusable_input, "the report cannot be written", path.string());
  return {};
}

base::Result<void> measure(const Recipe& recipe, model::Card& card, const model::Engine& engine,
                           const RunOptions& options) {
  std::vector<Part> parts{{"val", {"val"}}, {"test", {"test"}}, {"val+test", {"val", "test"}}};
  if (!recipe.left_out.empty()) parts.push_back({"left out of the training", {}, true});
  for (const Part& part : parts) {
    const std::string& name = part.name;
    const auto set = films_of(recipe, options.data, part);
    if (!set) return std::unexpected(set.error());
    if (set->table.films.empty()) continue;
    base::Progress progress("measuring on " + name, set->table.films.size());
    evaluation::EvaluationOptions how;
    how.metrics.threads = options.threads;
    how.progress = [&](std::size_t done, std::size_t) { progress.advance_to(done); };
    const auto measured = evaluation::evaluate(engine, *set, name, how);
    if (!measured) return std::unexpected(measured.error());
    if (name == "val") {
      const ReportInput report{card, read_journal(options.out / "log.jsonl"), *set, measured->metrics,
                               measured->scores};
      if (auto written = write_page(options.out / "report.html", report_html(report)); !written)
        return written;
    }
    card.metrics.push_back({measured->data, name, worth_keeping(measured->metrics, name == "val+test")});
  }
  return {};
}

base::Result<model::Engine> write_and_load(const std::filesystem::path& folder, const model::Card& card,
                                           const base::Bytes& onnx, const RunOptions& options) {
  if (auto written = model::write_package(folder, card, onnx); !written)
    return std::unexpected(written.error());
  const auto package = model::load_package(folder);
  if (!package) return std::unexpected(package.error());
  return model::Engine::load(*package, {options.threads, {}});
}

// Weights go into the file with 16 bits, before anything is measured: what the card says is said of the file.
base::Result<base::Bytes> in_half(const std::filesystem::path& folder, model::Card& card,
                                  const base::Bytes& onnx) {
  auto half = model::store_in_half(onnx);
  if (!half) return half;
  if (auto packed = model::pack_network(folder, card, *half); !packed) return std::unexpected(packed.error());
  const auto package = model::load_package(folder);
  if (!package) return std::unexpected(package.error());
  card.canary = package->card.canary;
  return package->weights;
}

base::Result<std::filesystem::path> finish_onnx(const Recipe& recipe, model::Card card,
                                                const base::Bytes& exact, const RunOptions& options) {
  for (model::Label& label : card.labels) {  // until validation films have decided
    label.calibration.fitted_on = "nothing yet";
    label.threshold_origin = "not chosen yet";
  }
  const std::filesystem::path folder = options.out / card.name;
  // As exact as it was trained, the exported network has to say what the trained one said (its canaries).
  auto engine = write_and_load(folder, card, exact, options);
  if (!engine) return std::unexpected(engine.error());
  const auto onnx = in_half(folder, card, exact);
  if (!onnx) return std::unexpected(onnx.error());
  engine = write_and_load(folder, card, *onnx, options);
  if (!engine) return std::unexpected(engine.error());
  if (model::has_places(card.task)) {
    const auto val = films_of(recipe, options.data, {"val", {"val"}});
    if (!val) return std::unexpected(val.error());
    if (auto chosen = choose_place_threshold(card, *engine, *val, options.threads); !chosen)
      return std::unexpected(chosen.error());
  }
  if (model::has_labels(card.task))
    if (auto learned = learn_from_validation(recipe, card, *engine, options); !learned)
      return std::unexpected(learned.error());
  if (card.task != model::Task::segmentation) {
    engine = write_and_load(folder, card, *onnx, options);
    if (!engine) return std::unexpected(engine.error());
  }
  if (auto measured = measure(recipe, card, *engine, options); !measured)
    return std::unexpected(measured.error());
  if (auto written = model::write_package(folder, card, *onnx); !written)
    return std::unexpected(written.error());
  return folder;
}

template <class Network>
base::Result<std::filesystem::path> finish_network(const Recipe& recipe, Network& network,
                                                   const RunOptions& options) {
  const auto onnx = export_onnx(network, recipe.card.input.size);
  if (!onnx) return std::unexpected(onnx.error());
  model::Card card = recipe.card;
  card.parameters = count_parameters(*network);
  card.canary = canaries(network, card.input.size);
  return finish_onnx(recipe, std::move(card), *onnx, options);
}

}  // namespace

base::Result<std::filesystem::path> finish(const Recipe& recipe, Classifier& classifier,
                                           const RunOptions& options) {
  return finish_network(recipe, classifier, options);
}

base::Result<std::filesystem::path> finish(const Recipe& recipe, Detector& detector,
                                           const RunOptions& options) {
  return finish_network(recipe, detector, options);
}

base::Result<std::filesystem::path> finish(const Recipe& recipe, Segmenter& segmenter,
                                           const RunOptions& options) {
  return finish_network(recipe, segmenter, options);
}

base::Result<std::filesystem::path> finish_again(const Recipe& recipe, const RunOptions& options) {
  const auto package = model::load_package(options.network);
  if (!package) return std::unexpected(package.error());
  const model::Card& old = package->card;
  model::Card card = recipe.card;
  if (old.task != card.task || old.input.size != card.input.size || old.labels.size() != card.labels.size() ||
      old.structures.size() != card.structures.size())
    return base::fail(base::ErrorCode::usage,
                      "this package's network has not the recipe's task, size and outputs",
                      options.network.string());
  std::error_code ignored;
  if (std::filesystem::equivalent(options.network, options.out / card.name, ignored))
    return base::fail(base::ErrorCode::usage,
                      "the package would be written over itself; choose another --out",
                      options.network.string());
  const std::string name = card.training.recipe;
  card.training = old.training;
  card.training.recipe = name;
  card.parameters = old.parameters;
  card.canary = old.canary;
  return finish_onnx(recipe, std::move(card), package->weights, options);
}

}  // namespace roentgen::training
