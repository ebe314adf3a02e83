// A small classifier on what is not medicine in a picture: does it tell where a film is from, which split,
// which label?
#include <map>
#include <set>

#include "hygiene/logistic.h"
#include "hygiene/rows.h"
#include "image/resample.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;

constexpr std::size_t kLeastFilms = 25;   // of a value
constexpr std::size_t kMostFilms = 2500;  // of a probe: enough for an interval of two hundredths
constexpr std::size_t kMostValues = 12;
constexpr int kProbeSide = 12;
constexpr int kSamples = 500;

struct Labelled {
  FilmAt at;
  std::string value;
};

// The picture's shape is left to the numbers; the thumbnail is brought to mean 0 and deviation 1, so that
// brightness and contrast are, too.
void add_features(const Look& look, const std::string& features, std::vector<float>& to) {
  if (features != "thumbnail")
    for (std::size_t n = 0; n < kNumbers; ++n)
      to.push_back(static_cast<float>(n == kLongSide || n == kSharpness ? std::log(look.numbers[n] + 1e-3)
                                                                        : look.numbers[n]));
  if (features == "numbers") return;
  const auto small = image::resample(changed(look.print.thumb, {}), kProbeSide, kProbeSide);
  double sum = 0, squares = 0;
  for (const float v : small.samples) sum += double{v};
  const double mean = sum / static_cast<double>(small.samples.size());
  for (const float v : small.samples) squares += (double{v} - mean) * (double{v} - mean);
  const double deviation = std::sqrt(squares / static_cast<double>(small.samples.size()));
  for (const float v : small.samples)
    to.push_back(deviation > 0 ? static_cast<float>((double{v} - mean) / deviation) : 0.0F);
}

// Films of values with enough of them; every k-th patient's when there are too many.
std::vector<Labelled> chosen(const Material& material, std::vector<Labelled> films) {
  std::map<std::string, std::size_t> counts;
  for (const auto& film : films) ++counts[film.value];
  std::vector<std::pair<std::size_t, std::string>> order;
  for (const auto& [value, n] : counts)
    if (n >= kLeastFilms) order.push_back({n, value});
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  if (order.size() > kMostValues) order.resize(kMostValues);
  std::set<std::string> kept;
  std::size_t total = 0;
  for (const auto& [n, value] : order) kept.insert(value), total += n;
  const std::size_t stride = (total + kMostFilms - 1) / kMostFilms;
  std::map<std::string, std::size_t> patients;
  std::vector<Labelled> list;
  for (auto& film : films) {
    if (!kept.contains(film.value)) continue;
    const auto& patient = material.film(film.at).patient;
    const std::string name =
        std::to_string(film.at.set) + "/" + (patient.empty() ? material.film(film.at).image : patient);
    const std::size_t number = patients.emplace(name, patients.size()).first->second;
    if (stride <= 1 || number % stride == 0) list.push_back(std::move(film));
  }
  return list;
}

