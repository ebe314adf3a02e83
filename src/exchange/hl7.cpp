#include "exchange/hl7.h"

#include <algorithm>
#include <map>
#include <vector>

#include "base/text.h"
#include "exchange/uuid.h"
#include "objects/codes.h"
#include "report/words.h"
#include "study/reading_json.h"

namespace roentgen::exchange {
namespace {

using Fields = std::map<int, std::string>;  // by number, counted from 1; escaped already

std::string segment(const char* name, const Fields& fields) {
  std::string text = name;
  int at = 0;
  for (const auto& [number, value] : fields) {
    if (value.empty()) continue;
    for (; at < number; ++at) text += '|';
    text += value;
  }
  return text + "\r";
}

std::string joined(std::initializer_list<std::string_view> components) {
  std::string text;
  std::size_t empty = 0;
  bool first = true;
  for (const std::string_view component : components) {
    if (!first) ++empty;
    first = false;
    if (component.empty()) continue;
    text.append(empty, '^');
    empty = 0;
    text += hl7_text(component);
  }
  return text;
}

std::string coded(const objects::OwnedCode& code) {
  return joined({code.value, code.meaning, code.scheme});
}

// DA and TM -> TS, as far as they are whole.
std::string stamp(const std::string& date, const std::string& time) {
  if (date.size() != 8) return {};
  std::string digits;
  for (const char c : time.substr(0, time.find('.')))
    if (c >= '0' && c <= '9') digits += c;
  return date + (digits.size() >= 4 ? digits.substr(0, digits.size() >= 6 ? 6 : 4) : "");
}

// XPN: family, given, middle, suffix, prefix; the eighth component names the script.
std::string name(const dicom::NameGroup& group, const char* representation) {
  return group.empty() ? std::string()
                       : joined({group.family, group.given, group.middle, group.suffix, group.prefix, "", "L",
                                 representation});
}

std::string number(double value, int decimals) {
  std::string text = base::fixed(study::round_to(value, decimals), decimals);
  while (text.find('.') != std::string::npos && (text.ends_with('0') || text.ends_with('.'))) {
    const bool point = text.ends_with('.');
    text.pop_back();
    if (point) break;
  }
  return text;
}

class Message {
 public:
  Message(const Subject& subject, const Hl7Address& address)
      : s_(subject), reading_(subject.reading), address_(address) {}

  std::string write() {
    header();
    patient();
    order();
    if (reading_.status == study::Status::read) {
      for (std::size_t i = 0; i < reading_.findings.size(); ++i) finding(i);
      for (std::size_t i = 0; i < reading_.measurements.size(); ++i) measurement(i);
      words("impression", {"19005-8", "LN", "Radiology Imaging study [Impression] (narrative)"}, "P");
    } else {
      words("why", {"18782-3", "LN", "Radiology Study observation (narrative)"}, "X");
    }
    return out_;
  }

 private:
  std::string when() const { return stamp(s_.source.content_date, s_.source.content_time); }
  std::string observed() const { return s_.source.content_date == objects::kNoDate ? "" : when(); }

  void header() {
    const study::Provenance& from = reading_.provenance;
    std::string all =
        from.input_sha256 + from.input_name + from.configuration_sha256 + from.program + s_.draft.language;
    for (const study::ModelUsed& model : from.models) all += model.package_sha256;
    std::string control = uuid_of_words({"hl7", all});
    std::erase(control, '-');
    out_ += "MSH|^~\\&" + segment("", {{1, "ROENTGEN"},
                                       {2, hl7_text(address_.sending_facility)},
                                       {3, hl7_text(address_.receiving_application)},
                                       {4, hl7_text(address_.receiving_facility)},
                                       {5, when()},
                                       {7, "ORU^R01^ORU_R01"},
                                       {8, control.substr(0, 20)},
                                       {9, hl7_text(address_.processing)},
                                       {10, "2.5.1"},
                                       {16, "UNICODE UTF-8"}});
  }

