#include "report/text.h"

#include <nlohmann/json.hpp>
#include <string_view>

namespace roentgen::report {
namespace {

using Json = nlohmann::ordered_json;

int code_points(std::string_view text) {
  int count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

// `indent` before every line but the first.
void append_wrapped(std::string& out, std::string_view text, std::string_view first, std::string_view indent,
                    int columns) {
  out += first;
  int used = code_points(first);
  bool begun = false;
  while (!text.empty()) {
    const auto space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    const int width = code_points(word);
    if (begun && used + 1 + width > columns) {
      out.append("\n").append(indent);
      used = code_points(indent);
      begun = false;
    }
    if (begun) out += ' ', ++used;
    out += word;
    used += width;
    begun = true;
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
  }
  out += "\n";
}

}  // namespace

std::string as_lines(const Text& text, int columns) {
  std::string out;
  append_wrapped(out, text.title, "", "", columns);
  append_wrapped(out, text.mark, "", "", columns);
  append_wrapped(out, text.notice, "", "", columns);
  for (const Section& section : text.sections) {
    out += "\n" + section.title + "\n";
    for (const Sentence& sentence : section.sentences)
      append_wrapped(out, sentence.text, "- ", "  ", columns);
  }
  return out;
}

std::string as_json(const Text& text, const std::string& findings_sha256) {
  Json sections = Json::array();
  for (const Section& section : text.sections) {
    Json sentences = Json::array();
    for (const Sentence& sentence : section.sentences)
      sentences.push_back({{"text", sentence.text}, {"from", sentence.from}});
    sections.push_back({{"name", section.name}, {"title", section.title}, {"sentences", sentences}});
  }
  const Json document{{"schema", "roentgen/report/1"},
                      {"kind", text.kind == TextKind::draft ? "draft" : "patient_sheet"},
                      {"language", text.language},
                      {"title", text.title},
                      {"mark", text.mark},
                      {"notice", text.notice},
                      {"findings_sha256", findings_sha256},
                      {"sections", sections}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace roentgen::report
