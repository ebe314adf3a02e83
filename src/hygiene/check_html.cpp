#include <algorithm>
#include <cmath>
#include <map>

#include "base/parallel.h"
#include "base/text.h"
#include "hygiene/check_text.h"
#include "hygiene/page_style.css.h"
#include "image/codec.h"
#include "image/draw.h"
#include "results/base64.h"
#include "results/safe_text.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;
using results::html;

constexpr int kPictureSide = 220;
constexpr int kQuality = 78;
constexpr std::size_t kExamplesShown = 12;  // of one finding
constexpr std::size_t kMostPictures = 600;  // of a page
constexpr std::size_t kExamplesOfSource = 4;
constexpr std::size_t kMostSources = 24;

// The pictures a page shows, each once, read again in parallel.
class Album {
 public:
  explicit Album(const Material& material) : material_(material) {}
  void want(const FilmAt& at) {
    if (wanted_.size() < kMostPictures && material_.sets[at.set].read(at.film))
      wanted_.emplace(std::pair(at.set, at.film), std::string());
  }
  void make() {
    std::vector<std::map<std::pair<std::size_t, std::size_t>, std::string>::iterator> places;
    for (auto place = wanted_.begin(); place != wanted_.end(); ++place) places.push_back(place);
    (void)base::parallel_for(places.size(), material_.threads, [&](std::size_t i) {
      const auto [set, film] = places[i]->first;
      const auto picture = dataset::read_image(material_.sets[set].pictures, film);
      if (picture)
        places[i]->second =
            results::base64(image::encode_jpeg(image::shrunk(*picture, kPictureSide), kQuality));
    });
  }
  // A figure with the film's name and split below; the picture stands in the page once for each place it is
  // shown at.
  std::string figure(const FilmAt& at) const {
    const auto& film = material_.film(at);
    const auto found = wanted_.find({at.set, at.film});
    const std::string name = material_.sets[at.set].name + "/" + film.image;
    std::string below = film.split;
    if (!film.view.empty()) below += (below.empty() ? "" : ", ") + film.view;
    if (!film.source.empty()) below += (below.empty() ? "" : ", ") + film.source;
    std::string text = "<figure>";
    if (found != wanted_.end() && !found->second.empty())
      text += "<div class=\"stage\"><img alt=\"" + html(name) + "\" src=\"data:image/jpeg;base64," +
              found->second + "\"></div>";
    else
      text += "<div class=\"stage none\">no picture</div>";
    return text + "<figcaption>" + html(name) +
           (below.empty() ? "" : "<br><span>" + html(below) + "</span>") + "</figcaption></figure>";
  }

 private:
  const Material& material_;
  std::map<std::pair<std::size_t, std::size_t>, std::string> wanted_;
};

std::string ci(const std::optional<std::array<double, 2>>& interval) {
  if (!interval || !std::isfinite((*interval)[0])) return "";
  return "[" + fixed((*interval)[0], 3) + ", " + fixed((*interval)[1], 3) + "]";
}

std::string figures_table(const Finding& finding) {
  if (finding.figures.empty()) return {};
  std::string text = "<details><summary>" + counted(finding.figures.size(), "figure", "figures") +
                     "</summary><div class=\"scroll\"><table "
                     "class=\"numbers\"><thead><tr><th>figure</th><th>value</th><th>95 % "
                     "interval</th><th>n</th><th>positives</th></tr></thead><tbody>\n";
  for (const auto& figure : finding.figures)
    text += "<tr><th>" + html(figure.name) + "</th><td>" + fixed(figure.value, 3) + "</td><td>" +
            ci(figure.ci95) + "</td><td>" + std::to_string(figure.n) + "</td><td>" +
            (figure.positives > 0 ? std::to_string(figure.positives) : "") + "</td></tr>\n";
  return text + "</tbody></table></div></details>\n";
}

