// landmarks.csv against the table, the pictures and itself.
#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.h"
#include "dataset/film_name.h"
#include "dataset/number.h"
#include "hygiene/check.h"
#include "hygiene/corners.h"

namespace roentgen::hygiene {
namespace {

using base::fixed;
using dataset::Landmark;

constexpr double kEdgePixels = 1;  // by so much a rounded point may go over the edge
// Of the longer side. A corner of a vertebra that the film cuts may be set beyond the edge, but not so far;
// `roentgen evaluate` leaves the points of such a film out.
constexpr double kFarOff = 0.25;

// The landmarks of one set, by the place of the film in the table.
struct Joined {
  std::vector<std::string> names;
  std::map<std::size_t, std::vector<Landmark>> points;
  std::vector<std::string> broken;     // images whose row is not whole: as landmarks.csv names them
  std::vector<FilmAt> broken_films;    // those of them that the table names
  std::vector<std::string> homeless;   // images that the table does not name
  std::vector<std::size_t> pointless;  // films that landmarks.csv does not name
};

Joined join(const Set& set, std::size_t s, dataset::Landmarks landmarks) {
  Joined all{.names = std::move(landmarks.names),
             .points = {},
             .broken = {},
             .broken_films = {},
             .homeless = {},
             .pointless = {}};
  std::map<std::string, std::size_t> films_by_name;
  for (std::size_t f = 0; f < set.size(); ++f)
    films_by_name.emplace(dataset::bare_name(set.films()[f].image), f);
  std::vector<bool> named(set.size());
  for (auto& [image, points] : landmarks.of_film) {
    const auto found = films_by_name.find(dataset::bare_name(image));
    if (found == films_by_name.end()) {
      all.homeless.push_back(image);
      continue;
    }
    named[found->second] = true;
    all.points[found->second] = std::move(points);
  }
  for (const auto& [image, line] : landmarks.broken) {
    all.broken.push_back(image + " (line " + std::to_string(line) + ")");
    const auto found = films_by_name.find(dataset::bare_name(image));
    if (found == films_by_name.end()) continue;
    named[found->second] = true;
    all.broken_films.push_back({s, found->second});
  }
  // A name that stands in two rows of the table is told by another check.
  for (const auto& [name, f] : films_by_name)
    if (!named[f]) all.pointless.push_back(f);
  std::ranges::sort(all.pointless);
  return all;
}

void against_the_table(const Material& material, std::size_t s, const Joined& joined,
                       std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  if (!joined.broken.empty()) {
    auto broken = empty_finding(Severity::error, "landmark_row_broken", set.name);
    broken.count = joined.broken.size();
    broken.text = films(broken.count) +
                  " whose row of landmarks.csv has a cell that is no number, or is not the only one: " +
                  listed(joined.broken) + ". Training refuses such a table.";
    for (const auto& at : joined.broken_films)
      add_example(broken, {.films = {at}, .caption = "its points cannot be used"});
    findings.push_back(std::move(broken));
  }
  if (!joined.homeless.empty()) {
    auto homeless = empty_finding(Severity::note, "landmarks_without_film", set.name);
    homeless.count = joined.homeless.size();
    homeless.text = films(homeless.count) +
                    " of landmarks.csv that metadata.csv does not name: " + listed(joined.homeless, 3) + ".";
    findings.push_back(std::move(homeless));
  }
  if (!joined.pointless.empty()) {
    auto pointless = empty_finding(Severity::note, "film_without_landmarks", set.name);
    pointless.count = joined.pointless.size();
    pointless.text =
        films(pointless.count) + " of " + std::to_string(set.size()) +
        " without a row in landmarks.csv. First: " + set.films()[joined.pointless.front()].image + ".";
    // Where most have none, those are no exceptions worth a look.
    if (2 * joined.pointless.size() < set.size())
      for (const std::size_t f : joined.pointless)
        add_example(pointless, {.films = {{s, f}}, .caption = "no landmarks"});
    findings.push_back(std::move(pointless));
  }
}

// By how many pixels a point lies outside of a picture of this size; 0 inside.
double beyond(const Landmark& point, int rows, int columns) {
  return std::max({0.0, -point.x, -point.y, point.x - columns, point.y - rows});
}

void against_the_pictures(const Material& material, std::size_t s, const Joined& joined,
                          std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  auto outside = empty_finding(Severity::error, "landmark_outside", set.name),
       over = empty_finding(Severity::warning, "landmark_over_edge", set.name);
  for (const auto& [f, points] : joined.points) {
    if (!set.read(f)) continue;
    const auto& print = set.looks[f].print;
    std::size_t worst = 0;
    double most = 0;
    for (std::size_t p = 0; p < points.size(); ++p)
      if (const double by = beyond(points[p], print.rows, print.columns); by > most) {
        most = by;
        worst = p;
      }
    if (most <= kEdgePixels) continue;
    Finding& finding = most > kFarOff * std::max(print.rows, print.columns) ? outside : over;
    ++finding.count;
    add_example(finding, {.films = {{s, f}},
                          .caption = joined.names[worst] + " at " + fixed(points[worst].x, 0) + ", " +
                                     fixed(points[worst].y, 0) + " of " + std::to_string(print.columns) +
                                     " x " + std::to_string(print.rows)});
  }
  const auto tell = [&](Finding& finding, const std::string& text) {
    if (finding.count == 0) return;
    const Example& first = finding.examples.front();
    finding.text = films(finding.count) + " of " + std::to_string(joined.points.size()) + " with a point " +
                   text + " First: " + material.film(first.films.front()).image + ", " + first.caption + ".";
    findings.push_back(std::move(finding));
  };
  tell(outside,
       "far outside the picture: landmarks are in pixels of the stored picture, so these are of another size "
       "of it, or of another film.");
  tell(over, "over the edge of the picture by more than a pixel.");
}

// The films that a finding names, and how many of them the table does not mark yet.
struct Named {
  std::vector<std::string> names;
  std::size_t unmarked = 0;
};

// A column that marks films whose corners are known to be wrong: training and `roentgen evaluate` leave those
// out.
constexpr const char* kMark = "bad_vertebrae";

bool marked(const dataset::Film& film) {
  const auto found = film.values.find(kMark);
  double value = 0;
  return found != film.values.end() && dataset::parse_number(found->second, value) && value > 0;
}

void note(Finding& finding, Named& named, const Material& material, const FilmAt& at,
          const std::vector<std::string>& structures, const std::string& caption) {
  const auto& film = material.film(at);
  ++finding.count;
  named.names.push_back(film.image + " (" + listed(structures) + ")");
  named.unmarked += marked(film) ? 0 : 1;
  add_example(finding, {.films = {at}, .caption = caption});
}

// A defect that the table itself marks is one degree less: who reads the column is warned.
void tell_named(Finding finding, const Named& named, std::size_t all, const std::string& before,
                const std::string& after, std::vector<Finding>& findings) {
  if (finding.count == 0) return;
  const std::string mark = std::string("\"") + kMark + "\"";
  if (named.unmarked == 0)
    finding.severity = finding.severity == Severity::error ? Severity::warning : Severity::note;
  finding.text = films(finding.count) + " of " + std::to_string(all) + " with " + before + ": " +
                 listed(named.names) + ". " + after + " " +
                 (named.unmarked == 0 ? "The column " + mark + " marks all of them"
                                      : std::to_string(named.unmarked) + " of them are not marked by a " +
                                            mark + " above 0") +
                 ": training and evaluation leave out those that are marked.";
  findings.push_back(std::move(finding));
}

void among_themselves(const Material& material, std::size_t s, const Joined& joined,
                      std::vector<Finding>& findings) {
  const auto order = corners_among(joined.names);
  if (order.empty()) return;
  const Set& set = material.sets[s];
  auto exchanged = empty_finding(Severity::error, "corners_exchanged", set.name),
       disordered = empty_finding(Severity::warning, "structures_out_of_order", set.name);
  Named named_exchanged, named_disordered;
  for (const auto& [f, points] : joined.points) {
    const auto structures = structures_of(joined.names, order, points);
    std::vector<std::string> wrong, faults, astray, places;
    for (const auto& structure : structures)
      if (const auto fault = fault_of(structure); !fault.empty()) {
        wrong.push_back(structure.name);
        faults.push_back(structure.name + ": " + fault);
      }
    for (const std::size_t v : out_of_order(structures)) {
      astray.push_back(structures[v].name);
      places.push_back(structures[v].name + " is not below " + structures[v - 1].name);
    }
    if (!wrong.empty()) note(exchanged, named_exchanged, material, {s, f}, wrong, listed(faults));
    if (!astray.empty()) note(disordered, named_disordered, material, {s, f}, astray, listed(places));
  }
  tell_named(std::move(exchanged), named_exchanged, joined.points.size(), "crossed or exchanged corners",
             "An angle measured on them is wrong.", findings);
  tell_named(std::move(disordered), named_disordered, joined.points.size(),
             "a structure whose centre is not below the one before",
             "It is another one than its name says, or one was outlined twice.", findings);
}

void one_set(const Material& material, std::size_t s, std::vector<Finding>& findings) {
  const Set& set = material.sets[s];
  std::error_code error;
  if (set.kind != SetKind::labelled || !std::filesystem::exists(set.path / "landmarks.csv", error)) return;
  auto landmarks = dataset::read_landmark_table(set.pictures.table);
  if (!landmarks) {
    auto finding = empty_finding(Severity::error, "landmarks_unreadable", set.name);
    finding.text = "landmarks.csv cannot be used: " + landmarks.error().message;
    finding.count = 1;
    findings.push_back(std::move(finding));
    return;
  }
  const Joined joined = join(set, s, std::move(*landmarks));
  against_the_table(material, s, joined, findings);
  against_the_pictures(material, s, joined, findings);
  among_themselves(material, s, joined, findings);
}

}  // namespace

void check_landmarks(const Material& material, std::vector<Finding>& findings) {
  for (std::size_t s = 0; s < material.sets.size(); ++s) one_set(material, s, findings);
}

}  // namespace roentgen::hygiene
