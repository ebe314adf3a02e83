// enhance-bench denoise FILM... | presets | ribs FOLDER
#include <cmath>
#include <cstdio>

#include "bench.h"

namespace roentgen::bench {

Interval mean_of(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double mean = 0, squares = 0;
  for (const double value : values) mean += value / n;
  for (const double value : values) squares += (value - mean) * (value - mean);
  // Student's t at 97.5 % is 1.96 + 2.4 / (n - 1) to within 2 % from n = 5 on.
  const double half = n > 1 ? (1.96 + 2.4 / (n - 1)) * std::sqrt(squares / (n - 1) / n) : 0;
  return {mean, mean - half, mean + half};
}

}  // namespace roentgen::bench

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words.size() >= 2 && words[0] == "denoise")
    return roentgen::bench::denoise({words.begin() + 1, words.end()});
  if (words.size() == 1 && words[0] == "presets") return roentgen::bench::presets();
  if (words.size() == 2 && words[0] == "ribs") return roentgen::bench::ribs(words[1]);
  std::fprintf(stderr, "usage: enhance-bench denoise FILM... | presets | ribs FOLDER\n");
  return 2;
}
