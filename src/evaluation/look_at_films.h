// Opening the films of a table, a few at a time (pictures are large), several at once.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "dataset/table.h"
#include "evaluation/evaluate.h"
#include "image/image.h"
#include "study/acquisition.h"

namespace roentgen::evaluation {

// Called once for each film that can be opened, from several threads; `at` is its place in `films`.
using Look = std::function<base::Result<void>(std::size_t at, const image::Image& picture)>;

// For each film why it could not be opened, if it could not. Errors: `cancelled`, and what `look` returns.
base::Result<std::vector<std::optional<base::Error>>> look_at_films(
    const dataset::Table& table, std::span<const dataset::Film* const> films,
    const EvaluationOptions& options, const Look& look);

// The table's columns view, age, sex and body_part in the place of the file's own words.
study::Acquisition words_of(const dataset::Film& film);

}  // namespace roentgen::evaluation
