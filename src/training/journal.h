// The log of a training: OUT/log.jsonl, one JSON object per epoch and line.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace roentgen::training {

struct JournalLine {
  std::uint64_t seed = 0;
  int epoch = 0;  // from 1
  int epochs = 0;
  double loss = 0;     // mean over the epoch's training films, as they were changed
  std::string figure;  // "AUC": what `value` is
  double value = 0;    // on the validation films, of the averaged weights
  double best = 0;
  int best_epoch = 0;
  double rate = 0;     // of the head, at the end of the epoch
  double seconds = 0;  // of the epoch
};

std::string to_line(const JournalLine& line);  // with the newline
// Lines that are not such an object are left out: a line that a power cut broke off is no reason to stop.
std::vector<JournalLine> read_journal(const std::filesystem::path& path);

// Writes the line after those of other seeds and of earlier epochs of its own: going on from a checkpoint, an
// epoch that is done again replaces what was said of it. Through a file beside it, so that it is never half.
base::Result<void> add_to_journal(const std::filesystem::path& path, const JournalLine& line);

}  // namespace roentgen::training
