// roentgen analyze: films in, findings out.
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/cores.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "base/progress.h"
#include "base/sha256.h"
#include "cli/analyze_inputs.h"
#include "cli/analyze_objects.h"
#include "cli/analyze_pictures.h"
#include "cli/command.h"
#include "cli/destinations.h"
#include "cli/say.h"
#include "dicom/film.h"
#include "model/card.h"
#include "model/package.h"
#include "objects/write_objects.h"
#include "reading/reader.h"
#include "report/locale.h"
#include "results/report_html.h"
#include "results/safe_text.h"
#include "results/summary_csv.h"
#include "results/terminal_table.h"
#include "study/reading_json.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

// The report holds pictures of so many films, the most urgent ones: a page of hundreds of megabytes helps
// nobody.
constexpr std::size_t kMostReportPictures = 200;

constexpr std::size_t kFilmLimit = std::size_t{2} << 30;  // of a file that was opened as a film before
constexpr std::size_t kConfigurationLimit = std::size_t{1} << 20;

struct Options {
  std::vector<std::string> inputs;
  std::string out, models, precision, objects, objects_config, language = "en", supersedes;
  int threads = 0;
  bool json = false, no_pictures = false;
};

// File names are anybody's: none of their bytes may steer the terminal.
int report(const base::Error& error) {
  return say_error({error.code, results::terminal(error.message), results::terminal(error.subject)});
}

base::Result<void> prepare_out(const fs::path& out) {
  std::error_code error;
  fs::create_directories(out, error);
  if (error)
    return base::fail(ErrorCode::unusable_input, "The output folder cannot be made: " + error.message() + ".",
                      out.string());
  const fs::path probe = out / ".roentgen-write-test";
  if (auto written = base::write_text(probe, ""); !written) {
    return base::fail(ErrorCode::unusable_input, "The output folder cannot be written.", out.string());
  }
  fs::remove(probe, error);
  return {};
}

// One run over many films. Films are handled one per thread, from file to written result, so that never more
// of them are in memory than there are threads.
class Run {
 public:
  Run(const Options& options, std::vector<fs::path> files, ObjectPlan plan)
      : options_(options),
        plan_(std::move(plan)),
        files_(std::move(files)),
        names_(result_names(files_)),
        entries_(files_.size()),
        rows_(files_.size()),
        object_errors_(files_.size()),
        threads_(options.threads > 0 ? options.threads : base::physical_cores()),
        reader_(
            reading::Reader::start({.models_folder = options.models.empty() ? model::default_models_folder()
                                                                            : fs::path(options.models),
                                    .cache_folder = model::default_cache_folder(),
                                    .threads = files_.size() == 1 ? 1 : threads_,
                                    .precision = options.precision == "bfloat16" ? model::Precision::bfloat16
                                                                                 : model::Precision::float32,
                                    .eight_bits = options.precision == "int8",
                                    .side_by_side = files_.size() == 1 && threads_ > 1})) {}

  int go();

 private:
  void handle(std::size_t i);
  base::Result<void> write(const results::Entry& entry, const Pictures& pictures) const;
  void keep(std::size_t i, results::Entry entry);
  void stop(const base::Error& error);
  std::vector<results::Entry> done_entries();
  base::Result<void> write_summary(const std::vector<results::Entry>& entries) const;
  int exit_code(const std::vector<results::Entry>& entries) const;

  void write_objects(std::size_t i, const results::Entry& entry, const Pictures& pictures,
                     const dicom::Film* film, std::span<const reading::HeatMap> heats);
  bool wants_pages() const;

  const Options& options_;
  ObjectPlan plan_;
  std::vector<fs::path> files_;
  std::vector<std::string> names_;
  std::vector<std::optional<results::Entry>> entries_;
  std::vector<std::vector<Rows>> rows_;                  // by film and destination
  std::vector<std::vector<base::Error>> object_errors_;  // by film
  int threads_;
  reading::Reader reader_;
  std::atomic<bool> stopped_ = false;
  std::atomic<int> superseded_ = 0;
  std::mutex mutex_;
  std::optional<base::Error> error_;        // what stopped the run
  std::vector<std::size_t> with_pictures_;  // entries that hold pictures for the report
};

void Run::stop(const base::Error& error) {
  stopped_ = true;
  const std::scoped_lock lock(mutex_);
  if (!error_) error_ = error;
}