  void patient() {
    const dicom::Identity& who = s_.who;
    std::string names;
    for (const std::string& one :
         {name(who.alphabetic, "A"), name(who.ideographic, "I"), name(who.phonetic, "P")})
      if (!one.empty()) names += (names.empty() ? "" : "~") + one;
    out_ += segment("PID", {{1, "1"},
                            {3, joined({who.patient_id, "", "", who.issuer, "PI"})},
                            {5, names.empty() ? "^" : names},
                            {7, who.birth_date},
                            {8, who.sex}});
  }

  void order() {
    out_ += segment("OBR", {{1, "1"},
                            {2, joined({s_.who.accession_number})},
                            {3, joined({s_.source.study_instance_uid.substr(0, 64), "ROENTGEN"})},
                            {4, joined({"18748-4", "Diagnostic imaging study", "LN"})},
                            {7, observed()},
                            {18, joined({s_.who.accession_number})},
                            {22, when()},
                            {24, "RAD"},
                            {25, "P"}});
  }

  std::string method(const std::string& model) const {
    const auto& models = reading_.provenance.models;
    const auto used = std::ranges::find(models, model, &study::ModelUsed::name);
    return used == models.end() ? joined({model, model, "99ROENTGEN"})
                                : joined({model, model + " " + used->version, "99ROENTGEN"});
  }

  void observe(Fields fields, const std::string& model) {
    fields[1] = std::to_string(++observations_);
    fields[14] = observed();
    fields[17] = method(model);
    out_ += segment("OBX", fields);
  }

  void note(const std::string& pointer) {
    for (const report::Section& section : s_.draft.sections)
      for (const report::Sentence& sentence : section.sentences) {
        if (sentence.from != std::vector<std::string>{pointer} || section.name == "impression") continue;
        out_ += segment("NTE", {{1, "1"}, {2, "L"}, {3, hl7_text(sentence.text)}});
        return;
      }
  }

  void finding(std::size_t i) {
    const study::Finding& f = reading_.findings[i];
    observe({{2, "NM"},
             {3, coded(objects::code_for("finding", f.label, f.title))},
             {4, std::to_string(i + 1)},
             {5, number(f.probability * 100, 2)},
             {6, "%^Percent^UCUM"},
             {7, "<" + number(f.threshold * 100, 2)},
             {8, f.present ? "A" : ""},
             {11, "P"}},
            f.model);
    note("/findings/" + std::to_string(i));
  }

  void measurement(std::size_t i) {
    const study::Measurement& m = reading_.measurements[i];
    const auto unit = objects::find_code("unit", m.unit);
    observe({{2, "NM"},
             {3, coded(objects::code_for("measurement", m.name, m.title))},
             {4, std::to_string(reading_.findings.size() + i + 1)},
             {5, number(m.value, m.unit == "1" ? 4 : 2)},
             {6, unit ? joined({unit->value, unit->meaning, unit->scheme})
                      : joined({m.unit, m.unit, "99ROENTGEN"})},
             {11, "P"}},
            m.model);
    note("/measurements/" + std::to_string(i));
  }

  void words(const char* name, const objects::OwnedCode& code, const char* status) {
    std::string text = hl7_text(s_.draft.mark + " " + s_.draft.notice);
    for (const report::Section& section : s_.draft.sections)
      if (section.name == name)
        for (const report::Sentence& sentence : section.sentences) text += "~" + hl7_text(sentence.text);
    Fields fields{{1, std::to_string(++observations_)}, {2, "TX"}, {3, coded(code)}, {5, text}, {11, status}};
    fields[14] = observed();
    out_ += segment("OBX", fields);
  }

  const Subject& s_;
  const study::Reading& reading_;
  const Hl7Address& address_;
  std::string out_;
  int observations_ = 0;
};

}  // namespace

std::string hl7_text(std::string_view text) {
  std::string out;
  for (const char c : report::one_line(text)) {
    switch (c) {
      case '|':
        out += "\\F\\";
        break;
      case '^':
        out += "\\S\\";
        break;
      case '&':
        out += "\\T\\";
        break;
      case '~':
        out += "\\R\\";
        break;
      case '\\':
        out += "\\E\\";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string hl7_message(const Subject& subject, const Hl7Address& address) {
  return Message(subject, address).write();
}

}  // namespace roentgen::exchange
