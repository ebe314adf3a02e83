// roentgen models list | show NAME | verify [NAME…]; import and others have files of their own
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/text.h"
#include "cli/command.h"
#include "cli/models_commands.h"
#include "model/engine.h"
#include "model/package.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using base::ErrorCode;

struct Options {
  std::string models;
  std::vector<std::string> names;
  bool json = false;

  fs::path folder() const { return models.empty() ? model::default_models_folder() : fs::path(models); }
};

// A package that loaded, or why it did not.
struct Entry {
  std::string name;  // of its folder
  fs::path folder;
  base::Result<model::Package> package;
};

std::string shown(const base::Error& error) {
  return error.subject.empty() ? error.message : error.subject + ": " + error.message;
}

int complain(const base::Error& error) {
  std::cerr << "roentgen: " << shown(error) << "\n";
  return static_cast<int>(error.code);
}

void print(const Json& json) {
  std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
}

Entry open_entry(const fs::path& folder) {
  const fs::path clean = folder.has_filename() ? folder : folder.parent_path();
  return {clean.filename().string(), clean, model::load_package(clean)};
}

// The packages that were named (a name in the models folder, or a path with a slash), else all.
base::Result<std::vector<fs::path>> chosen(const Options& options) {
  const fs::path folder = options.folder();
  const auto known = model::list_packages(folder);
  if (options.names.empty()) {
    if (known.empty())
      return base::fail(ErrorCode::unusable_input, "there are no model packages here", folder.string());
    return known;
  }
  std::vector<fs::path> folders;
  for (const auto& name : options.names) {
    if (name.find('/') != std::string::npos) {
      folders.emplace_back(name);
      continue;
    }
    if (std::find(known.begin(), known.end(), folder / name) == known.end()) {
      std::string list;
      for (const auto& one : known) list += " " + one.filename().string();
      return base::fail(
          ErrorCode::usage,
          "there is no model package of that name; there are:" + (list.empty() ? " none" : list), name);
    }
    folders.push_back(folder / name);
  }
  return folders;
}

// One figure for each table of the card: the mean over its labels or structures, and over how many.
struct Headline {
  std::string metric, data, split;
  double mean = 0;
  int of = 0;
};

const char* headline_of(model::Task task) {
  switch (task) {
    case model::Task::segmentation:
      return "dice";
    case model::Task::landmarks:
      return "mae";
    default:
      return "auc";
  }
}

std::vector<Headline> headlines(const model::Card& card) {
  std::vector<std::string> names;
  for (const auto& label : card.labels) names.push_back(label.name);
  for (const auto& structure : card.structures) names.push_back(structure.name);
  std::vector<Headline> list;
  for (const auto& table : card.metrics) {
    Headline line{headline_of(card.task), table.data, table.split};
    for (const auto& m : table.metrics)
      if (m.metric == line.metric && m.group == "all" &&
          std::find(names.begin(), names.end(), m.label) != names.end()) {
        line.mean += m.value;
        ++line.of;
      }
    if (line.of == 0) continue;
    line.mean /= line.of;
    list.push_back(line);
  }
  return list;
}

std::string task_word(const model::Card& card) {
  return model::word(card.task);
}

Json json_of(const Entry& entry) {
  Json j{{"name", entry.name}, {"folder", entry.folder.string()}, {"accepted", entry.package.has_value()}};
  if (!entry.package) {
    j["reason"] = entry.package.error().message;
    return j;
  }
  const model::Card& card = entry.package->card;
  j["version"] = card.version;
  j["task"] = task_word(card);
  j["title"] = card.title;
  j["labels"] = Json::array();
  for (const auto& label : card.labels) j["labels"].push_back(label.name);
  for (const auto& structure : card.structures) j["labels"].push_back(structure.name);
  j["weights_bytes"] = entry.package->weights.size();
  j["sha256"] = entry.package->sha256;
  j["headline"] = Json::array();
  for (const auto& h : headlines(card))
    j["headline"].push_back({{"metric", h.metric},
                             {"data", h.data},
                             {"split", h.split},
                             {"mean", std::stod(base::fixed(h.mean, 4))},
                             {"of", h.of}});
  return j;
}

