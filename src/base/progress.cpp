#include "base/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

namespace roentgen::base {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double kRedrawSeconds = 0.1;
constexpr double kLogSeconds = 30;
constexpr int kBarColumns = 20;

template <class... Values>
std::string print(const char* format, Values... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

std::string clock_face(double seconds) {  // 0:07, 12:34, 1:02:03
  const auto whole = static_cast<long>(std::min(std::round(seconds), 1e9));
  const long hours = whole / 3600, minutes = whole / 60 % 60;
  return hours > 0 ? print("%ld:%02ld:%02ld", hours, minutes, whole % 60)
                   : print("%ld:%02ld", minutes, whole % 60);
}

// Cut between two characters of UTF-8, not inside one.
std::string cut(std::string text, int width) {
  int columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
    if (begins && columns++ == width) return text.substr(0, i);
  }
  return text;
}

bool is_terminal() {
  const char* kind = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && kind != nullptr && std::strcmp(kind, "dumb") != 0;
}

int terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col - 1 : 79;
}

}  // namespace

std::string progress_line(const ProgressState& state, int width, bool bar) {
  std::string line = state.title;
  const auto done = static_cast<double>(state.done), total = static_cast<double>(state.total);
  if (state.total > 0) {
    const double fraction = std::min(done / total, 1.0);
    if (bar) {
      const auto filled = static_cast<std::size_t>(fraction * kBarColumns);
      std::string drawn = std::string(filled, '=') + (filled < kBarColumns ? ">" : "");
      drawn.resize(kBarColumns, ' ');
      line += " [" + drawn + "]";
    }
    line += print(" %3d %%", static_cast<int>(fraction * 100));
    line += print("  %zu/%zu", state.done, state.total);
  } else {
    line += print("  %zu", state.done);
  }
  if (state.done > 0 && state.seconds > 0) {
    const double rate = done / state.seconds;
    line += print(rate >= 1 ? "  %.1f/s" : "  %.3f/s", rate);
    if (state.done < state.total)
      line += "  " + clock_face((total - done) / rate) + " left";
    else if (state.total > 0)
      line += "  " + clock_face(state.seconds);
  }
  if (!state.note.empty()) line += "  " + state.note;
  return width > 0 ? cut(std::move(line), width) : line;
}

struct Progress::Impl {
  std::mutex guard;
  ProgressState state;
  Clock::time_point begin = Clock::now(), last_written = begin;
  bool terminal = is_terminal();
  bool written = false;
  bool finished = false;

  // Call with the guard held.
  void write(bool last) {
    if (finished) return;
    const auto now = Clock::now();
    const std::chrono::duration<double> since = now - last_written;
    if (terminal) {
      if (!last && written && since.count() < kRedrawSeconds) return;
    } else {
      if (!last && since.count() < kLogSeconds) return;
      if (last && !written && state.note.empty()) return;
    }
    last_written = now;
    written = true;
    state.seconds = std::chrono::duration<double>(now - begin).count();
    const std::string line = progress_line(state, terminal ? terminal_width() : 0, terminal);
    if (terminal)
      std::fprintf(stderr, "\r%s\x1b[K%s", line.c_str(), last ? "\n" : "");
    else
      std::fprintf(stderr, "%s\n", line.c_str());
    std::fflush(stderr);
  }
};

Progress::Progress(std::string title, std::size_t total) : impl_(std::make_unique<Impl>()) {
  impl_->state.title = std::move(title);
  impl_->state.total = total;
}

Progress::~Progress() {
  finish();
}

void Progress::set_total(std::size_t total) {
  const std::lock_guard lock(impl_->guard);
  impl_->state.total = total;
}

void Progress::advance(std::size_t more) {
  const std::lock_guard lock(impl_->guard);
  impl_->state.done += more;
  impl_->write(false);
}

void Progress::advance_to(std::size_t done) {
  const std::lock_guard lock(impl_->guard);
  impl_->state.done = done;
  impl_->write(false);
}

void Progress::note(std::string text) {
  const std::lock_guard lock(impl_->guard);
  impl_->state.note = std::move(text);
}

void Progress::finish() {
  const std::lock_guard lock(impl_->guard);
  impl_->write(true);
  impl_->finished = true;
}

}  // namespace roentgen::base