void Run::keep(std::size_t i, results::Entry entry) {
  const std::scoped_lock lock(mutex_);
  const bool pictured = !entry.image_jpeg.empty();
  entries_[i] = std::move(entry);
  if (!pictured) return;
  with_pictures_.push_back(i);
  if (with_pictures_.size() <= kMostReportPictures) return;
  const auto before = [&](std::size_t a, std::size_t b) {
    const study::Reading& x = entries_[a]->reading;
    const study::Reading& y = entries_[b]->reading;
    return results::more_urgent(x, y) || (!results::more_urgent(y, x) && a < b);
  };
  const auto last = std::ranges::max_element(with_pictures_, before);
  entries_[*last]->image_jpeg = {};
  entries_[*last]->overlay_jpeg = {};
  with_pictures_.erase(last);
}

base::Result<void> Run::write(const results::Entry& entry, const Pictures& pictures) const {
  const fs::path folder = fs::path(options_.out) / entry.folder;
  std::error_code error;
  fs::create_directories(folder, error);
  if (error)
    return base::fail(ErrorCode::unusable_input,
                      "The folder of a result cannot be made: " + error.message() + ".", folder.string());
  // A picture of an earlier run must not stand beside findings it does not belong to.
  for (const auto& [name, png] :
       {std::pair{"image.png", &pictures.image_png}, {"overlay.png", &pictures.overlay_png}}) {
    if (png->empty()) {
      fs::remove(folder / name, error);
    } else if (auto written = base::write_file(folder / name, *png); !written) {
      return written;
    }
  }
  return base::write_text(folder / "findings.json", study::write_reading(entry.reading));
}

bool Run::wants_pages() const {
  return std::ranges::any_of(plan_.destinations, [](const Destination& destination) {
    return std::ranges::find(destination.objects, "pdf") != destination.objects.end();
  });
}

void Run::write_objects(std::size_t i, const results::Entry& entry, const Pictures& pictures,
                        const dicom::Film* film, std::span<const reading::HeatMap> heats) {
  const fs::path folder = fs::path(options_.out) / entry.folder;
  if (plan_.destinations.empty()) return remove_old_objects(folder);
  const auto file = base::read_file(files_[i], kFilmLimit);
  const study::Acquisition nothing;
  WrittenObjects written = write_film_objects(
      plan_, {entry.reading, file ? std::span<const std::byte>(*file) : std::span<const std::byte>(),
              film ? film->acquisition : nothing, film ? &film->display : nullptr, heats, pictures,
              film && film->grey ? &*film->grey : nullptr, folder});
  rows_[i] = std::move(written.rows);
  object_errors_[i] = std::move(written.errors);
  superseded_ += written.superseded;
}

void Run::handle(std::size_t i) {
  results::Entry entry{{}, files_[i].string(), names_[i], {}, {}};
  Pictures pictures;
  std::vector<reading::HeatMap> heats;
  const std::string name = files_[i].filename().string();
  auto film = dicom::read_film(files_[i]);
  if (!film) {
    entry.reading = reading::failed_reading(name, "", film.error());
  } else {
    auto result = reader_.read({.display = &film->display,
                                .acquisition = film->acquisition,
                                .name = name,
                                .sha256 = film->file_sha256,
                                .colour = film->colour,
                                .remarks = film->remarks});
    if (!result) return stop(result.error());
    if (!options_.no_pictures && !options_.out.empty()) {
      pictures = draw_pictures(film->display, *result, files_.size() == 1 ? threads_ : 1, wants_pages());
    }
    entry.reading = std::move(result->reading);
    heats = std::move(result->heat_maps);
    entry.image_jpeg = std::move(pictures.image_jpeg);
    entry.overlay_jpeg = std::move(pictures.overlay_jpeg);
  }
  if (!options_.out.empty()) {
    if (auto written = write(entry, pictures); !written) return stop(written.error());
    write_objects(i, entry, pictures, film ? &*film : nullptr, heats);
  }
  keep(i, std::move(entry));
}

std::vector<results::Entry> Run::done_entries() {
  std::vector<results::Entry> done;
  for (auto& entry : entries_) {
    if (entry) done.push_back(std::move(*entry));
  }
  return done;
}

base::Result<void> Run::write_summary(const std::vector<results::Entry>& entries) const {
  const fs::path out = options_.out;
  if (auto csv = base::write_text(out / "summary.csv", results::summary_csv(entries)); !csv) return csv;
  if (auto tables = write_tables(plan_, out, rows_); !tables) return tables;
  return base::write_text(out / "report.html", results::report_html(entries));
}

int Run::exit_code(const std::vector<results::Entry>& entries) const {
  if (entries.size() < files_.size()) return static_cast<int>(ErrorCode::cancelled);
  const auto failed = std::ranges::count(entries, study::Status::failed,
                                         [](const results::Entry& entry) { return entry.reading.status; });
  const bool whole = std::ranges::all_of(object_errors_, [](const auto& errors) { return errors.empty(); });
  if (failed == 0) return whole ? 0 : static_cast<int>(ErrorCode::some_failed);
  return static_cast<int>(static_cast<std::size_t>(failed) == entries.size() ? ErrorCode::unusable_input
                                                                             : ErrorCode::some_failed);
}

