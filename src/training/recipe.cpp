#include "training/recipe.h"

#include <algorithm>

#include "training/detector_stride.h"
#include "training/recipe_parts.h"

namespace roentgen::training {
namespace {

using nlohmann::json;

ThresholdRule read_threshold(Fields fields) {
  ThresholdRule rule;
  fields.take_optional("least_sensitivity", rule.least_sensitivity);
  fields.take_optional("least_specificity", rule.least_specificity);
  fields.end();
  const auto share = [](double value) { return value >= 0 && value < 1; };
  if (!share(rule.least_sensitivity) || !share(rule.least_specificity))
    throw std::runtime_error("a threshold's least sensitivity or specificity must be 0 or more and below 1");
  return rule;
}

void read_label(Fields fields, Recipe& recipe) {
  model::Label& label = recipe.card.labels.emplace_back();
  LabelSpec& spec = recipe.labels.emplace_back();
  fields.take("name", label.name);
  fields.take("title", label.title);
  label.column = label.name;
  fields.take_optional("column", label.column);
  fields.take_optional("positive", label.positive);
  fields.take_optional("negative", label.negative);
  fields.take_optional("shown", label.shown);
  Fields among = fields.object("among");
  among.take_optional("column", label.among_column);
  among.take_optional("values", label.among);
  among.end();
  if (label.among_column.empty() != label.among.empty())
    throw std::runtime_error("recipe.labels.among needs a column and its values");
  fields.take_optional("where", spec.where);
  if (json rule; fields.take_optional("threshold", rule))
    spec.threshold = read_threshold({rule, "recipe.labels.threshold"});
  fields.end();
}

// Labels that share a column must agree on the films that count: their truth is blanked together.
void check_labels(const Recipe& recipe) {
  for (std::size_t a = 0; a < recipe.labels.size(); ++a)
    for (std::size_t b = 0; b < a; ++b)
      if (recipe.card.labels[a].column == recipe.card.labels[b].column &&
          recipe.labels[a].where != recipe.labels[b].where)
        throw std::runtime_error("the labels " + recipe.card.labels[b].name + " and " +
                                 recipe.card.labels[a].name + " share a column and must have the same where");
}

model::Grading read_grading(Fields fields) {
  model::Grading grading;
  fields.take("name", grading.name);
  fields.take("title", grading.title);
  fields.take("column", grading.column);
  fields.take("grades", grading.grades);
  fields.take("steps", grading.steps);
  fields.take("decisive", grading.decisive);
  fields.end();
  return grading;
}

// {"values": {"Edema": ["-1"]}, "target": 0.5}
void read_uncertain(Fields fields, Recipe& recipe) {
  fields.take_optional("values", recipe.uncertain);
  fields.take_optional("target", recipe.uncertain_target);
  fields.end();
  for (const auto& [name, values] : recipe.uncertain) {
    const auto label = std::ranges::find(recipe.card.labels, name, &model::Label::name);
    if (label == recipe.card.labels.end())
      throw std::runtime_error("recipe.uncertain names a label that the recipe does not have: " + name);
    for (const std::string& value : values)
      if (std::ranges::find(label->positive, value) != label->positive.end() ||
          std::ranges::find(label->negative, value) != label->negative.end())
        throw std::runtime_error("recipe.uncertain: a value of " + name + " is also positive or negative");
  }
  if (!(recipe.uncertain_target >= 0 && recipe.uncertain_target <= 1))
    throw std::runtime_error("recipe.uncertain.target must be from 0 to 1");
}

LossSpec read_loss(Fields fields) {
  LossSpec loss;
  fields.take_optional("focal_gamma", loss.focal_gamma);
  fields.take_optional("smoothing", loss.smoothing);
  fields.take_optional("balance_beta", loss.balance_beta);
  fields.end();
  if (loss.focal_gamma < 0 || loss.smoothing < 0 || loss.smoothing >= 1 || loss.balance_beta < 0 ||
      loss.balance_beta >= 1)
    throw std::runtime_error("loss: focal_gamma >= 0, smoothing and balance_beta from 0 to less than 1");
  return loss;
}

AugmentSpec read_augment(Fields fields) {
  AugmentSpec a;
  fields.take_optional("rotate_degrees", a.rotate_degrees);
  fields.take_optional("scale", a.scale);
  fields.take_optional("aspect", a.aspect);
  fields.take_optional("shift", a.shift);
  fields.take_optional("gamma", a.gamma);
  fields.take_optional("contrast", a.contrast);
  fields.take_optional("brightness", a.brightness);
  fields.take_optional("noise", a.noise);
  fields.take_optional("blur", a.blur);
  fields.take_optional("erase", a.erase);
  fields.take_optional("border", a.border);
  fields.take_optional("invert", a.invert);
  fields.take_optional("marks", a.marks);
  fields.take_optional("mirror", a.mirror);
  fields.end();
  return a;
}

void read_training(Fields fields, Recipe& recipe) {
  fields.take("epochs", recipe.epochs);
  fields.take("batch", recipe.batch);
  fields.take("seeds", recipe.seeds);
  fields.take_optional("distil", recipe.distil);
  fields.take_optional("patience", recipe.patience);
  fields.take("learning_rate", recipe.learning_rate);
  fields.take_optional("backbone_rate", recipe.backbone_rate);
  fields.take_optional("layer_decay", recipe.layer_decay);
  fields.take_optional("frozen_epochs", recipe.frozen_epochs);
  fields.take_optional("frozen_batch_norm", recipe.frozen_batch_norm);
  fields.take_optional("mixup", recipe.mix.mixup);
  fields.take_optional("cutmix", recipe.mix.cutmix);
  fields.take_optional("balance_label", recipe.balance_label);
  if (std::string schedule; fields.take_optional("schedule", schedule)) {
    if (schedule != "cosine" && schedule != "one_cycle")
      throw std::runtime_error("training.schedule must be cosine or one_cycle");
    if (schedule == "one_cycle") recipe.schedule = Schedule::one_cycle;
  }
  fields.take_optional("weight_decay", recipe.weight_decay);
  fields.take_optional("warmup_epochs", recipe.warmup_epochs);
  fields.take_optional("average", recipe.average);
  fields.end();
  if (recipe.seeds.empty()) throw std::runtime_error("training.seeds needs at least one number");
  recipe.seed = recipe.seeds.front();
  if (!(recipe.distil >= 0 && recipe.distil <= 1))
    throw std::runtime_error("training.distil must be from 0 to 1");
  if (recipe.distil > 0 && (recipe.card.task != model::Task::classification || recipe.seeds.size() < 2))
    throw std::runtime_error("training.distil is for classification, from two seeds or more");
  const auto labels = recipe.card.labels;
  if (!recipe.balance_label.empty() &&
      std::ranges::find(labels, recipe.balance_label, &model::Label::name) == labels.end())
    throw std::runtime_error("training.balance_label is not a label of the recipe");
  if (!(recipe.layer_decay > 0 && recipe.layer_decay <= 1))
    throw std::runtime_error("training.layer_decay must be above 0 and at most 1");
  if (recipe.epochs < 1 || recipe.batch < 2 || recipe.learning_rate <= 0)
    throw std::runtime_error("training needs epochs >= 1, batch >= 2 and a positive learning_rate");
}

Recipe from_json(const json& document) {
  Recipe recipe;
  model::Card& card = recipe.card;
  Fields fields(document, "recipe");
  std::string task;
  fields.take("name", card.name);
  fields.take("version", card.version);
  fields.take("task", task);
  card.task = model::task_of(task);
  if (model::word(card.task) != task)
    throw std::runtime_error("recipe.task must be classification, segmentation, detection or landmarks");
  fields.take("title", card.title);
  fields.take("intended_use", card.intended_use);
  fields.take("limits", card.limits);
  Fields accepts = fields.object("accepts");
  accepts.take_optional("body_part", card.accepts_body_part);
  accepts.take_optional("view", card.accepts_view);
  accepts.take_optional("least_side_pixels", card.least_side_pixels);
  accepts.take_optional("least_age_years", card.least_age_years);
  accepts.take_optional("most_age_years", card.most_age_years);
  accepts.take_optional("photographs", card.accepts_photographs);
  accepts.end();
  card.input = read_input(fields.object("input"));
  for (const json& item : fields.list("labels")) read_label({item, "recipe.labels"}, recipe);
  check_labels(recipe);
  if (json grading; fields.take_optional("grading", grading))
    card.grading = read_grading({grading, "recipe.grading"});
  for (const json& item : fields.list("structures")) {
    Fields structure(item, "recipe.structures");
    model::Structure& s = card.structures.emplace_back();
    structure.take("name", s.name);
    structure.take("title", s.title);
    structure.end();
  }
  if (card.labels.empty() == model::has_labels(card.task) ||
      card.structures.empty() != model::has_labels(card.task))
    throw std::runtime_error(
        "a recipe for classification or detection has labels, one for segmentation or landmarks has "
        "structures");
  if (model::has_places(card.task))
    card.places = model::PlaceSpec{.stride = kDetectorStride, .threshold_origin = "not chosen yet"};
  Fields network = fields.object("network");
  network.take("backbone", recipe.backbone);
  network.take("width", recipe.width);
  network.take_optional("dropout", recipe.dropout);
  network.take_optional("shared_head", recipe.shared_head);
  network.take_optional("frozen_stages", recipe.frozen_stages);
  if (recipe.frozen_stages < 0 || recipe.frozen_stages > 19)
    throw std::runtime_error("network.frozen_stages must be from 0 to 19");
  network.end();
  for (const json& item : fields.list("data")) recipe.data.push_back(read_set({item, "recipe.data"}));
  if (recipe.data.empty()) throw std::runtime_error("recipe.data names no set");
  if (std::string copies; fields.take_optional("copies", copies)) {
    if (copies != "refuse" && copies != "drop")
      throw std::runtime_error("recipe.copies must be refuse or drop");
    recipe.drop_copies = copies == "drop";
  }
  recipe.augment = read_augment(fields.object("augment"));
  recipe.loss = read_loss(fields.object("loss"));
  read_uncertain(fields.object("uncertain"), recipe);
  read_training(fields.object("training"), recipe);
  recipe.threshold = read_threshold(fields.object("threshold"));
  if (std::vector<std::string> labels; fields.take_optional("reference_labels", labels))
    recipe.reference_labels = std::move(labels);
  fields.end();
  return recipe;
}

}  // namespace

base::Result<Recipe> read_recipe(const std::filesystem::path& path) {
  auto document = read_document(path);
  if (!document) return std::unexpected(document.error());
  try {
    Recipe recipe = from_json(document->json);
    recipe.sha256 = document->sha256;
    recipe.card.training.recipe = path.filename().string();
    return recipe;
  } catch (const std::exception& error) {
    return std::unexpected(unusable_recipe(path, error.what()));
  }
}

const ThresholdRule& threshold_rule(const Recipe& recipe, std::size_t label) {
  const bool own = label < recipe.labels.size() && recipe.labels[label].threshold;
  return own ? *recipe.labels[label].threshold : recipe.threshold;
}

}  // namespace roentgen::training
