#include "training/recipe.h"

#include <nlohmann/json.hpp>

#include "base/file.h"

namespace roentgen::training {
namespace {

using nlohmann::json;

// Copying a document recurses once a level.
constexpr int kDeepest = 12;

// Takes fields out of an object one by one; what is left at the end was not understood.
class Fields {
 public:
  Fields(json object, std::string where) : object_(std::move(object)), where_(std::move(where)) {
    if (!object_.is_object()) throw std::runtime_error(where_ + " must be an object");
  }
  template <class T>
  void take(const char* name, T& value) {
    if (!take_optional(name, value)) throw std::runtime_error(where_ + "." + name + " is missing");
  }
  template <class T>
  bool take_optional(const char* name, T& value) {
    const auto found = object_.find(name);
    if (found == object_.end()) return false;
    try {
      value = found->get<T>();
    } catch (const json::exception&) {
      throw std::runtime_error(where_ + "." + name + " has the wrong type");
    }
    object_.erase(found);
    return true;
  }
  Fields object(const char* name) {
    json value = json::object();
    take_optional(name, value);
    return {value, where_ + "." + name};
  }
  std::vector<json> list(const char* name) {
    std::vector<json> items;
    take_optional(name, items);
    return items;
  }
  void end() const {
    if (!object_.empty())
      throw std::runtime_error(where_ + " has an unknown field: " + object_.begin().key());
  }

 private:
  json object_;
  std::string where_;
};

model::InputSpec read_input(Fields fields) {
  model::InputSpec input;
  std::string fit;
  fields.take("size", input.size);
  fields.take("fit", fit);
  fields.take_optional("low_percentile", input.low_percentile);
  fields.take_optional("high_percentile", input.high_percentile);
  fields.end();
  if (fit != "stretch" && fit != "letterbox")
    throw std::runtime_error("input.fit must be stretch or letterbox");
  if (input.size < 32 || input.size > 1024 || input.size % 32 != 0)
    throw std::runtime_error("input.size must be a multiple of 32 from 32 to 1024");
  input.fit = fit == "stretch" ? model::Fit::stretch : model::Fit::letterbox;
  return input;
}

model::Label read_label(Fields fields) {
  model::Label label;
  fields.take("name", label.name);
  fields.take("title", label.title);
  label.column = label.name;
  fields.take_optional("column", label.column);
  fields.take_optional("positive", label.positive);
  fields.take_optional("negative", label.negative);
  fields.end();
  return label;
}

SetSpec read_set(Fields fields) {
  SetSpec set;
  fields.take("set", set.set);
  fields.take("terms", set.terms);
  fields.take_optional("where", set.where);
  fields.take_optional("constants", set.constants);
  fields.take_optional("per_epoch", set.per_epoch);
  fields.end();
  return set;
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
  fields.take_optional("mirror", a.mirror);
  fields.end();
  return a;
}

void read_training(Fields fields, Recipe& recipe) {
  fields.take("epochs", recipe.epochs);
  fields.take("batch", recipe.batch);
  fields.take("seeds", recipe.seeds);
  fields.take_optional("patience", recipe.patience);
  fields.take("learning_rate", recipe.learning_rate);
  fields.take_optional("backbone_rate", recipe.backbone_rate);
  fields.take_optional("weight_decay", recipe.weight_decay);
  fields.take_optional("warmup_epochs", recipe.warmup_epochs);
  fields.take_optional("average", recipe.average);
  fields.end();
  if (recipe.seeds.empty()) throw std::runtime_error("training.seeds needs at least one number");
  recipe.seed = recipe.seeds.front();
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
  if (task != "classification" && task != "segmentation")
    throw std::runtime_error("recipe.task must be classification or segmentation");
  card.task = task == "classification" ? model::Task::classification : model::Task::segmentation;
  fields.take("title", card.title);
  fields.take("intended_use", card.intended_use);
  fields.take("limits", card.limits);
  Fields accepts = fields.object("accepts");
  accepts.take_optional("body_part", card.accepts_body_part);
  accepts.take_optional("view", card.accepts_view);
  accepts.take_optional("least_side_pixels", card.least_side_pixels);
  accepts.take_optional("least_age_years", card.least_age_years);
  accepts.take_optional("photographs", card.accepts_photographs);
  accepts.end();
  card.input = read_input(fields.object("input"));
  for (const json& item : fields.list("labels")) card.labels.push_back(read_label({item, "recipe.labels"}));
  for (const json& item : fields.list("structures")) {
    Fields structure(item, "recipe.structures");
    model::Structure& s = card.structures.emplace_back();
    structure.take("name", s.name);
    structure.take("title", s.title);
    structure.end();
  }
  if (card.labels.empty() == (card.task == model::Task::classification) ||
      card.structures.empty() == (card.task == model::Task::segmentation))
    throw std::runtime_error("a classification recipe has labels, a segmentation recipe has structures");
  Fields network = fields.object("network");
  network.take("backbone", recipe.backbone);
  network.take("width", recipe.width);
  network.take_optional("dropout", recipe.dropout);
  network.end();
  for (const json& item : fields.list("data")) recipe.data.push_back(read_set({item, "recipe.data"}));
  if (recipe.data.empty()) throw std::runtime_error("recipe.data names no set");
  recipe.augment = read_augment(fields.object("augment"));
  read_training(fields.object("training"), recipe);
  Fields threshold = fields.object("threshold");
  threshold.take_optional("least_sensitivity", recipe.threshold.least_sensitivity);
  threshold.take_optional("least_specificity", recipe.threshold.least_specificity);
  threshold.end();
  if (std::vector<std::string> labels; fields.take_optional("reference_labels", labels))
    recipe.reference_labels = std::move(labels);
  fields.end();
  return recipe;
}

}  // namespace

base::Result<Recipe> read_recipe(const std::filesystem::path& path) {
  const auto text = base::read_text(path, 1 << 20);
  if (!text) return std::unexpected(text.error());
  const auto watch = [](int depth, json::parse_event_t, json&) {
    if (depth > kDeepest) throw std::runtime_error("it is nested too deeply");
    return true;
  };
  try {
    Recipe recipe = from_json(json::parse(*text, watch));
    recipe.card.training.recipe = path.filename().string();
    return recipe;
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::usage, std::string("the recipe cannot be used: ") + error.what(),
                      path.string());
  }
}

}  // namespace roentgen::training
