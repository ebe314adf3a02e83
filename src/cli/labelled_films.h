// What the commands share that read labelled films as `roentgen analyze` reads them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "evaluation/evaluate.h"
#include "reading/reader.h"

namespace roentgen::cli {

struct LabelledFilms {
  std::string data, split, truth, scores, models;
  std::vector<std::string> constants;  // COLUMN=VALUE
  int threads = 0;
  bool json = false;
};

// --data, --split, --truth, --set, --scores, --models, --threads, --json.
void add_labelled_films(CLI::App& command, LabelledFilms& films);

// All films of the folder, with the columns of the other table and the constants. The splits are still to be
// chosen (of_splits in chosen_films.h).
base::Result<dataset::Table> read_labelled(const LabelledFilms& films);

// Starts the reader and measures with it, under a bar of this title.
base::Result<evaluation::Evaluation> with_reader(
    const LabelledFilms& films, const char* title,
    const std::function<base::Result<evaluation::Evaluation>(
        const reading::Reader& reader, const evaluation::EvaluationOptions& options)>& measure);

// Tells the result, or why there is none; the exit code.
int tell(const base::Result<evaluation::Evaluation>& result, const LabelledFilms& films);

}  // namespace roentgen::cli
