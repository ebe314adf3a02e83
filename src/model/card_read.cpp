#include <limits>
#include <set>

#include "model/card.h"
#include "model/card_grading.h"
#include "model/card_label.h"
#include "model/card_places.h"
#include "model/card_rules.h"
#include "model/strict_json.h"

namespace roentgen::model {
namespace {

int count(StrictObject& in, const char* key) {
  return static_cast<int>(in.integer(key, 0, kMostCount));
}

Structure read_structure(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Structure structure{in.text("name"), in.text("title")};
  in.end();
  return structure;
}

InputSpec read_input(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  InputSpec spec;
  spec.size = static_cast<int>(in.integer("size", kLeastSize, kMostSize));
  spec.fit = in.word("fit", {"stretch", "letterbox"}) == "letterbox" ? Fit::letterbox : Fit::stretch;
  spec.low_percentile = in.number("low_percentile", 0, 100);
  spec.high_percentile = in.number("high_percentile", 0, 100);
  if (!(spec.low_percentile < spec.high_percentile))
    in.refuse("high_percentile", "must be larger than low_percentile");
  in.end();
  return spec;
}

TrainingData read_data(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  TrainingData data;
  data.set = in.text("set");
  data.terms = in.text("terms");
  data.split = in.text("split");
  data.images = count(in, "images");
  data.patients = count(in, "patients");
  if (data.patients > data.images) in.refuse("patients", "is larger than images");
  const Json& sources = in.object("sources");
  StrictObject counts(sources, in.path_of("sources"), problem);
  if (problem.empty())
    for (const auto& entry : sources.items()) data.sources[entry.key()] = count(counts, entry.key().c_str());
  for (const auto& entry : data.sources)  // names of sources are shown, so they are texts like any other
    if (problem.empty())
      StrictObject(Json{{"name", entry.first}}, in.path_of("sources"), problem).text("name");
  in.end();
  return data;
}

TrainingRecord read_training(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  TrainingRecord record;
  record.recipe = in.text("recipe");
  record.program = in.text("program");
  record.framework = in.text("framework");
  record.backbone = in.maybe_text("backbone");
  record.seeds = in.counts("seeds", 1, 64);
  record.epochs = count(in, "epochs");
  record.best_epoch = count(in, "best_epoch");
  if (record.best_epoch > record.epochs) in.refuse("best_epoch", "is larger than epochs");
  for (const Json& one : in.array("data", 1, 64))
    record.data.push_back(read_data(one, in.path_of("data", record.data.size()), problem));
  in.end();
  return record;
}

Metric read_metric(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Metric m;
  m.metric = in.text("metric");
  m.label = in.text("label");
  m.group = in.text("group");
  m.n = count(in, "n");
  m.positives = count(in, "positives");
  if (m.positives > m.n) in.refuse("positives", "is larger than n");
  m.value = in.number("value", -kLargest, kLargest);
  const Json& interval = in.object("ci95");
  if (problem.empty()) {
    const bool pair =
        interval.is_array() && interval.size() == 2 && interval[0].is_number() && interval[1].is_number();
    if (pair) m.ci95 = {interval[0].get<double>(), interval[1].get<double>()};
    if (!pair || !(m.ci95[0] >= -kLargest && m.ci95[0] <= m.ci95[1] && m.ci95[1] <= kLargest))
      in.refuse("ci95", "must be two numbers, the lower one first");
  }
  in.end();
  return m;
}

MetricTable read_table(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  MetricTable table;
  table.data = in.text("data");
  table.split = in.text("split");
  for (const Json& one : in.array("metrics", 0, 10000))
    table.metrics.push_back(read_metric(one, in.path_of("metrics", table.metrics.size()), problem));
  in.end();
  return table;
}

FailureSheet read_failures(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  FailureSheet sheet;
  sheet.title = in.text("title");
  sheet.picture = in.pattern("picture", kPicturePattern);
  sheet.says = in.text("says");
  in.end();
  return sheet;
}

Reference read_reference(const Json& json, const std::string& path, std::string& problem) {
  StrictObject in(json, path, problem);
  Reference reference;
  reference.mean = in.numbers("mean", 1, kMostFeatures, -kLargest, kLargest);
  reference.deviation = in.numbers("deviation", 1, kMostFeatures, 1e-30, kLargest);
  if (reference.mean.size() != reference.deviation.size()) in.refuse("deviation", "must be as long as mean");
  reference.largest_distance = in.number("largest_distance", 1e-9, kLargest);
  reference.origin = in.text("origin");
  in.end();
  return reference;
}

Canary read_canary(const Json& json, const std::string& path, Task task, std::string& problem) {
  StrictObject in(json, path, problem);
  Canary canary;
  canary.output = in.word("output", output_names(task));
  canary.expected = in.numbers("expected", 1, kMostExpected, -kLargest, kLargest);
  canary.tolerance = in.number("tolerance", 1e-9, kMostTolerance);
  in.end();
  return canary;
}

void read_accepts(const Json& json, const std::string& path, Card& card, std::string& problem) {
  StrictObject in(json, path, problem);
  card.accepts_body_part = in.maybe_text("body_part");
  card.accepts_view = in.texts("views", 0, 64);
  card.least_side_pixels = static_cast<int>(in.integer("least_side_pixels", 0, 65536));
  if (in.has("least_age_years"))
    card.least_age_years = static_cast<int>(in.integer("least_age_years", 0, 150));
  if (in.has("most_age_years")) card.most_age_years = static_cast<int>(in.integer("most_age_years", 0, 150));
  if (in.has("photographs")) card.accepts_photographs = in.word("photographs", {"yes", "no"}) == "yes";
  in.end();
}

void read_weights(const Json& json, const std::string& path, Card& card, std::string& problem) {
  StrictObject in(json, path, problem);
  card.weights_file = in.pattern("file", kWeightsPattern);
  card.weights_sha256 = in.pattern("sha256", kSha256Pattern);
  card.parameters = in.integer("parameters", 0, std::numeric_limits<std::int64_t>::max());
  in.end();
}

template <class Named>
void refuse_repeats(const std::vector<Named>& list, const std::string& key, const std::string& field,
                    std::string Named::*name, StrictObject& in) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < list.size(); ++i)
    if (!names.insert(list[i].*name).second)
      in.refuse((key + "[" + std::to_string(i) + "]." + field).c_str(), "repeats an earlier " + field);
}

