#include "exchange/fhir.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "exchange/uuid.h"
#include "objects/codes.h"
#include "report/place.h"
#include "results/base64.h"
#include "results/safe_text.h"
#include "study/reading_json.h"

namespace roentgen::exchange {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kOwnSystem = "urn:x-roentgen:codes";
constexpr const char* kUcum = "http://unitsofmeasure.org";

const char* system_of(std::string_view scheme) {
  if (scheme == "SCT") return "http://snomed.info/sct";
  if (scheme == "DCM") return "http://dicom.nema.org/resources/ontology/DCM";
  if (scheme == "UCUM") return kUcum;
  if (scheme == "LN") return "http://loinc.org";
  return kOwnSystem;
}

Json coding(const char* system, const std::string& code, const std::string& display) {
  return {{"system", system}, {"code", code}, {"display", display}};
}

Json concept_of(const objects::OwnedCode& code, const std::string& text = {}) {
  Json json{{"coding", Json::array({coding(system_of(code.scheme), code.value, code.meaning)})}};
  if (!text.empty()) json["text"] = text;
  return json;
}

Json own_concept(const char* code, const char* display) {
  return {{"coding", Json::array({coding(kOwnSystem, code, display)})}};
}

// DA -> date; empty where it is no day of a calendar, which FHIR would refuse.
std::string day(const std::string& date) {
  if (date.size() != 8) return {};
  const int month = std::stoi(date.substr(4, 2)), of_month = std::stoi(date.substr(6, 2));
  if (month < 1 || month > 12 || of_month < 1 || of_month > 31) return {};
  return date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2);
}