bool write_out(const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

results::TableOptions table_options() {
  results::TableOptions table;
  winsize size{};
  const bool terminal = ::isatty(STDOUT_FILENO) != 0;
  if (terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    table.columns = size.ws_col;
  if (!terminal) table.columns = 160;
  table.colour = terminal && std::getenv("NO_COLOR") == nullptr;
  return table;
}

int Run::go() {
  std::optional<base::Progress> progress;
  if (files_.size() > 1) progress.emplace("reading films", files_.size());
  const auto ran = base::parallel_for(files_.size(), threads_, [&](std::size_t i) {
    if (stopped_ || base::interrupted()) return;
    handle(i);
    if (progress) progress->advance();
  });
  if (progress) progress->finish();
  progress.reset();
  if (!ran) return report(ran.error());
  if (error_) return report(*error_);

  const auto entries = done_entries();
  if (!options_.out.empty()) {
    if (auto written = write_summary(entries); !written) return report(written.error());
  }
  std::string text;
  if (options_.json) {
    std::vector<study::Reading> readings;
    for (const results::Entry& entry : entries) readings.push_back(entry.reading);
    text = study::write_readings(readings);
  } else {
    text = results::terminal_table(entries, table_options());
    text += "Report: " + results::terminal((fs::path(options_.out) / "report.html").string()) + "\n";
  }
  if (!write_out(text))
    return report({ErrorCode::unusable_input, "The result could not be written to standard output.", ""});
  for (const results::Entry& entry : entries) {
    if (entry.reading.status != study::Status::failed) continue;
    (void)report({ErrorCode::some_failed, entry.reading.triage.reason, entry.input});
  }
  if (!plan_.earlier.empty())
    std::fprintf(stderr, "%d documents of the earlier run are superseded.\n", superseded_.load());
  for (const auto& errors : object_errors_)
    for (const base::Error& error : errors) (void)report(error);
  if (entries.size() < files_.size()) {
    std::fprintf(stderr, "roentgen: interrupted: %zu of %zu films are done\n", entries.size(), files_.size());
  }
  return exit_code(entries);
}

// The findings that the packages there can name; one that cannot be read is refused later, by the reader.
std::set<std::string> labels_of_packages(const fs::path& models) {
  std::set<std::string> labels;
  for (const fs::path& package : model::list_packages(models)) {
    const auto json = base::read_text(package / "card.json", kConfigurationLimit);
    const auto card =
        json ? model::parse_card(*json) : base::Result<model::Card>(std::unexpected(json.error()));
    if (!card) continue;
    for (const model::Label& label : card->labels) labels.insert(label.name);
  }
  return labels;
}

base::Result<std::vector<Destination>> destinations_of(const Options& options, const fs::path& models,
                                                       const fs::path& locales) {
  if (!options.objects.empty() && !options.objects_config.empty())
    return base::fail(ErrorCode::usage,
                      "Give either --objects or --objects-config, which names them itself.");
  if (!options.objects_config.empty()) {
    const auto json = base::read_text(options.objects_config, kConfigurationLimit);
    if (!json) return std::unexpected(json.error());
    auto read = parse_destinations(*json, locales, labels_of_packages(models));
    if (!read) return base::fail(read.error().code, read.error().message, options.objects_config);
    return read;
  }
  if (options.objects.empty()) return std::vector<Destination>{};
  Destination here;
  here.folder = ".";
  auto names = parse_object_list(options.objects);
  if (!names) return std::unexpected(names.error());
  auto languages = parse_language_list(options.language, locales);
  if (!languages) return std::unexpected(languages.error());
  here.objects = std::move(*names);
  here.languages = std::move(*languages);
  return std::vector{here};
}

base::Result<void> name_earlier(const Options& options, ObjectPlan& plan) {
  if (options.supersedes.empty()) return {};
  const bool root = std::ranges::any_of(plan.destinations, [](const Destination& destination) {
    return std::ranges::find(destination.objects, "sr") != destination.objects.end();
  });
  if (!root)
    return base::fail(
        ErrorCode::usage,
        "The document that supersedes another is the structured report: ask for the object sr.");
  std::error_code error;
  if (!fs::is_directory(options.supersedes, error))
    return base::fail(ErrorCode::unusable_input, "There are no results of an earlier run.",
                      options.supersedes);
  plan.earlier = options.supersedes;
  return {};
}

int run(const Options& options) {
  if (options.out.empty() && !options.json) {
    return report({ErrorCode::usage,
                   "Say where the results go with --out DIR, or ask for --json on standard output.", ""});
  }
  if (options.out.empty() && !(options.objects.empty() && options.objects_config.empty()))
    return report({ErrorCode::usage, "Objects are files: say where they go with --out DIR.", ""});
  const fs::path models = options.models.empty() ? model::default_models_folder() : fs::path(options.models);
  const fs::path locales = report::default_locales_folder();
  auto destinations = destinations_of(options, models, locales);
  if (!destinations) return report(destinations.error());
  auto plan = plan_objects(std::move(*destinations), locales);
  if (!plan) return report(plan.error());
  if (const auto named = name_earlier(options, *plan); !named) return report(named.error());
  if (!options.out.empty()) {
    if (const auto prepared = prepare_out(options.out); !prepared) return report(prepared.error());
  }
  const Inputs inputs = collect_inputs(options.inputs, options.out);
  if (inputs.skipped > 0 && !inputs.files.empty()) {
    std::fprintf(stderr,
                 "%zu other files were skipped: neither DICOM nor PNG nor JPEG by name or first bytes.\n",
                 inputs.skipped);
  }
  if (inputs.files.empty()) {
    return report({ErrorCode::unusable_input, "no radiograph there: no DICOM, PNG or JPEG file",
                   options.inputs.front()});
  }
  base::catch_interrupts();
  Run run(options, inputs.files, std::move(*plan));
  return leave(run.go());
}

std::string objects_help() {
  std::string text = "Objects:\n";
  const auto add = [&](std::string_view name, std::string_view title) {
    text.append("  ")
        .append(name)
        .append(8 - std::min<std::size_t>(name.size(), 7), ' ')
        .append(title)
        .append("\n");
  };
  for (const objects::Kind& kind : objects::kinds())
    if (kind.name != "picture" && kind.name != "pdf") add(kind.name, kind.title);
  add("words", "Draft report and patient's sheet, as text and as JSON with a pointer to each finding");
  add("pdf", "The same on paper, with pictures; also as DICOM");
  add("fhir", "FHIR R4 bundle");
  add("hl7", "HL7 v2.5.1 ORU^R01 message");
  add("csv", "One table over all films, a row for each finding; names nobody");
  add("jsonl", "The same, a JSON object on each line");
  return text + R"(
Examples:
  roentgen analyze films --out results
  roentgen analyze film.dcm --out results --objects all
  roentgen analyze films --out results --objects words,pdf --language de,es
  roentgen analyze films --out results --objects-config clinic.json
  roentgen analyze films --out new --objects all --supersedes results

Exit codes: 0 done; 2 usage; 3 nothing could be read; 4 some films or objects failed, the others are
written; 5 a model package was refused; 130 interrupted.)";
}

}  // namespace