// What a classifier has, a segmenter has not, and the other way round.
void read_outputs(StrictObject& in, Card& card, std::string& problem) {
  const bool classifies = has_labels(card.task);
  for (const Json& one : in.array("labels", classifies ? 1 : 0, classifies ? kMostLabels : 0))
    card.labels.push_back(read_label(one, in.path_of("labels", card.labels.size()), problem));
  for (const Json& one : in.array("structures", classifies ? 0 : 1, classifies ? 0 : kMostStructures))
    card.structures.push_back(read_structure(one, in.path_of("structures", card.structures.size()), problem));
  refuse_repeats(card.labels, "labels", "name", &Label::name, in);
  if (in.has("grading"))
    card.grading = read_grading(in.object("grading"), in.path_of("grading"), card.labels, problem);
  refuse_repeats(card.structures, "structures", "name", &Structure::name, in);
}

}  // namespace

std::vector<std::string> output_names(Task task) {
  if (task == Task::segmentation) return {"probabilities"};
  if (task == Task::detection) return {"logits", "scores", "boxes", "features"};
  if (task == Task::landmarks) return {"scores", "corners"};
  return {"logits", "maps", "features"};
}

base::Result<Card> parse_card(const std::string& json) {
  const auto refuse = [](const std::string& why) {
    return base::fail(base::ErrorCode::refused_model, "the model card is not valid: " + why, "card.json");
  };
  const auto document = parse_strictly(json);
  if (!document) return refuse(document.error().message);
  std::string problem;
  StrictObject in(*document, "", problem);
  Card card;
  const auto schema = in.integer("schema_version", 0, kMostCount);
  if (problem.empty() && schema != kCardSchema)
    return refuse("schema_version " + std::to_string(schema) + " is unknown; this program reads version " +
                  std::to_string(kCardSchema));
  card.name = in.pattern("name", kNamePattern);
  card.version = in.pattern("version", kVersionPattern);
  card.task = task_of(in.word("task", task_words()));
  card.title = in.text("title");
  card.intended_use = in.text("intended_use");
  card.limits = in.texts("limits", 0, 64);
  read_accepts(in.object("accepts"), "accepts", card, problem);
  card.input = read_input(in.object("input"), "input", problem);
  read_outputs(in, card, problem);
  if (has_places(card.task)) {
    card.places = read_places(in.object("places"), "places", problem);
    if (card.input.size % card.places->stride != 0)
      in.refuse("places", "has a stride that does not divide the size");
  }
  card.training = read_training(in.object("training"), "training", problem);
  for (const Json& one : in.array("metrics", 0, 256))
    card.metrics.push_back(read_table(one, in.path_of("metrics", card.metrics.size()), problem));
  if (in.has("failures"))
    for (const Json& one : in.array("failures", 1, kMostFailureSheets))
      card.failures.push_back(read_failures(one, in.path_of("failures", card.failures.size()), problem));
  refuse_repeats(card.failures, "failures", "picture", &FailureSheet::picture, in);
  if (in.has("reference")) card.reference = read_reference(in.object("reference"), "reference", problem);
  for (const Json& one : in.array("canary", 1, 16))
    card.canary.push_back(read_canary(one, in.path_of("canary", card.canary.size()), card.task, problem));
  read_weights(in.object("weights"), "weights", card, problem);
  in.end();
  if (card.reference && !has_labels(card.task)) in.refuse("reference", "belongs to a classifier");
  if (!problem.empty()) return refuse(problem);
  return card;
}

}  // namespace roentgen::model
