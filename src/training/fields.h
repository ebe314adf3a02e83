// A JSON object read strictly: what is missing, of the wrong type or not understood is said by name.
#pragma once

#include <concepts>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/whole_number.h"

namespace roentgen::training {

// Takes fields out of an object one by one; what is left at the end was not understood. Throws
// std::runtime_error with a sentence.
class Fields {
 public:
  Fields(nlohmann::json object, std::string where) : object_(std::move(object)), where_(std::move(where)) {
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
    const std::string field = where_ + "." + name;
    try {
      read(*found, field, value);
    } catch (const nlohmann::json::exception&) {
      throw std::runtime_error(field + " has the wrong type");
    }
    object_.erase(found);
    return true;
  }
  Fields object(const char* name) {
    nlohmann::json value = nlohmann::json::object();
    take_optional(name, value);
    return {value, where_ + "." + name};
  }
  std::vector<nlohmann::json> list(const char* name) {
    std::vector<nlohmann::json> items;
    take_optional(name, items);
    return items;
  }
  void end() const {
    if (!object_.empty())
      throw std::runtime_error(where_ + " has an unknown field: " + object_.begin().key());
  }

 private:
  template <class T>
  static void read(const nlohmann::json& json, const std::string& field, T& value) {
    if constexpr (std::integral<T> && !std::same_as<T, bool>) {
      if (!json.is_number()) throw std::runtime_error(field + " has the wrong type");
      const auto whole = base::whole_number<T>(json);
      if (!whole)
        throw std::runtime_error(field + " must be a whole number that fits, written without a fraction");
      value = *whole;
    } else {
      value = json.get<T>();
    }
  }
  template <class T>
  static void read(const nlohmann::json& json, const std::string& field, std::vector<T>& values) {
    values.clear();
    for (const auto& one : json.get<std::vector<nlohmann::json>>()) read(one, field, values.emplace_back());
  }

  nlohmann::json object_;
  std::string where_;
};

struct Document {
  nlohmann::json json;
  std::string sha256;  // of everything it says, whatever its layout
};

// A recipe's text; `unusable_input` if it cannot be read, `usage` if it is no JSON or nested too deeply.
base::Result<Document> read_document(const std::filesystem::path& path);

base::Error unusable_recipe(const std::filesystem::path& path, const std::string& reason);

}  // namespace roentgen::training
