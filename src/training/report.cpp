#include "training/report.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>
#include <set>

#include "base/text.h"
#include "image/codec.h"
#include "image/draw.h"
#include "results/base64.h"
#include "results/safe_text.h"
#include "training/warning_signs.h"

namespace roentgen::training {
namespace {

using base::fixed;
using results::html;

constexpr int kPictureSide = 240;
constexpr int kQuality = 80;
constexpr std::size_t kMostWorst = 16;
constexpr double kWidth = 520, kHeight = 180, kMargin = 44;
constexpr const char* kColours[] = {"#0b6bcb", "#c2410c", "#15803d", "#7e22ce", "#b91c1c", "#0f766e"};

constexpr const char* kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse;font-size:14px}"
    "td,th{padding:.2rem .7rem;border-bottom:1px solid #d7dbe0;text-align:left}td.n{text-align:right}"
    "figure{display:inline-block;width:240px;margin:0 .8rem 1rem 0;vertical-align:top;font-size:13px}"
    "figure img{width:240px;background:#000}svg{max-width:100%}.sign{background:#fff6e5;border-left:4px "
    "solid "
    "#d97706;padding:.4rem .8rem;margin:.4rem 0}.muted{color:#5b6570}"
    "@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6e9ed}td,th{border-color:#333a42}"
    ".sign{background:#2b2416}.muted{color:#9aa5b1}}";

struct Axis {
  double low, high;
  double at(double value) const {
    return kHeight - kMargin / 2 - (value - low) / std::max(1e-12, high - low) * (kHeight - kMargin);
  }
};

// One curve for each seed.
std::string chart(const std::map<std::uint64_t, std::vector<JournalLine>>& curves, const std::string& title,
                  double JournalLine::*value) {
  Axis axis{1e300, -1e300};
  int epochs = 1;
  for (const auto& [seed, curve] : curves)
    for (const JournalLine& line : curve) {
      axis.low = std::min(axis.low, line.*value);
      axis.high = std::max(axis.high, line.*value);
      epochs = std::max(epochs, line.epoch);
    }
  const auto x = [&](int epoch) {
    return kMargin + (kWidth - kMargin - 10) * (epoch - 1) / std::max(1, epochs - 1);
  };
  std::string svg = "<figure style=\"width:" + fixed(kWidth, 0) + "px\"><svg role=\"img\" aria-label=\"" +
                    html(title) + "\" width=\"" + fixed(kWidth, 0) + "\" height=\"" + fixed(kHeight, 0) +
                    "\" font-size=\"12\" fill=\"currentColor\">";
  for (const double value_at : {axis.low, (axis.low + axis.high) / 2, axis.high})
    svg += "<text x=\"0\" y=\"" + fixed(axis.at(value_at) + 4, 1) + "\">" + fixed(value_at, 3) +
           "</text><line x1=\"" + fixed(kMargin, 0) + "\" x2=\"" + fixed(kWidth, 0) + "\" y1=\"" +
           fixed(axis.at(value_at), 1) + "\" y2=\"" + fixed(axis.at(value_at), 1) +
           "\" stroke=\"currentColor\" opacity=\".15\"/>";
  svg += "<text x=\"" + fixed(kMargin, 0) + "\" y=\"" + fixed(kHeight - 4, 0) +
         "\">epoch 1</text><text x=\"" + fixed(kWidth, 0) + "\" y=\"" + fixed(kHeight - 4, 0) +
         "\" text-anchor=\"end\">" + std::to_string(epochs) + "</text>";
  std::size_t colour = 0;
  for (const auto& [seed, curve] : curves) {
    const std::string paint = kColours[colour++ % std::size(kColours)];
    std::string points;
    for (const JournalLine& line : curve)
      points += fixed(x(line.epoch), 1) + "," + fixed(axis.at(line.*value), 1) + " ";
    svg += "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" + paint + "\" points=\"" + points + "\"/>";
    for (const JournalLine& line : curve)
      svg += "<circle r=\"3\" fill=\"" + paint + "\" cx=\"" + fixed(x(line.epoch), 1) + "\" cy=\"" +
             fixed(axis.at(line.*value), 1) + "\"><title>seed " + std::to_string(seed) + ", epoch " +
             std::to_string(line.epoch) + ": " + fixed(line.*value, 4) + "</title></circle>";
  }
  return svg + "</svg><figcaption>" + html(title) + "</figcaption></figure>";
}

std::string figures(const std::vector<model::Metric>& metrics) {
  std::string text =
      "<table><thead><tr><th>figure</th><th>of</th><th>n</th><th>positive</th><th>value</th><th>95 % "
      "interval</th></tr></thead><tbody>\n";
  for (const model::Metric& row : metrics) {
    if (row.group != "all") continue;
    text += "<tr><td>" + html(row.metric) + "</td><td>" + html(row.label) + "</td><td class=\"n\">" +
            std::to_string(row.n) + "</td><td class=\"n\">" +
            (row.positives > 0 ? std::to_string(row.positives) : "") + "</td><td class=\"n\">" +
            fixed(row.value, 3) + "</td><td>" + fixed(row.ci95[0], 3) + " – " + fixed(row.ci95[1], 3) +
            "</td></tr>\n";
  }
  return text + "</tbody></table>\n";
}

std::string worst(const ReportInput& input) {
  std::string text;
  for (const WorstCase& one : worst_cases(input.scores, kMostWorst)) {
    const auto& films = input.val.table.films;
    const auto found = std::ranges::find(films, one.image, &dataset::Film::image);
    std::string picture;
    if (found != films.end())
      if (const auto read = dataset::read_image(input.val, static_cast<std::size_t>(found - films.begin())))
        picture = "<img alt=\"\" src=\"data:image/jpeg;base64," +
                  results::base64(image::encode_jpeg(image::shrunk(*read, kPictureSide), kQuality)) + "\">";
    text += "<figure>" + picture + "<figcaption>" +
            html(std::filesystem::path(one.image).filename().string()) + "<br>" + html(one.what) +
            "</figcaption></figure>\n";
  }
  return text;
}

}  // namespace