std::string finding_html(const Album& album, const Finding& finding) {
  std::string text =
      std::string("<article class=\"panel finding\"><div class=\"head\"><h3><span class=\"tag ") +
      word(finding.severity) + "\">" + word(finding.severity) + "</span> " + html(finding.check) +
      "</h3><span class=\"of\">" + html(finding.set.empty() ? "across sets" : finding.set) +
      "</span></div><p>" + html(finding.text) + "</p>\n";
  if (!finding.examples.empty()) {
    text += "<div class=\"examples\">\n";
    for (std::size_t e = 0; e < std::min(finding.examples.size(), kExamplesShown); ++e) {
      const auto& example = finding.examples[e];
      text += std::string("<div class=\"example") + (example.films.size() > 1 ? " pair" : "") +
              "\"><div class=\"side\">";
      for (const auto& at : example.films) text += album.figure(at);
      text += "</div><p>" + html(example.caption) + "</p></div>\n";
    }
    text += "</div>\n";
    if (finding.count > kExamplesShown && finding.examples.size() >= kExamplesShown)
      text += "<p class=\"more\">The first " + std::to_string(kExamplesShown) + " of " +
              std::to_string(finding.count) + ".</p>\n";
  }
  return text + figures_table(finding) + "</article>\n";
}

std::string sets_table(const Material& material) {
  std::string text =
      "<div class=\"panel scroll\"><table><thead><tr><th>set</th><th class=\"number\">films</th><th "
      "class=\"number\">not readable</th><th "
      "class=\"number\">patients</th><th>splits</th><th>labels</th></tr></thead><tbody>\n";
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    std::map<std::string, std::size_t> splits;
    std::map<std::string, bool> patients;
    std::size_t unread = 0;
    for (std::size_t f = 0; f < set.size(); ++f) {
      if (!set.films()[f].split.empty()) ++splits[set.films()[f].split];
      if (!set.films()[f].patient.empty()) patients[set.films()[f].patient] = true;
      unread += set.has_pictures() && !set.read(f) ? 1 : 0;
    }
    std::vector<std::string> parts, labels;
    for (const auto& [name, n] : splits) parts.push_back(name + " " + std::to_string(n));
    for (const auto& column : material.columns[s])
      if (column.kind == ColumnKind::label || column.kind == ColumnKind::normal)
        labels.push_back(column.name + " " + std::to_string(column.positives));
    text += "<tr><th>" + html(set.name) + "</th><td class=\"number\">" + std::to_string(set.size()) +
            "</td><td class=\"number\">" + std::to_string(unread) + "</td><td class=\"number\">" +
            std::to_string(patients.size()) + "</td><td>" + html(listed(parts)) + "</td><td>" +
            html(listed(labels, 20)) + "</td></tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string photometry_table(const Check& check) {
  constexpr Number kShown[] = {kMean, kContrast, kP1, kP99, kSharpness, kLongSide, kAspect};
  std::string text =
      "<div class=\"panel scroll\"><table><thead><tr><th>set</th><th>source</th><th "
      "class=\"number\">films</th>";
  for (const Number number : kShown)
    text += std::string("<th class=\"number\">") + kNumberNames[number] + "</th>";
  text += "</tr></thead><tbody>\n";
  for (const auto& row : check.sources) {
    text += "<tr><th>" + html(row.set) + "</th><td>" + html(row.source.empty() ? "(none)" : row.source) +
            "</td><td class=\"number\">" + std::to_string(row.films) + "</td>";
    for (const Number number : kShown) {
      const bool grey = number != kSharpness && number != kLongSide && number != kAspect;
      const int decimals = grey || number == kLongSide ? 0 : 2;
      const auto& q = row.quartiles[number];
      const double by = grey ? 255 : 1;
      text += "<td class=\"number\">" + fixed(by * q[1], decimals) + "<br><span>" +
              fixed(by * q[0], decimals) + " – " + fixed(by * q[2], decimals) + "</span></td>";
    }
    text += "</tr>\n";
  }
  return text +
         "</tbody></table></div>\n<p class=\"more\">Median, and the range of the middle half; grey values of "
         "255.</p>\n";
}

