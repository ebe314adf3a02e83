#include "evaluation/run_films.h"

#include <algorithm>
#include <optional>

#include "base/interrupt.h"
#include "base/parallel.h"

namespace roentgen::evaluation {
namespace {

// Few enough that prepared inputs stay small, many enough that all cores have work.
constexpr std::size_t kBatch = 32;

struct Slot {
  FilmInput input;
  std::optional<base::Error> error;
};

Slot load(const dataset::PictureTable& set, std::size_t film, const model::InputSpec& spec) {
  Slot slot;
  const auto picture = dataset::read_image(set, film);
  if (!picture) {
    slot.error = picture.error();
    return slot;
  }
  slot.input = {.prepared = model::prepare(*picture, spec),
                .numbers = one_numbers(*picture),
                .rows = picture->rows,
                .columns = picture->columns};
  return slot;
}

}  // namespace

base::Result<std::vector<base::Error>> run_films(const model::Engine& engine,
                                                 const dataset::PictureTable& set,
                                                 std::span<const std::size_t> films,
                                                 const RunOptions& options, const TakeOutput& take) {
  std::vector<base::Error> failures;
  for (std::size_t begin = 0; begin < films.size(); begin += kBatch) {
    if (base::interrupted()) return base::fail(base::ErrorCode::cancelled, "Interrupted.");
    const auto batch = films.subspan(begin, std::min(kBatch, films.size() - begin));
    std::vector<Slot> slots(batch.size());
    const auto loaded = base::parallel_for(batch.size(), options.threads, [&](std::size_t i) {
      slots[i] = load(set, batch[i], engine.card().input);
    });
    if (!loaded) return std::unexpected(loaded.error());

    std::vector<image::Plane> inputs;
    std::vector<std::size_t> owners;  // of inputs: slots
    for (std::size_t i = 0; i < slots.size(); ++i)
      if (!slots[i].error) {
        inputs.push_back(slots[i].input.prepared.input);
        owners.push_back(i);
      }
    if (!inputs.empty()) {
      const auto outputs = engine.run(inputs, options.outputs);
      if (!outputs) return std::unexpected(outputs.error());
      const auto taken = base::parallel_for(owners.size(), options.threads, [&](std::size_t k) {
        Slot& slot = slots[owners[k]];
        if (auto done = take(batch[owners[k]], slot.input, (*outputs)[k]); !done) slot.error = done.error();
      });
      if (!taken) return std::unexpected(taken.error());
    }
    for (auto& slot : slots)
      if (slot.error) failures.push_back(std::move(*slot.error));
    if (options.progress) options.progress(begin + batch.size(), films.size());
  }
  return failures;
}

}  // namespace roentgen::evaluation
