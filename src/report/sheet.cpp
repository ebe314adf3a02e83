#include "report/sheet.h"

#include "report/part.h"
#include "report/words.h"

namespace roentgen::report {
namespace {

std::string pointer_to(const study::Reading& reading, const study::Finding* finding) {
  return "/findings/" + std::to_string(finding - reading.findings.data());
}

void add_noted(const study::Reading& reading, const Locale& locale, const PartWords& part, Section& out) {
  const SheetWords& words = locale.sheet;
  if (!findings_were_read(reading) && !reading.measurements.empty()) {
    out.sentences.push_back({fill(words.measured, {{"film", part.sheet_film}}), {"/measurements"}});
    return;
  }
  if (!findings_were_read(reading)) {
    out.sentences.push_back({fill(words.not_read, {{"film", part.sheet_film}}), {"/status"}});
    return;
  }
  const auto told = told_findings(locale, reading);
  for (const study::Finding* finding : told) {
    const LabelWords label = label_words(locale, part, *finding);
    if (label.summary && finding != told.front()) continue;
    const std::string& sentence = label.plural ? words.noted.other : words.noted.one;
    out.sentences.push_back(
        {fill(sentence, {{"plain", label.plain}, {"word", band_of(locale, finding->probability).word}}),
         {pointer_to(reading, finding)}});
  }
  if (told.empty())
    out.sentences.push_back({words.none, {"/findings"}});
  else
    out.sentences.push_back({words.noted_more, {}});
}

}  // namespace

Text write_sheet(const study::Reading& reading, const Locale& locale) {
  const SheetWords& words = locale.sheet;
  const PartWords& part = part_of(locale, reading);
  const auto section = [&](const char* name) { return Section{name, words.headings.at(name), {}}; };
  Section about = section("about"), noted = section("noted"), limits = section("limits"),
          next = section("next");
  about.sentences.push_back({fill(words.about, {{"film", part.sheet_film}}), {}});
  add_noted(reading, locale, part, noted);
  limits.sentences.push_back({words.limits, {"/not_assessed"}});
  for (const std::string& sentence : words.next) next.sentences.push_back({sentence, {}});
  return {TextKind::sheet, locale.language,     fill(words.title, {{"film", part.sheet_film}}),
          words.mark,      locale.draft.notice, {about, noted, limits, next}};
}

}  // namespace roentgen::report
