#include "evaluation/groups.h"

#include <map>
#include <utility>

namespace roentgen::evaluation {

namespace {

// Metal on a film goes with what it was put in for: figures are told with and without.
constexpr const char* kHardware = "hardware";

}  // namespace

Facts facts_of(const dataset::Film& film) {
  Facts facts{.image = film.image,
              .patient = film.patient,
              .source = film.source,
              .view = film.view,
              .sex = film.sex,
              .age = dataset::age_group(film.age),
              .others = {}};
  if (const auto found = film.values.find(kHardware); found != film.values.end() && !found->second.empty())
    facts.others.push_back(std::string(kHardware) + "=" + found->second);
  return facts;
}

std::vector<Group> groups_of(std::span<const Facts> films) {
  Group all{.name = "all", .films = {}};
  std::map<std::string, std::vector<std::size_t>> parts;
  for (std::size_t i = 0; i < films.size(); ++i) {
    all.films.push_back(i);
    const std::pair<const char*, const std::string*> facts[] = {{"source=", &films[i].source},
                                                                {"view=", &films[i].view},
                                                                {"sex=", &films[i].sex},
                                                                {"age=", &films[i].age}};
    for (const auto& [kind, value] : facts)
      if (!value->empty()) parts[kind + *value].push_back(i);
    for (const std::string& other : films[i].others) parts[other].push_back(i);
  }
  std::vector<Group> groups{std::move(all)};
  for (auto& [name, members] : parts)
    if (members.size() >= kLeastGroup) groups.push_back({name, std::move(members)});
  return groups;
}

}  // namespace roentgen::evaluation
