// The program `roentgen`: its subcommands, help and exit codes.
#include <exception>
#include <iostream>

#include "base/result.h"
#include "cli/command.h"

namespace {

constexpr const char* kFooter = R"(Examples:
  roentgen inspect film.dcm                    what kind of film this is
  roentgen render film.dcm -o film.png         the film as a picture
  roentgen enhance film.dcm --out better       a picture that shows more
  roentgen analyze film.dcm --out results      findings, outlines, measurements, a report
  roentgen decide results/film --accept all --by Doe^Jane    what a person says of them
  roentgen dataset check data/cxr              copies, leaks and shortcuts in a set of films
  roentgen models list                         the trained networks that are installed
  roentgen COMMAND --help                      all about a command

Exit codes:
  0  done (a film that was looked at and not read is a result, too)
  1  a fault of this program
  2  wrong usage
  3  unusable input: damaged, encrypted, too large, not an image, or nothing can be written
  4  some of the inputs failed, the others are done
  5  a model package was refused
  130  interrupted

Not a medical device: for research and education.)";

}  // namespace

int main(int argc, char** argv) {
  using namespace roentgen::cli;
  int exit_code = 0;
  try {
    CLI::App app("Roentgen reads radiographs.", "roentgen");
    app.set_version_flag("--version", "roentgen " ROENTGEN_VERSION);
    app.footer(kFooter);
    app.require_subcommand(1);

    add_inspect(app, exit_code);
    add_render(app, exit_code);
    add_enhance(app, exit_code);
    add_analyze(app, exit_code);
    add_decide(app, exit_code);
    add_train(app, exit_code);
    add_evaluate(app, exit_code);
    add_calibrate(app, exit_code);
    add_dataset(app, exit_code);
    add_models(app, exit_code);
    add_evaluate_gate(app, exit_code);
    add_evaluate_heat(app, exit_code);
    add_evaluate_shortcuts(app, exit_code);
    add_evaluate_measurements(app, exit_code);
    add_evaluate_triage(app, exit_code);
    add_spoil(app, exit_code);
    add_completion(app, exit_code);

    // CLI11 would only say that a command is required.
    if (argc > 1 && argv[1][0] != '-' &&
        app.get_subcommands([&](CLI::App* command) { return command->check_name(argv[1]); }).empty()) {
      std::cerr << "roentgen: there is no command " << argv[1] << "; run with --help for more information\n";
      return static_cast<int>(roentgen::base::ErrorCode::usage);
    }
    try {
      app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      // Help and version are "errors" of CLI11 with code 0; all others are the caller's.
      return app.exit(error) == 0 ? 0 : static_cast<int>(roentgen::base::ErrorCode::usage);
    }
    // What could not be printed (a full disk behind a redirection) must not look like success.
    if (!std::cout.flush() && exit_code == 0) {
      std::cerr << "roentgen: the output could not be written\n";
      return static_cast<int>(roentgen::base::ErrorCode::unusable_input);
    }
  } catch (const std::exception& error) {
    std::cerr << "roentgen: internal fault: " << error.what() << "\n";
    return static_cast<int>(roentgen::base::ErrorCode::internal);
  }
  return exit_code;
}
