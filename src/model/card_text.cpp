#include <algorithm>
#include <sstream>

#include "base/text.h"
#include "model/card.h"
#include "model/card_rules.h"

namespace roentgen::model {
namespace {

// A cell of a table must not end the cell; a text must not become a heading, link or tag.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '>' || c == '`' || c == '*' || c == '[' || c == ']') safe += '\\';
    safe += c;
  }
  return safe;
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const auto& one : list) text += (text.empty() ? "" : ", ") + plain(one);
  return text;
}

std::string title_of(const std::string& name, const Card& card) {
  for (const Label& label : card.labels)
    if (label.name == name) return plain(label.title);
  for (const Structure& structure : card.structures)
    if (structure.name == name) return plain(structure.title);
  return plain(name);
}

void write_purpose(const Card& card, std::ostream& out) {
  out << "# " << plain(card.title) << "\n\n"
      << "Model package `" << card.name << "`, version " << card.version << ".\n\n"
      << "## What it is for\n\n"
      << plain(card.intended_use) << "\n\n"
      << "It gives an opinion for a qualified reader to check. It is not a diagnosis and not a medical "
         "device.\n";
  if (!card.limits.empty()) {
    out << "\n## What it is not for, and what it gets wrong\n\n";
    for (const auto& limit : card.limits) out << "- " << plain(limit) << "\n";
  }
}

void write_input(const Card& card, std::ostream& out) {
  const InputSpec& in = card.input;
  out << "\n## Images it reads\n\n"
      << "- Body part: " << (card.accepts_body_part.empty() ? "any" : plain(card.accepts_body_part)) << "\n"
      << "- View: " << (card.accepts_view.empty() ? "any" : joined(card.accepts_view)) << "\n";
  if (card.least_side_pixels > 0) out << "- Shorter side: at least " << card.least_side_pixels << " pixels\n";
  if (card.least_age_years > 0) out << "- Age: " << card.least_age_years << " years or older\n";
  if (card.most_age_years > 0) out << "- Age: " << card.most_age_years << " years or younger\n";
  if (!card.accepts_photographs) out << "- No photographs of a film or a screen\n";
  out << "- Every image is brought to " << in.size << " × " << in.size << " pixels ("
      << (in.fit == Fit::stretch ? "stretched to the square" : "keeping its shape, with a dark border")
      << ").\n"
      << "- Brightness: the " << base::fixed(in.low_percentile, 1) << "th and "
      << base::fixed(in.high_percentile, 1)
      << "th percentile of the image become -1 and +1; what lies beyond is cut off.\n";
}

// Further thresholds, abstention and heat maps, where the card has them.
void write_points(const Card& card, std::ostream& out) {
  bool points = false, limits = false, heat = false;
  for (const Label& label : card.labels) {
    points = points || !label.operating_points.empty();
    limits = limits || label.abstention;
    heat = heat || label.heat_hit_rate;
  }
  if (points) {
    out << "\n### Operating points\n\n| finding | point | threshold | how it was chosen |\n| --- | --- | "
           "---: | --- "
           "|\n";
    for (const Label& label : card.labels)
      for (const OperatingPoint& point : label.operating_points)
        out << "| " << plain(label.title) << " | " << plain(point.name) << " | "
            << base::fixed(point.threshold, 3) << " | " << plain(point.origin) << " |\n";
  }
  if (limits) {
    out << "\n### When it had better not answer\n\n| finding | coverage | absent up to | present from | from "
           "|\n| --- "
           "| ---: | ---: | ---: | --- |\n";
    for (const Label& label : card.labels)
      if (const auto& a = label.abstention)
        out << "| " << plain(label.title) << " | " << base::fixed(a->coverage, 2) << " | "
            << base::fixed(a->absent_up_to, 3) << " | " << base::fixed(a->present_from, 3) << " | "
            << plain(a->origin) << " |\n";
  }
  if (heat) {
    out << "\n### Heat maps\n\nA heat map is shown only for these findings: how often its brightest place "
           "lies in a "
           "box that readers drew.\n\n| finding | right place | 95 % interval | films | the middle of the "
           "picture | "
           "boxes |\n| --- | ---: | --- | ---: | ---: | --- |\n";
    for (const Label& label : card.labels)
      if (const auto& h = label.heat_hit_rate)
        out << "| " << plain(label.title) << " | " << base::fixed(h->value, 3) << " | "
            << base::fixed(h->ci95[0], 3) << " – " << base::fixed(h->ci95[1], 3) << " | " << h->n << " | "
            << base::fixed(h->centre, 3) << " | " << plain(h->data) << " |\n";
  }
}

