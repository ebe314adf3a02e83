#include "hygiene/check_text.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "results/safe_text.h"

namespace roentgen::hygiene {
namespace {

using results::columns_of;

// SGR codes of ECMA-48.
const char* colour_of(Severity severity) {
  return severity == Severity::error ? "\x1b[1;31m" : severity == Severity::warning ? "\x1b[33m" : "\x1b[2m";
}

std::string padded(const std::string& text, int width) {
  return text + std::string(static_cast<std::size_t>(std::max(0, width - columns_of(text))), ' ');
}

std::string folded(const std::string& text, int indent, int columns) {
  std::string out;
  int used = indent;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t space = std::min(text.find(' ', at), text.size());
    const std::string one = text.substr(at, space - at);
    const int width = columns_of(one);
    if (used > indent && used + 1 + width > columns) {
      out += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      used = indent;
    } else if (used > indent) {
      out += ' ';
      ++used;
    }
    out += one;
    used += width;
    at = space + 1;
  }
  return out;
}

std::string line_of_set(const Set& set) {
  std::map<std::string, std::size_t> splits;
  std::map<std::string, bool> patients, sources;
  for (const auto& film : set.films()) {
    if (!film.split.empty()) ++splits[film.split];
    if (!film.patient.empty()) patients[film.patient] = true;
    if (!film.source.empty()) sources[film.source] = true;
  }
  std::string text =
      set.name + ": " + (set.has_pictures() ? films(set.size()) : counted(set.size(), "row", "rows"));
  if (!patients.empty()) text += ", " + counted(patients.size(), "patient", "patients");
  if (!sources.empty()) text += ", " + counted(sources.size(), "source", "sources");
  if (!splits.empty()) {
    std::vector<std::string> parts;
    for (const auto& [name, n] : splits) parts.push_back(name + " " + std::to_string(n));
    text += " (" + listed(parts) + ")";
  }
  return results::terminal(text) + "\n";
}

}  // namespace

std::size_t count_of(const Check& check, Severity severity) {
  return static_cast<std::size_t>(std::count_if(check.findings.begin(), check.findings.end(),
                                                [&](const auto& f) { return f.severity == severity; }));
}

std::string to_text(const Material& material, const Check& check, const TextOptions& options) {
  std::string text;
  for (const auto& set : material.sets) text += line_of_set(set);
  text += "\n";
  constexpr int kIndent = 9;
  const int columns = std::max(60, options.columns);
  for (const auto& finding : check.findings) {
    const std::string severity = padded(word(finding.severity), kIndent);
    text += options.colour ? colour_of(finding.severity) + severity + "\x1b[0m" : severity;
    text += results::terminal(finding.check + (finding.set.empty() ? "" : " · " + finding.set)) + "\n" +
            std::string(kIndent, ' ') + folded(results::terminal(finding.text), kIndent, columns) + "\n";
  }
  const auto some = [&](Severity severity) {
    const std::size_t n = count_of(check, severity);
    return std::to_string(n) + " " + word(severity) + (n == 1 ? "" : "s");
  };
  return text + (check.findings.empty() ? "" : "\n") + some(Severity::error) + ", " +
         some(Severity::warning) + ", " + some(Severity::note) + ".\n";
}

}  // namespace roentgen::hygiene
