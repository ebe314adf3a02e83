#include "cli/destinations.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "objects/write_objects.h"
#include "reading/triage.h"
#include "report/locale.h"
#include "study/reading_json.h"

namespace roentgen::cli {
namespace {

using Json = nlohmann::json;
using base::ErrorCode;

constexpr const char* kSchema = "roentgen/objects-config/1";
constexpr int kDeepest = 6;
constexpr std::size_t kMostDestinations = 32;
constexpr std::string_view kPicture = "picture";  // of the room `objects`, written where it is needed
constexpr std::array<std::string_view, 6> kOurs{"words", "pdf", "fhir", "hl7", "csv", "jsonl"};

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw std::invalid_argument(path + " " + why);
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> parts;
  for (std::size_t from = 0;;) {
    const std::size_t end = list.find(',', from);
    parts.push_back(list.substr(from, end - from));
    if (end == std::string::npos) return parts;
    from = end + 1;
  }
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

// The first that is not known, or that stands there twice; empty if all are good.
std::string first_wrong(const std::vector<std::string>& names, const std::vector<std::string>& known) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto end = names.begin() + static_cast<std::ptrdiff_t>(i);
    if (!has(known, names[i]) || std::find(names.begin(), end, names[i]) != end)
      return names[i].empty() ? "an empty name" : names[i];
  }
  return {};
}

// A name for a folder: letters, digits, hyphens and underscores.
bool is_plain_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !name.empty() && name.size() <= 40 && std::ranges::all_of(name, fits);
}

std::string text_of(const Json& value, const std::string& path) {
  if (!value.is_string() || value.get_ref<const std::string&>().size() > 1000) refuse(path, "is not a text");
  return value.get<std::string>();
}

std::vector<std::string> texts_of(const Json& value, const std::string& path) {
  if (!value.is_array() || value.empty()) refuse(path, "is not a list with something in it");
  std::vector<std::string> texts;
  for (const Json& item : value) texts.push_back(text_of(item, path));
  return texts;
}

class Parser {
 public:
  Parser(const std::filesystem::path& locales, const std::set<std::string>& labels)
      : languages_(report::languages(locales)), labels_(labels.begin(), labels.end()) {}

  std::vector<Destination> parse(const Json& json) const {
    only(json, "the document", {"schema", "destinations"});
    if (!json.contains("schema") || json["schema"] != kSchema)
      refuse("schema", std::string("is not ") + kSchema);
    if (!json.contains("destinations") || !json["destinations"].is_array() || json["destinations"].empty() ||
        json["destinations"].size() > kMostDestinations)
      refuse("destinations", "is not a list of 1 to 32 destinations");
    std::vector<Destination> all;
    for (std::size_t i = 0; i < json["destinations"].size(); ++i) {
      all.push_back(destination(json["destinations"][i], "destinations[" + std::to_string(i) + "]"));
      for (std::size_t k = 0; k < i; ++k)
        if (all[k].name == all[i].name || all[k].folder == all[i].folder)
          refuse("destinations[" + std::to_string(i) + "]", "has the name or folder of an earlier one");
    }
    return all;
  }

 private:
  static void only(const Json& json, const std::string& path, const std::vector<std::string>& fields) {
    if (!json.is_object()) refuse(path, "is not an object");
    for (const auto& item : json.items())
      if (!has(fields, item.key()))
        refuse(path, "has the unknown field \"" + item.key().substr(0, 40) + "\"");
  }

  static bool flag(const Json& json, const char* key, const std::string& path, bool otherwise) {
    if (!json.contains(key)) return otherwise;
    if (!json[key].is_boolean()) refuse(path + "." + key, "is neither true nor false");
    return json[key].get<bool>();
  }

  Destination destination(const Json& json, const std::string& path) const {
    only(json, path,
         {"name", "folder", "objects", "findings", "thresholds", "languages", "patient_in_pages",
          "patient_in_rows", "hl7"});
    Destination d;
    if (!json.contains("name")) refuse(path + ".name", "is missing");
    d.name = text_of(json["name"], path + ".name");
    if (!is_plain_name(d.name))
      refuse(path + ".name", "is not made of 1 to 40 letters, digits, hyphens and underscores");
    d.folder = d.name;
    if (json.contains("folder"))
      d.folder = folder(text_of(json["folder"], path + ".folder"), path + ".folder");
    if (!json.contains("objects")) refuse(path + ".objects", "is missing");
    d.objects = objects(texts_of(json["objects"], path + ".objects"), path + ".objects");
    if (json.contains("findings")) {
      d.labels = texts_of(json["findings"], path + ".findings");
      known(d.labels, labels_, path + ".findings", "findings of the packages");
    }
    if (json.contains("thresholds")) d.thresholds = thresholds(json["thresholds"], d, path + ".thresholds");
    d.languages = {"en"};
    if (json.contains("languages")) {
      d.languages = texts_of(json["languages"], path + ".languages");
      known(d.languages, languages_, path + ".languages", "languages");
    }
    d.patient_in_pages = flag(json, "patient_in_pages", path, true);
    d.patient_in_rows = flag(json, "patient_in_rows", path, false);
    if (json.contains("hl7")) d.hl7 = hl7(json["hl7"], path + ".hl7");
    return d;
  }

