// roentgen decide: what a person says of a reading, finding by finding, as an assessment that others can
// read.
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "cli/command.h"
#include "cli/decision_words.h"
#include "cli/say.h"
#include "dicom/value_syntax.h"
#include "objects/assessment.h"
#include "objects/earlier.h"
#include "results/safe_text.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr std::size_t kDocumentLimit = std::size_t{64} << 20;
constexpr int kMostAssessments = 1000;

struct Options {
  std::string folder, decision;
  DecisionWords words;
  bool json = false;
};

int report(const base::Error& error) {
  return say_error({error.code, results::terminal(error.message), results::terminal(error.subject)});
}

// A decision in a file, as a page or another program wrote it.
base::Result<study::Decision> read_decision_file(const std::string& path, const std::string& report_uid,
                                                 const study::Reading& reading) {
  const auto text = base::read_text(path, kDocumentLimit);
  if (!text) return std::unexpected(text.error());
  auto decision = study::parse_decision(*text);
  if (!decision) return base::fail(decision.error().code, decision.error().message, path);
  if (decision->report_uid.empty()) decision->report_uid = report_uid;
  if (decision->report_uid != report_uid)
    return base::fail(ErrorCode::unusable_input, "The decision is about another report.", path);
  for (const study::FindingDecision& finding : decision->findings)
    if (!finding.label.empty() &&
        std::ranges::find(reading.findings, finding.label, &study::Finding::label) == reading.findings.end())
      return base::fail(ErrorCode::unusable_input, "The decision is about a finding that the report has not.",
                        path);
  return decision;
}

std::string file_name(const char* stem, int number, const char* end) {
  return stem + (number > 1 ? "-" + std::to_string(number) : std::string()) + end;
}

// The assessments that are there already.
struct Before {
  int count = 0;
  int same = 0;                          // the number of the one that says exactly this; 0: none
  std::optional<objects::Earlier> last;  // about the same report
};

base::Result<Before> look_back(const fs::path& folder, const study::Decision& decision) {
  Before before;
  std::error_code error;
  while (before.count < kMostAssessments) {
    const fs::path path = folder / file_name("assessment", before.count + 1, ".dcm");
    if (!fs::exists(path, error)) return before;
    ++before.count;
    const auto file = base::read_file(path, kDocumentLimit);
    if (!file) return std::unexpected(file.error());
    const auto said = objects::read_assessment(*file);
    if (!said) return base::fail(said.error().code, said.error().message, path.string());
    if (*said == decision) before.same = before.count;
    if (said->report_uid == decision.report_uid)
      if (auto last = objects::identify(*file, "assessment")) before.last = std::move(*last);
  }
  return base::fail(ErrorCode::unusable_input, "There are too many assessments already.", folder.string());
}

