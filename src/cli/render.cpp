// roentgen render FILE -o out.png [--window C,W | --voi NAME] [--frame N] [--overlays] [--square] [--longest
// N] [--sixteen] | --state STATE
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/say.h"
#include "dicom/film.h"
#include "image/codec.h"
#include "image/resample.h"
#include "image/turn.h"
#include "objects/draw_presentation.h"
#include "objects/presentation_read.h"

namespace roentgen::cli {
namespace {

struct Options {
  std::string file;
  std::string output;
  std::vector<double> window;
  std::string voi, state;
  int frame = 0;
  int longest = 0;
  bool overlays = false;
  bool square = false;
  bool sixteen = false;
};

// The longer way round: pixels are made smaller, never larger, so that nothing of the picture is lost.
image::Image with_square_pixels(const image::Image& image, double aspect) {
  const auto grown = [](int side, double by) {
    return std::min(static_cast<int>(std::lround(side * by)), image::kLargestSide);
  };
  return aspect > 1 ? image::resample_image(image, grown(image.rows, aspect), image.columns)
                    : image::resample_image(image, image.rows, grown(image.columns, 1 / aspect));
}

image::Image with_longest_side(const image::Image& image, int longest) {
  const double scale = static_cast<double>(longest) / std::max(image.rows, image.columns);
  const auto scaled = [&](int side) { return std::max(1, static_cast<int>(std::lround(side * scale))); };
  return image::resample_image(image, scaled(image.rows), scaled(image.columns));
}

constexpr std::size_t kStateLimit = std::size_t{64} << 20;

// The film as a presentation state shows it, with its graphics and texts: in colour, 8 bits.
int run_state(const Options& options) {
  const auto file = base::read_file(options.state, kStateLimit);
  if (!file) return say_error(file.error());
  const auto state = objects::read_presentation(*file);
  if (!state) return say_error({state.error().code, state.error().message, options.state});
  const objects::Presentation& shown = state->presentation;
  dicom::FilmOptions film_options;
  film_options.fingerprint = false;
  if (!shown.images.empty()) film_options.frame = std::max(shown.images.front().frame - 1, 0);
  if (shown.has_window) film_options.window = shown.grey.window;
  auto film = dicom::read_film(options.file, film_options);
  if (!film) return say_error(film.error());
  const std::string& own = film->acquisition.sop_instance_uid;
  if (!own.empty() &&
      std::ranges::find(shown.images, own, &objects::SourceImage::sop_instance_uid) == shown.images.end())
    return say_error({base::ErrorCode::usage, "The presentation state is of another film.", options.state});
  if (film->grey && film->grey->inverse != shown.grey.inverse) film->display = image::inverted(film->display);
  const int longest =
      options.longest > 0 ? options.longest : std::max(film->display.rows, film->display.columns);
  const auto png = image::encode_png(objects::drawn(film->display, shown, longest));
  if (const auto written = base::write_file(options.output, png); !written) return say_error(written.error());
  for (const std::string& remark : state->remarks) std::cerr << "roentgen: " << remark << "\n";
  return 0;
}

int run(const Options& options) {
  if (!options.state.empty()) return run_state(options);
  dicom::FilmOptions film_options;
  film_options.frame = options.frame;
  film_options.overlays = options.overlays;
  film_options.fingerprint = false;
  if (!options.window.empty()) film_options.window = dicom::Window{options.window[0], options.window[1]};
  if (!options.voi.empty()) film_options.voi = options.voi;
  auto film = dicom::read_film(options.file, film_options);
  if (!film) return say_error(film.error());
  image::Image& picture = film->display;
  if (options.square && film->acquisition.pixel_aspect != 1)
    picture = with_square_pixels(picture, film->acquisition.pixel_aspect);
  if (options.longest > 0 && options.longest < std::max(picture.rows, picture.columns))
    picture = with_longest_side(picture, options.longest);
  const bool pgm = options.output.ends_with(".pgm");
  const auto bytes = pgm               ? image::encode_pgm(picture, options.sixteen)
                     : options.sixteen ? image::encode_png16(picture)
                                       : image::encode_png(picture);
  if (const auto written = base::write_file(options.output, bytes); !written)
    return say_error(written.error());
  return 0;
}

}  // namespace

void add_render(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("render", "Write a film as a PNG or PGM picture, as a viewer would show it");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "A DICOM, PNG or JPEG file")->required()->type_name("FILE");
  command
      ->add_option("-o,--output", options->output, "The picture to write: PNG, or PGM if it is called .pgm")
      ->required()
      ->type_name("PICTURE");
  auto* window = command
                     ->add_option("--window", options->window,
                                  "Centre and width of the window, in place of the file's own")
                     ->type_name("C,W")
                     ->delimiter(',')
                     ->expected(2);
  command
      ->add_option("--voi", options->voi,
                   "Which of the file's own VOI LUTs and windows: its explanation, or its number as inspect "
                   "lists them")
      ->type_name("NAME")
      ->excludes(window);
  command->add_option("--frame", options->frame, "The frame to show, counted from 0")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command
      ->add_option("--state", options->state,
                   "A presentation state of this film: shown as it says, with its graphics and texts "
                   "(gsps.dcm of roentgen analyze --objects gsps)")
      ->type_name("STATE")
      ->excludes(window)
      ->excludes("--voi");
  command->add_flag("--overlays", options->overlays, "Draw the overlay planes onto the picture");
  command->add_flag("--square", options->square, "Give a picture of uneven pixels square ones");
  command->add_option("--longest", options->longest, "Make the longer side at most so many pixels")
      ->type_name("PIXELS")
      ->check(CLI::PositiveNumber);
  command->add_flag("--sixteen", options->sixteen, "Write 16 bits instead of 8");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
