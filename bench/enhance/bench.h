// The parts of the bench; each prints a table and returns the exit code.
#pragma once

#include <ctime>
#include <string>
#include <vector>

namespace roentgen::bench {

// Noise of known strength on films; ours beside OpenCV's bilateral filter and non-local means.
int denoise(const std::vector<std::string>& films);
// Every preset on a 3000 x 2500 phantom: milliseconds and the most memory held at once.
int presets();
// Ribs and nodules drawn onto films with outlined lungs (a folder like cxr_anatomy): what is left of each.
int ribs(const std::string& folder);
// Photographs of films drawn with known corners (`roentgen spoil`): how many are straightened, how exactly,
// and what is lost. `list`, if not empty: a CSV file with a line for each.
int photographs(const std::string& folder, const std::string& split, unsigned long long seed,
                const std::string& list);

// Lungs, heart and what lies below, of films with outlines (a folder like cxr_anatomy): how bright a preset
// makes them, and how much detail they show.
int regions(const std::string& folder, const std::string& split, const std::string& preset);

// Of this thread, in milliseconds: what other programs do at the same time hardly counts.
inline double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

struct Interval {
  double mean = 0, low = 0, high = 0;
};
Interval mean_of(
    const std::vector<double>& values);  // 95 %, normal approximation with Student's factor for few

}  // namespace roentgen::bench
