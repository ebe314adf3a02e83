#include "evaluation/few_shots.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "base/random.h"

namespace roentgen::evaluation {
namespace {

constexpr std::size_t kLeastLeft = 3;  // patients with the finding to measure on
constexpr std::size_t kLeastWithout = 10;

struct Person {
  std::vector<std::size_t> films;  // that count: with the finding, if he has any
  bool with = false;
};

std::string person_key(std::span<const FeatureFilm> films, std::size_t i) {
  return films[i].patient.empty() ? "#" + std::to_string(i) : films[i].patient;
}

// In order of first appearance, so that a draw is the same everywhere.
std::vector<Person> people_of(std::span<const FeatureFilm> films) {
  std::map<std::string, std::size_t> place;
  std::vector<Person> people;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto [known, added] = place.emplace(person_key(films, i), people.size());
    if (added) people.emplace_back();
    Person& person = people[known->second];
    const bool with = films[i].truth == 1;
    if (with && !person.with) {
      person.films.clear();
      person.with = true;
    }
    if (with == person.with) person.films.push_back(i);
  }
  return people;
}

double percentile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(at);
  const std::size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

}  // namespace

std::vector<std::size_t> draw_examples(std::span<const FeatureFilm> films, int shots, int negatives,
                                       std::uint64_t seed, int draw) {
  std::vector<Person> with, without;
  for (Person& person : people_of(films)) (person.with ? with : without).push_back(std::move(person));
  base::Random random{seed, 411, static_cast<std::uint64_t>(draw)};
  random.shuffle(with);
  random.shuffle(without);
  const std::size_t most =
      without.size() > 2 * kLeastWithout ? without.size() - kLeastWithout : (without.size() + 1) / 2;
  with.resize(std::min(with.size(), static_cast<std::size_t>(shots)));
  without.resize(std::min(static_cast<std::size_t>(negatives), most));
  std::vector<std::size_t> chosen;
  for (const auto* people : {&with, &without})
    for (const Person& person : *people) chosen.push_back(person.films[random.below(person.films.size())]);
  std::ranges::sort(chosen);
  return chosen;
}

std::vector<std::size_t> films_of_others(std::span<const FeatureFilm> films,
                                         std::span<const std::size_t> examples) {
  std::set<std::string> seen;
  for (const std::size_t i : examples) seen.insert(person_key(films, i));
  std::vector<std::size_t> others;
  for (std::size_t i = 0; i < films.size(); ++i)
    if (!seen.contains(person_key(films, i))) others.push_back(i);
  return others;
}

std::vector<ShotFigure> few_shot_curve(std::span<const FeatureFilm> films, const FewShotSpec& spec) {
  std::size_t patients_with = 0;
  for (const Person& person : people_of(films)) patients_with += person.with ? 1 : 0;
  std::vector<ShotFigure> curve;
  for (const int shots : spec.shots) {
    if (static_cast<std::size_t>(shots) + kLeastLeft > patients_with) continue;
    ShotFigure figure{.shots = shots};
    std::vector<double> areas;
    for (int draw = 0; draw < spec.draws; ++draw) {
      const auto examples = draw_examples(films, shots, spec.negatives, spec.seed, draw);
      std::vector<FeatureFilm> shown;
      for (const std::size_t i : examples) shown.push_back(films[i]);
      const model::LinearLabel label = prototype_of(shown);
      std::vector<Scored> scored;
      for (const std::size_t i : films_of_others(films, examples)) {
        scored.push_back({logit_of(label, films[i].features), films[i].truth, films[i].patient});
        figure.positives += films[i].truth;
      }
      const double area = auc(scored);
      if (std::isnan(area)) continue;
      figure.films += static_cast<double>(scored.size());
      areas.push_back(area);
    }
    if (areas.empty()) continue;
    std::ranges::sort(areas);
    const auto count = static_cast<double>(areas.size());
    figure.draws = static_cast<int>(areas.size());
    for (const double area : areas) figure.auc += area / count;
    figure.films /= count;
    figure.positives /= count;
    figure.low = percentile(areas, 0.025);
    figure.high = percentile(areas, 0.975);
    figure.worst = areas.front();
    curve.push_back(figure);
  }
  return curve;
}

}  // namespace roentgen::evaluation
