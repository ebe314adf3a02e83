#include "report/draft.h"

#include <algorithm>

#include "report/part.h"
#include "report/place.h"
#include "report/words.h"
#include "study/reading_json.h"

namespace roentgen::report {
namespace {

constexpr std::size_t kMostInImpression = 5;

std::string pointer(const char* list, std::size_t index) {
  return std::string("/") + list + "/" + std::to_string(index);
}

std::string pointer_to(const study::Reading& reading, const study::Finding* finding) {
  return pointer("findings", static_cast<std::size_t>(finding - reading.findings.data()));
}

class Writer {
 public:
  Writer(const study::Reading& reading, const Locale& locale)
      : reading_(reading), locale_(locale), words_(locale.draft), part_(part_of(locale, reading)) {}

  Text write() {
    Text text{TextKind::draft, locale_.language, fill(words_.title, {{"film", part_.film}}),
              words_.mark,     words_.notice,    {}};
    if (reading_.status != study::Status::failed) text.sections.push_back(technique());
    if (reading_.status == study::Status::read) {
      text.sections.push_back(findings());
      text.sections.push_back(measurements());
      text.sections.push_back(impression());
    } else {
      text.sections.push_back(why());
    }
    text.sections.push_back(not_assessed());
    return text;
  }

 private:
  Section section(const char* name) const { return {name, words_.headings.at(name), {}}; }

  void add_remarks(Section& section, const std::vector<study::Remark>& remarks, const char* list) const {
    for (std::size_t i = 0; i < remarks.size(); ++i)
      section.sentences.push_back({translated(locale_, remarks[i].text), {pointer(list, i)}});
  }

  Section technique() const {
    Section out = section("technique");
    const auto view = locale_.views.find(reading_.source.view_position);
    out.sentences.push_back({view != locale_.views.end()
                                 ? fill(words_.technique, {{"film", part_.film}, {"view", view->second}})
                                 : fill(words_.technique_without_view, {{"film", part_.film}}),
                             {"/source"}});
    add_remarks(out, reading_.quality, "quality");
    if (reading_.quality.empty() && reading_.status == study::Status::read)
      out.sentences.push_back({words_.quality_good, {"/quality"}});
    return out;
  }

  std::string numbers(const study::Finding& finding) const {
    return fill(words_.numbers, {{"probability", percent_text(locale_, finding.probability)},
                                 {"threshold", percent_text(locale_, finding.threshold)}});
  }

  Section findings() const {
    Section out = section("findings");
    if (!findings_were_read(reading_)) {
      out.sentences.push_back({words_.findings_not_read, {"/gate/models"}});
      for (std::size_t m = 0; m < reading_.gate.models.size(); ++m) {
        const study::ModelFitness& model = reading_.gate.models[m];
        if (model.outcome != study::Fitness::not_fit) continue;
        for (std::size_t i = 0; i < model.reasons.size(); ++i)
          out.sentences.push_back({translated(locale_, model.reasons[i].text),
                                   {pointer("gate/models", m) + pointer("reasons", i)}});
      }
      return out;
    }
    const auto told = told_findings(locale_, reading_);
    for (const study::Finding* finding : told) add_finding(out, *finding);
    if (told.empty()) out.sentences.push_back({words_.none_present, {"/findings"}});
    add_absent(out);
    return out;
  }

  void add_finding(Section& out, const study::Finding& finding) const {
    const LabelWords label = label_words(locale_, part_, finding);
    const Band& band = band_of(locale_, finding.probability);
    std::string text = fill(label.plural ? band.sentence.other : band.sentence.one,
                            {{"phrase", label.phrase}, {"numbers", numbers(finding)}});
    std::vector<std::string> names;
    if (label.placed)
      for (const std::string& place : places(reading_, finding)) names.push_back(locale_.places.at(place));
    if (!names.empty()) {
      std::string place = fill(words_.place, {{"places", list_text(locale_, names)}});
      if (finding.heat_hit_rate)
        place = fill(words_.place_rate,
                     {{"text", place}, {"rate", percent_text(locale_, *finding.heat_hit_rate)}});
      text += " " + place;
    }
    if (finding.uncertain) text += " " + words_.uncertain;
    out.sentences.push_back({std::move(text), {pointer_to(reading_, &finding)}});
  }

  void add_absent(Section& out) const {
    std::vector<std::string> items, from;
    for (const study::Finding& finding : reading_.findings) {
      if (finding.present) continue;
      std::string item = fill(words_.item, {{"name", label_words(locale_, part_, finding).name},
                                            {"probability", percent_text(locale_, finding.probability)}});
      if (finding.uncertain) {  // neither present nor absent: a sentence of its own
        out.sentences.push_back({item + ". " + words_.uncertain, {pointer_to(reading_, &finding)}});
        continue;
      }
      items.push_back(std::move(item));
      from.push_back(pointer_to(reading_, &finding));
    }
    if (items.empty()) return;
    out.sentences.push_back(
        {fill(plural(words_.absent, items.size()), {{"findings", list_text(locale_, items)}}), from});
  }

