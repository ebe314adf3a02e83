// enhance-bench denoise FILM... | presets | ribs FOLDER | photographs FOLDER SPLIT SEED [LIST] |
// regions FOLDER SPLIT PRESET
#include <cmath>
#include <cstdio>
#include <cstdlib>

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
  if ((words.size() == 4 || words.size() == 5) && words[0] == "photographs")
    return roentgen::bench::photographs(words[1], words[2], std::strtoull(words[3].c_str(), nullptr, 10),
                                        words.size() == 5 ? words[4] : "");
  if (words.size() == 4 && words[0] == "regions")
    return roentgen::bench::regions(words[1], words[2], words[3]);
  std::fprintf(stderr,
               "usage: enhance-bench denoise FILM... | presets | ribs FOLDER | "
               "photographs FOLDER SPLIT SEED [LIST] | regions FOLDER SPLIT PRESET\n");
  return 2;
}