std::vector<WorstCase> worst_cases(const dataset::Csv& scores, std::size_t most) {
  struct Pair {
    std::string name;
    std::size_t said, truth;
  };
  const auto& header = scores.header;
  std::vector<Pair> pairs;
  for (std::size_t truth = 0; truth < header.size(); ++truth) {
    if (!header[truth].ends_with("_truth")) continue;
    const std::string name = header[truth].substr(0, header[truth].size() - 6);
    auto said = std::ranges::find(header, name + "_expected");
    if (said == header.end()) said = std::ranges::find(header, name);
    if (said != header.end()) pairs.push_back({name, static_cast<std::size_t>(said - header.begin()), truth});
  }
  std::vector<WorstCase> cases;
  for (const auto& row : scores.rows) {
    WorstCase worst_of_film{row.at(0), {}, -1};
    for (const Pair& pair : pairs) {
      char *said_end = nullptr, *truth_end = nullptr;
      const double said = std::strtod(row[pair.said].c_str(), &said_end);
      const double truth = std::strtod(row[pair.truth].c_str(), &truth_end);
      if (said_end == row[pair.said].c_str() || truth_end == row[pair.truth].c_str()) continue;
      if (const double error = std::abs(said - truth); error > worst_of_film.error) {
        worst_of_film.error = error;
        worst_of_film.what = pair.name + ": said " + fixed(said, 2) + ", truth " + row[pair.truth];
      }
    }
    if (worst_of_film.error >= 0) cases.push_back(std::move(worst_of_film));
  }
  std::ranges::stable_sort(cases, std::ranges::greater{}, &WorstCase::error);
  if (cases.size() > most) cases.resize(most);
  return cases;
}

std::string report_html(const ReportInput& input) {
  std::map<std::uint64_t, std::vector<JournalLine>> curves;
  for (const JournalLine& line : input.journal) curves[line.seed].push_back(line);
  const model::Card& card = input.card;
  std::string page = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Training of " +
                     html(card.name) + "</title><meta http-equiv=\"Content-Security-Policy\" content=\"" +
                     "default-src 'none'; img-src data:; style-src 'unsafe-inline'\"><style>" + kStyle +
                     "</style></head><body>\n<h1>Training of " + html(card.name) + " " + html(card.version) +
                     "</h1>\n<p>Recipe " + html(card.training.recipe) + ", " + html(card.training.framework) +
                     ", from " + html(card.training.backbone) +
                     ". All figures are of validation films, which chose the epoch, the calibration and the "
                     "thresholds: they flatter. Figures on test films stand in CARD.md.</p>\n";
  page += "<h2>Warning signs</h2>\n";
  const auto signs = warning_signs(input.journal, input.metrics, card.labels);
  for (const std::string& sign : signs) page += "<p class=\"sign\">" + html(sign) + "</p>\n";
  if (signs.empty()) page += "<p>Nothing was noticed, which proves nothing.</p>\n";
  page += "<h2>Curves</h2>\n";
  if (curves.empty())
    page += "<p class=\"muted\">No log lies beside it: the network was measured anew, not trained.</p>";
  else
    page += chart(curves, "training loss", &JournalLine::loss) +
            chart(curves, input.journal.front().figure + " on validation films", &JournalLine::value) +
            "\n<p class=\"muted\">One line for each seed.</p>";
  page += "\n<h2>Figures on validation films</h2>\n" + figures(input.metrics);
  if (const std::string pictures = worst(input); !pictures.empty())
    page +=
        "<h2>Worst validation films</h2>\n<p class=\"muted\">Furthest from the truth that the table "
        "states; the table may be wrong.</p>\n" +
        pictures;
  return page + "</body></html>\n";
}

}  // namespace roentgen::training
