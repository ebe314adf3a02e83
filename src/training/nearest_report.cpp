#include "training/nearest_report.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "image/codec.h"
#include "results/base64.h"
#include "results/safe_text.h"

namespace roentgen::training {
namespace {

using base::fixed;
using nlohmann::ordered_json;
using results::html;

constexpr std::size_t kPairs = 24;
constexpr int kBins = 24;
constexpr double kWidth = 560, kHeight = 150, kBottom = 20;

constexpr const char* kStyle =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}"
    "h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.muted{color:#5b6570}"
    "figure{display:inline-block;margin:0 1rem 1rem 0;font-size:13px}"
    "figure img{width:128px;height:128px;background:#000;margin-right:4px}svg{max-width:100%}"
    "@media(prefers-color-scheme:dark){body{background:#14181d;color:#e6e9ed}.muted{color:#9aa5b1}}";

ordered_json rows_of(const std::vector<Neighbour>& neighbours, const std::vector<std::string>& names,
                     const std::vector<std::string>& known) {
  ordered_json rows = ordered_json::array();
  for (std::size_t i = 0; i < neighbours.size(); ++i)
    rows.push_back({{"image", names[i].empty() ? ordered_json(nullptr) : ordered_json(names[i])},
                    {"nearest", known[neighbours[i].film]},
                    {"distance", neighbours[i].distance},
                    {"ratio", neighbours[i].ratio}});
  return rows;
}

std::string picture(const image::Mask& grey) {
  return "<img alt=\"\" src=\"data:image/png;base64," + results::base64(image::encode_png(grey)) + "\">";
}

// The parts of these distances in equal bins from 0 to `most`.
std::array<double, kBins> histogram(const std::vector<Neighbour>& neighbours, double most) {
  std::array<double, kBins> parts{};
  for (const Neighbour& one : neighbours) {
    const auto bin = std::min<std::size_t>(static_cast<std::size_t>(one.distance / most * kBins), kBins - 1);
    parts[bin] += 1 / static_cast<double>(neighbours.size());
  }
  return parts;
}

std::string bars(const NearestCheck& check) {
  double most = 1e-6;
  for (const auto* side : {&check.made, &check.real})
    for (const Neighbour& one : *side) most = std::max(most, one.distance);
  const auto made = histogram(check.made, most), real = histogram(check.real, most);
  const double highest = std::max(std::ranges::max(made), std::ranges::max(real));
  const double wide = kWidth / kBins;
  std::string svg = "<svg role=\"img\" aria-label=\"distances\" width=\"" + fixed(kWidth, 0) +
                    "\" height=\"" + fixed(kHeight + kBottom, 0) +
                    "\" font-size=\"12\" fill=\"currentColor\">";
  const auto bar = [&](int bin, double part, double offset, const char* colour) {
    const double high = part / highest * kHeight;
    svg += "<rect x=\"" + fixed(bin * wide + offset, 1) + "\" y=\"" + fixed(kHeight - high, 1) +
           "\" width=\"" + fixed(wide / 2 - 1, 1) + "\" height=\"" + fixed(high, 1) + "\" fill=\"" + colour +
           "\"/>";
  };
  for (int bin = 0; bin < kBins; ++bin) {
    bar(bin, made[static_cast<std::size_t>(bin)], 0, "#c2410c");
    bar(bin, real[static_cast<std::size_t>(bin)], wide / 2, "#0b6bcb");
  }
  return svg + "<text x=\"0\" y=\"" + fixed(kHeight + kBottom - 4, 0) + "\">0</text><text x=\"" +
         fixed(kWidth, 0) + "\" y=\"" + fixed(kHeight + kBottom - 4, 0) + "\" text-anchor=\"end\">" +
         fixed(most, 2) + "</text></svg>";
}

}  // namespace

std::string nearest_json(const NearestReport& report) {
  const NearestCheck& check = report.check;
  const ordered_json json{{"title", report.title},
                          {"words", words_of(check)},
                          {"median_made", check.median_made},
                          {"median_real", check.median_real},
                          {"close", check.close},
                          {"part_close", check.part_close},
                          {"least_ratio", check.least_ratio},
                          {"apart_made", check.apart_made},
                          {"apart_learned", check.apart_learned},
                          {"left_out", check.copies.size()},
                          {"made", rows_of(check.made, report.made_names, report.known_names)},
                          {"real", rows_of(check.real, report.real_names, report.known_names)}};
  return json.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string nearest_html(const NearestReport& report) {
  const NearestCheck& check = report.check;
  std::string page =
      std::string(
          "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Nearest films</title>") +
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'\"><style>" +
      kStyle + "</style></head><body>\n<h1>Does the generator copy patients?</h1>\n<p class=\"muted\">" +
      html(report.title) + "</p>\n<p>" + html(words_of(check)) +
      "</p>\n<h2>Distance to the nearest film learned</h2>\n" + bars(check) +
      "\n<p class=\"muted\">Orange: synthetic pictures. Blue: validation films, of patients the generator "
      "never "
      "saw.</p>\n<h2>The nearest pairs</h2>\n<p class=\"muted\">Left the synthetic picture, right the film "
      "learned that is nearest.</p>\n";
  std::vector<std::size_t> order(check.made.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return check.made[i].distance; });
  order.resize(std::min(order.size(), kPairs));
  for (const std::size_t i : order) {
    const Neighbour& one = check.made[i];
    page += "<figure>" + picture(report.made[i]) + picture(report.known[one.film].grey) + "<figcaption>" +
            html(report.made_names[i].empty() ? "left out" : report.made_names[i]) + "<br>" +
            html(report.known_names[one.film]) + "<br>distance " + fixed(one.distance, 3) + ", ratio " +
            fixed(one.ratio, 2) + "</figcaption></figure>\n";
  }
  return page + "</body></html>\n";
}

}  // namespace roentgen::training
