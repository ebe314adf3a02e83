// locales/LANGUAGE/report.json -> Locale.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "report/locale.h"

namespace roentgen::report {
namespace {

using Json = nlohmann::json;
using Names = std::vector<std::string>;

constexpr const char* kSchema = "roentgen/report-locale/1";
constexpr int kDeepest = 8;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw std::invalid_argument(path + " " + why);
}

Names names_in(const std::string& text) {
  Names names;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) break;
    names.push_back(text.substr(open + 1, close - open - 1));
  }
  return names;
}

// The fields of one object, each asked for once; what nobody asked for is refused at the end.
class Fields {
 public:
  Fields(const Json& object, std::string path) : object_(object), path_(std::move(path)) {
    if (!object.is_object()) refuse(path_, "is not an object");
  }

  const Json& at(const std::string& key) {
    asked_.insert(key);
    const auto found = object_.find(key);
    if (found == object_.end()) refuse(path_ + "." + key, "is missing");
    return *found;
  }
  bool has(const std::string& key) const { return object_.contains(key); }
  std::string path(const std::string& key) const { return path_ + "." + key; }

  std::string text(const std::string& key) { return text_of(at(key), path(key)); }
  // Exactly these {names}, in any order.
  std::string sentence(const std::string& key, const Names& names, const Names& optional = {}) {
    return sentence_of(at(key), path(key), names, optional);
  }
  Plural plural(const std::string& key, const Names& names, const Names& not_in_one = {}) {
    Fields forms(at(key), path(key));
    Plural read{forms.sentence("one", names, not_in_one), ""};
    Names in_other = names;
    in_other.insert(in_other.end(), not_in_one.begin(), not_in_one.end());
    read.other = forms.sentence("other", in_other);
    forms.end();
    return read;
  }
  std::vector<std::string> texts(const std::string& key) {
    std::vector<std::string> list;
    for (const Json& item : array(key)) list.push_back(text_of(item, path(key)));
    return list;
  }
  std::map<std::string, std::string> map(const std::string& key, const Names& names = {}) {
    std::map<std::string, std::string> read;
    const Json& object = at(key);
    if (!object.is_object()) refuse(path(key), "is not an object");
    for (const auto& [name, value] : object.items())
      read[name] = sentence_of(value, path(key) + "." + name, names, {});
    return read;
  }
  const Json& array(const std::string& key) {
    const Json& list = at(key);
    if (!list.is_array()) refuse(path(key), "is not an array");
    return list;
  }
  double number(const std::string& key, double low, double high) {
    const Json& value = at(key);
    if (!value.is_number() || value.get<double>() < low || value.get<double>() > high)
      refuse(path(key), "is not a number from " + std::to_string(low) + " to " + std::to_string(high));
    return value.get<double>();
  }
  bool flag(const std::string& key, bool otherwise) {
    if (!has(key)) return otherwise;
    if (!at(key).is_boolean()) refuse(path(key), "is neither true nor false");
    return at(key).get<bool>();
  }
  void end() const {
    for (const auto& item : object_.items())
      if (!asked_.contains(item.key())) refuse(path(item.key()), "is not a field of this document");
  }

 private:
  static std::string text_of(const Json& value, const std::string& path) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) refuse(path, "is not a text");
    return value.get<std::string>();
  }
  static std::string sentence_of(const Json& value, const std::string& path, const Names& names,
                                 const Names& optional) {
    std::string text = text_of(value, path);
    const Names there = names_in(text);
    for (const std::string& name : names)
      if (std::ranges::find(there, name) == there.end()) refuse(path, "lacks {" + name + "}");
    for (const std::string& name : there) {
      if (std::ranges::find(names, name) == names.end() &&
          std::ranges::find(optional, name) == optional.end())
        refuse(path, "has the unknown {" + name + "}");
    }
    return text;
  }

  const Json& object_;
  std::string path_;
  std::set<std::string> asked_;
};