std::optional<Probe> run(const Material& material, const std::string& set, const std::string& what,
                         const std::string& features, const std::vector<Labelled>& films) {
  Probe probe;
  probe.set = set;
  probe.what = what;
  probe.features = features;
  std::map<std::string, int> codes;
  for (const auto& film : films) codes.emplace(film.value, 0);
  if (codes.size() < 2) return std::nullopt;
  for (auto& [value, code] : codes) {
    code = static_cast<int>(probe.values.size());
    probe.values.push_back(value);
  }
  Samples samples;
  samples.class_count = static_cast<int>(codes.size());
  std::vector<std::size_t> counts(codes.size());
  for (const auto& film : films) {
    add_features(material.look(film.at), features, samples.values);
    samples.classes.push_back(codes[film.value]);
    ++counts[static_cast<std::size_t>(codes[film.value])];
    const auto& patient = material.film(film.at).patient;
    samples.patients.push_back(patient.empty() ? "" : std::to_string(film.at.set) + "/" + patient);
  }
  samples.features = samples.values.size() / films.size();
  const auto p = cross_validated(samples, material.threads);
  probe.films = films.size();
  probe.majority = static_cast<double>(*std::max_element(counts.begin(), counts.end())) /
                   static_cast<double>(films.size());
  std::vector<double> right;
  const std::size_t classes = codes.size();
  for (std::size_t i = 0; i < films.size(); ++i) {
    const auto* row = &p[i * classes];
    right.push_back(std::max_element(row, row + classes) - row == samples.classes[i] ? 1 : 0);
    probe.accuracy += right.back() / static_cast<double>(films.size());
  }
  probe.accuracy_ci95 = evaluation::patient_bootstrap_mean(right, samples.patients, kSamples, 1);
  for (std::size_t c = 0; c < classes; ++c) {
    if (classes == 2 && c == 0 && what != "source") continue;  // the other one's figure says the same
    std::vector<evaluation::Scored> scored;
    for (std::size_t i = 0; i < films.size(); ++i)
      scored.push_back({.score = p[i * classes + c],
                        .truth = samples.classes[i] == static_cast<int>(c) ? 1 : 0,
                        .patient = samples.patients[i]});
    probe.auc.push_back({.name = probe.values[c],
                         .value = evaluation::auc(scored),
                         .ci95 = evaluation::auc_interval(scored, kSamples, 1),
                         .n = films.size(),
                         .positives = counts[c]});
  }
  return probe;
}

// "0.98 [0.97, 0.99]"
std::string written(const Figure& figure) {
  return fixed(figure.value, 2) + " [" + fixed((*figure.ci95)[0], 2) + ", " + fixed((*figure.ci95)[1], 2) +
         "]";
}

std::string of_features(const std::string& features) {
  return features == "numbers"     ? "from brightness, contrast, sharpness, size and shape"
         : features == "thumbnail" ? "from a 12 x 12 thumbnail"
                                   : "from those numbers and a 12 x 12 thumbnail";
}

double best(const Probe& probe) {
  double most = 0;
  for (const auto& figure : probe.auc) most = std::max(most, figure.value);
  return most;
}

void tell_source(const Material& material, std::size_t first, std::size_t last, const std::string& set_name,
                 Check& result) {
  std::vector<Labelled> films;
  for (std::size_t s = first; s < last; ++s)
    for (std::size_t f = 0; f < material.sets[s].looks.size(); ++f) {
      if (!material.sets[s].read(f)) continue;
      const auto& source = material.sets[s].films()[f].source;
      if (last - first == 1 && source.empty()) continue;
      films.push_back({{s, f}, last - first == 1 ? source : material.sets[s].name + "/" + source});
    }
  films = chosen(material, std::move(films));
  std::string text;
  double most = 0;
  Finding finding = empty_finding(Severity::note, "source_probe", set_name);
  for (const char* features : {"numbers", "thumbnail", "both"}) {
    if (films.empty()) return;
    auto probe = run(material, set_name, "source", features, films);
    if (!probe) return;
    std::vector<std::string> aucs;
    for (const auto& figure : probe->auc) {
      aucs.push_back(figure.name + " " + written(figure));
      add_figure(finding, {.name = "auc " + figure.name + " " + features,
                           .value = figure.value,
                           .ci95 = figure.ci95,
                           .n = figure.n,
                           .positives = figure.positives});
    }
    most = std::max(most, best(*probe));
    finding.count = probe->values.size();
    if (std::string(features) == "both")
      text = "A logistic regression tells the source of a film " + of_features(features) + ": right in " +
             fixed(100 * probe->accuracy, 1) + " % [" + fixed(100 * probe->accuracy_ci95[0], 1) + ", " +
             fixed(100 * probe->accuracy_ci95[1], 1) + "] of " + hygiene::films(probe->films) +
             " (guessing: " + fixed(100 * probe->majority, 1) + " %), AUC " + listed(aucs, 6) + ".";
    result.probes.push_back(std::move(*probe));
  }
  constexpr double kTold = 0.8;
  if (most >= kTold) {
    const bool followed = std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& f) {
      return f.check == "source_tells_label" && f.set == set_name && f.count > 0;
    });
    finding.severity = followed ? Severity::warning : Severity::note;
    text +=
        followed
            ? " And the label follows the source (see source_tells_label): a network can be right by knowing "
              "the source."
            : " No label follows the source, so that does no harm here; it would in a pool with other sets.";
  }
  finding.text = text;
  result.findings.push_back(std::move(finding));
}

