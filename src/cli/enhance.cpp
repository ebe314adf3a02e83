// roentgen enhance INPUT... --out DIR [--preset NAME] [--side-by-side] [--dicom] [--json]
#include <algorithm>
#include <filesystem>
#include <future>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/interrupt.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "cli/analyze_inputs.h"
#include "cli/command.h"
#include "cli/enhance_film.h"
#include "cli/say.h"
#include "image/presets.h"
#include "model/package.h"
#include "reading/reader.h"
#include "reading/seen_part.h"
#include "results/safe_text.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using Json = nlohmann::ordered_json;

int report(const base::Error& error) {
  return say_error({error.code, results::terminal(error.message), results::terminal(error.subject)});
}

Json grid_json(const std::vector<image::GridLines>& lines) {
  Json json = Json::array();
  for (const auto& wave : lines)
    json.push_back({{"cycles_per_pixel_x", wave.frequency_x},
                    {"cycles_per_pixel_y", wave.frequency_y},
                    {"amplitude", wave.amplitude}});
  return json;
}

Json film_json(const EnhancedFilm& film) {
  const auto& done = film.enhanced;
  Json json{{"file", film.file.string()}};
  if (!film.error.message.empty()) {
    json["status"] = "failed";
    json["reason"] = film.error.message;
    return json;
  }
  json["status"] = "enhanced";
  json["file_sha256"] = film.sha256;
  json["preset"] = film.preset;
  json["preset_from"] = film.preset_from;
  if (!film.gate_sha256.empty()) json["image_gate_sha256"] = film.gate_sha256;
  json["outputs"] = film.outputs;
  json["region"] = {{"left", done.region.left},
                    {"top", done.region.top},
                    {"columns", done.region.columns},
                    {"rows", done.region.rows}};
  json["cropped"] = done.cropped;
  json["straightened"] = film.straightened;
  json["noise"] = done.noise;
  json["grid_lines"] = grid_json(done.removed);
  json["grey_range"] = {done.range.low, done.range.high};
  json["steps"] = done.steps;
  json["notes"] = film.notes;
  return json;
}

base::Result<void> make_folder(const fs::path& out) {
  std::error_code error;
  fs::create_directories(out, error);
  if (!error) return {};
  return base::fail(ErrorCode::unusable_input, "The output folder cannot be made: " + error.message() + ".",
                    out.string());
}

int exit_code_of(const std::vector<std::optional<EnhancedFilm>>& films) {
  std::size_t failed = 0, done = 0;
  for (const auto& film : films) {
    if (!film) continue;
    ++(film->error.message.empty() ? done : failed);
  }
  if (done + failed < films.size()) return static_cast<int>(ErrorCode::cancelled);
  if (failed == 0) return 0;
  return static_cast<int>(done == 0 ? ErrorCode::unusable_input : ErrorCode::some_failed);
}

void tell(const EnhancedFilm& film) {
  std::cout << results::terminal(film.file.string()) << ": " << film.preset;
  if (film.preset_from != "asked") std::cout << " (" << film.preset_from << ")";
  for (const auto& output : film.outputs) std::cout << "\n  " << results::terminal(output);
  std::cout << "\n";
}

int run(EnhanceRequest request, const std::vector<std::string>& arguments, int threads, bool json,
        const std::optional<reading::Reader>& reader) {
  if (reader) {
    if (const auto ready = reader->ready(); !ready) return report(ready.error());
    request.reader = &*reader;
  }
  if (auto made = make_folder(request.out); !made) return report(made.error());
  const Inputs inputs = collect_inputs(arguments, request.out);
  if (inputs.files.empty())
    return report(
        {ErrorCode::unusable_input, "no radiograph there: no DICOM, PNG or JPEG file", arguments.front()});
  const auto names = result_names(inputs.files);
  if (const auto taken = refuse_overwriting(request, inputs.files, names); !taken)
    return report(taken.error());

  base::catch_interrupts();
  std::optional<base::Progress> progress;
  if (inputs.files.size() > 1) progress.emplace("enhancing films", inputs.files.size());
  std::vector<std::optional<EnhancedFilm>> films(inputs.files.size());
  const auto ran = base::parallel_for(films.size(), threads, [&](std::size_t i) {
    if (base::interrupted()) return;
    films[i] = enhance_film(request, inputs.files[i], names[i]);
    if (progress) progress->advance();
  });
  if (progress) progress->finish();
  if (!ran) return report(ran.error());

  Json all = Json::array();
  for (const auto& film : films) {
    if (!film) continue;
    if (json)
      all.push_back(film_json(*film));
    else if (film->error.message.empty())
      tell(*film);
    if (!film->error.message.empty()) (void)report(film->error);
    for (const auto& note : film->notes)
      std::cerr << "roentgen: " << results::terminal(film->file.string()) << ": " << results::terminal(note)
                << "\n";
  }
  if (json)
    std::cout << Json{{"program", "roentgen " ROENTGEN_VERSION}, {"films", all}}.dump(
                     2, ' ', false, Json::error_handler_t::replace)
              << "\n";
  return exit_code_of(films);
}

