#include "evaluation/look_at_films.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "base/interrupt.h"
#include "base/parallel.h"

namespace roentgen::evaluation {

constexpr std::size_t kBatch = 32;

base::Result<std::vector<std::optional<base::Error>>> look_at_films(
    const dataset::Table& table, std::span<const dataset::Film* const> films,
    const EvaluationOptions& options, const Look& look) {
  std::vector<std::optional<base::Error>> unopened(films.size());
  for (std::size_t begin = 0; begin < films.size(); begin += kBatch) {
    if (base::interrupted()) return base::fail(base::ErrorCode::cancelled, "Interrupted.");
    const std::size_t count = std::min(kBatch, films.size() - begin);
    std::vector<std::optional<base::Error>> faults(count);
    const auto ran = base::parallel_for(count, options.metrics.threads, [&](std::size_t i) {
      const auto picture = dataset::read_image(table, *films[begin + i]);
      if (!picture) {
        unopened[begin + i] = picture.error();
        return;
      }
      if (const auto looked = look(begin + i, *picture); !looked) faults[i] = looked.error();
    });
    if (!ran) return std::unexpected(ran.error());
    for (const auto& fault : faults)
      if (fault) return std::unexpected(*fault);
    if (options.progress) options.progress(begin + count, films.size());
  }
  return unopened;
}

study::Acquisition words_of(const dataset::Film& film) {
  study::Acquisition words;
  words.view_position = film.view;
  words.patient_sex = film.sex;
  if (const auto part = film.values.find("body_part"); part != film.values.end()) {
    words.body_part = part->second;
    std::ranges::transform(words.body_part, words.body_part.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  }
  int years = 0;
  const auto [end, error] = std::from_chars(film.age.data(), film.age.data() + film.age.size(), years);
  if (error == std::errc{} && end == film.age.data() + film.age.size()) words.patient_age_years = years;
  return words;
}

}  // namespace roentgen::evaluation
