// Films through a network, a few at a time: for this room and for training, which calibrates with it.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/npz.h"
#include "evaluation/controls.h"
#include "model/engine.h"
#include "model/preprocess.h"

namespace roentgen::evaluation {

// A film on its way: its picture has become the network's input.
struct FilmInput {
  model::Prepared prepared;
  OneNumbers numbers;
  int rows = 0, columns = 0;  // of the picture
};

// Called from several threads, for each film once.
using TakeOutput = std::function<base::Result<void>(std::size_t film, const FilmInput& input,
                                                    std::span<const model::Output> outputs)>;

struct RunOptions {
  std::vector<std::string> outputs;  // names of the network's outputs
  int threads = 0;
  std::function<void(std::size_t done, std::size_t all)> progress;  // may be empty
};

// Runs the films of the given indices. Returns the films that failed, with the reason (their picture could
// not be read, or `take` refused them), in the order of the indices; an error of the network itself or an
// interruption ends the run.
base::Result<std::vector<base::Error>> run_films(const model::Engine& engine,
                                                 const dataset::PictureTable& set,
                                                 std::span<const std::size_t> films,
                                                 const RunOptions& options, const TakeOutput& take);

}  // namespace roentgen::evaluation