std::string preset_names() {
  std::string names = "auto";
  for (const image::Preset& preset : image::presets()) names.append(", ").append(preset.name);
  return names;
}

constexpr const char* kFooter = R"(Examples:
  roentgen enhance film.dcm --out better                      better/film-enhanced.png, 16 bits
  roentgen enhance film.dcm --out better --dicom              and film-enhanced.dcm, a derived instance beside the original
  roentgen enhance folder --out better --side-by-side         before and after in one picture each
  roentgen enhance chest.dcm --out better --ribs              and film-ribs.png, the ribs' shadows weakened
  roentgen enhance phone.jpg --out better --photo             a photographed film, straightened
  roentgen enhance film.png --out better --preset hand --crop --json

The original is never changed. `roentgen analyze` knows an enhanced picture and does not read it: give it the original.)";

}  // namespace

void add_enhance(CLI::App& app, int& exit_code) {
  struct Options {
    std::vector<std::string> inputs;
    std::string out, preset = "auto";
    int threads = 0, frame = 0;
    bool json = false, dicom = false, side_by_side = false, crop = false, keep_grid = false, ribs = false,
         photograph = false;
  };
  auto* command = app.add_subcommand(
      "enhance", "Make radiographs easier to look at: noise, local contrast, edges, large areas, grey range");
  const auto options = std::make_shared<Options>();
  command->footer(kFooter);
  command->add_option("inputs", options->inputs, "Files, folders (with everything below them) or patterns")
      ->required();
  command->add_option("-o,--out", options->out, "Folder for the results; made if it is not there")
      ->required();
  command
      ->add_option("--preset", options->preset,
                   "One of " + preset_names() +
                       "; auto goes by the body part that the file names, or else that the picture shows")
      ->check([](const std::string& name) {
        return name == "auto" || image::find_preset(name) != nullptr
                   ? std::string()
                   : "there is no preset of that name; there are " + preset_names();
      });
  command->add_flag("--side-by-side", options->side_by_side, "Also write before and after in one picture");
  command->add_flag("--dicom", options->dicom, "Also write a derived DICOM instance");
  command->add_flag("--ribs", options->ribs,
                    "Also write a view with weakened ribs, of chests that the networks read");
  command->add_flag(
      "--photo", options->photograph,
      "The input is a photograph: find the film and straighten it; if striped by moiré, leave its detail");
  command->add_flag("--crop", options->crop, "Leave out what lies beyond the collimator");
  command->add_flag("--keep-grid-lines", options->keep_grid, "Do not look for an anti-scatter grid's lines");
  command->add_option("--frame", options->frame, "The frame to enhance, counted from 0")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command->add_option("--threads", options->threads, "At most so many films at once (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", options->json, "What was done, as one JSON document on standard output");
  command->callback([options, &exit_code] {
    EnhanceRequest request;
    request.out = options->out;
    request.preset = options->preset;
    request.frame = options->frame;
    request.dicom = options->dicom;
    request.side_by_side = options->side_by_side;
    request.image.crop = options->crop;
    request.image.grid_lines = !options->keep_grid;
    request.photograph = options->photograph;
    const auto models = model::default_models_folder();
    const auto cache = model::default_cache_folder();
    request.gate = std::async(std::launch::deferred, reading::load_gate, models, cache).share();
    std::optional<reading::Reader> reader;
    if (options->ribs)
      reader.emplace(reading::Reader::start({.models_folder = models,
                                             .cache_folder = cache,
                                             .threads = options->threads,
                                             .side_by_side = false}));
    exit_code = run(std::move(request), options->inputs, options->threads, options->json, reader);
  });
}

}  // namespace roentgen::cli
