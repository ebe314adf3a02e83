#include "cli/enhance_film.h"

#include "dicom/derived.h"
#include "dicom/film.h"
#include "image/before_after.h"
#include "image/codec.h"
#include "image/enhancement_mark.h"
#include "image/film_quad.h"
#include "image/moire.h"
#include "image/ribs.h"
#include "reading/gate.h"
#include "reading/seen_part.h"
#include "reading/tags.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr int kPictureHeight = 1200;  // of before and after

std::vector<fs::path> outputs_of(const EnhanceRequest& request, const std::string& name) {
  std::vector<fs::path> outputs{request.out / (name + "-enhanced.png")};
  if (request.dicom) outputs.push_back(request.out / (name + "-enhanced.dcm"));
  if (request.side_by_side) outputs.push_back(request.out / (name + "-before-after.png"));
  if (request.reader != nullptr) outputs.push_back(request.out / (name + "-ribs.png"));
  return outputs;
}

// As a viewer shows it.
base::Result<dicom::Film> shown_film(const EnhanceRequest& request, const EnhancedFilm& film) {
  dicom::FilmOptions options;
  options.frame = request.frame;
  options.fingerprint = false;  // known from the first reading
  return dicom::read_film(film.file, options);
}

base::Result<std::string> seen_part(const model::Engine& gate, const EnhanceRequest& request,
                                    const image::Image& display, const EnhancedFilm& film) {
  if (film.straightened) return reading::seen_part(gate, display);
  const auto shown = shown_film(request, film);
  if (!shown) return std::unexpected(shown.error());
  return reading::seen_part(gate, shown->display);
}

// Words for preset_for(); empty where the picture does not tell, or, with a note, the network could not.
std::string part_in_picture(const EnhanceRequest& request, const image::Image& display, EnhancedFilm& film) {
  const auto asked = request.gate;  // one's own: films are enhanced on several threads
  const auto& gate = asked.get();
  if (!gate) {
    film.notes.push_back("its part of the body could not be told: image-gate could not be loaded");
    return {};
  }
  film.gate_sha256 = gate->package_sha256();
  const auto part = seen_part(*gate, request, display, film);
  if (part) return *part;
  film.notes.push_back("its part of the body could not be told: " + part.error().message);
  return {};
}

const image::Preset& choose_preset(const EnhanceRequest& request, const dicom::Film& source,
                                   EnhancedFilm& film) {
  film.preset_from = "asked";
  if (const image::Preset* asked = image::find_preset(request.preset)) return *asked;
  film.preset_from = "body part";
  const image::Preset& named = image::preset_for(source.acquisition.body_part);
  if (!named.body_parts.empty()) return named;
  film.preset_from = "nothing known";
  // A known part is believed, though there be no preset for it.
  if (reading::names_known_part(source.acquisition.body_part)) return named;
  const image::Preset& seen = image::preset_for(part_in_picture(request, source.display, film));
  if (!seen.body_parts.empty()) film.preset_from = "picture";
  return seen;
}

std::string description_of(const EnhancedFilm& film) {
  std::string text = "preset " + film.preset;
  for (const std::string& step : film.enhanced.steps) text += "; " + step;
  return text.substr(0, 900);
}

base::Result<void> write(EnhancedFilm& film, const fs::path& path, const base::Bytes& bytes) {
  if (bytes.empty())
    return base::fail(ErrorCode::internal, "the picture could not be written", path.string());
  auto written = base::write_file(path, bytes);
  if (written) film.outputs.push_back(path.string());
  return written;
}

base::Result<void> write_dicom(EnhancedFilm& film, const EnhanceRequest& request, const image::Image& picture,
                               const fs::path& path) {
  const auto source = base::read_file(film.file, dicom::kLargestFile);
  if (!source) return std::unexpected(source.error());
  dicom::Derivation derivation;
  derivation.description = description_of(film);
  derivation.series = "Enhanced for viewing (" + film.preset + ")";
  derivation.frame = request.frame;
  if (film.enhanced.cropped) derivation.crop = film.enhanced.region;
  derivation.resampled = film.straightened;
  const auto file = dicom::write_derived(*source, picture, derivation);
  if (!file) return std::unexpected(file.error());
  return write(film, path, *file);
}

// What a viewer shows of the original.
base::Result<void> write_before_after(EnhancedFilm& film, const EnhanceRequest& request,
                                      const image::Image& picture, const image::PngText& text,
                                      const fs::path& path) {
  const auto before = shown_film(request, film);
  if (!before) return std::unexpected(before.error());
  return write(film, path,
               image::encode_png(image::before_after(before->display, picture, kPictureHeight), text));
}

// The lungs' outlines as the networks see them on the film as a viewer shows it; empty, with a note, if that
// is no chest they read.
base::Result<std::vector<image::Polygon>> lungs_of(const EnhanceRequest& request, EnhancedFilm& film) {
  const auto shown = shown_film(request, film);
  if (!shown) return std::unexpected(shown.error());
  reading::Input input;
  input.display = &shown->display;
  input.acquisition = shown->acquisition;
  input.name = film.file.filename().string();
  input.sha256 = film.sha256;
  input.colour = shown->colour;
  const auto read = request.reader->read(input);
  if (!read) return std::unexpected(read.error());
  std::vector<image::Polygon> lungs;
  for (const auto& outline : read->reading.outlines) {
    if (outline.structure.find("lung") == std::string::npos) continue;
    for (const auto& polygon : outline.polygons) {
      image::Polygon points;
      for (const auto& point : polygon) points.push_back({point.x, point.y});
      lungs.push_back(std::move(points));
    }
  }
  if (lungs.empty())
    film.notes.push_back("no view without ribs: this is not a chest film that the networks read");
  return lungs;
}