  std::string measured(const study::Measurement& measurement) const {
    const auto known = part_.measurements.find(measurement.name);
    const bool is_known = known != part_.measurements.end();
    const std::string title = is_known ? known->second.name : translated(locale_, measurement.title);
    const int decimals = is_known ? known->second.decimals : measurement.unit == "1" ? 2 : 1;
    const std::string value = quantity_text(locale_, measurement.value, decimals, measurement.unit);
    if (measurement.method.empty() || measurement.unit == "1")
      return fill(words_.measured, {{"title", title}, {"value", value}});
    return fill(words_.measured_by,
                {{"title", title}, {"value", value}, {"method", translated(locale_, measurement.method)}});
  }

  // Its limit, where it has one for this view.
  const Limit* limit(const study::Measurement& measurement) const {
    const auto known = part_.measurements.find(measurement.name);
    if (known == part_.measurements.end() || !known->second.limit) return nullptr;
    const Limit& limit = *known->second.limit;
    return std::ranges::find(limit.views, reading_.source.view_position) != limit.views.end() ? &limit
                                                                                              : nullptr;
  }

  // Of the number as it is told, so that nobody reads "0.50, above 0.50".
  bool is_above(const study::Measurement& measurement, const Limit& known) const {
    const int decimals = part_.measurements.at(measurement.name).decimals;
    return study::round_to(measurement.value, decimals) > known.value;
  }

  std::string with_limit(const study::Measurement& measurement) const {
    const std::string text = measured(measurement);
    const Limit* known = limit(measurement);
    if (known == nullptr) return text;
    return fill(is_above(measurement, *known) ? known->above : known->within,
                {{"text", text}, {"limit", number_text(locale_, known->value, 2)}});
  }

  bool is_told(const study::Measurement& measurement) const {
    const auto known = part_.measurements.find(measurement.name);
    return known == part_.measurements.end() || known->second.unless.empty() ||
           study::find_measurement(reading_, known->second.unless) == nullptr;
  }

  Section measurements() const {
    Section out = section("measurements");
    for (std::size_t i = 0; i < reading_.measurements.size(); ++i) {
      const study::Measurement& measurement = reading_.measurements[i];
      if (!is_told(measurement)) continue;
      std::string text = with_limit(measurement);
      for (const std::string& caution : measurement.cautions) text += " " + translated(locale_, caution);
      out.sentences.push_back({std::move(text), {pointer("measurements", i)}});
    }
    if (out.sentences.empty()) out.sentences.push_back({words_.none_measured, {"/measurements"}});
    return out;
  }

  Section impression() const {
    Section out = section("impression");
    if (findings_were_read(reading_)) add_foremost(out);
    for (std::size_t i = 0; i < reading_.measurements.size(); ++i) {
      const study::Measurement& measurement = reading_.measurements[i];
      const Limit* known = limit(measurement);
      if (known != nullptr && is_above(measurement, *known))
        out.sentences.push_back({with_limit(measurement), {pointer("measurements", i)}});
    }
    out.sentences.push_back({words_.priority.at(study::word(reading_.triage.urgency)), {"/triage"}});
    out.sentences.push_back({words_.correlate, {}});
    return out;
  }

  void add_foremost(Section& out) const {
    const auto told = told_findings(locale_, reading_);
    if (told.empty()) {
      out.sentences.push_back({words_.none_present, {"/findings"}});
      return;
    }
    std::vector<std::string> items, from;
    for (const study::Finding* finding : told) {
      if (items.size() == kMostInImpression) break;
      items.push_back(fill(words_.item_with_word, {{"name", label_words(locale_, part_, *finding).name},
                                                   {"word", band_of(locale_, finding->probability).word}}));
      from.push_back(pointer_to(reading_, finding));
    }
    const std::string count = std::to_string(told.size());
    out.sentences.push_back({fill(plural(words_.foremost, told.size()),
                                  {{"count", count}, {"findings", list_text(locale_, items)}}),
                             from});
  }

  Section why() const {
    Section out = section("why");
    out.sentences.push_back(
        {reading_.status == study::Status::failed ? words_.failed : words_.not_read, {"/status"}});
    add_remarks(out, reading_.reasons, "reasons");
    return out;
  }

  Section not_assessed() const {
    Section out = section("not_assessed");
    if (reading_.status != study::Status::read)
      out.sentences.push_back({words_.nothing_assessed, {"/status"}});
    add_remarks(out, reading_.not_assessed, "not_assessed");
    return out;
  }

  const study::Reading& reading_;
  const Locale& locale_;
  const DraftWords& words_;
  const PartWords& part_;
};

}  // namespace

Text write_draft(const study::Reading& reading, const Locale& locale) {
  return Writer(reading, locale).write();
}

}  // namespace roentgen::report