void must_have(const std::map<std::string, std::string>& map, const std::string& path, const Names& keys) {
  for (const std::string& key : keys)
    if (!map.contains(key)) refuse(path + "." + key, "is missing");
  if (map.size() != keys.size()) refuse(path, "has a name that nobody asks for");
}

LabelWords label_from(const Json& json, const std::string& path) {
  Fields fields(json, path);
  LabelWords label;
  label.name = fields.text("name");
  label.phrase = fields.text("phrase");
  label.plain = fields.text("plain");
  label.plural = fields.flag("plural", false);
  label.summary = fields.flag("summary", false);
  label.placed = fields.flag("placed", true);
  fields.end();
  return label;
}

MeasurementWords measurement_from(const Json& json, const std::string& path) {
  Fields fields(json, path);
  MeasurementWords words;
  words.name = fields.text("name");
  words.decimals = static_cast<int>(fields.number("decimals", 0, 4));
  if (fields.has("unless")) words.unless = fields.text("unless");
  if (fields.has("limit")) {
    Fields limit(fields.at("limit"), fields.path("limit"));
    words.limit =
        Limit{limit.number("value", -1e6, 1e6), limit.texts("views"),
              limit.sentence("above", {"text", "limit"}), limit.sentence("within", {"text", "limit"})};
    limit.end();
  }
  fields.end();
  return words;
}

PartWords part_from(const Json& json, const std::string& path) {
  Fields fields(json, path);
  PartWords part;
  if (fields.at("part") != "") part.part = fields.text("part");
  part.words = fields.texts("words");
  part.models = fields.texts("models");
  part.film = fields.text("film");
  part.sheet_film = fields.text("sheet_film");
  for (const auto& [name, label] : fields.at("labels").items())
    part.labels[name] = label_from(label, fields.path("labels") + "." + name);
  for (const auto& [name, words] : fields.at("measurements").items())
    part.measurements[name] = measurement_from(words, fields.path("measurements") + "." + name);
  fields.end();
  return part;
}

std::vector<Band> bands_from(Fields& fields) {
  std::vector<Band> bands;
  for (const Json& item : fields.array("bands")) {
    Fields band(item, fields.path("bands"));
    bands.push_back(
        {band.number("from", 0, 1),
         band.text("word"),
         {band.sentence("one", {"phrase", "numbers"}), band.sentence("other", {"phrase", "numbers"})}});
    band.end();
    if (bands.size() > 1 && bands.back().from >= bands[bands.size() - 2].from)
      refuse(fields.path("bands"), "do not fall from the highest to the lowest");
  }
  if (bands.empty() || bands.back().from != 0) refuse(fields.path("bands"), "do not end with one from 0");
  return bands;
}

DraftWords draft_from(const Json& json) {
  Fields f(json, "draft");
  DraftWords w;
  w.title = f.sentence("title", {"film"});
  w.mark = f.sentence("mark", {});
  w.notice = f.sentence("notice", {});
  w.headings = f.map("headings");
  must_have(w.headings, "draft.headings",
            {"technique", "why", "findings", "measurements", "impression", "not_assessed"});
  w.technique = f.sentence("technique", {"film", "view"});
  w.technique_without_view = f.sentence("technique_without_view", {"film"});
  w.quality_good = f.sentence("quality_good", {});
  w.numbers = f.sentence("numbers", {"probability", "threshold"});
  w.bands = bands_from(f);
  w.place = f.sentence("place", {"places"});
  w.place_rate = f.sentence("place_rate", {"text", "rate"});
  w.uncertain = f.sentence("uncertain", {});
  w.absent = f.plural("absent", {"findings"});
  w.foremost = f.plural("foremost", {"findings"}, {"count"});
  w.item = f.sentence("item", {"name", "probability"});
  w.item_with_word = f.sentence("item_with_word", {"name", "word"});
  w.none_present = f.sentence("none_present", {});
  w.findings_not_read = f.sentence("findings_not_read", {});
  w.measured = f.sentence("measured", {"title", "value"});
  w.measured_by = f.sentence("measured_by", {"title", "value", "method"});
  w.none_measured = f.sentence("none_measured", {});
  w.priority = f.map("priority");
  must_have(w.priority, "draft.priority", {"urgent", "soon", "routine", "not_read"});
  w.correlate = f.sentence("correlate", {});
  w.not_read = f.sentence("not_read", {});
  w.failed = f.sentence("failed", {});
  w.nothing_assessed = f.sentence("nothing_assessed", {});
  f.end();
  return w;
}

