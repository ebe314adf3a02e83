#include "evaluation/prototype.h"

#include <algorithm>
#include <map>

#include "evaluation/curves.h"

namespace roentgen::evaluation {
namespace {

constexpr int kParts = 5;

std::vector<double> mean_of(std::span<const FeatureFilm> films, int truth) {
  std::vector<double> mean(films.front().features.size(), 0);
  double count = 0;
  for (const FeatureFilm& film : films) {
    if (film.truth != truth) continue;
    ++count;
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += film.features[i];
  }
  for (double& value : mean) value /= std::max(count, 1.0);
  return mean;
}

}  // namespace

model::LinearLabel prototype_of(std::span<const FeatureFilm> films) {
  const auto with = mean_of(films, 1), without = mean_of(films, 0);
  model::LinearLabel label;
  for (std::size_t i = 0; i < with.size(); ++i) {
    label.weight.push_back(with[i] - without[i]);
    label.bias -= (with[i] * with[i] - without[i] * without[i]) / 2;
  }
  return label;
}

double logit_of(const model::LinearLabel& label, std::span<const float> features) {
  double logit = label.bias;
  for (std::size_t i = 0; i < features.size(); ++i) logit += label.weight[i] * features[i];
  return logit;
}

std::vector<Scored> left_out_logits(std::span<const FeatureFilm> films) {
  // Parts are left out together: a patient with the finding is a part of his own.
  std::map<std::string, int> own_part;
  std::vector<int> part(films.size());
  int next = kParts;
  for (std::size_t i = 0; i < films.size(); ++i)
    if (films[i].truth == 1) {
      const std::string key = films[i].patient.empty() ? "#" + std::to_string(i) : films[i].patient;
      const auto [known, added] = own_part.emplace(key, next);
      next += added ? 1 : 0;
      part[i] = known->second;
    }
  for (std::size_t i = 0; i < films.size(); ++i) {
    if (films[i].truth == 1) continue;
    const auto known = own_part.find(films[i].patient);
    part[i] = known != own_part.end() ? known->second : part_of(films[i].patient, i, kParts);
  }
  std::vector<Scored> scored(films.size());
  for (int p = 0; p < next; ++p) {
    if (std::ranges::find(part, p) == part.end()) continue;
    std::vector<FeatureFilm> others;
    for (std::size_t i = 0; i < films.size(); ++i)
      if (part[i] != p) others.push_back(films[i]);
    const model::LinearLabel label = prototype_of(others);
    for (std::size_t i = 0; i < films.size(); ++i)
      if (part[i] == p) scored[i] = {logit_of(label, films[i].features), films[i].truth, films[i].patient};
  }
  return scored;
}

}  // namespace roentgen::evaluation
