#include "results/report_film.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "results/base64.h"
#include "results/safe_text.h"
#include "study/margin.h"

namespace roentgen::results {
namespace {

std::string percent(double probability) {
  return probability < 0.001 ? "&lt; 0.1 %" : base::fixed(probability * 100, 1) + " %";
}

// Every finding has a threshold of its own; drawn on a scale of odds on which all of them lie in the middle.
double position(const study::Finding& f) {
  return 0.5 + 0.5 * std::tanh(study::margin(f) / 3);
}

std::string finding_row(const study::Finding& f) {
  return std::string("<tr class=\"") + (f.present ? "present" : "absent") + "\"><th scope=\"row\">" +
         html(f.title) + "</th><td>" + (f.present ? "present" : "below") +
         (f.uncertain ? ", uncertain" : "") + "</td><td class=\"number\">" + percent(f.probability) +
         "</td><td class=\"number\">" + percent(f.threshold) +
         "</td><td class=\"scale\"><span aria-hidden=\"true\"><i style=\"width:" +
         base::fixed(position(f) * 100, 1) + "%\"></i></span></td></tr>\n";
}

std::string findings_table(const study::Reading& reading) {
  if (reading.findings.empty()) return {};  // no model for findings was fit: the triage says why
  std::vector<const study::Finding*> rows;
  for (const study::Finding& finding : reading.findings) rows.push_back(&finding);
  std::ranges::stable_sort(rows, std::ranges::greater{},
                           [](const study::Finding* f) { return position(*f); });
  std::string text =
      "<h3>Findings</h3><table class=\"findings\"><thead><tr><th scope=\"col\">Finding</th><th "
      "scope=\"col\">Result</th>"
      "<th scope=\"col\" class=\"number\">Probability</th><th scope=\"col\" class=\"number\">Threshold</th>"
      "<th scope=\"col\">Mark: threshold</th></tr></thead><tbody>\n";
  for (const study::Finding* finding : rows) text += finding_row(*finding);
  return text + "</tbody></table>\n";
}

std::string measurements_table(const study::Reading& reading) {
  std::string rows;
  std::vector<std::string> cautions;
  for (const study::Measurement& m : reading.measurements) {
    const bool ratio = m.unit == "1";
    const std::string unit = ratio ? "" : m.unit == "[px]" ? " px" : m.unit == "cm2" ? " cm²" : " " + m.unit;
    rows += "<tr><th scope=\"row\">" + html(m.title) + "</th><td class=\"number\">" +
            base::fixed(m.value, ratio ? 2 : 0) + html(unit) + "</td><td class=\"caution\">" +
            html(m.method) + "</td></tr>\n";
    for (const std::string& caution : m.cautions) {
      if (std::ranges::find(cautions, caution) == cautions.end()) cautions.push_back(caution);
    }
  }
  if (rows.empty()) return {};
  std::string text = "<h3>Measurements</h3><table class=\"measures\"><tbody>\n" + rows + "</tbody></table>\n";
  for (const std::string& caution : cautions) text += "<p class=\"caution\">" + html(caution) + "</p>\n";
  return text;
}

std::string remarks(const char* title, const std::vector<study::Remark>& list) {
  if (list.empty()) return {};
  std::string text = std::string("<h3>") + title + "</h3><ul class=\"plain\">\n";
  for (const study::Remark& remark : list) text += "<li>" + html(remark.text) + "</li>\n";
  return text + "</ul>\n";
}

std::string image(const char* css, const std::string& alt, const base::Bytes& jpeg) {
  return std::string("<img class=\"") + css + "\" alt=\"" + alt + "\" src=\"data:image/jpeg;base64," +
         base64(jpeg) + "\">";
}

// How far to trust the heat: of the present findings that have some.
std::string hit_rates(const study::Reading& reading) {
  std::string text;
  for (const study::Finding& f : reading.findings)
    if (f.present && f.heat_map && f.heat_hit_rate)
      text += " " + html(f.title) + ": its brightest place lay where readers drew a box on " +
              base::fixed(*f.heat_hit_rate * 100, 0) + " of 100 films.";
  return text;
}

std::string figure(const Entry& entry) {
  if (entry.image_jpeg.empty() && entry.overlay_jpeg.empty()) return {};
  std::string text = "<figure><div class=\"stage\">";
  const bool both = !entry.image_jpeg.empty() && !entry.overlay_jpeg.empty();
  if (!entry.overlay_jpeg.empty()) {
    text += image("over", "The film with the evidence for findings and the outlines of lungs and heart",
                  entry.overlay_jpeg);
  }
  if (!entry.image_jpeg.empty())
    text += image(both ? "plain" : "only", "The film as displayed", entry.image_jpeg);
  text += "</div>";
  if (both)
    text +=
        "<label class=\"switch\"><input type=\"checkbox\" checked> Show heat map and outlines</label>"
        "<p class=\"caution\">The heat shows roughly what moved the network, not the borders of a "
        "finding." +
        hit_rates(entry.reading) + "</p>";
  return text + "</figure>\n";
}

std::string provenance(const Entry& entry) {
  const study::Provenance& p = entry.reading.provenance;
  std::string text = "<details><summary>Where this comes from</summary><ul class=\"plain\">\n";
  if (!p.input_sha256.empty()) text += "<li>Input SHA-256 <code>" + html(p.input_sha256) + "</code></li>\n";
  for (const study::ModelUsed& m : p.models) {
    text +=
        "<li>" + html(m.name) + " " + html(m.version) + " <code>" + html(m.package_sha256) + "</code></li>\n";
  }
  if (!p.configuration_sha256.empty())
    text += "<li>Configuration <code>" + html(p.configuration_sha256) + "</code></li>\n";
  text += "<li>" + html(p.program) + "</li>\n";
  if (!entry.folder.empty()) {
    text += "<li><a href=\"" + html(entry.folder) + "/findings.json\">findings.json</a></li>\n";
  }
  return text + "</ul></details>\n";
}

std::string read_body(const Entry& entry) {
  return "<div class=\"body\">" + figure(entry) + "<div>" + findings_table(entry.reading) +
         measurements_table(entry.reading) + remarks("Quality of the picture", entry.reading.quality) +
         "</div></div>\n<details><summary>Not assessed</summary>" + remarks("", entry.reading.not_assessed) +
         "</details>\n";
}

std::string unread_body(const Entry& entry) {
  const char* title =
      entry.reading.status == study::Status::failed ? "Why it could not be opened" : "Why it was not read";
  return "<div class=\"body\">" + figure(entry) + "<div>" + remarks(title, entry.reading.reasons) +
         remarks("Quality of the picture", entry.reading.quality) + "</div></div>\n";
}

}  // namespace

Category category_of(const study::Reading& reading) {
  if (reading.status == study::Status::failed) return {"failed", "Failed"};
  switch (reading.triage.urgency) {
    case study::Urgency::urgent:
      return {"urgent", "Urgent"};
    case study::Urgency::soon:
      return {"soon", "Soon"};
    case study::Urgency::routine:
      return {"routine", "Routine"};
    case study::Urgency::not_read:
      break;
  }
  return {"not_read", "Not read"};
}

std::string film_html(const Entry& entry, const std::string& id) {
  const study::Reading& reading = entry.reading;
  const Category category = category_of(reading);
  const bool read = reading.status == study::Status::read;
  std::string text = "<article class=\"panel\" id=\"" + id + "\"><div class=\"head\"><h2>" +
                     html(entry.input) + "</h2><span class=\"tag " + category.css + "\">" + category.words +
                     "</span></div>\n";
  if (read) text += "<p class=\"why\">" + html(reading.triage.reason) + "</p>\n";
  text += read ? read_body(entry) : unread_body(entry);
  return text + provenance(entry) + "<p class=\"foot\">" + html(study::kNotice) + "</p></article>\n";
}

}  // namespace roentgen::results