// Left-aligned columns; the last one is as long as it likes.
void print_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c)
      line += c + 1 == row.size() ? row[c] : row[c] + std::string(widths[c] + 2 - row[c].size(), ' ');
    std::cout << line << "\n";
  }
}

int list(const Options& options) {
  const auto folders = chosen(options);
  if (!folders) return complain(folders.error());
  int exit_code = 0;
  Json json = Json::array();
  std::vector<std::vector<std::string>> rows = {{"NAME", "VERSION", "TASK", "LABELS", "SIZE", "FIGURES"}};
  for (const auto& folder : *folders) {
    const Entry entry = open_entry(folder);
    json.push_back(json_of(entry));
    if (!entry.package) {
      exit_code = complain(entry.package.error());
      continue;
    }
    const model::Card& card = entry.package->card;
    std::string figures;
    for (const auto& h : headlines(card))
      figures += (figures.empty() ? "" : "; ") + ("mean " + h.metric) + " " + base::fixed(h.mean, 3) +
                 " on " + h.data + " " + h.split;
    rows.push_back({entry.name, card.version, task_word(card),
                    std::to_string(card.labels.size() + card.structures.size()),
                    base::fixed(static_cast<double>(entry.package->weights.size()) / 1e6, 1) + " MB",
                    figures});
  }
  if (options.json)
    print({{"models", json}});
  else if (rows.size() > 1)
    print_table(rows);
  return exit_code;
}

int show(const Options& options) {
  const auto folders = chosen(options);
  if (!folders) return complain(folders.error());
  const Entry entry = open_entry(folders->front());
  if (!entry.package) return complain(entry.package.error());
  std::cout << (options.json ? model::write_card(entry.package->card)
                             : model::describe_card(entry.package->card));
  return 0;
}

int verify(const Options& options) {
  const auto folders = chosen(options);
  if (!folders) return complain(folders.error());
  int exit_code = 0;
  Json json = Json::array();
  for (const auto& folder : *folders) {
    Entry entry = open_entry(folder);
    if (entry.package) {
      // Without the cache: it is these weights that are to be tried, not what was once compiled from them.
      const auto engine = model::Engine::load(*entry.package, {.threads = 1, .cache_folder = {}});
      if (!engine) entry.package = std::unexpected(engine.error());
    }
    Json row{
        {"name", entry.name}, {"folder", entry.folder.string()}, {"accepted", entry.package.has_value()}};
    if (entry.package) {
      row["version"] = entry.package->card.version;
      row["sha256"] = entry.package->sha256;
      if (!options.json)
        std::cout << entry.name << " " << entry.package->card.version << ": sums and canary agree\n";
    } else {
      row["reason"] = entry.package.error().message;
      exit_code = complain(entry.package.error());
    }
    json.push_back(row);
  }
  if (options.json) print({{"models", json}});
  return exit_code;
}

}  // namespace

void add_models(CLI::App& app, int& exit_code) {
  CLI::App* models = app.add_subcommand(
      "models", "List, show, verify, import, extend, quantise and annotate model packages");
  models->require_subcommand(1);
  const auto options = std::make_shared<Options>();
  const auto add = [&](const char* name, const char* text, int (*what)(const Options&)) {
    CLI::App* command = models->add_subcommand(name, text);
    command
        ->add_option("--models", options->models,
                     "The folder of the packages (default: $ROENTGEN_MODELS, else the program's own)")
        ->type_name("DIR");
    command->add_flag("--json", options->json, "Print JSON");
    command->callback([options, what, &exit_code] { exit_code = what(*options); });
    return command;
  };
  add("list", "One line for each package", list);
  add("show", "The card of a package", show)
      ->add_option("name", options->names, "Name of the package, or a path to it")
      ->required()
      ->expected(1);
  add("verify", "Check sums and canary; exit code 5 if a package is refused", verify)
      ->add_option("names", options->names, "Names of packages, or paths to them (default: all)");
  add_models_add_finding(*models, exit_code);
  add_models_failures(*models, exit_code);
  add_models_import(*models, exit_code);
  add_models_quantise(*models, exit_code);
}

}  // namespace roentgen::cli
