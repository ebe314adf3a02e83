// Reading a JSON document that must match its schema exactly. Inside the room only: nlohmann's types do not
// leave it.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace roentgen::model {

using Json = nlohmann::json;

// Parses text, and refuses what parsers disagree about: a key given twice, or nesting deeper than `kDeepest`.
inline constexpr int kDeepest = 12;
base::Result<Json> parse_strictly(const std::string& text);

// The fields of one JSON object. Every getter takes a field once, checks its type and range, and on the first
// mismatch notes in `problem` which field is wrong; after that getters return empty values, so that callers
// read straight on and look at `problem` once, at the end.
class StrictObject {
 public:
  StrictObject(const Json& object, std::string path, std::string& problem);

  bool has(const char* key) const;
  double number(const char* key, double low, double high);
  std::int64_t integer(const char* key, std::int64_t low, std::int64_t high);
  std::string text(const char* key);        // 1…4000 bytes, no control characters
  std::string maybe_text(const char* key);  // may be empty
  std::string word(const char* key, const std::vector<std::string>& allowed);
  std::string pattern(const char* key, const char* regular_expression);
  std::vector<std::string> texts(const char* key, std::size_t least, std::size_t most);
  std::vector<float> numbers(const char* key, std::size_t least, std::size_t most, double low, double high);
  std::vector<std::uint64_t> counts(const char* key, std::size_t least,
                                    std::size_t most);                      // whole numbers, any size
  const Json& array(const char* key, std::size_t least, std::size_t most);  // of objects
  const Json& object(const char* key);
  std::string path_of(const char* key) const;
  std::string path_of(const char* key, std::size_t index) const;
  void refuse(const char* key, const std::string& why);  // for rules between fields
  void end();                                            // refuses fields that nobody asked for

 private:
  const Json* take(const char* key);
  bool good_text(const Json& value, const std::string& path, bool may_be_empty);
  void note(const std::string& path, const std::string& why);

  const Json& object_;
  std::string path_;
  std::string& problem_;
  std::set<std::string> taken_;
};

}  // namespace roentgen::model
