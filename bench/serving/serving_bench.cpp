// serving-bench IMAGES PRECISION THREADS PACKAGE…: the networks of packages on one made image, IMAGES times.
// Prints JSON: for each package and, if there are several, for all of them on one image, one after the other
// (THREADS of an image each run on one core; with more than one, so many images run at once).
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "model/card_rules.h"
#include "model/engine.h"

namespace {

using namespace roentgen;

double wall_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double, std::milli>(now).count();
}

double processor_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

long peak_kib() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Times {
  double wall = 0, processor = 0;
};

// The median over `images` of one piece of work.
template <class Work>
Times timed(int images, const Work& work) {
  std::vector<double> wall, processor;
  for (int i = 0; i < images + 2; ++i) {
    const double w = wall_ms(), p = processor_ms();
    work();
    if (i < 2) continue;  // cold code
    wall.push_back(wall_ms() - w);
    processor.push_back(processor_ms() - p);
  }
  return {median(wall), median(processor)};
}

int refuse(const base::Error& error) {
  std::fprintf(stderr, "serving-bench: %s: %s\n", error.subject.c_str(), error.message.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("usage: serving-bench IMAGES float32|bfloat16 THREADS PACKAGE…\n", stderr);
    return 2;
  }
  const int images = std::max(1, std::atoi(argv[1])), threads = std::max(1, std::atoi(argv[3]));
  const auto precision =
      std::string(argv[2]) == "bfloat16" ? model::Precision::bfloat16 : model::Precision::float32;
  const long before = peak_kib();
  std::vector<model::Engine> engines;
  std::printf("{\"packages\": [");
  for (int i = 4; i < argc; ++i) {
    const auto package = model::load_package(argv[i]);
    if (!package) return refuse(package.error());
    const double start = wall_ms();
    auto engine =
        model::Engine::load(*package, {.threads = threads, .cache_folder = {}, .precision = precision});
    if (!engine) return refuse(engine.error());
    const double load = wall_ms() - start;
    const std::vector<image::Plane> batch(static_cast<std::size_t>(threads),
                                          model::canary_image(engine->card().input.size));
    const auto names = model::output_names(engine->card().task);
    const Times times = timed(images, [&] { (void)engine->run(batch, names).value(); });
    std::printf("%s{\"name\": \"%s\", \"load_ms\": %.2f, \"wall_ms\": %.3f, \"processor_ms\": %.3f}",
                i > 4 ? ", " : "", engine->card().name.c_str(), load, times.wall / threads,
                times.processor / threads);
    engines.push_back(std::move(*engine));
  }
  const Times all = timed(images, [&] {
    for (const auto& engine : engines) {
      const image::Plane image = model::canary_image(engine.card().input.size);
      (void)engine.run(std::span(&image, 1), model::output_names(engine.card().task)).value();
    }
  });
  std::printf(
      "], \"all_wall_ms\": %.3f, \"all_processor_ms\": %.3f, \"before_kib\": %ld, \"peak_kib\": %ld}\n",
      all.wall, all.processor, before, peak_kib());
  return 0;
}