void write_labels(const Card& card, std::ostream& out) {
  out << "\n## What it looks for\n\n"
      << "A finding is reported when its calibrated probability reaches the threshold.\n\n"
      << "| finding | word in the data | threshold | where the threshold comes from |\n| --- | --- | ---: | "
         "--- |\n";
  for (const Label& label : card.labels)
    out << "| " << plain(label.title) << " | " << plain(label.name) << " | "
        << base::fixed(label.threshold, 3) << " | " << plain(label.threshold_origin) << " |\n";
  write_points(card, out);
  out << "\n### How the truth was read\n\n"
      << "Films whose value is in neither list are unknown for that finding and were left out.\n\n"
      << "| finding | column | present | absent |\n| --- | --- | --- | --- |\n";
  for (const Label& label : card.labels) {
    out << "| " << plain(label.title) << " | " << plain(label.column) << " | " << joined(label.positive)
        << " | " << joined(label.negative);
    if (!label.among_column.empty())
      out << " (only films with " << plain(label.among_column) << " = " << joined(label.among) << ")";
    out << " |\n";
  }
  for (const Label& label : card.labels)
    if (!label.shown)
      out << "\n"
          << plain(label.title) << " (" << plain(label.name)
          << ") is measured and never told as a finding of a film.\n";
  out << "\n### Calibration\n\n"
      << "probability = 1 / (1 + exp(-(slope × network output + intercept))) (Platt scaling).\n\n"
      << "| finding | slope | intercept | fitted on | films | with the finding |\n| --- | ---: | ---: | --- "
         "| ---: | ---: |\n";
  for (const Label& label : card.labels) {
    const Calibration& c = label.calibration;
    out << "| " << plain(label.title) << " | " << base::fixed(c.slope, 4) << " | "
        << base::fixed(c.intercept, 4) << " | " << plain(c.fitted_on) << " | " << c.n << " | " << c.positives
        << " |\n";
  }
}

std::string told_grade(const Grading& grading) {
  if (grading.cuts.empty()) return "Rounded, it is the grade that is told.";
  std::string text;
  for (std::size_t k = 0; k < grading.cuts.size(); ++k)
    text += (k == 0 ? "Grade " : ", grade ") + plain(grading.grades[k + 1]) + " is told from " +
            base::fixed(grading.cuts[k], 2) + " on";
  return text + " (" + plain(grading.cuts_origin) + ").";
}

void write_grading(const Grading& grading, std::ostream& out) {
  out << "\n### " << plain(grading.title) << "\n\n"
      << "Grades " << joined(grading.grades) << " of column " << plain(grading.column)
      << ". Each of the findings " << joined(grading.steps)
      << " means \"this grade or more\"; the sum of their probabilities is the expected grade. "
      << told_grade(grading) << " The AUC of " << plain(grading.name) << " is that of grade "
      << plain(grading.decisive) << " or more, by the expected grade.\n";
}

void write_places(const PlaceSpec& places, std::ostream& out) {
  out << "\n## Places\n\n- Grid: one cell for " << places.stride << " x " << places.stride
      << " pixels of the network's input\n- Shown from a score of " << base::fixed(places.threshold, 3)
      << " (" << plain(places.threshold_origin) << "), at most " << places.most << " of a picture\n";
}

void write_structures(const Card& card, std::ostream& out) {
  out << "\n## What it outlines\n\n| structure | word in the data |\n| --- | --- |\n";
  for (const Structure& structure : card.structures)
    out << "| " << plain(structure.title) << " | " << plain(structure.name) << " |\n";
}

