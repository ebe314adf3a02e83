// A text made from a reading: sections of sentences, each of which knows what it comes from.
#pragma once

#include <string>
#include <vector>

namespace roentgen::report {

struct Sentence {
  std::string text;  // one line, UTF-8
  // JSON pointers (RFC 6901) into findings.json: "/findings/3", "/measurements/0", "/not_assessed/2". Empty
  // only where a sentence speaks of no part of the reading.
  std::vector<std::string> from;
  bool operator==(const Sentence&) const = default;
};

struct Section {
  std::string name;   // "findings"
  std::string title;  // in the text's language
  std::vector<Sentence> sentences;
  bool operator==(const Section&) const = default;
};

enum class TextKind { draft, sheet };

struct Text {
  TextKind kind = TextKind::draft;
  std::string language;  // "de"
  std::string title;
  std::string mark;    // that it is a draft, or not yet released
  std::string notice;  // "Not for primary diagnosis."
  std::vector<Section> sections;
};

// For people: title, mark and notice, then the sections. UTF-8, lines end with "\n", longer ones are broken
// at `columns` code points.
std::string as_lines(const Text& text, int columns = 100);

// For programs: docs/schemas/report.schema.json. `findings_sha256`: of the findings.json the pointers point
// into.
std::string as_json(const Text& text, const std::string& findings_sha256);

}  // namespace roentgen::report
