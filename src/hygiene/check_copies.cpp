// The same film twice: in one set, on both sides of a split, under two patients, with two labels, in two
// sets.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "base/text.h"
#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

// The labels two films contradict each other in: known in both and not the same.
std::vector<std::string> contradictions(const Material& material, const FilmAt& a, const FilmAt& b) {
  std::vector<std::string> names;
  for (const auto& column : material.columns[a.set]) {
    const Column* other = a.set == b.set ? &column : find_column(material.columns[b.set], column.name);
    if (other == nullptr) continue;
    const auto is_label = [](const Column& c) {
      return c.kind == ColumnKind::label || c.kind == ColumnKind::normal;
    };
    if (is_label(column) && is_label(*other)) {
      const int x = column.truth[a.film], y = other->truth[b.film];
      if (x != kUnknown && y != kUnknown && x != y) names.push_back(column.name);
    }
  }
  return names;
}

std::string place(const Material& material, const FilmAt& at) {
  const auto& film = material.film(at);
  return material.sets[at.set].name + "/" + film.image + (film.split.empty() ? "" : " (" + film.split + ")");
}

std::string caption(const Copy& copy) {
  if (copy.same_pixels) return "the same pixels";
  return (copy.change == Change{}
              ? words(copy.change)
              : std::string(copy.of_a ? "second is first: " : "first is second: ") + words(copy.change)) +
         ", likeness " + base::fixed(copy.likeness, 3) + ", " + std::to_string(copy.bits) +
         " of 256 bits differ";
}

// Pairs of one kind, gathered into a finding.
struct Pairs {
  Finding finding;
  std::set<std::pair<std::size_t, std::size_t>> films;
  std::size_t exact = 0, changed = 0;

  Pairs(Severity severity, const char* check, std::string set)
      : finding{.severity = severity,
                .check = check,
                .set = std::move(set),
                .text = {},
                .count = 0,
                .examples = {},
                .figures = {}} {}

  void add(const Material& material, const Copy& copy, const std::string& more = {}) {
    const FilmAt a = material.at[copy.a], b = material.at[copy.b];
    ++finding.count;
    exact += copy.same_pixels ? 1 : 0;
    changed += copy.change == Change{} ? 0 : 1;
    films.insert({a.set, a.film});
    films.insert({b.set, b.film});
    add_example(finding, {.films = {a, b}, .caption = caption(copy) + (more.empty() ? "" : "; " + more)});
  }
  // "12 pairs (3 of the same pixels, 2 mirrored, turned, inverted or cropped) of 20 films"
  std::string counts() const {
    std::string kinds;
    if (exact > 0) kinds += std::to_string(exact) + " of the same pixels";
    if (changed > 0)
      kinds +=
          (kinds.empty() ? "" : ", ") + std::to_string(changed) + " mirrored, turned, inverted or cropped";
    return counted(finding.count, "pair", "pairs") + (kinds.empty() ? "" : " (" + kinds + ")") + " of " +
           hygiene::films(films.size());
  }
  std::string first(const Material& material) const {
    const auto& both = finding.examples.front().films;
    return " First: " + place(material, both[0]) + " and " + place(material, both[1]) + ".";
  }
};

void inside(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  Pairs splits(Severity::error, "copies_across_splits", set.name),
      labels(Severity::error, "copies_with_two_labels", set.name),
      patients(Severity::warning, "copies_of_two_patients", set.name),
      same(Severity::note, "copies", set.name);
  std::vector<Copy> all;
  for (const auto& copy : material.copies) {
    const FilmAt a = material.at[copy.a], b = material.at[copy.b];
    if (a.set != s || b.set != s) continue;
    all.push_back(copy);
    const auto &x = material.film(a), &y = material.film(b);
    if (const auto names = contradictions(material, a, b); !names.empty())
      labels.add(material, copy, "differ in " + listed(names, 4));
    if (!x.split.empty() && !y.split.empty() && x.split != y.split)
      splits.add(material, copy);
    else if (x.patient != y.patient)
      patients.add(material, copy);
    else
      same.add(material, copy);
  }
  const auto tell = [&](Pairs& pairs, const std::string& what) {
    if (pairs.finding.count == 0) return;
    pairs.finding.text = pairs.counts() + " " + what + pairs.first(material);
    findings.push_back(std::move(pairs.finding));
  };
  tell(splits,
       "show the same picture on both sides of a split: what is measured there was seen in training.");
  tell(labels,
       "show the same picture with contradicting labels: one of them is wrong, or it is not the same film.");
  tell(patients,
       "show the same picture under two patients' numbers: join the patients, keep one of the films.");
  tell(same, "show the same picture: it counts more than once.");
}

