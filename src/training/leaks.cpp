#include "training/leaks.h"

#include <algorithm>
#include <set>

namespace roentgen::training {

base::Result<std::vector<std::size_t>> films_on_both_sides(std::span<const SplitFilm> films, bool drop,
                                                           int threads) {
  std::vector<hygiene::Print> prints;
  for (const SplitFilm& film : films) prints.push_back(film.print);
  const auto copies = hygiene::find_copies(prints, {.rules = {}, .threads = threads, .progress = {}});
  if (!copies) return std::unexpected(copies.error());
  std::set<std::size_t> out;
  std::string first;
  std::size_t pairs = 0;
  for (const hygiene::Copy& copy : *copies) {
    const SplitFilm &a = films[copy.a], &b = films[copy.b];
    if (a.split == b.split) continue;
    ++pairs;
    if (first.empty()) first = a.name + " (" + a.split + ") and " + b.name + " (" + b.split + ")";
    const bool a_goes = a.split == "train" || (a.split == "val" && b.split == "test");
    out.insert(a_goes ? copy.a : copy.b);
  }
  if (pairs > 0 && !drop)
    return base::fail(base::ErrorCode::usage,
                      std::to_string(pairs) + (pairs == 1 ? " pair of films shows" : " pairs of films show") +
                          " the same picture on both sides of a split; take one of each out, or let the "
                          "recipe say \"copies\": \"drop\"",
                      first);
  return std::vector<std::size_t>(out.begin(), out.end());
}

}  // namespace roentgen::training
