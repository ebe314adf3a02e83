#include "evaluation/evaluation_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace roentgen::evaluation {
namespace {

double rounded(double value) {
  const double result = std::round(value * 1e5) / 1e5;
  return result == 0 ? 0.0 : result;  // no -0.0
}

// printf's width counts bytes; names may hold others than ASCII.
std::string padded(const std::string& text, std::size_t width) {
  const auto letters = static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  return letters >= width ? text : text + std::string(width - letters, ' ');
}

std::string line_of(const model::Metric& row, std::size_t label_width) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, "%6d %9s  %7.4f  [%.4f, %.4f]\n", row.n,
                row.positives > 0 ? std::to_string(row.positives).c_str() : "-", row.value, row.ci95[0],
                row.ci95[1]);
  return "  " + padded(row.metric, 22) + " " + padded(row.label, label_width) + " " + numbers;
}

}  // namespace

std::string to_json(const Evaluation& evaluation) {
  nlohmann::ordered_json json{{"package", evaluation.package}, {"version", evaluation.version},
                              {"data", evaluation.data},       {"split", evaluation.split},
                              {"films", evaluation.films},     {"metrics", nlohmann::ordered_json::array()},
                              {"remarks", evaluation.remarks}, {"left_out", nlohmann::ordered_json::array()}};
  for (const auto& row : evaluation.metrics)
    json["metrics"].push_back({{"metric", row.metric},
                               {"label", row.label},
                               {"group", row.group},
                               {"n", row.n},
                               {"positives", row.positives},
                               {"value", rounded(row.value)},
                               {"ci95", {rounded(row.ci95[0]), rounded(row.ci95[1])}}});
  for (const auto& failure : evaluation.failures)
    json["left_out"].push_back({{"file", failure.subject}, {"reason", failure.message}});
  // Names come from tables other people wrote: bytes that are no UTF-8 are replaced, not thrown at the user.
  return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string to_table(const Evaluation& evaluation) {
  std::vector<std::string> groups;
  std::size_t label_width = 5;
  for (const auto& row : evaluation.metrics) {
    if (std::find(groups.begin(), groups.end(), row.group) == groups.end()) groups.push_back(row.group);
    label_width = std::max(label_width, row.label.size());
  }
  std::string text = evaluation.package + " " + evaluation.version + " on " + evaluation.data + ", split " +
                     evaluation.split + ": " + std::to_string(evaluation.films) + " films\n";
  for (const auto& group : groups) {
    text += "\n" + group + "\n  " + padded("metric", 22) + " " + padded("label", label_width) +
            "      n positives    value  95 % interval\n";
    for (const auto& row : evaluation.metrics)
      if (row.group == group) text += line_of(row, label_width);
  }
  return text;
}

std::string to_csv(const dataset::Csv& csv) {
  std::string text;
  const auto add_row = [&text](const std::vector<std::string>& row) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) text += ',';
      if (row[c].find_first_of(",\"\r\n") == std::string::npos) {
        text += row[c];
        continue;
      }
      text += '"';
      for (const char letter : row[c]) text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
      text += '"';
    }
    text += '\n';
  };
  add_row(csv.header);
  for (const auto& row : csv.rows) add_row(row);
  return text;
}

}  // namespace roentgen::evaluation
