#include "cli/labelled_films.h"

#include "base/progress.h"
#include "cli/chosen_films.h"
#include "cli/column_value.h"
#include "cli/say.h"
#include "cli/tell_evaluation.h"
#include "model/package.h"

namespace roentgen::cli {

void add_labelled_films(CLI::App& command, LabelledFilms& films) {
  command.add_option("--data", films.data, "Folder with metadata.csv and images/")
      ->required()
      ->type_name("DIR");
  command.add_option("--split", films.split, "Name of a split, several with commas between, or all")
      ->default_val("all");
  command.add_option("--truth", films.truth, "A table with a column image, whose other columns are added")
      ->type_name("CSV");
  command.add_option("--set", films.constants, "COLUMN=VALUE: the same for every film, as in body_part=knee")
      ->allow_extra_args(false);
  command.add_option("--scores", films.scores, "Write what was said of each film to this CSV file");
  command.add_option("--models", films.models, "Folder of the model packages");
  command.add_option("--threads", films.threads, "At most so many threads (0: one per core)")
      ->check(CLI::Range(0, 256));
  command.add_flag("--json", films.json, "Figures as JSON on standard output");
}

base::Result<dataset::Table> read_labelled(const LabelledFilms& films) {
  auto table = dataset::read_table(films.data);
  if (!table) return table;
  if (!films.truth.empty())
    if (auto joined = join_truth(films.truth, *table); !joined) return std::unexpected(joined.error());
  for (const std::string& text : films.constants) {
    const auto constant = column_value(text, "body_part=knee");
    if (!constant) return std::unexpected(constant.error());
    set_column(*table, *constant);
  }
  return table;
}

base::Result<evaluation::Evaluation> with_reader(
    const LabelledFilms& films, const char* title,
    const std::function<base::Result<evaluation::Evaluation>(
        const reading::Reader& reader, const evaluation::EvaluationOptions& options)>& measure) {
  reading::ReaderOptions how;
  how.models_folder =
      films.models.empty() ? model::default_models_folder() : std::filesystem::path(films.models);
  how.threads = films.threads;
  how.side_by_side = false;
  const auto reader = reading::Reader::start(how);
  if (const auto loaded = reader.ready(); !loaded) return std::unexpected(loaded.error());
  base::Progress progress(title, 0);
  evaluation::EvaluationOptions options;
  options.metrics.threads = films.threads;
  options.progress = [&](std::size_t done, std::size_t all) {
    progress.set_total(all);
    progress.advance_to(done);
  };
  return measure(reader, options);
}

int tell(const base::Result<evaluation::Evaluation>& result, const LabelledFilms& films) {
  if (!result) return say_error(result.error());
  return tell_evaluation(*result, films.scores, films.json);
}

}  // namespace roentgen::cli
