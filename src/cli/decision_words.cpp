#include "cli/decision_words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <ctime>
#include <optional>

namespace roentgen::cli {
namespace {

using base::ErrorCode;

constexpr const char* kWhole = "all";

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// DICOM's DT: local time and its distance from UTC. The one clock there is here: a decision has its time.
std::string now() {
  const std::time_t time = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm local{};
  localtime_r(&time, &local);
  std::array<char, 32> text{};
  return std::string(text.data(), std::strftime(text.data(), text.size(), "%Y%m%d%H%M%S%z", &local));
}

// "LABEL=REST" as given on the command line.
struct Pair {
  std::string label, rest;
};
base::Result<Pair> split(const std::string& word, const char* option) {
  const std::size_t at = word.find('=');
  if (at == std::string::npos || at == 0)
    return base::fail(ErrorCode::usage, std::string(option) + " wants FINDING=…", word);
  return Pair{word.substr(0, at), word.substr(at + 1)};
}

base::Result<study::Region> box_of(const std::string& text) {
  std::array<double, 4> numbers{};
  const char *at = text.data(), *end = text.data() + text.size();
  for (double& number : numbers) {
    const auto [next, error] = std::from_chars(at, end, number);
    const bool last = &number == &numbers.back();
    if (error != std::errc() || (last ? next != end : next == end || *next != ','))
      return base::fail(ErrorCode::usage, "A box is FINDING=LEFT,TOP,RIGHT,BOTTOM in pixels of the film.",
                        text);
    at = next + (last ? 0 : 1);
  }
  if (!(numbers[0] < numbers[2] && numbers[1] < numbers[3]))
    return base::fail(ErrorCode::usage, "The box is empty: left < right and top < bottom.", text);
  return study::Region{study::Shape::box, {{numbers[0], numbers[1]}, {numbers[2], numbers[3]}}, 0};
}

// Puts a decision together from the options, and holds every name against the findings of the report.
class Decider {
 public:
  Decider(const DecisionWords& words, const study::Reading& reading) : words_(words), reading_(reading) {}

  base::Result<study::Decision> decide(const std::string& report_uid) {
    decision_.report_uid = report_uid;
    decision_.person = words_.person;
    decision_.role = words_.role;
    decision_.comment = words_.comment;
    decision_.when = words_.when.empty() ? now() : words_.when;
    for (const std::string& name : words_.accepted) add(name, study::Verdict::accepted);
    for (const std::string& name : words_.rejected) add(name, study::Verdict::rejected);
    for (const std::string& word : words_.edited) edit(word);
    for (const std::string& word : words_.boxes) add_box(word);
    for (const std::string& word : words_.reasons) add_reason(word);
    if (error_) return std::unexpected(*error_);
    if (decision_.findings.empty())
      return base::fail(ErrorCode::usage, "Say what is decided: --accept, --reject or --edit.");
    return std::move(decision_);
  }

 private:
  void refuse(const std::string& sentence, const std::string& subject) {
    if (!error_) error_ = base::Error{ErrorCode::usage, sentence, subject};
  }

  // By label or title, whatever its letters' case; "" for the reading as a whole.
  std::optional<std::string> label_of(const std::string& name) {
    const std::string wanted = lower(name);
    if (wanted == kWhole) return "";
    std::string known;
    for (const study::Finding& finding : reading_.findings) {
      if (lower(finding.label) == wanted || lower(finding.title) == wanted) return finding.label;
      known += (known.empty() ? "" : ", ") + finding.label;
    }
    refuse(known.empty() ? "The report has no findings; only \"all\" can be decided."
                         : "The report has no such finding. It has: " + known + ".",
           name);
    return std::nullopt;
  }

  study::FindingDecision* add(const std::string& name, study::Verdict verdict) {
    const auto label = label_of(name);
    if (!label) return nullptr;
    if (std::ranges::find(decision_.findings, *label, &study::FindingDecision::label) !=
        decision_.findings.end()) {
      refuse("It is decided twice.", name);
      return nullptr;
    }
    decision_.findings.push_back({*label, verdict, "", {}, {}});
    return &decision_.findings.back();
  }

  void edit(const std::string& word) {
    const auto pair = split(word, "--edit");
    if (!pair) return refuse(pair.error().message, pair.error().subject);
    if (pair->rest != "present" && pair->rest != "absent")
      return refuse("--edit says what it is instead: FINDING=present or FINDING=absent.", word);
    if (lower(pair->label) == kWhole) return refuse("A reading as a whole is accepted or rejected.", word);
    if (study::FindingDecision* finding = add(pair->label, study::Verdict::edited); finding != nullptr)
      finding->present = pair->rest == "present";
  }

  study::FindingDecision* decided(const std::string& name, const std::string& word) {
    const auto label = label_of(name);
    if (!label) return nullptr;
    const auto found = std::ranges::find(decision_.findings, *label, &study::FindingDecision::label);
    if (found != decision_.findings.end()) return &*found;
    refuse("Nothing is decided of this finding: --accept, --reject or --edit it.", word);
    return nullptr;
  }

  void add_box(const std::string& word) {
    const auto pair = split(word, "--box");
    if (!pair) return refuse(pair.error().message, pair.error().subject);
    const auto box = box_of(pair->rest);
    if (!box) return refuse(box.error().message, box.error().subject);
    study::FindingDecision* finding = decided(pair->label, word);
    if (finding == nullptr) return;
    if (finding->verdict != study::Verdict::edited || !finding->present.value_or(false))
      return refuse("A box belongs to a finding that is edited as present.", word);
    const double right = reading_.source.columns - 0.5, bottom = reading_.source.rows - 0.5;
    if (box->points[0].x < -0.5 || box->points[0].y < -0.5 || box->points[1].x > right ||
        box->points[1].y > bottom)
      return refuse("The box lies outside of the film.", word);
    finding->regions.push_back(*box);
  }

  void add_reason(const std::string& word) {
    const auto pair = split(word, "--reason");
    if (!pair) return refuse(pair.error().message, pair.error().subject);
    if (study::FindingDecision* finding = decided(pair->label, word); finding != nullptr)
      finding->reason = pair->rest;
  }

  const DecisionWords& words_;
  const study::Reading& reading_;
  study::Decision decision_;
  std::optional<base::Error> error_;
};

}  // namespace

bool DecisionWords::any() const {
  return !(accepted.empty() && rejected.empty() && edited.empty() && boxes.empty() && reasons.empty() &&
           person.empty() && role.empty() && comment.empty() && when.empty());
}

base::Result<study::Decision> decision_of(const DecisionWords& words, const std::string& report_uid,
                                          const study::Reading& reading) {
  return Decider(words, reading).decide(report_uid);
}

}  // namespace roentgen::cli
