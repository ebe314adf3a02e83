// What the check found, as others read it.
#pragma once

#include <string>

#include "hygiene/check.h"

namespace roentgen::hygiene {

// For a terminal: a line for each set, then severity, check and a plain sentence each; a closing line of
// counts. All text from tables is made harmless. `columns`: where to fold, at least 60 are used.
struct TextOptions {
  bool colour = false;
  int columns = 100;
};
std::string to_text(const Material& material, const Check& check, const TextOptions& options);

// docs/schemas/dataset_check.schema.json; numbers rounded to five decimals; ends with a line feed.
std::string to_json(const Material& material, const Check& check);

// A page with pictures that needs nothing beside itself. Reads the films it shows once more.
std::string to_html(const Material& material, const Check& check);

// The schema's version.
inline constexpr int kSchemaVersion = 1;

// How many findings are of a severity.
std::size_t count_of(const Check& check, Severity severity);

}  // namespace roentgen::hygiene