std::string probes_table(const Check& check) {
  if (check.probes.empty()) return {};
  std::string text =
      "<section><h2>Probes</h2><p class=\"sub\">A logistic regression, cross-validated by patient. AUC 0.5 "
      "is guessing.</p><div class=\"panel scroll\"><table><thead><tr><th>set</th><th>asked "
      "for</th><th>from</th><th class=\"number\">films</th><th class=\"number\">right</th><th "
      "class=\"number\">guessing</th><th>AUC</th></tr></thead><tbody>\n";
  for (const auto& probe : check.probes) {
    std::vector<std::string> aucs;
    for (const auto& figure : probe.auc)
      aucs.push_back((probe.what == "source" ? figure.name + " " : "") + fixed(figure.value, 2) + " " +
                     ci(figure.ci95));
    text += "<tr><th>" + html(probe.set.empty() ? "all together" : probe.set) + "</th><td>" +
            html(probe.what) + "</td><td>" + html(probe.features) + "</td><td class=\"number\">" +
            std::to_string(probe.films) + "</td><td class=\"number\">" + fixed(100 * probe.accuracy, 1) +
            " %</td><td class=\"number\">" + fixed(100 * probe.majority, 1) + " %</td><td>" +
            html(listed(aucs, 12)) + "</td></tr>\n";
  }
  return text + "</tbody></table></div></section>\n";
}

// The first readable films of each source.
std::map<std::pair<std::size_t, std::string>, std::vector<FilmAt>> examples_of_sources(
    const Material& material) {
  std::map<std::pair<std::size_t, std::string>, std::vector<FilmAt>> sources;
  for (std::size_t s = 0; s < material.sets.size(); ++s)
    for (std::size_t f = 0; f < material.sets[s].looks.size(); ++f) {
      if (!material.sets[s].read(f)) continue;
      const std::pair key{s, material.sets[s].films()[f].source};
      if (!sources.contains(key) && sources.size() >= kMostSources) continue;
      auto& films = sources[key];
      if (films.size() < kExamplesOfSource) films.push_back({s, f});
    }
  return sources;
}

}  // namespace

std::string to_html(const Material& material, const Check& check) {
  Album album(material);
  for (const auto& finding : check.findings)
    for (std::size_t e = 0; e < std::min(finding.examples.size(), kExamplesShown); ++e)
      for (const auto& at : finding.examples[e].films) album.want(at);
  const auto sources = examples_of_sources(material);
  for (const auto& [key, films] : sources)
    for (const auto& at : films) album.want(at);
  album.make();

  std::string names;
  for (const auto& set : material.sets) names += (names.empty() ? "" : ", ") + set.name;
  std::string text =
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<meta "
      "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Roentgen: data set "
      "check</title>\n<style>" +
      std::string(kPageStyle) + "</style></head>\n<body>\n<header><h1>Data set check</h1><p class=\"sub\">" +
      html(names) + "</p>\n<ul class=\"counts\">";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    const std::size_t n = count_of(check, severity);
    text += "<li><b>" + std::to_string(n) + "</b><span class=\"tag " + word(severity) + "\">" +
            word(severity) + (n == 1 ? "" : "s") + "</span></li>";
  }
  text += "</ul></header>\n<main>\n<section><h2>Sets</h2>" + sets_table(material) +
          "</section>\n<section><h2>Findings</h2>\n";
  if (check.findings.empty()) text += "<p>Nothing found.</p>\n";
  for (const auto& finding : check.findings) text += finding_html(album, finding);
  text += "</section>\n" + probes_table(check);
  if (!check.sources.empty())
    text += "<section><h2>Photometry by source</h2>" + photometry_table(check) + "</section>\n";
  if (!sources.empty()) {
    text += "<section><h2>Examples of each source</h2>\n";
    for (const auto& [key, films] : sources) {
      text += "<h3>" + html(material.sets[key.first].name + (key.second.empty() ? "" : " · " + key.second)) +
              "</h3><div class=\"side row\">";
      for (const auto& at : films) text += album.figure(at);
      text += "</div>\n";
    }
    text += "</section>\n";
  }
  return text + "</main>\n<footer>Written by roentgen " ROENTGEN_VERSION
                ". A clean page does not make a set fit: what the files do not show was not "
                "checked.</footer>\n</body></html>\n";
}

}  // namespace roentgen::hygiene
