#include "model/strict_json.h"

#include <algorithm>
#include <cmath>
// Under the sanitizers g++ 12 believes that std::regex reads a state it has just moved from (GCC bug 105562).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <regex>
#include <sstream>

namespace roentgen::model {
namespace {

constexpr std::size_t kLongestText = 4000;

const Json& empty_json() {
  static const Json empty;
  return empty;
}

// Control characters could move the cursor of the terminal that shows a card; C1 is U+0080…U+009F in UTF-8.
bool has_control_characters(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7f) return true;
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

std::string readable(double value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

}  // namespace

base::Result<Json> parse_strictly(const std::string& text) {
  struct Refusal {
    std::string why;
  };
  std::vector<std::set<std::string>> keys;  // of the objects that are open
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (depth > kDeepest) throw Refusal{"it is nested too deeply"};
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.back().insert(parsed.get<std::string>()).second)
      throw Refusal{"a field is given twice"};
    return true;
  };
  try {
    return Json::parse(text, watch);
  } catch (const Refusal& refusal) {
    return base::fail(base::ErrorCode::refused_model, "not acceptable JSON: " + refusal.why);
  } catch (const Json::exception&) {  // its text may quote the document
    return base::fail(base::ErrorCode::refused_model, "not valid JSON");
  }
}

StrictObject::StrictObject(const Json& object, std::string path, std::string& problem)
    : object_(object), path_(std::move(path)), problem_(problem) {
  if (!object_.is_object()) note(path_.empty() ? "the document" : path_, "must be an object");
}

void StrictObject::note(const std::string& path, const std::string& why) {
  if (problem_.empty()) problem_ = path + " " + why;
}

std::string StrictObject::path_of(const char* key) const {
  return path_.empty() ? key : path_ + "." + key;
}

std::string StrictObject::path_of(const char* key, std::size_t index) const {
  return path_of(key) + "[" + std::to_string(index) + "]";
}

void StrictObject::refuse(const char* key, const std::string& why) {
  note(path_of(key), why);
}

bool StrictObject::has(const char* key) const {
  return object_.is_object() && object_.contains(key);
}

const Json* StrictObject::take(const char* key) {
  if (!problem_.empty()) return nullptr;
  taken_.insert(key);
  const auto found = object_.find(key);
  if (found == object_.end()) {
    refuse(key, "is missing");
    return nullptr;
  }
  return &*found;
}

double StrictObject::number(const char* key, double low, double high) {
  const Json* value = take(key);
  if (!value) return low;
  if (!value->is_number()) {
    refuse(key, "must be a number");
    return low;
  }
  const double x = value->get<double>();
  if (!(x >= low && x <= high)) refuse(key, "must lie between " + readable(low) + " and " + readable(high));
  return x;
}

std::int64_t StrictObject::integer(const char* key, std::int64_t low, std::int64_t high) {
  const Json* value = take(key);
  if (!value) return low;
  if (!value->is_number_integer()) {
    refuse(key, "must be a whole number");
    return low;
  }
  const bool too_large =
      value->is_number_unsigned() && value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  const auto x = too_large ? INT64_MAX : value->get<std::int64_t>();
  if (too_large || x < low || x > high)
    refuse(key, "must lie between " + std::to_string(low) + " and " + std::to_string(high));
  return x;
}

bool StrictObject::good_text(const Json& value, const std::string& path, bool may_be_empty) {
  if (!value.is_string()) {
    note(path, "must be a text");
    return false;
  }
  const auto& text = value.get_ref<const std::string&>();
  if (text.empty() && !may_be_empty) note(path, "must not be empty");
  if (text.size() > kLongestText) note(path, "is longer than " + std::to_string(kLongestText) + " bytes");
  if (has_control_characters(text)) note(path, "contains control characters");
  return problem_.empty();
}

std::string StrictObject::text(const char* key) {
  const Json* value = take(key);
  return value && good_text(*value, path_of(key), false) ? value->get<std::string>() : std::string();
}