// FHIR's strings (regular expression [ \r\n\t\S]+) have no white space but these: no-break and wide
// spaces, as in "43 %" and in Japanese names, become plain ones.
void make_spaces_plain(Json& json) {
  if (json.is_structured()) {
    for (Json& item : json) make_spaces_plain(item);
    return;
  }
  if (!json.is_string()) return;
  auto& text = json.get_ref<std::string&>();
  constexpr std::string_view kSpaces[] = {"\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
                                          "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009",
                                          "\u200A", "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};
  for (const std::string_view space : kSpaces)
    for (auto at = text.find(space); at != std::string::npos; at = text.find(space, at))
      text.replace(at, space.size(), " ");
}

class Bundle {
 public:
  explicit Bundle(const Subject& subject) : s_(subject), reading_(subject.reading) {
    const study::Provenance& from = reading_.provenance;
    run_ = from.input_sha256 + from.configuration_sha256 + from.program + s_.draft.language;
    for (const study::ModelUsed& model : from.models) run_ += model.package_sha256;
    for (const study::Finding& finding : reading_.findings)
      run_ += finding.label + std::to_string(finding.threshold);  // a destination may have its own
    if (from.input_sha256.empty()) run_ += from.input_name;
  }

  std::string write() {
    patient();
    imaging_study();
    devices();
    for (std::size_t i = 0; i < reading_.findings.size(); ++i) finding(i);
    for (std::size_t i = 0; i < reading_.measurements.size(); ++i) measurement(i);
    diagnostic_report();
    provenance();
    Json bundle{{"resourceType", "Bundle"},
                {"id", id("bundle")},
                {"meta", {{"tag", tags()}}},
                {"type", "collection"},
                {"entry", entries_}};
    make_spaces_plain(bundle);
    return bundle.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
  }

 private:
  std::string id(std::string_view what) const { return uuid_of_words({"fhir", what, run_}); }
  Json reference(std::string_view what) const { return {{"reference", "urn:uuid:" + id(what)}}; }
  static Json tags() {
    return Json::array({coding(kOwnSystem, "not-for-primary-diagnosis", study::kNotice)});
  }

  void add(std::string_view what, const char* type, Json fields) {
    Json resource{{"resourceType", type}, {"id", id(what)}};
    for (auto& [name, value] : fields.items()) resource[name] = value;
    entries_.push_back({{"fullUrl", "urn:uuid:" + id(what)}, {"resource", resource}});
  }

  static Json name(const dicom::NameGroup& group, const char* representation) {
    Json json;
    if (representation) {
      json["extension"] =
          Json::array({{{"url", "http://hl7.org/fhir/StructureDefinition/iso21090-EN-representation"},
                        {"valueCode", representation}}});
    }
    const std::string shown = representation ? group.family_first() : group.shown();
    if (!shown.empty()) json["text"] = shown;
    if (!group.family.empty()) json["family"] = group.family;
    for (const std::string* given : {&group.given, &group.middle})
      if (!given->empty()) json["given"].push_back(*given);
    if (!group.prefix.empty()) json["prefix"].push_back(group.prefix);
    if (!group.suffix.empty()) json["suffix"].push_back(group.suffix);
    return json;
  }

  void patient() {
    const dicom::Identity& who = s_.who;
    Json json = Json::object();
    if (!who.patient_id.empty()) {
      Json identifier{{"value", who.patient_id}};
      if (!who.issuer.empty()) identifier["assigner"] = {{"display", who.issuer}};
      json["identifier"] = Json::array({identifier});
    }
    if (!who.alphabetic.empty()) json["name"].push_back(name(who.alphabetic, nullptr));
    if (!who.ideographic.empty()) json["name"].push_back(name(who.ideographic, "IDE"));
    if (!who.phonetic.empty()) json["name"].push_back(name(who.phonetic, "SYL"));
    if (!who.sex.empty()) json["gender"] = who.sex == "M" ? "male" : who.sex == "F" ? "female" : "other";
    if (const std::string born = day(who.birth_date); !born.empty()) json["birthDate"] = born;
    add("patient", "Patient", json);
  }

  void imaging_study() {
    const objects::Source& film = s_.source;
    const auto oid = [](const std::string& uid) { return "urn:oid:" + uid; };
    Json identifiers = Json::array({{{"system", "urn:dicom:uid"}, {"value", oid(film.study_instance_uid)}}});
    if (!s_.who.accession_number.empty()) {
      const Json type{{"coding", Json::array({coding("http://terminology.hl7.org/CodeSystem/v2-0203", "ACSN",
                                                     "Accession ID")})}};
      identifiers.push_back({{"type", type}, {"value", s_.who.accession_number}});
    }
    Json series{
        {"uid", film.series_instance_uid},
        {"modality", {{"system", system_of("DCM")}, {"code", film.modality.empty() ? "OT" : film.modality}}},
        {"instance",
         Json::array(
             {{{"uid", film.sop_instance_uid},
               {"sopClass", {{"system", "urn:ietf:rfc:3986"}, {"code", oid(film.sop_class_uid)}}}}})}};
    if (const auto part = objects::find_code("part", reading_.source.body_part))
      series["bodySite"] =
          coding(system_of(part->scheme), std::string(part->value), std::string(part->meaning));
    Json json{{"identifier", identifiers}, {"status", "available"}, {"subject", reference("patient")}};
    if (const std::string started = day(s_.who.study_date); !started.empty()) json["started"] = started;
    if (!s_.who.study_description.empty()) json["description"] = s_.who.study_description;
    json["series"] = Json::array({series});
    add("imaging study", "ImagingStudy", json);
  }

  static Json hash(const char* what, const std::string& sha256) {
    return {{"system", std::string("urn:x-roentgen:") + what + "-sha256"}, {"value", sha256}};
  }

  void devices() {
    const study::Provenance& from = reading_.provenance;
    Json program{{"status", "active"},
                 {"manufacturer", "Roentgen"},
                 {"deviceName", Json::array({{{"name", "roentgen"}, {"type", "model-name"}}})},
                 {"version", Json::array({{{"value", from.program}}})}};
    if (!from.configuration_sha256.empty())
      program["identifier"] = Json::array({hash("configuration", from.configuration_sha256)});
    add("program", "Device", program);
    for (const study::ModelUsed& model : from.models) {
      add("model " + model.name, "Device",
          {{"identifier", Json::array({hash("package", model.package_sha256)})},
           {"status", "active"},
           {"manufacturer", "Roentgen"},
           {"deviceName", Json::array({{{"name", model.name}, {"type", "model-name"}}})},
           {"version", Json::array({{{"value", model.version}}})},
           {"parent", reference("program")}});
    }
  }

  Json device(const std::string& model) const {
    const auto& models = reading_.provenance.models;
    const bool known = std::ranges::find(models, model, &study::ModelUsed::name) != models.end();
    return reference(known ? "model " + model : "program");
  }

  Json observation(Json code, const std::string& model) const {
    Json json{
        {"meta", {{"tag", tags()}}},
        {"status", "preliminary"},
        {"category",
         Json::array(
             {{{"coding", Json::array({coding("http://terminology.hl7.org/CodeSystem/observation-category",
                                              "imaging", "Imaging")})}}})},
        {"code", std::move(code)},
        {"subject", reference("patient")}};
    if (const std::string taken = taken_on(); !taken.empty()) json["effectiveDateTime"] = taken;
    json["device"] = device(model);
    json["derivedFrom"] = Json::array({reference("imaging study")});
    return json;
  }

  std::string taken_on() const {
    return s_.source.content_date == objects::kNoDate ? std::string() : day(s_.source.content_date);
  }

  static Json quantity(double value, const char* unit, const char* code) {
    return {{"value", value}, {"unit", unit}, {"system", kUcum}, {"code", code}};
  }

  void add_result(const std::string& what, Json json) {
    results_.push_back(reference(what));
    add(what, "Observation", std::move(json));
  }

  // What the draft says of this part of the reading alone.
  std::string told(const std::string& pointer) const {
    for (const report::Section& section : s_.draft.sections)
      for (const report::Sentence& sentence : section.sentences)
        if (sentence.from == std::vector<std::string>{pointer}) return sentence.text;
    return {};
  }

  void finding(std::size_t i) {
    const study::Finding& f = reading_.findings[i];
    Json json = observation(concept_of(objects::code_for("finding", f.label, f.title), f.title), f.model);
    json["valueCodeableConcept"] = f.present
                                       ? own_concept("at-or-above-threshold", "At or above its threshold")
                                       : own_concept("below-threshold", "Below its threshold, not ruled out");
    json["interpretation"] = Json::array(
        {{{"coding", Json::array({coding("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation",
                                         f.uncertain ? "IND"
                                         : f.present ? "POS"
                                                     : "NEG",
                                         f.uncertain ? "Indeterminate"
                                         : f.present ? "Positive"
                                                     : "Negative")})}}});
    if (const std::string text = told("/findings/" + std::to_string(i)); !text.empty())
      json["note"] = Json::array({{{"text", text}}});
    if (const auto site = objects::find_code("site", f.label))
      json["bodySite"] = {{"coding", Json::array({coding(system_of(site->scheme), std::string(site->value),
                                                         std::string(site->meaning))})}};
    if (!f.threshold_origin.empty()) json["method"] = {{"text", "Threshold: " + f.threshold_origin}};
    Json components = Json::array();
    const auto percent = [](double share) { return quantity(study::round_to(share * 100, 2), "%", "%"); };
    components.push_back({{"code", own_concept("probability", "Calibrated probability")},
                          {"valueQuantity", percent(f.probability)}});
    components.push_back({{"code", own_concept("threshold", "Threshold on the probability")},
                          {"valueQuantity", percent(f.threshold)}});
    for (const study::Region& region : f.regions) {
      std::string points;
      for (const study::Point& p : region.points)
        for (const double value : {p.x, p.y}) points += (points.empty() ? "" : " ") + text_of(value);
      components.push_back(
          {{"code", own_concept("region", "Where the evidence lies, in pixels of the stored film")},
           {"valueString", std::string(study::word(region.shape)) + " " + points}});
    }
    for (const std::string& place : report::places(reading_, f))
      components.push_back(
          {{"code", own_concept("place", "Where the evidence lies")}, {"valueString", place}});
    json["component"] = components;
    add_result("finding " + f.model + " " + f.label, std::move(json));
  }

  static std::string text_of(double value) { return Json(study::round_to(value, 1)).dump(); }

  void measurement(std::size_t i) {
    const study::Measurement& m = reading_.measurements[i];
    Json json = observation(concept_of(objects::code_for("measurement", m.name, m.title), m.title), m.model);
    const auto unit = objects::find_code("unit", m.unit);
    const std::string ucum(unit ? std::string(unit->value) : m.unit);
    json["valueQuantity"] = quantity(study::round_to(m.value, m.unit == "1" ? 4 : 2),
                                     m.unit == "[px]" ? "pixels" : ucum.c_str(), ucum.c_str());
    std::string note = told("/measurements/" + std::to_string(i));
    if (!note.empty()) json["note"] = Json::array({{{"text", note}}});
    for (const std::string& caution : m.cautions) json["note"].push_back({{"text", caution}});
    if (!m.method.empty()) json["method"] = {{"text", m.method}};
    add_result("measurement " + m.model + " " + m.name, std::move(json));
  }

  std::string conclusion() const {
    std::string text;
    for (const report::Section& section : s_.draft.sections) {
      if (section.name != "impression" && section.name != "why") continue;
      for (const report::Sentence& sentence : section.sentences)
        text += (text.empty() ? "" : " ") + sentence.text;
    }
    return text;
  }

  // XHTML of the draft; every character of it escaped.
  std::string narrative() const {
    std::string div = "<div xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"" +
                      results::html(s_.draft.language) + "\" lang=\"" + results::html(s_.draft.language) +
                      "\"><h1>" + results::html(s_.draft.title) + "</h1><p><b>" +
                      results::html(s_.draft.mark) + " " + results::html(s_.draft.notice) + "</b></p>";
    for (const report::Section& section : s_.draft.sections) {
      div += "<h2>" + results::html(section.title) + "</h2><ul>";
      for (const report::Sentence& sentence : section.sentences)
        div += "<li>" + results::html(sentence.text) + "</li>";
      div += "</ul>";
    }
    return div + "</div>";
  }

  void diagnostic_report() {
    const std::string lines = report::as_lines(s_.draft);
    Json json{
        {"meta", {{"tag", tags()}}},
        {"language", s_.draft.language},
        {"text", {{"status", "generated"}, {"div", narrative()}}},
        {"status", "preliminary"},
        {"category",
         Json::array({{{"coding", Json::array({coding("http://terminology.hl7.org/CodeSystem/v2-0074", "RAD",
                                                      "Radiology")})}}})},
        {"code",
         {{"coding", Json::array({coding("http://loinc.org", "18748-4", "Diagnostic imaging study")})}}},
        {"subject", reference("patient")}};
    if (const std::string taken = taken_on(); !taken.empty()) json["effectiveDateTime"] = taken;
    if (!results_.empty()) json["result"] = results_;
    json["imagingStudy"] = Json::array({reference("imaging study")});
    json["conclusion"] = conclusion();
    json["presentedForm"] = Json::array({{{"contentType", "text/plain; charset=utf-8"},
                                          {"language", s_.draft.language},
                                          {"data", results::base64(std::as_bytes(std::span(lines)))},
                                          {"title", s_.draft.title}}});
    add("report", "DiagnosticReport", json);
  }

  void provenance() {
    Json targets = Json::array({reference("report")});
    for (const Json& result : results_) targets.push_back(result);
    Json source = reference("imaging study");
    if (!reading_.provenance.input_sha256.empty())
      source["identifier"] = hash("file", reading_.provenance.input_sha256);
    const Json unknown{{"url", "http://hl7.org/fhir/StructureDefinition/data-absent-reason"},
                       {"valueCode", "unknown"}};
    add("provenance", "Provenance",
        {{"target", targets},
         {"_recorded", {{"extension", Json::array({unknown})}}},
         {"agent",
          Json::array({{{"type",
                         {{"coding", Json::array({coding(
                                         "http://terminology.hl7.org/CodeSystem/provenance-participant-type",
                                         "assembler", "Assembler")})}}},
                        {"who", reference("program")}}})},
         {"entity", Json::array({{{"role", "source"}, {"what", source}}})}});
  }

  const Subject& s_;
  const study::Reading& reading_;
  std::string run_;
  Json entries_ = Json::array(), results_ = Json::array();
};

}  // namespace

std::string fhir_bundle(const Subject& subject) {
  return Bundle(subject).write();
}

}  // namespace roentgen::exchange
