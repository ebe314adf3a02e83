// roentgen inspect FILE [--json] [--pixels RAW] [--frame N]
#include <cmath>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "cli/command.h"
#include "cli/say.h"
#include "dicom/film.h"
#include "dicom/stored_pixels.h"

namespace roentgen::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Options {
  std::string file;
  std::string pixels;
  bool json = false;
  int frame = 0;
};

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

double rounded(double value) {
  return std::round(value * 1e4) / 1e4;
}

const char* name_of(study::SpacingKind kind) {
  switch (kind) {
    case study::SpacingKind::at_detector:
      return "at_detector";
    case study::SpacingKind::magnification_corrected:
      return "magnification_corrected";
    case study::SpacingKind::calibrated:
      return "calibrated";
    case study::SpacingKind::none:
      break;
  }
  return "none";
}

Json spacing_json(const study::PixelSpacing& spacing) {
  if (spacing.kind == study::SpacingKind::none) return nullptr;
  return {{"row_mm", spacing.row_mm}, {"column_mm", spacing.column_mm}, {"kind", name_of(spacing.kind)}};
}

Json acquisition_json(const study::Acquisition& facts) {
  return {{"format", facts.source_format},
          {"transfer_syntax_uid", text_or_null(facts.transfer_syntax_uid)},
          {"sop_class_uid", text_or_null(facts.sop_class_uid)},
          {"sop_instance_uid", text_or_null(facts.sop_instance_uid)},
          {"study_instance_uid", text_or_null(facts.study_instance_uid)},
          {"modality", text_or_null(facts.modality)},
          {"body_part", text_or_null(facts.body_part)},
          {"view_position", text_or_null(facts.view_position)},
          {"photometric", text_or_null(facts.photometric)},
          {"presentation_intent", text_or_null(facts.presentation_intent)},
          {"manufacturer", text_or_null(facts.manufacturer)},
          {"patient_sex", text_or_null(facts.patient_sex)},
          {"patient_age_years", facts.patient_age_years ? Json(*facts.patient_age_years) : Json(nullptr)},
          {"rows", facts.rows},
          {"columns", facts.columns},
          {"frames", facts.frames},
          {"bits_stored", facts.bits_stored},
          {"pixel_spacing", spacing_json(facts.spacing)},
          {"imager_pixel_spacing", spacing_json(facts.at_detector)},
          {"pixel_aspect", rounded(facts.pixel_aspect)}};
}

Json film_json(const std::string& file, const dicom::Film& film,
               const base::Result<dicom::StoredPixels>& pixels) {
  Json json{{"file", file}, {"file_sha256", film.file_sha256}};
  json["pixel_sha256"] = pixels ? Json(pixels->sha256) : Json(nullptr);
  if (pixels) {
    json["pixel_dtype"] = pixels->dtype;
    json["pixel_shape"] = pixels->shape;
    json["pixel_min"] = rounded(pixels->minimum);
    json["pixel_max"] = rounded(pixels->maximum);
    json["pixel_mean"] = rounded(pixels->mean);
  }
  json.update(acquisition_json(film.acquisition));
  json["colour"] = film.colour;
  json["voi_choices"] = film.voi_choices;
  json["overlays"] = film.overlays;
  json["steps"] = film.steps;
  json["remarks"] = film.remarks;
  return json;
}

void print_for_people(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (value.is_null() || (value.is_array() && value.empty())) continue;
    if (value.is_array() && value[0].is_string()) {
      std::cout << key << "\n";
      for (const auto& line : value) std::cout << "  " << line.get<std::string>() << "\n";
    } else {
      std::cout << key << std::string(key.size() < 21 ? 21 - key.size() : 1, ' ')
                << (value.is_string() ? value.get<std::string>() : value.dump()) << "\n";
    }
  }
}

int run(const Options& options) {
  auto bytes = base::read_file(options.file, dicom::kLargestFile);
  if (!bytes) return say_error(bytes.error());
  base::Bytes stored;
  std::function<void(std::span<const std::byte>)> keep;
  if (!options.pixels.empty())
    keep = [&](std::span<const std::byte> frame) { stored.insert(stored.end(), frame.begin(), frame.end()); };
  const auto pixels = dicom::describe_stored_pixels(*bytes, keep);
  if (!options.pixels.empty()) {
    if (!pixels) return say_error(pixels.error());
    if (const auto written = base::write_file(options.pixels, stored); !written)
      return say_error(written.error());
  }
  auto film =
      dicom::read_film(std::move(*bytes), options.file, {.frame = options.frame, .window = {}, .voi = {}});
  if (!film) return say_error(film.error());
  if (!pixels && film->acquisition.source_format == "DICOM")
    film->remarks.push_back("no pixel_sha256: " + pixels.error().message);
  const Json json = film_json(options.file, *film, pixels);
  if (options.json)
    std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << "\n";
  else
    print_for_people(json);
  return 0;
}

}  // namespace

void add_inspect(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("inspect", "Show the facts of a film and what is done to display it");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "A DICOM, PNG or JPEG file")->required()->type_name("FILE");
  command->add_flag("--json", options->json, "Print JSON, with the hash of the stored pixels");
  command
      ->add_option(
          "--pixels", options->pixels,
          "Write the stored values of all frames to this file, raw (pixel_dtype and pixel_shape say how)")
      ->type_name("RAW");
  command->add_option("--frame", options->frame, "The frame to look at, counted from 0")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