  static std::filesystem::path folder(const std::string& text, const std::string& path) {
    const std::filesystem::path folder(text);
    if (text.empty() || text.find('\0') != std::string::npos) refuse(path, "is empty");
    if (folder.is_absolute()) return folder.lexically_normal();
    if (!is_plain_name(text)) refuse(path, "is neither an absolute path nor a plain name");
    return folder;
  }

  static void known(const std::vector<std::string>& names, const std::vector<std::string>& all,
                    const std::string& path, const std::string& what) {
    if (const std::string wrong = first_wrong(names, all); !wrong.empty())
      refuse(path, "has \"" + wrong.substr(0, 60) + "\" twice or not among the " + what + ": " + joined(all));
  }

  static std::vector<std::string> objects(std::vector<std::string> names, const std::string& path) {
    if (names == std::vector<std::string>{"all"}) return object_names();
    known(names, object_names(), path, "objects");
    return names;
  }

  std::map<std::string, double> thresholds(const Json& json, const Destination& d,
                                           const std::string& path) const {
    if (!json.is_object()) refuse(path, "is not an object");
    std::map<std::string, double> read;
    for (const auto& [label, value] : json.items()) {
      known({label}, d.labels.empty() ? labels_ : d.labels, path, "findings of this destination");
      if (!value.is_number() || !(value.get<double>() > 0 && value.get<double>() < 1))
        refuse(path + "." + label, "is not a number between 0 and 1");
      read[label] = study::round_to(value.get<double>(), 4);
    }
    return read;
  }

  static exchange::Hl7Address hl7(const Json& json, const std::string& path) {
    only(json, path, {"sending_facility", "receiving_application", "receiving_facility", "processing"});
    exchange::Hl7Address address;
    for (const auto& [key, into] : {std::pair{"sending_facility", &address.sending_facility},
                                    std::pair{"receiving_application", &address.receiving_application},
                                    std::pair{"receiving_facility", &address.receiving_facility},
                                    std::pair{"processing", &address.processing}})
      if (json.contains(key)) *into = text_of(json[key], path + "." + key);
    if (address.processing != "P" && address.processing != "T" && address.processing != "D")
      refuse(path + ".processing", "is none of P, T and D");
    return address;
  }

  std::vector<std::string> languages_, labels_;
};

}  // namespace

std::vector<std::string> object_names() {
  std::vector<std::string> names;
  for (const objects::Kind& kind : objects::kinds())
    if (kind.name != kPicture) names.emplace_back(kind.name);
  for (const std::string_view ours : kOurs)
    if (!has(names, std::string(ours))) names.emplace_back(ours);
  return names;
}

base::Result<std::vector<std::string>> parse_object_list(const std::string& list) {
  const std::vector<std::string> known = object_names();
  if (list == "all") return known;
  std::vector<std::string> names = split(list);
  if (const std::string wrong = first_wrong(names, known); !wrong.empty())
    return base::fail(ErrorCode::usage, "--objects has \"" + wrong.substr(0, 60) +
                                            "\" twice or not among the objects: all, or some of " +
                                            joined(known) + ".");
  return names;
}

base::Result<std::vector<std::string>> parse_language_list(const std::string& list,
                                                           const std::filesystem::path& locales) {
  const std::vector<std::string> known = report::languages(locales);
  if (known.empty())
    return base::fail(ErrorCode::unusable_input,
                      "There are no words for reports in this folder (it should hold en/report.json).",
                      locales.string());
  std::vector<std::string> names = split(list);
  if (const std::string wrong = first_wrong(names, known); !wrong.empty())
    return base::fail(ErrorCode::usage, "--language has \"" + wrong.substr(0, 60) +
                                            "\" twice or not among the languages: " + joined(known) + ".");
  return names;
}

base::Result<std::vector<Destination>> parse_destinations(const std::string& json,
                                                          const std::filesystem::path& locales,
                                                          const std::set<std::string>& labels) {
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw std::invalid_argument("it is nested too deeply");
    return true;
  };
  try {
    return Parser(locales, labels).parse(Json::parse(json, watch));
  } catch (const Json::exception& error) {
    return base::fail(ErrorCode::usage, std::string("This is no JSON document: ") + error.what());
  } catch (const std::exception& error) {
    return base::fail(ErrorCode::usage,
                      std::string("This is no configuration of objects: ") + error.what() + ".");
  }
}

study::Reading as_wanted(study::Reading reading, const Destination& destination) {
  if (destination.labels.empty() && destination.thresholds.empty()) return reading;
  const bool had_findings = !reading.findings.empty();
  if (!destination.labels.empty())
    std::erase_if(reading.findings,
                  [&](const study::Finding& f) { return !has(destination.labels, f.label); });
  for (study::Finding& finding : reading.findings) {
    const auto own = destination.thresholds.find(finding.label);
    if (own == destination.thresholds.end()) continue;
    finding.threshold = own->second;
    finding.threshold_origin = "set for the destination " + destination.name;
    finding.present = finding.probability >= finding.threshold;
    if (!finding.present) finding.regions.clear();
  }
  if (reading.status == study::Status::read && had_findings) reading.triage = reading::triage_of(reading);
  return reading;
}

}  // namespace roentgen::cli
