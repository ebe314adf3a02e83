#include "results/report_html.h"

#include <algorithm>

#include "base/sha256.h"
#include "results/base64.h"
#include "results/report_film.h"
#include "results/report_script.js.h"
#include "results/report_style.css.h"
#include "results/safe_text.h"

namespace roentgen::results {
namespace {

// What a content security policy names a script by: the SHA-256 of its text in base64.
std::string script_hash(std::string_view script) {
  const std::string hex = base::sha256_hex(std::as_bytes(std::span(script)));
  base::Bytes raw;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    raw.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return base64(raw);
}

std::string head() {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
         "style-src 'unsafe-inline'; "
         "script-src 'sha256-" +
         script_hash(kReportScript) +
         "'; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<title>Roentgen: worklist</title>\n<style>" +
         std::string(kReportStyle) + "</style></head>\n<body>\n";
}

std::string counts(const std::vector<Entry>& entries) {
  std::string text = "<ul class=\"counts\">\n";
  for (const Category& kind : {Category{"urgent", "urgent"},
                               {"soon", "soon"},
                               {"routine", "routine"},
                               {"not_read", "not read"},
                               {"failed", "failed"}}) {
    const auto n = std::ranges::count_if(
        entries, [&](const Entry& e) { return std::string_view(category_of(e.reading).css) == kind.css; });
    if (n > 0)
      text += "<li><b>" + std::to_string(n) + "</b><span class=\"tag " + kind.css + "\">" + kind.words +
              "</span></li>\n";
  }
  return text + "</ul>\n";
}

std::string list_row(const Entry& entry, const std::string& id, std::size_t place) {
  const Category category = category_of(entry.reading);
  const std::string ratio = ratio_text(entry.reading);
  return "<tr data-film=\"" + id + "\"><td class=\"thumb\"></td><td data-key=\"" + std::to_string(place) +
         "\"><span class=\"tag " + category.css + "\">" + category.words +
         "</span></td><td class=\"film\"><a href=\"#" + id + "\">" + html(entry.input) + "</a></td><td>" +
         html(headline(entry.reading)) + "</td><td class=\"number\" data-key=\"" + ratio + "\">" +
         (ratio.empty() ? "–" : ratio) + "</td></tr>\n";
}

constexpr const char* kListHead =
    "<div class=\"list panel\"><table><thead><tr><th class=\"thumb\"></th>"
    "<th scope=\"col\" data-kind=\"number\" aria-sort=\"ascending\"><button "
    "type=\"button\">Urgency</button></th>"
    "<th scope=\"col\"><button type=\"button\">Film</button></th>"
    "<th scope=\"col\"><button type=\"button\">Findings</button></th>"
    "<th scope=\"col\" class=\"number\" data-kind=\"number\"><button type=\"button\">Cardiothoracic "
    "ratio</button></th>"
    "</tr></thead><tbody>\n";

}  // namespace

std::string report_html(const std::vector<Entry>& entries) {
  const auto order = by_urgency(entries);
  std::string rows;
  std::string films;
  for (std::size_t place = 0; place < order.size(); ++place) {
    const Entry& entry = entries[order[place]];
    const std::string id = "film" + std::to_string(place + 1);
    rows += list_row(entry, id, place);
    films += film_html(entry, id);
  }
  return head() + "<header><h1>Roentgen worklist</h1><p class=\"sub\">" + std::to_string(entries.size()) +
         (entries.size() == 1 ? " film" : " films") +
         ", most urgent first</p>\n<p class=\"notice\"><strong>" + html(study::kNotice) +
         "</strong> Every result must be checked by a person who is qualified to read radiographs. "
         "A finding below its threshold is not ruled out.</p>\n" +
         counts(entries) + "</header>\n<main>\n" + kListHead + rows +
         "</tbody></table></div>\n<div id=\"films\">\n" + films +
         "</div>\n</main>\n<footer>Written by roentgen " ROENTGEN_VERSION ".</footer>\n<script>" +
         std::string(kReportScript) + "</script>\n</body></html>\n";
}

}  // namespace roentgen::results
