// roentgen dataset check DIR…
#include <sys/ioctl.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/progress.h"
#include "cli/command.h"
#include "cli/say.h"
#include "hygiene/check_text.h"
#include "results/safe_text.h"

namespace roentgen::cli {
namespace {

using base::ErrorCode;

struct Options {
  std::vector<std::string> folders, labels;
  std::string out;
  int threads = 0;
  bool json = false, strict = false, no_probes = false;
};

// One bar for each piece of work.
class Bars {
 public:
  void show(const std::string& what, std::size_t done, std::size_t all) {
    const std::scoped_lock lock(mutex_);
    if (what != title_) {
      bar_.reset();
      bar_.emplace(what, all);
      title_ = what;
      most_ = 0;
    }
    most_ = std::max(most_, done);  // threads may report out of order
    bar_->advance_to(most_);
  }

 private:
  std::mutex mutex_;
  std::string title_;
  std::size_t most_ = 0;
  std::optional<base::Progress> bar_;
};

int terminal_columns() {
  winsize size{};
  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 110;
}

int report(const base::Error& error) {
  return say_error({error.code, results::terminal(error.message), results::terminal(error.subject)});
}

base::Result<void> write(const Options& options, const std::string& json, const hygiene::Material& material,
                         const hygiene::Check& check) {
  std::error_code error;
  const std::filesystem::path out = options.out;
  std::filesystem::create_directories(out, error);
  if (error)
    return base::fail(ErrorCode::unusable_input, "The output folder cannot be made: " + error.message() + ".",
                      options.out);
  if (auto written = base::write_text(out / "check.json", json); !written) return written;
  return base::write_text(out / "report.html", hygiene::to_html(material, check));
}

int run(const Options& options) {
  base::catch_interrupts();
  Bars bars;
  hygiene::CheckOptions how;
  how.labels = options.labels;
  how.threads = options.threads;
  how.probes = !options.no_probes;
  how.progress = [&bars](const std::string& what, std::size_t done, std::size_t all) {
    bars.show(what, done, all);
  };
  const auto material = hygiene::gather(options.folders, how);
  if (!material) return report(material.error());
  const auto check = hygiene::check(*material, how);
  const std::string json = hygiene::to_json(*material, check);
  if (!options.out.empty())
    if (const auto written = write(options, json, *material, check); !written) return report(written.error());
  std::cout << (options.json ? json
                             : hygiene::to_text(
                                   *material, check,
                                   {.colour = isatty(STDOUT_FILENO) == 1, .columns = terminal_columns()}));
  if (base::interrupted()) return static_cast<int>(ErrorCode::cancelled);
  return options.strict && hygiene::count_of(check, hygiene::Severity::error) > 0
             ? static_cast<int>(ErrorCode::some_failed)
             : 0;
}

constexpr const char* kFooter = R"(Examples:
  roentgen dataset check data/cxr                     what is wrong with a set, in plain sentences
  roentgen dataset check data/cxr --out results       the same with pictures: results/report.html, results/check.json
  roentgen dataset check data/a data/b data/c.npz     several sets: the same films under other names, too
  roentgen dataset check data/cxr --strict            for scripts: exit code 4 if there are errors

A set is a folder with metadata.csv (columns image, patient, source, view, age, sex, split; labels as 1, 0 or empty) and
images/, or a MedMNIST .npz file, or any folder of PNG, JPEG or DICOM files. Nothing in it is changed.

Exit codes:
  0  done; what was found is the result
  2  wrong usage, or a label that no set has
  3  a folder that cannot be used, or nothing can be written
  4  with --strict: there are errors
  130  interrupted)";

}  // namespace

void add_dataset(CLI::App& app, int& exit_code) {
  auto* dataset = app.add_subcommand("dataset", "Look after folders of labelled films");
  dataset->require_subcommand(1);
  auto* command = dataset->add_subcommand(
      "check", "Find what makes figures wrong: copies, leaks, contradictions, shortcuts");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("folders", options->folders,
                   "Folders with metadata.csv and images/, MedMNIST .npz files, or folders of films")
      ->required()
      ->type_name("DIR");
  command->add_flag("--json", options->json, "Print JSON (docs/schemas/dataset_check.schema.json)");
  command
      ->add_option("--out", options->out, "Write report.html with pictures, and check.json, to this folder")
      ->type_name("DIR");
  command
      ->add_option(
          "--labels", options->labels,
          "Columns of 0 and 1 that are labels (default: all that are not known to be something else)")
      ->delimiter(',')
      ->type_name("A,B");
  command->add_flag("--strict", options->strict, "Exit code 4 if there are errors");
  command->add_flag("--no-probes", options->no_probes,
                    "Leave out the classifiers that are trained to tell sources, splits and labels");
  command->add_option("--threads", options->threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->footer(kFooter);
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