SheetWords sheet_from(const Json& json) {
  Fields f(json, "sheet");
  SheetWords w;
  w.title = f.sentence("title", {"film"});
  w.mark = f.sentence("mark", {});
  w.headings = f.map("headings");
  must_have(w.headings, "sheet.headings", {"about", "noted", "limits", "next"});
  w.about = f.sentence("about", {"film"});
  w.noted = f.plural("noted", {"plain", "word"});
  w.noted_more = f.sentence("noted_more", {});
  w.none = f.sentence("none", {});
  w.not_read = f.sentence("not_read", {"film"});
  w.measured = f.sentence("measured", {"film"});
  w.limits = f.sentence("limits", {});
  w.next = f.texts("next");
  f.end();
  return w;
}

Translation translation_from(const Json& json) {
  Fields fields(json, "sentences");
  Translation entry{fields.text("en"), ""};
  entry.text = fields.sentence("text", names_in(entry.english));
  fields.end();
  return entry;
}

Locale locale_from(const Json& json) {
  Fields f(json, "");
  if (f.at("schema") != kSchema) refuse("schema", std::string("is not ") + kSchema);
  Locale locale;
  locale.language = f.text("language");
  locale.name = f.text("name");
  locale.decimal = f.text("decimal");
  locale.percent = f.sentence("percent", {"n"});
  locale.below = f.sentence("below", {"n"});
  locale.above = f.sentence("above", {"n"});
  Fields list(f.at("list"), "list");
  locale.list_separator = list.text("separator");
  locale.list_last = list.text("last");
  if (list.has("last_before")) locale.list_last_before = list.map("last_before");
  locale.list_lower_first = list.flag("lower_first", false);
  list.end();
  locale.foreign = f.sentence("foreign", {"text"});
  locale.draft = draft_from(f.at("draft"));
  locale.views = f.map("views");
  locale.places = f.map("places");
  must_have(locale.places, "places",
            {"right_upper", "right_middle", "right_lower", "left_upper", "left_middle", "left_lower", "heart",
             "right", "left"});
  locale.units = f.map("units", {"n"});
  locale.page = f.map("page");
  must_have(
      locale.page, "page",
      {"patient",    "patient_id",  "born",        "sex",        "male",      "female",    "other",
       "examined",   "accession",   "institution", "no_patient", "not_shown", "picture",   "overlay",
       "finding",    "probability", "threshold",   "result",     "present",   "uncertain", "absent",
       "provenance", "file",        "file_sha256", "instance",   "program",   "model",     "configuration"});
  locale.page_number = f.sentence("page_number", {"page", "pages"});
  for (const Json& part : f.array("parts")) locale.parts.push_back(part_from(part, "parts"));
  if (locale.parts.empty() || !locale.parts.back().part.empty())
    refuse("parts", "do not end with one without a name, for parts that have no words of their own");
  locale.sheet = sheet_from(f.at("sheet"));
  for (const Json& entry : f.array("sentences")) locale.sentences.push_back(translation_from(entry));
  f.end();
  return locale;
}

}  // namespace

base::Result<Locale> parse_locale(const std::string& json) {
  const auto watch = [](int depth, Json::parse_event_t, Json&) {
    if (depth > kDeepest) throw std::invalid_argument("it is nested too deeply");
    return true;
  };
  try {
    return locale_from(Json::parse(json, watch));
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::unusable_input,
                      std::string("These are no words of a report: ") + error.what());
  }
}

}  // namespace roentgen::report