base::Result<void> write_ribs(EnhancedFilm& film, const EnhanceRequest& request, image::Image source,
                              const image::Preset& preset, const image::PngText& text, const fs::path& path) {
  const auto lungs = lungs_of(request, film);
  if (!lungs) return std::unexpected(lungs.error());
  if (lungs->empty()) return {};
  image::suppress_ribs(source, *lungs);
  image::Image picture = image::enhance(std::move(source), preset, request.image).image;
  image::put_enhancement_mark(picture);
  return write(film, path, image::encode_png16(picture, {text.keyword, text.text + "; ribs weakened"}));
}

void look_for_stripes(const image::Image& photograph, EnhancedFilm& film) {
  const auto moire = image::moire_prominence(photograph);
  film.striped = moire && *moire >= reading::kMoire;
  if (film.striped) film.notes.push_back("striped by two pixel grids (moiré): detail is not brought out");
}

// Stripes of two pixel grids are of the size of the detail that is amplified, and are not to grow with it.
image::Preset without_detail(image::Preset preset) {
  preset.fine = preset.medium = preset.coarse = preset.large_areas = 1;
  preset.evenness = preset.clahe = 0;
  return preset;
}

// The film's own rectangle, if it can be found.
void straighten(image::Image& image, EnhancedFilm& film) {
  const auto corners = image::find_film(image);
  if (!corners)
    return film.notes.push_back(
        "not straightened: no film whose four sides are surely seen on the photograph");
  image = image::seen_from_above(image, image::with_rim(*corners, image::kRim));
  film.straightened = true;
  film.notes.push_back("photograph straightened to the edges found; compare with the original");
}

base::Result<void> enhance_into(const EnhanceRequest& request, const std::string& name, EnhancedFilm& film) {
  dicom::FilmOptions options;
  options.frame = request.frame;
  options.whole_range = true;
  auto source = dicom::read_film(film.file, options);
  if (!source) return std::unexpected(source.error());
  if (source->acquisition.enhanced)
    return base::fail(ErrorCode::unusable_input, "this picture was enhanced before; give the original",
                      film.file.string());
  film.sha256 = source->file_sha256;
  if (request.photograph) {
    look_for_stripes(source->display, film);
    straighten(source->display, film);
  }
  const image::Preset& chosen = choose_preset(request, *source, film);
  film.preset = chosen.name;
  const image::Preset preset = film.striped ? without_detail(chosen) : chosen;
  // The rib view begins where the other does: with the film's own greys.
  const bool ribs = request.reader != nullptr && !film.straightened;
  image::Image original = ribs ? source->display : image::Image{};
  film.enhanced = image::enhance(std::move(source->display), preset, request.image);
  if (film.striped)
    film.enhanced.steps.insert(film.enhanced.steps.begin(),
                               "striped by two pixel grids (moire): detail left as it is");
  if (film.straightened)
    film.enhanced.steps.insert(film.enhanced.steps.begin(), "photograph straightened to the film's edges");
  image::Image picture = std::move(film.enhanced.image);
  film.enhanced.image = {};
  image::put_enhancement_mark(picture);

  const image::PngText text{std::string(image::kEnhancementKeyword),
                            "for viewing only; preset " + film.preset + "; source sha256 " + film.sha256};
  const auto outputs = outputs_of(request, name);
  if (auto written = write(film, outputs[0], image::encode_png16(picture, text)); !written) return written;
  std::size_t next = 1;
  if (request.dicom)
    if (auto written = write_dicom(film, request, picture, outputs[next++]); !written) return written;
  if (request.side_by_side)
    if (auto written = write_before_after(film, request, picture, text, outputs[next++]); !written)
      return written;
  if (!ribs) return {};
  picture = {};
  return write_ribs(film, request, std::move(original), preset, text, outputs[next]);
}

}  // namespace

base::Result<void> refuse_overwriting(const EnhanceRequest& request, const std::vector<fs::path>& files,
                                      const std::vector<std::string>& names) {
  for (const std::string& name : names)
    for (const fs::path& output : outputs_of(request, name))
      for (const fs::path& input : files) {
        std::error_code ignored;
        if (fs::equivalent(input, output, ignored))
          return base::fail(ErrorCode::usage,
                            "This file is an input and would be overwritten; choose another --out.",
                            output.string());
      }
  return {};
}

EnhancedFilm enhance_film(const EnhanceRequest& request, const fs::path& file, const std::string& name) {
  EnhancedFilm film;
  film.file = file;
  if (auto done = enhance_into(request, name, film); !done) {
    film.error = done.error();
    if (film.error.subject.empty()) film.error.subject = file.string();
  }
  return film;
}

}  // namespace roentgen::cli
