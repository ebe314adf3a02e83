// One number of the picture against the label: over all films, and within each source and view.
#include <map>

#include "hygiene/rows.h"

namespace roentgen::hygiene {
namespace {

constexpr Number kControls[] = {kMean, kContrast, kSharpness, kLongSide, kAspect, kBlack, kWhite};

struct Told {
  double auc = 0;
  std::string text;
};

using Strata = std::map<std::string, std::vector<std::size_t>>;

// "all", each source, and each view of each source; not the same films twice.
Strata strata_of(const Set& set) {
  Strata strata;
  for (std::size_t f = 0; f < set.size(); ++f) {
    if (!set.read(f)) continue;
    const auto& film = set.films()[f];
    strata["all"].push_back(f);
    if (!film.source.empty()) strata["source=" + film.source].push_back(f);
    if (!film.source.empty() && !film.view.empty())
      strata["source=" + film.source + " view=" + film.view].push_back(f);
  }
  const std::size_t all = strata["all"].size();
  std::erase_if(strata, [&](const auto& part) { return part.first != "all" && part.second.size() == all; });
  return strata;
}

Rows rows_of_stratum(const Material& material, std::size_t s, const Column& label,
                     const std::vector<std::size_t>& members) {
  Rows rows;
  for (const std::size_t f : members)
    if (label.truth[f] != kUnknown) rows.add(material, {s, f}, label.truth[f]);
  return rows;
}

void one_label(const Material& material, std::size_t s, const Column& label, const Strata& strata,
               std::size_t questions, Finding& finding, std::vector<Told>& told) {
  for (const auto& [name, members] : strata) {
    const auto rows = rows_of_stratum(material, s, label, members);
    if (!rows.enough()) continue;
    for (const Number number : kControls) {
      std::vector<double> values;
      for (const auto& at : rows.films) values.push_back(material.look(at).numbers[number]);
      const auto auc = number_auc(rows, values);
      if (name == "all" && auc.value < kLeastAuc)
        add_figure(finding, {.name = std::string("auc ") + kNumberNames[number] + " " + label.name,
                             .value = auc.value,
                             .ci95 = {},
                             .n = rows.films.size(),
                             .positives = rows.positives});
      if (auc.value < kLeastAuc) continue;
      add_figure(finding, {.name = std::string("auc ") + kNumberNames[number] + " " + label.name +
                                   (name == "all" ? "" : " " + name),
                           .value = auc.value,
                           .ci95 = auc.ci95,
                           .n = rows.films.size(),
                           .positives = rows.positives});
      if (!tells(auc, questions)) continue;
      double with = 0, without = 0;
      for (std::size_t i = 0; i < values.size(); ++i) (rows.truth[i] == 1 ? with : without) += values[i];
      with /= static_cast<double>(rows.positives);
      without /= static_cast<double>(rows.films.size() - rows.positives);
      const bool grey = number == kMean || number == kContrast;
      const auto value = [&](double mean) {
        return grey ? base::fixed(mean * 255, 0) : base::fixed(mean, 2);
      };
      told.push_back({auc.value, std::string(kNumberNames[number]) + " tells " + label.name +
                                     (name == "all" ? "" : " in " + name) + " with AUC " + written(auc) +
                                     " (mean " + value(with) + " with, " + value(without) + " without" +
                                     (grey ? ", of 255" : "") + ")"});
    }
  }
}

}  // namespace

void check_controls(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    const Set& set = material.sets[s];
    if (!set.has_pictures() || set.kind == SetKind::pictures) continue;
    Finding finding = empty_finding(Severity::warning, "number_tells_label", set.name);
    std::vector<Told> told;
    const auto strata = strata_of(set);
    std::size_t questions = 0;
    for (const auto& label : material.columns[s])
      if (is_label(label))
        for (const auto& [name, members] : strata)
          questions += rows_of_stratum(material, s, label, members).enough() ? std::size(kControls) : 0;
    for (const auto& label : material.columns[s])
      if (is_label(label)) one_label(material, s, label, strata, questions, finding, told);
    if (told.empty() && finding.figures.empty()) continue;
    finding.count = told.size();
    std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) { return a.auc > b.auc; });
    std::vector<std::string> texts;
    for (auto& one : told) texts.push_back(std::move(one.text));
    if (texts.empty()) {
      finding.severity = Severity::note;
      finding.text =
          "No single number of the picture tells a label (brightness, contrast, sharpness, size, shape; AUC "
          "below " +
          base::fixed(kLeastAuc, 2) + " or not surely above " + base::fixed(kSureAuc, 2) + ").";
    } else {
      finding.text = "One number of the picture tells a label: " + listed(texts, 5) +
                     ". A network must be clearly better than this number, in each source.";
    }
    findings.push_back(std::move(finding));
  }
}

}  // namespace roentgen::hygiene