// Across two sets.
void between(const Material& material, std::size_t s, std::size_t t, std::vector<Finding>& findings) {
  const Set &one = material.sets[s], &other = material.sets[t];
  Pairs shared(Severity::warning, "same_films_in_two_sets", {}),
      splits(Severity::error, "copies_across_splits", {}),
      labels(Severity::warning, "copies_with_two_labels", {});
  std::set<std::size_t> of_one, of_other;
  std::map<std::string, std::size_t> sides;
  for (const auto& copy : material.copies) {
    FilmAt a = material.at[copy.a], b = material.at[copy.b];
    if (a.set != s || b.set != t) continue;
    of_one.insert(a.film);
    of_other.insert(b.film);
    shared.add(material, copy);
    if (const auto names = contradictions(material, a, b); !names.empty())
      labels.add(material, copy, "differ in " + listed(names, 4));
    const auto &x = material.film(a).split, &y = material.film(b).split;
    if (!x.empty() && !y.empty()) ++sides[x + " there, " + y + " here"];
    if (!x.empty() && !y.empty() && x != y && (x == "train" || y == "train")) splits.add(material, copy);
  }
  if (shared.finding.count == 0) return;
  shared.finding.text = films(of_one.size()) + " of " + one.name + " (" + std::to_string(one.size()) +
                        ") and " + std::to_string(of_other.size()) + " of " + other.name + " (" +
                        std::to_string(other.size()) + ") are the same pictures under other names, " +
                        shared.counts() + ": count each once." + shared.first(material);
  add_figure(shared.finding, {.name = "films of " + one.name,
                              .value = static_cast<double>(of_one.size()),
                              .ci95 = {},
                              .n = one.size()});
  add_figure(shared.finding, {.name = "films of " + other.name,
                              .value = static_cast<double>(of_other.size()),
                              .ci95 = {},
                              .n = other.size()});
  findings.push_back(std::move(shared.finding));
  if (splits.finding.count > 0) {
    splits.finding.text = splits.counts() + " stand in train of one set and in another split of the other (" +
                          one.name + ", " + other.name + "): pooled, what is measured was seen in training." +
                          splits.first(material);
    findings.push_back(std::move(splits.finding));
  }
  if (labels.finding.count > 0) {
    labels.finding.text = labels.counts() + " are labelled otherwise in " + one.name + " than in " +
                          other.name + "." + labels.first(material);
    findings.push_back(std::move(labels.finding));
  }
}

// Films shared between sets say which patients are the same people; those must not stand on two sides.
void linked_patients(const Material& material, std::vector<Finding>& findings) {
  using Patient = std::pair<std::size_t, std::string>;
  std::map<Patient, std::size_t> number;
  std::vector<std::size_t> parent;
  const auto id = [&](const FilmAt& at) {
    const auto [found, fresh] = number.emplace(Patient{at.set, material.film(at).patient}, parent.size());
    if (fresh) parent.push_back(parent.size());
    return found->second;
  };
  const auto root = [&](std::size_t p) {
    while (parent[p] != p) p = parent[p] = parent[parent[p]];
    return p;
  };
  for (const auto& copy : material.copies) {
    const FilmAt a = material.at[copy.a], b = material.at[copy.b];
    if (a.set == b.set || material.film(a).patient.empty() || material.film(b).patient.empty()) continue;
    const std::size_t x = root(id(a)), y = root(id(b));
    parent[std::max(x, y)] = std::min(x, y);
  }
  if (number.empty()) return;
  struct Sides {
    std::map<std::string, std::vector<FilmAt>> films;  // by split
    std::set<std::size_t> sets;
  };
  std::map<std::size_t, Sides> people;
  for (std::size_t s = 0; s < material.sets.size(); ++s)
    for (std::size_t f = 0; f < material.sets[s].size(); ++f) {
      const auto& film = material.sets[s].films()[f];
      const auto found = number.find({s, film.patient});
      if (film.patient.empty() || film.split.empty() || found == number.end()) continue;
      auto& sides = people[root(found->second)];
      sides.films[film.split].push_back({s, f});
      sides.sets.insert(s);
    }
  Finding finding = empty_finding(Severity::error, "patients_across_sets", {});
  std::size_t joined = 0, measured = 0;
  for (const auto& [first, sides] : people) {
    if (sides.sets.size() < 2) continue;
    ++joined;
    if (sides.films.size() < 2 || !sides.films.contains("train")) continue;
    ++finding.count;
    Example example{.films = {sides.films.at("train").front()}, .caption = "one patient: train and "};
    for (const auto& [split, members] : sides.films)
      if (split != "train") {
        measured += members.size();
        if (example.films.size() < 2) {
          example.films.push_back(members.front());
          example.caption += split;
        }
      }
    add_example(finding, std::move(example));
  }
  if (finding.count == 0) return;
  finding.text = std::to_string(finding.count) + " of " + std::to_string(joined) +
                 " patients that shared films join across the sets stand in train of one and in another "
                 "split of the other (" +
                 films(measured) + " there): split by patient over all sets before pooling them.";
  findings.push_back(std::move(finding));
}

}  // namespace

void check_copies(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) inside(material, s, findings);
  for (std::size_t s = 0; s < material.sets.size(); ++s)
    for (std::size_t t = s + 1; t < material.sets.size(); ++t) between(material, s, t, findings);
  linked_patients(material, findings);
}

}  // namespace roentgen::hygiene
