// How far a long piece of work is: a bar on a terminal, a line now and then in a log.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

namespace roentgen::base {

// What a progress line says. total 0: not known yet.
struct ProgressState {
  std::string title;
  std::size_t done = 0;
  std::size_t total = 0;
  double seconds = 0;  // since the beginning
  std::string note;    // anything else worth watching: a loss, the last figure
};

// "reading films [=====>    ]  52 %  521/1000  34.1/s  0:14 left  loss 0.1234", cut to `width` columns (0:
// not cut).
std::string progress_line(const ProgressState& state, int width, bool bar);

// Writes to stderr. On a terminal one line is redrawn ten times a second at most and stays, complete, at the
// end. Elsewhere a line is written every half minute, and one at the end if there is a note or any line went
// before: a short piece of work leaves nothing. May be used from several threads.
class Progress {
 public:
  Progress(std::string title, std::size_t total);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();  // finish()

  void set_total(std::size_t total);
  void advance(std::size_t more = 1);
  void advance_to(std::size_t done);
  void note(std::string text);
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace roentgen::base