void tell_split(const Material& material, std::size_t s, Check& result) {
  const Set& set = material.sets[s];
  for (const char* other : {"val", "test"}) {
    std::vector<Labelled> films;
    for (std::size_t f = 0; f < set.looks.size(); ++f)
      if (set.read(f) && (set.films()[f].split == "train" || set.films()[f].split == other))
        films.push_back({{s, f}, set.films()[f].split});
    films = chosen(material, std::move(films));
    if (films.empty()) continue;
    auto probe = run(material, set.name, std::string("split ") + other, "both", films);
    if (!probe) continue;
    // Of the two the one that is not train.
    const auto figure = probe->auc.back();
    if (tells(figure.value, (*figure.ci95)[0], 2))
      result.findings.push_back({.severity = Severity::warning,
                                 .check = "split_looks_different",
                                 .set = set.name,
                                 .text = "A logistic regression tells films of " + std::string(other) +
                                         " from films of train with AUC " + written(figure) +
                                         ": they were not made or drawn alike, so figures measured there "
                                         "hold for that difference, too.",
                                 .count = 1,
                                 .examples = {},
                                 .figures = {figure}});
    result.probes.push_back(std::move(*probe));
  }
}

void tell_labels(const Material& material, std::size_t s, Check& result) {
  const Set& set = material.sets[s];
  Finding finding = empty_finding(Severity::warning, "photometry_tells_label", set.name);
  std::vector<std::pair<double, std::string>> told;
  const auto questions = static_cast<std::size_t>(
      std::count_if(material.columns[s].begin(), material.columns[s].end(), is_label));
  for (const auto& label : material.columns[s]) {
    if (!is_label(label) || label.positives < kLeastFilms || label.negatives < kLeastFilms) continue;
    std::vector<Labelled> films;
    for (std::size_t f = 0; f < set.looks.size(); ++f)
      if (set.read(f) && label.truth[f] != kUnknown)
        films.push_back({{s, f}, std::to_string(label.truth[f])});
    films = chosen(material, std::move(films));
    if (films.empty()) continue;
    auto probe = run(material, set.name, label.name, "numbers", films);
    if (!probe) continue;
    const auto figure = probe->auc.back();
    add_figure(finding, {.name = "auc " + label.name,
                         .value = figure.value,
                         .ci95 = figure.ci95,
                         .n = figure.n,
                         .positives = figure.positives});
    if (tells(figure.value, (*figure.ci95)[0], questions))
      told.push_back({-figure.value, label.name + " " + written(figure)});
    result.probes.push_back(std::move(*probe));
  }
  if (told.empty()) return;
  std::sort(told.begin(), told.end());
  std::vector<std::string> texts;
  for (auto& one : told) texts.push_back(std::move(one.second));
  finding.count = texts.size();
  finding.text = "A logistic regression tells labels " + of_features("numbers") +
                 " alone, without seeing the film: AUC " + listed(texts, 8) +
                 ". A network's figure means something only above this.";
  result.findings.push_back(std::move(finding));
}

}  // namespace

void check_probes(const Material& material, Check& result) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) {
    if (!material.sets[s].has_pictures()) continue;
    if (material.sets[s].kind == SetKind::labelled)
      tell_source(material, s, s + 1, material.sets[s].name, result);
    tell_split(material, s, result);
    tell_labels(material, s, result);
  }
  if (material.sets.size() > 1) tell_source(material, 0, material.sets.size(), {}, result);
}

}  // namespace roentgen::hygiene