void write_metrics(const Card& card, std::ostream& out) {
  out << "\n## How well it did\n\n";
  if (card.metrics.empty()) {
    out << "Nothing was measured.\n";
    return;
  }
  out << "The interval holds the middle 95 % of a bootstrap over patients.\n";
  for (const MetricTable& table : card.metrics) {
    out << "\n### " << plain(table.data) << ", split " << plain(table.split) << "\n\n"
        << "| figure | of | group | n | positive | value | 95 % interval |\n| --- | --- | --- | ---: | ---: "
           "| ---: | --- |\n";
    for (const Metric& m : table.metrics)
      out << "| " << plain(m.metric) << " | " << title_of(m.label, card) << " | " << plain(m.group) << " | "
          << m.n << " | " << (m.positives > 0 ? std::to_string(m.positives) : "") << " | "
          << base::fixed(m.value, 3) << " | " << base::fixed(m.ci95[0], 3) << " – "
          << base::fixed(m.ci95[1], 3) << " |\n";
  }
}

void write_failures(const Card& card, std::ostream& out) {
  if (card.failures.empty()) return;
  out << "\n## How it fails\n\nThe films that it is most wrong about, looked at one by one; numbers count "
         "from the left.\n";
  for (const FailureSheet& sheet : card.failures)
    out << "\n### " << plain(sheet.title) << "\n\n![" << plain(sheet.title) << "](" << sheet.picture
        << ")\n\n"
        << plain(sheet.says) << "\n";
}

void write_training(const Card& card, std::ostream& out) {
  const TrainingRecord& t = card.training;
  out << "\n## How it was made\n\n"
      << "- Recipe: " << plain(t.recipe) << "\n- Program: " << plain(t.program)
      << "\n- Framework: " << plain(t.framework)
      << "\n- Starting weights: " << (t.backbone.empty() ? "none" : plain(t.backbone)) << "\n- Seeds:";
  for (const auto seed : t.seeds) out << " " << seed;
  out << "\n- Epochs: " << t.epochs << "; the weights are those of epoch " << t.best_epoch << "\n\n"
      << "| images of | split | images | patients | per source | terms |\n| --- | --- | ---: | ---: | --- | "
         "--- |\n";
  for (const TrainingData& d : t.data) {
    std::string sources;
    for (const auto& [source, images] : d.sources)
      sources += (sources.empty() ? "" : ", ") + plain(source) + " " + std::to_string(images);
    out << "| " << plain(d.set) << " | " << plain(d.split) << " | " << d.images << " | " << d.patients
        << " | " << sources << " | " << plain(d.terms) << " |\n";
  }
}

void write_checks(const Card& card, std::ostream& out) {
  if (card.reference)
    out << "\n## Images unlike the training data\n\n"
        << "An image is called far from the training data when the distance of its "
        << card.reference->mean.size()
        << " features from the training mean (root mean square, in standard deviations) is above "
        << base::fixed(card.reference->largest_distance, 3) << " (" << plain(card.reference->origin)
        << ").\n";
  out << "\n## Check of the weights\n\n"
      << "- `" << card.weights_file << "`, " << card.parameters << " parameters, SHA-256 `"
      << card.weights_sha256 << "`\n"
      << "- Every time it is loaded, the network must answer a built-in image as it did when it was made:\n";
  for (const Canary& c : card.canary)
    out << "  - `" << c.output << "`: the first " << c.expected.size() << " values within " << c.tolerance
        << "\n";
  out << "- `sha256sum -c SHA256SUMS` checks all files of this folder.\n";
}

}  // namespace

std::string describe_card(const Card& card) {
  std::ostringstream out;
  out.imbue(std::locale::classic());
  write_purpose(card, out);
  write_input(card, out);
  has_labels(card.task) ? write_labels(card, out) : write_structures(card, out);
  if (card.grading) write_grading(*card.grading, out);
  if (card.places) write_places(*card.places, out);
  write_metrics(card, out);
  write_failures(card, out);
  write_training(card, out);
  write_checks(card, out);
  return out.str();
}

}  // namespace roentgen::model
