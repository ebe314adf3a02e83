// How long it takes to get from a file's bytes to a picture of the screen's size, inside one process.
//   decode-bench REPEATS FILE   one line of JSON: milliseconds of every repeat, memory before them in KiB
//   decode-bench REPEATS --limit BYTES   the same for reading and writing that many bytes once: the memory's
//   own speed
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "dicom/film.h"
#include "image/resample.h"

namespace {

constexpr int kLongestSide = 1024;

template <class Work>
std::vector<double> repeat(int repeats, Work work) {
  std::vector<double> milliseconds;
  for (int i = 0; i < repeats; ++i) {
    const auto start = std::chrono::steady_clock::now();
    if (!work()) std::exit(3);
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  return milliseconds;
}

bool decode(const char* file) {
  roentgen::dicom::FilmOptions options;
  options.fingerprint = false;  // the others make none either
  const auto film = roentgen::dicom::read_film(std::filesystem::path(file), options);
  if (!film) {
    std::cerr << film.error().message << "\n";
    return false;
  }
  const auto& picture = film->display;
  const int longest = std::max(picture.rows, picture.columns);
  const auto small = roentgen::image::resample_image(picture, picture.rows * kLongestSide / longest,
                                                     picture.columns * kLongestSide / longest);
  return !small.samples.empty();
}

// What this process holds, pages shared with others counted in parts (proc(5), smaps_rollup).
long own_kib() {
  std::ifstream rollup("/proc/self/smaps_rollup");
  for (std::string word; rollup >> word;)
    if (long kib = 0; word == "Pss:" && rollup >> kib) return kib;
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const int repeats = std::atoi(arguments[1]);
  const long before = own_kib();
  std::vector<double> milliseconds;
  if (std::string(arguments[2]) == "--limit" && count > 3) {
    const std::vector<char> from(static_cast<std::size_t>(std::atoll(arguments[3])), 1);
    std::vector<char> to(from.size());
    milliseconds = repeat(repeats, [&] {
      std::memcpy(to.data(), from.data(), from.size());
      return to[to.size() / 2] == 1;
    });
  } else {
    milliseconds = repeat(repeats, [&] { return decode(arguments[2]); });
  }
  std::cout << "{\"ms\": [";
  for (std::size_t i = 0; i < milliseconds.size(); ++i) std::cout << (i == 0 ? "" : ", ") << milliseconds[i];
  std::cout << "], \"before_kib\": " << before << "}\n";
  return 0;
}
