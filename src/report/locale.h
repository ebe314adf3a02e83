// The words of one language: what locales/LANGUAGE/report.json says (docs/schemas/report_locale.schema.json).
// Every text is a template; {name} stands for a value (words.h, fill).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace roentgen::report {

// One for a count of one, the other for all other counts: what English, German and Spanish tell apart.
struct Plural {
  std::string one, other;
};

// How a probability is put into words: from `from` up to the next higher band.
struct Band {
  double from = 0;
  std::string word;  // "likely"
  Plural sentence;   // {phrase} {numbers}
};

struct LabelWords {
  std::string name;    // for tables and lists: "Pleural effusion"
  std::string phrase;  // inside a sentence: "A pleural effusion"
  std::string plain;   // for the patient: "fluid between the lung and the chest wall"
  bool plural = false;
  bool summary = false;  // sums the others up: told last, and never as a finding of its own
  bool placed = true;    // whether where the evidence lies says anything
};

// A customary limit of a measurement, said only for these views.
struct Limit {
  double value = 0;
  std::vector<std::string> views;
  std::string above, within;  // {text} {limit}
};

struct MeasurementWords {
  std::string name;
  int decimals = 2;
  std::string unless;  // not told where the measurement of this name is there
  std::optional<Limit> limit;
};

// The words of one part of the body. The one without a name serves every part that has none of its own.
struct PartWords {
  std::string part;                 // "chest"
  std::vector<std::string> words;   // beginnings of BodyPartExamined
  std::vector<std::string> models;  // packages that read this part
  std::string film, sheet_film;
  std::map<std::string, LabelWords> labels;
  std::map<std::string, MeasurementWords> measurements;
};

// What the program says in English, and here. A {name} in `english` takes any text and hands it on.
struct Translation {
  std::string english, text;
};

struct DraftWords {
  std::string title, mark, notice;
  std::map<std::string, std::string> headings;
  std::string technique, technique_without_view, quality_good, numbers, place, place_rate, uncertain;
  std::vector<Band> bands;  // highest first, the last from 0
  Plural absent, foremost;
  std::string item, item_with_word, none_present, findings_not_read, measured, measured_by, none_measured,
      correlate, not_read, failed, nothing_assessed;
  std::map<std::string, std::string> priority;  // by study::word(Urgency)
};

struct SheetWords {
  std::string title, mark, about, noted_more, none, not_read, measured, limits;
  std::map<std::string, std::string> headings;
  Plural noted;  // {plain} {word}
  std::vector<std::string> next;
};

struct Locale {
  std::string language, name;  // "de", "Deutsch"
  std::string decimal, percent, below, above, list_separator, list_last, foreign;
  std::map<std::string, std::string> list_last_before;  // Spanish "y" is "e" before "i"
  bool list_lower_first = false;
  DraftWords draft;
  SheetWords sheet;
  std::map<std::string, std::string> views, places, units;
  std::map<std::string, std::string> page;  // of a printed report: column heads and the like
  std::string page_number;                  // {page} {pages}
  std::vector<PartWords> parts;             // the nameless one last
  std::vector<Translation> sentences;
};

// Strict: unknown and missing fields, unknown or lost {placeholders} are refused with the field's name
// (`unusable_input`).
base::Result<Locale> parse_locale(const std::string& json);

// LANGUAGE is the name of a folder of letters and hyphens, "de". `usage` if there is none of that name.
base::Result<Locale> load_locale(const std::filesystem::path& locales_folder, const std::string& language);
std::vector<std::string> languages(const std::filesystem::path& locales_folder);  // sorted

// $ROENTGEN_LOCALES, else `locales` of the source tree that the program was built in, else beside the
// program.
std::filesystem::path default_locales_folder();

}  // namespace roentgen::report