void add_analyze(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("analyze", "Read radiographs: findings, measurements, pictures and a report");
  const auto options = std::make_shared<Options>();
  command->add_option("inputs", options->inputs, "Files, folders (with everything below them) or patterns")
      ->required();
  command->add_option("-o,--out", options->out, "Folder for the results; made if it is not there");
  command->add_option("--threads", options->threads, "At most so many films at once (0: one per core)")
      ->check(CLI::Range(0, 256));
  command->add_flag("--json", options->json, "All readings as one JSON document on standard output");
  command->add_option("--models", options->models, "Folder of the model packages");
  command
      ->add_option(
          "--precision", options->precision,
          "bfloat16: packages that were proven to keep their accuracy in it (roentgen models quantise "
          "--to bfloat16) run in it; int8: packages run in their 8-bit form, if one that kept its accuracy "
          "lies in "
          "MODELS/int8; faster, but not the same bytes on every processor")
      ->check(CLI::IsMember({"float32", "bfloat16", "int8"}))
      ->default_val("float32");
  command->add_flag("--no-pictures", options->no_pictures, "Write no pictures, also none into the report");
  command->add_option("--objects", options->objects,
                      "Objects to write beside findings.json: all, or names with commas between (below)");
  command->add_option("--objects-config", options->objects_config,
                      "Instead: a file that says for each destination which objects, findings, thresholds, "
                      "languages and folder (docs/OBJECTS.md)");
  command->add_option(
      "--supersedes", options->supersedes,
      "Results of an earlier run (its --out): each new structured report names the one of the "
      "same film that it supersedes");
  command
      ->add_option("--language", options->language,
                   "Languages of the objects' texts, with commas between: en, de, es")
      ->needs("--objects");
  command->footer(objects_help());
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
