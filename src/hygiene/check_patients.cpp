// Who is on the films, and on which side of the splits.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <set>

#include "hygiene/check.h"

namespace roentgen::hygiene {
namespace {

using Patients = std::map<std::string, std::vector<std::size_t>>;  // films by patient

Patients patients_of(const Set& set) {
  Patients patients;
  for (std::size_t f = 0; f < set.size(); ++f)
    if (!set.films()[f].patient.empty()) patients[set.films()[f].patient].push_back(f);
  return patients;
}

// Numbers made from file names say nothing of who is on the film.
bool named_after_films(const Set& set) {
  std::size_t alike = 0;
  for (const auto& film : set.films()) {
    const std::string stem = std::filesystem::path(film.image).stem().string();
    const auto digits = [](const std::string& text) {
      std::string found;
      for (const char c : text)
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) found += c;
      return found;
    };
    const std::string number = digits(film.patient);
    if (film.patient == film.image || (number.size() >= 6 && digits(stem).find(number) != std::string::npos))
      ++alike;
  }
  return alike * 2 > set.size();
}

void who(const Set& set, const Patients& patients, std::vector<Finding>& findings) {
  if (patients.empty()) {
    auto finding = empty_finding(Severity::warning, "no_patients", set.name);
    finding.text =
        "No film names a patient: nobody can keep the films of one patient on one side of a split.";
    finding.count = set.size();
    findings.push_back(std::move(finding));
    return;
  }
  std::size_t without = set.size(), most = 0, several = 0;
  for (const auto& [name, members] : patients) {
    without -= members.size();
    most = std::max(most, members.size());
    several += members.size() > 1 ? 1 : 0;
  }
  if (without > 0) {
    auto finding = empty_finding(Severity::warning, "films_without_patient", set.name);
    finding.text = films(without) + " without a patient: each counts as a patient of its own.";
    finding.count = without;
    findings.push_back(std::move(finding));
  }
  if (several == 0 && set.size() > 1 && named_after_films(set)) {
    auto finding = empty_finding(Severity::warning, "patients_unknown", set.name);
    finding.text =
        "Every film is a patient of its own and the patients are named after the files: who is on the films "
        "is not "
        "known, so films of one patient may stand on both sides of a split.";
    finding.count = set.size();
    findings.push_back(std::move(finding));
  }
  if (several > 0) {
    auto finding = empty_finding(Severity::note, "films_per_patient", set.name);
    finding.text = counted(several, "patient has", "patients have") + " more than one film (at most " +
                   std::to_string(most) + "; " + std::to_string(patients.size()) + " patients, " +
                   films(set.size()) + "): draw and count by patient, not by film.";
    finding.count = several;
    findings.push_back(std::move(finding));
  }
}

void two_splits(const Material& material, std::size_t s, const Patients& patients,
                std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  auto finding = empty_finding(Severity::error, "patient_in_two_splits", set.name);
  std::map<std::string, std::size_t> pairs;
  for (const auto& [name, members] : patients) {
    std::map<std::string, std::size_t> splits;  // the first film of each
    for (const std::size_t f : members)
      if (!set.films()[f].split.empty()) splits.emplace(set.films()[f].split, f);
    if (splits.size() < 2) continue;
    ++finding.count;
    Example example;
    std::string both;
    for (const auto& [split, film] : splits) {
      both += (both.empty() ? "" : " and ") + split;
      example.films.push_back({s, film});
    }
    ++pairs[both];
    example.caption = "one patient, in " + both;
    add_example(finding, std::move(example));
  }
  if (finding.count == 0) return;
  std::vector<std::string> told;
  for (const auto& [both, n] : pairs) told.push_back(std::to_string(n) + " in " + both);
  finding.text = counted(finding.count, "patient stands", "patients stand") + " in more than one split (" +
                 listed(told) + "): what is measured there was seen in training. First: " +
                 material.film(finding.examples.front().films.front()).image + " and " +
                 material.film(finding.examples.front().films.back()).image + ".";
  findings.push_back(std::move(finding));
}

// A second list of splits (an official one beside our own) that another division crosses.
void other_splits(const Material& material, std::size_t s, const Patients& patients,
                  std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  for (const auto& column : material.columns[s]) {
    const std::string name = bare(column.name);
    if (column.kind != ColumnKind::category ||
        (name.find("split") == std::string::npos && !name.ends_with("set") && name != "fold"))
      continue;
    std::size_t crossing = 0, crossed_splits = 0;
    for (const auto& [patient, members] : patients) {
      std::set<int> lists;
      for (const std::size_t f : members)
        if (column.codes[f] != kUnknown) lists.insert(column.codes[f]);
      crossing += lists.size() > 1 ? 1 : 0;
    }
    std::map<int, std::set<std::string>> splits;
    for (std::size_t f = 0; f < set.size(); ++f)
      if (column.codes[f] != kUnknown && !set.films()[f].split.empty())
        splits[column.codes[f]].insert(set.films()[f].split);
    std::map<std::string, std::size_t> lists_of_split;
    for (const auto& [code, names] : splits)
      for (const auto& split : names) ++lists_of_split[split];
    for (const auto& [split, lists] : lists_of_split) crossed_splits += lists > 1 ? 1 : 0;
    if (crossing == 0 && crossed_splits == 0) continue;
    auto finding =
        empty_finding(crossing > 0 ? Severity::error : Severity::warning, "second_split", set.name);
    finding.count = crossing > 0 ? crossing : crossed_splits;
    finding.text = "The column " + column.name + " divides the films another way than split: " +
                   (crossing > 0 ? counted(crossing, "patient crosses", "patients cross") + " it. "
                                 : counted(crossed_splits, "split holds", "splits hold") +
                                       " films of more than one of its parts. ") +
                   "Use one of the two, never both.";
    findings.push_back(std::move(finding));
  }
}

void contradicting_facts(const Material& material, std::size_t s, const Patients& patients,
                         std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  auto sexes = empty_finding(Severity::warning, "patient_of_two_sexes", set.name);
  auto ages = empty_finding(Severity::warning, "patient_of_far_ages", set.name);
  constexpr double kFarYears = 25;
  for (const auto& [name, members] : patients) {
    std::map<std::string, std::size_t> sex;
    double least = 1e9, most = -1e9;
    std::size_t young = 0, old = 0;
    for (const std::size_t f : members) {
      const auto& film = set.films()[f];
      if (!film.sex.empty()) sex.emplace(film.sex, f);
      double years = 0;
      const auto [end, error] = std::from_chars(film.age.data(), film.age.data() + film.age.size(), years);
      if (error != std::errc{} || end != film.age.data() + film.age.size()) continue;
      if (years < least) least = years, young = f;
      if (years > most) most = years, old = f;
    }
    if (sex.size() > 1) {
      ++sexes.count;
      add_example(sexes, {.films = {{s, sex.begin()->second}, {s, sex.rbegin()->second}},
                          .caption = "one patient, two sexes"});
    }
    if (most - least > kFarYears) {
      ++ages.count;
      add_example(ages, {.films = {{s, young}, {s, old}}, .caption = "one patient, ages far apart"});
    }
  }
  sexes.text = counted(sexes.count, "patient is", "patients are") +
               " given two sexes: the number may stand for two people.";
  ages.text = counted(ages.count, "patient has", "patients have") +
              " ages more than 25 years apart: the number may stand for two people.";
  for (auto* finding : {&sexes, &ages})
    if (finding->count > 0) findings.push_back(std::move(*finding));
}

void missing_facts(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::vector<std::string> none;
  std::size_t odd_ages = 0;
  const auto missing = [&](const char* what, auto value) {
    const auto given = std::count_if(set.films().begin(), set.films().end(),
                                     [&](const auto& film) { return !value(film).empty(); });
    if (given == 0) none.push_back(what);
  };
  missing("age", [](const dataset::Film& f) { return f.age; });
  missing("sex", [](const dataset::Film& f) { return f.sex; });
  missing("view", [](const dataset::Film& f) { return f.view; });
  missing("source", [](const dataset::Film& f) { return f.source; });
  missing("split", [](const dataset::Film& f) { return f.split; });
  for (const auto& film : set.films())
    odd_ages += !film.age.empty() && dataset::age_group(film.age).empty() ? 1 : 0;
  if (!none.empty()) {
    auto finding = empty_finding(Severity::note, "facts_not_given", set.name);
    finding.count = none.size();
    finding.text = "Not given for any film: " + listed(none) +
                   ". Groups of this kind cannot be checked, nor a model's fairness to them.";
    findings.push_back(std::move(finding));
  }
  if (odd_ages > 0) {
    auto finding = empty_finding(Severity::warning, "impossible_ages", set.name);
    finding.count = odd_ages;
    finding.text = films(odd_ages) + " with an age that is none (not 0 to 120 years).";
    findings.push_back(std::move(finding));
  }
}

}  // namespace

void check_patients(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    if (set.kind == SetKind::pictures) continue;
    const auto patients = patients_of(set);
    who(set, patients, findings);
    two_splits(material, s, patients, findings);
    other_splits(material, s, patients, findings);
    contradicting_facts(material, s, patients, findings);
    missing_facts(material, s, findings);
  }
}

}  // namespace roentgen::hygiene
