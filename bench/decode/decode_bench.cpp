// How long it takes to get from a file's bytes to a picture of the screen's size, inside one process.
//   decode-bench REPEATS FILE   one line of JSON: milliseconds of every repeat, peak memory in KiB
//   decode-bench REPEATS --limit BYTES   the same for reading and writing that many bytes once: the memory's
//   own speed
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
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
  const auto film = roentgen::dicom::read_film(std::filesystem::path(file));
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

long peak_kib(int who) {
  rusage usage{};
  ::getrusage(who, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  const int repeats = std::atoi(arguments[1]);
  const long before = peak_kib(RUSAGE_SELF);
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
  std::cout << "], \"before_kib\": " << before << ", \"peak_kib\": " << peak_kib(RUSAGE_SELF)
            << ", \"child_peak_kib\": " << peak_kib(RUSAGE_CHILDREN) << "}\n";
  return 0;
}
