// roentgen render FILE -o out.png [--window C,W] [--frame N] [--sixteen]
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/say.h"
#include "dicom/film.h"
#include "image/codec.h"

namespace roentgen::cli {
namespace {

struct Options {
  std::string file;
  std::string output;
  std::vector<double> window;
  int frame = 0;
  bool sixteen = false;
};

int run(const Options& options) {
  dicom::FilmOptions film_options;
  film_options.frame = options.frame;
  if (!options.window.empty()) film_options.window = dicom::Window{options.window[0], options.window[1]};
  const auto film = dicom::read_film(options.file, film_options);
  if (!film) return say_error(film.error());
  const auto png = options.sixteen ? image::encode_png16(film->display) : image::encode_png(film->display);
  if (const auto written = base::write_file(options.output, png); !written) return say_error(written.error());
  return 0;
}

}  // namespace

void add_render(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("render", "Write a film as a PNG picture, as a viewer would show it");
  const auto options = std::make_shared<Options>();
  command->add_option("file", options->file, "A DICOM, PNG or JPEG file")->required()->type_name("FILE");
  command->add_option("-o,--output", options->output, "The picture to write")->required()->type_name("PNG");
  command
      ->add_option("--window", options->window, "Centre and width of the window, in place of the file's own")
      ->type_name("C,W")
      ->delimiter(',')
      ->expected(2);
  command->add_option("--frame", options->frame, "The frame to show, counted from 0")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  command->add_flag("--sixteen", options->sixteen, "Write 16 bits instead of 8");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
