#include "report/part.h"

#include <algorithm>

#include "report/words.h"
#include "study/margin.h"

namespace roentgen::report {
namespace {

// Letters in upper case; tags are written by anybody.
std::string upper(const std::string& text) {
  std::string out = text;
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c & ~0x20);
  return out;
}

bool read_by(const study::Reading& reading, const PartWords& part) {
  return reading.status == study::Status::read &&
         std::ranges::any_of(reading.gate.models, [&](const study::ModelFitness& model) {
           return model.outcome != study::Fitness::not_fit &&
                  std::ranges::find(part.models, model.model) != part.models.end();
         });
}

bool named_by(const study::Reading& reading, const PartWords& part) {
  const std::string named = upper(reading.source.body_part);
  return std::ranges::any_of(part.words, [&](const std::string& word) { return named.starts_with(word); });
}

}  // namespace

const PartWords& part_of(const Locale& locale, const study::Reading& reading) {
  for (const PartWords& part : locale.parts)
    if (read_by(reading, part)) return part;
  for (const PartWords& part : locale.parts)
    if (named_by(reading, part)) return part;
  return locale.parts.back();
}

LabelWords label_words(const Locale& locale, const PartWords& part, const study::Finding& finding) {
  const auto known = part.labels.find(finding.label);
  if (known != part.labels.end()) return known->second;
  LabelWords words;
  words.name = words.phrase = words.plain = translated(locale, finding.title);
  return words;
}

std::vector<const study::Finding*> told_findings(const Locale& locale, const study::Reading& reading) {
  const PartWords& part = part_of(locale, reading);
  std::vector<const study::Finding*> told;
  for (const study::Finding& finding : reading.findings)
    if (finding.present) told.push_back(&finding);
  const auto rank = [&](const study::Finding* finding) {
    return std::pair(!label_words(locale, part, *finding).summary, study::margin(*finding));
  };
  std::ranges::stable_sort(told, std::ranges::greater{}, rank);
  return told;
}

bool findings_were_read(const study::Reading& reading) {
  return reading.status == study::Status::read && !reading.findings.empty();
}

}  // namespace roentgen::report
