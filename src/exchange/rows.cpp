#include "exchange/rows.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "objects/codes.h"
#include "report/place.h"
#include "results/safe_text.h"
#include "study/reading_json.h"

namespace roentgen::exchange {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kColumns[] = {
    "input_sha256",  "status",        "urgency",     "reasons",   "modality", "body_part",
    "view_position", "kind",          "name",        "title",     "code",     "scheme",
    "model",         "model_version", "probability", "threshold", "present",  "uncertain",
    "value",         "unit",          "boxes",       "places"};
constexpr const char* kPatientColumns[] = {"input_name",  "study_instance_uid", "sop_instance_uid",
                                           "patient_id",  "patient_name",       "patient_birth_date",
                                           "patient_sex", "study_date",         "accession_number"};

Json film(const Subject& s) {
  const study::Reading& r = s.reading;
  Json reasons = Json::array();
  for (const study::Remark& reason : r.reasons) reasons.push_back(reason.code);
  return {{"input_sha256", r.provenance.input_sha256},
          {"status", study::word(r.status)},
          {"urgency", study::word(r.triage.urgency)},
          {"reasons", reasons},
          {"modality", r.source.modality},
          {"body_part", r.source.body_part},
          {"view_position", r.source.view_position}};
}

void add_code(Json& row, const objects::OwnedCode& code) {
  row["code"] = code.value;
  row["scheme"] = code.scheme;
}

void add_model(Json& row, const study::Reading& reading, const std::string& name) {
  const auto& models = reading.provenance.models;
  const auto used = std::ranges::find(models, name, &study::ModelUsed::name);
  row["model"] = name;
  row["model_version"] = used != models.end() ? used->version : "";
}

Json row_of(const Subject& s, const study::Finding& f) {
  Json row = film(s);
  row["kind"] = "finding";
  row["name"] = f.label;
  row["title"] = f.title;
  add_code(row, objects::code_for("finding", f.label, f.title));
  add_model(row, s.reading, f.model);
  row["probability"] = study::round_to(f.probability, 4);
  row["threshold"] = study::round_to(f.threshold, 4);
  row["present"] = f.present;
  row["uncertain"] = f.uncertain;
  row["boxes"] = Json::array();
  for (const study::Region& region : f.regions) {
    Json box = Json::array();
    for (const study::Point& p : region.points)
      for (const double value : {p.x, p.y}) box.push_back(study::round_to(value, 1));
    row["boxes"].push_back(box);
  }
  row["places"] = report::places(s.reading, f);
  return row;
}

Json row_of(const Subject& s, const study::Measurement& m) {
  Json row = film(s);
  row["kind"] = "measurement";
  row["name"] = m.name;
  row["title"] = m.title;
  add_code(row, objects::code_for("measurement", m.name, m.title));
  add_model(row, s.reading, m.model);
  row["value"] = study::round_to(m.value, m.unit == "1" ? 4 : 2);
  row["unit"] = m.unit;
  return row;
}

std::vector<Json> rows_of(const Subject& s, bool with_patient) {
  std::vector<Json> rows;
  for (const study::Finding& finding : s.reading.findings) rows.push_back(row_of(s, finding));
  for (const study::Measurement& measurement : s.reading.measurements) rows.push_back(row_of(s, measurement));
  if (rows.empty()) {
    rows.push_back(film(s));
    rows.back()["kind"] = "none";
  }
  if (!with_patient) return rows;
  for (Json& row : rows) {
    row["input_name"] = s.reading.provenance.input_name;
    row["study_instance_uid"] = s.source.study_instance_uid;
    row["sop_instance_uid"] = s.source.sop_instance_uid;
    row["patient_id"] = s.who.patient_id;
    row["patient_name"] = s.who.alphabetic.shown();
    row["patient_birth_date"] = s.who.birth_date;
    row["patient_sex"] = s.who.sex;
    row["study_date"] = s.who.study_date;
    row["accession_number"] = s.who.accession_number;
  }
  return rows;
}

// Lists inside one field: numbers by spaces, items by semicolons.
std::string field(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_array()) return value.dump(-1, ' ', false, Json::error_handler_t::replace);
  std::string text;
  const char* between = !value.empty() && value.front().is_number() ? " " : ";";
  for (const Json& item : value) text += (text.empty() ? "" : between) + field(item);
  return text;
}

std::vector<std::string> columns(bool with_patient) {
  std::vector<std::string> names(std::begin(kColumns), std::end(kColumns));
  if (with_patient) names.insert(names.end(), std::begin(kPatientColumns), std::end(kPatientColumns));
  return names;
}

}  // namespace

std::string csv_head(bool with_patient) {
  std::string line;
  for (const std::string& name : columns(with_patient)) line += (line.empty() ? "" : ",") + name;
  return line + "\r\n";
}

std::string csv_rows(const Subject& subject, bool with_patient) {
  std::string text;
  for (const Json& row : rows_of(subject, with_patient)) {
    bool first = true;
    for (const std::string& name : columns(with_patient)) {
      if (!first) text += ',';
      first = false;
      if (row.contains(name)) text += results::csv_field(field(row[name]));
    }
    text += "\r\n";
  }
  return text;
}

std::string json_lines(const Subject& subject, bool with_patient) {
  std::string text;
  for (const Json& row : rows_of(subject, with_patient))
    text += row.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return text;
}

}  // namespace roentgen::exchange
