#include "training/recipe_parts.h"

namespace roentgen::training {

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

SetSpec read_set(Fields fields) {
  SetSpec set;
  fields.take("set", set.set);
  fields.take("terms", set.terms);
  fields.take_optional("where", set.where);
  fields.take_optional("constants", set.constants);
  fields.take_optional("per_epoch", set.per_epoch);
  for (const nlohmann::json& item : fields.list("thin")) {
    Fields thin(item, "recipe.data.thin");
    Thinning& rule = set.thin.emplace_back();
    thin.take("column", rule.column);
    thin.take("value", rule.value);
    thin.take("films", rule.films);
    thin.end();
    if (rule.films < 1) throw std::runtime_error("recipe.data.thin.films must be 1 or more");
  }
  fields.end();
  return set;
}

}  // namespace roentgen::training