std::string StrictObject::maybe_text(const char* key) {
  const Json* value = take(key);
  return value && good_text(*value, path_of(key), true) ? value->get<std::string>() : std::string();
}

std::string StrictObject::word(const char* key, const std::vector<std::string>& allowed) {
  std::string word = text(key);
  if (!problem_.empty() || std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return word;
  std::string list;
  for (const auto& one : allowed) list += (list.empty() ? "" : ", ") + one;
  refuse(key, "must be one of: " + list);
  return word;
}

std::string StrictObject::pattern(const char* key, const char* regular_expression) {
  std::string value = text(key);
  // The length limit keeps std::regex, which recurses, from deep stacks.
  if (problem_.empty() && (value.size() > 128 || !std::regex_match(value, std::regex(regular_expression))))
    refuse(key, std::string("must have the form ") + regular_expression);
  return value;
}

std::vector<std::string> StrictObject::texts(const char* key, std::size_t least, std::size_t most) {
  const Json* value = take(key);
  if (!value) return {};
  if (!value->is_array() || value->size() < least || value->size() > most) {
    refuse(key, "must be a list of " + std::to_string(least) + " to " + std::to_string(most) + " texts");
    return {};
  }
  std::vector<std::string> list;
  for (const Json& one : *value) {
    if (!good_text(one, path_of(key, list.size()), false)) return {};
    list.push_back(one.get<std::string>());
  }
  return list;
}

std::vector<float> StrictObject::numbers(const char* key, std::size_t least, std::size_t most, double low,
                                         double high) {
  const Json* value = take(key);
  if (!value) return {};
  if (!value->is_array() || value->size() < least || value->size() > most) {
    refuse(key, "must be a list of " + std::to_string(least) + " to " + std::to_string(most) + " numbers");
    return {};
  }
  std::vector<float> list;
  list.reserve(value->size());
  for (const Json& one : *value) {
    const double x = one.is_number() ? one.get<double>() : std::nan("");
    if (!(x >= low && x <= high)) {
      note(path_of(key, list.size()), "must be a number between " + readable(low) + " and " + readable(high));
      return {};
    }
    list.push_back(static_cast<float>(x));
  }
  return list;
}

std::vector<std::uint64_t> StrictObject::counts(const char* key, std::size_t least, std::size_t most) {
  const Json* value = take(key);
  if (!value) return {};
  std::vector<std::uint64_t> list;
  bool good = value->is_array() && value->size() >= least && value->size() <= most;
  for (std::size_t i = 0; good && i < value->size(); ++i) {
    good = (*value)[i].is_number_unsigned();
    if (good) list.push_back((*value)[i].get<std::uint64_t>());
  }
  if (!good)
    refuse(key, "must be a list of " + std::to_string(least) + " to " + std::to_string(most) +
                    " whole numbers from 0");
  return list;
}

const Json& StrictObject::array(const char* key, std::size_t least, std::size_t most) {
  const Json* value = take(key);
  if (!value) return empty_json();
  if (!value->is_array() || value->size() < least || value->size() > most) {
    refuse(key, "must be a list of " + std::to_string(least) + " to " + std::to_string(most) + " entries");
    return empty_json();
  }
  return *value;
}

const Json& StrictObject::object(const char* key) {
  const Json* value = take(key);
  return value ? *value : empty_json();
}

void StrictObject::end() {
  if (!problem_.empty()) return;
  for (const auto& [key, value] : object_.items())
    if (!taken_.contains(key)) {
      // The key itself comes from the file: show it only if it is a plain word.
      const bool plain = key.size() <= 40 && std::all_of(key.begin(), key.end(), [](unsigned char c) {
                           return std::isalnum(c) || c == '_';
                         });
      return note(path_.empty() ? "the document" : path_,
                  plain ? "has the unknown field " + key : "has an unknown field");
    }
}

}  // namespace roentgen::model