base::Result<void> check_words(const study::Decision& decision) {
  if (decision.person.empty() || !dicom::is_allowed("PN", decision.person))
    return base::fail(ErrorCode::usage,
                      "A person's name is needed that DICOM allows, such as Doe^Jane (--by).");
  const auto is_plain = [](const std::string& text) {
    return text.size() <= 10'000 &&
           std::ranges::none_of(text, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
  };
  bool plain = is_plain(decision.role) && is_plain(decision.comment);
  for (const study::FindingDecision& finding : decision.findings) plain = plain && is_plain(finding.reason);
  if (!plain)
    return base::fail(ErrorCode::usage,
                      "Role, comment and reasons are one line each, without control characters.");
  return {};
}

void tell(const Options& options, const study::Decision& decision, const fs::path& path, bool already) {
  if (options.json) {
    std::fputs(study::write_decision(decision).c_str(), stdout);
    return;
  }
  for (const study::FindingDecision& finding : decision.findings)
    std::printf("%-9s %s%s\n", study::word(finding.verdict),
                finding.label.empty() ? "the reading as a whole" : results::terminal(finding.label).c_str(),
                !finding.present   ? ""
                : *finding.present ? ": present"
                                   : ": absent");
  std::printf("%s %s\n", already ? "Written before:" : "Written:", results::terminal(path.string()).c_str());
}

int run(const Options& options) {
  const fs::path folder = options.folder;
  if (!options.decision.empty() && options.words.any())
    return report({ErrorCode::usage, "A decision in a file says everything itself.", ""});
  std::error_code error;
  if (!fs::exists(folder / "sr.dcm", error))
    return report({ErrorCode::unusable_input,
                   "There is no sr.dcm to decide about: analyze the film with --objects sr (or all).",
                   folder.string()});
  const auto file = base::read_file(folder / "sr.dcm", kDocumentLimit);
  if (!file) return report(file.error());
  const auto judged = objects::read_judged(*file);
  if (!judged) return report({judged.error().code, judged.error().message, (folder / "sr.dcm").string()});
  const std::string uid = judged->evidence.sop_instance_uid;
  const auto decision = options.decision.empty() ? decision_of(options.words, uid, judged->reading)
                                                 : read_decision_file(options.decision, uid, judged->reading);
  if (!decision) return report(decision.error());
  if (const auto good = check_words(*decision); !good) return report(good.error());
  const auto before = look_back(folder, *decision);
  if (!before) return report(before.error());
  if (before->same > 0) {
    tell(options, *decision, folder / file_name("assessment", before->same, ".dcm"), true);
    return 0;
  }
  std::vector<objects::Earlier> earlier;
  if (before->last) earlier.push_back(*before->last);
  const auto object =
      objects::write_assessment(judged->source, judged->reading, judged->evidence, *decision, earlier);
  if (!object) return report(object.error());
  const int number = before->count + 1;
  const fs::path path = folder / file_name("assessment", number, ".dcm");
  if (const auto written = base::write_file(path, object->file); !written) return report(written.error());
  if (const auto written =
          base::write_text(folder / file_name("decision", number, ".json"), study::write_decision(*decision));
      !written)
    return report(written.error());
  tell(options, *decision, path, false);
  return 0;
}

}  // namespace

void add_decide(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "decide", "Write down what a person decided about a film's findings: accepted, edited, rejected");
  const auto options = std::make_shared<Options>();
  DecisionWords& words = options->words;
  command->add_option("folder", options->folder, "Result folder of one film, with its sr.dcm")->required();
  command
      ->add_option("--accept", words.accepted,
                   "A finding (label or title) that is right; all: the reading as a whole")
      ->allow_extra_args(false);
  command->add_option("--reject", words.rejected, "A finding that is wrong; all: the reading as a whole")
      ->allow_extra_args(false);
  command->add_option("--edit", words.edited, "What it is instead: FINDING=present or FINDING=absent")
      ->allow_extra_args(false);
  command
      ->add_option("--box", words.boxes,
                   "Where an edited finding is: FINDING=LEFT,TOP,RIGHT,BOTTOM in pixels of the stored film")
      ->allow_extra_args(false);
  command->add_option("--reason", words.reasons, "Why, in the person's words: FINDING=TEXT")
      ->allow_extra_args(false);
  command->add_option("--by", words.person, "Who decided, as DICOM writes names: Doe^Jane");
  command->add_option("--role", words.role, "Of this person: radiologist");
  command->add_option("--comment", words.comment, "On the whole");
  command->add_option("--at", words.when, "When, as 20261121101500+0100 (now, if not said)");
  command->add_option("--decision", options->decision,
                      "Instead of all these: a decision in a file (docs/schemas/decision.schema.json)");
  command->add_flag("--json", options->json, "The decision as JSON on standard output");
  command->footer(
      R"(Leaves assessment.dcm (a structured report that names the one it judges) and decision.json beside the
findings, which stay as they are. A later decision about the same report is assessment-2.dcm and names the
one that it supersedes; the same decision with the same time is written once.

Examples:
  roentgen decide results/film --accept all --by Doe^Jane --role radiologist
  roentgen decide results/film --accept Effusion --reject Nodule --reason "Nodule=nipple shadow" --by Doe^Jane
  roentgen decide results/film --edit Pneumothorax=present --box Pneumothorax=120,40,310,200 --by Doe^Jane
  roentgen decide results/film --decision decision.json --json

Exit codes: 0 written; 1 a fault of this program; 2 usage, an unknown finding among it; 3 the folder has no
report of this program, or cannot be written.)");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace roentgen::cli
