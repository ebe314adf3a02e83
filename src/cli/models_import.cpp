// roentgen models import FILE.onnx: a network from elsewhere becomes a package.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/sha256.h"
#include "cli/import_questions.h"
#include "cli/models_commands.h"
#include "cli/say.h"
#include "model/pack.h"
#include "results/safe_text.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr std::size_t kMostBytes = 64 << 20;
constexpr const char* kNotMeasured =
    "Imported from elsewhere: nothing was measured here yet. Thresholds are 0.5 and probabilities are the "
    "author's until roentgen calibrate has fitted them to local films.";

constexpr const char* kExamples = R"(Examples:
  roentgen models import net.onnx                     asks what it needs to know (on a terminal)
  roentgen models import net.onnx --name tb-finder --use "Points to possible tuberculosis." \
    --label TB="Signs of tuberculosis"@tb --scores logits --range 0,1 --mean 0.485,0.456,0.406 --std 0.229,0.224,0.225
  roentgen models import lungs.onnx --name my-lungs --use "Outlines the lungs." --structure right_lung --structure left_lung \
    --range 0,255 --size 512
Then: roentgen evaluate ./tb-finder --data DIR, roentgen calibrate ./tb-finder --data DIR.
A package named as one of ours (chest-findings) in a folder given to `roentgen analyze --models` takes its place.
Exit codes: 0 done, 2 wrong usage or an answer is missing, 3 the file cannot be read or nothing can be written,
5 the network cannot become a package (with the reason).)";

// "TB=Signs of tuberculosis@tb": name, title and column; the last two may be left out.
model::Label label_from(const std::string& text) {
  model::Label label;
  const auto equals = text.find('='), at = text.rfind('@');
  label.name = text.substr(0, std::min(equals, at));
  label.title = label.column = label.name;
  if (equals != std::string::npos)
    label.title = text.substr(equals + 1, at == std::string::npos || at < equals ? at : at - equals - 1);
  if (at != std::string::npos) label.column = text.substr(at + 1);
  label.calibration.fitted_on = "nothing";
  label.threshold = 0.5;
  label.threshold_origin = "0.5 by default: imported, not fitted to any films";
  return label;
}

model::Structure structure_from(const std::string& text) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  return {name, equals == std::string::npos ? name : text.substr(equals + 1)};
}

model::Card card_from(const ImportAnswers& answers, const model::OnnxOffer& offer, const base::Bytes& onnx) {
  model::Card card;
  card.name = answers.name;
  card.version = answers.version;
  card.task = answers.structures.empty() ? model::Task::classification : model::Task::segmentation;
  card.title = answers.title.empty() ? answers.name : answers.title;
  card.intended_use = answers.use;
  card.limits = answers.limits;
  card.limits.emplace_back(kNotMeasured);
  card.accepts_body_part = answers.body_part;
  card.accepts_view = answers.views;
  card.least_side_pixels = answers.least_side;
  card.least_age_years = answers.least_age;
  card.accepts_photographs = answers.photographs;
  card.input.fit = answers.fit == "letterbox" ? model::Fit::letterbox : model::Fit::stretch;
  card.input.low_percentile = answers.percentiles.front();
  card.input.high_percentile = answers.percentiles.back();
  for (const auto& label : answers.labels)
    if (label != "-") card.labels.push_back(label_from(label));
  for (const auto& structure : answers.structures) card.structures.push_back(structure_from(structure));
  card.training.recipe = "none: imported";
  card.training.program = "roentgen " ROENTGEN_VERSION " models import";
  card.training.framework = offer.producer.empty() ? "not known" : results::terminal(offer.producer);
  card.training.backbone = "the ONNX file with SHA-256 " + base::sha256_hex(onnx);
  card.training.seeds = {0};
  card.training.data = {
      {"not known", answers.terms.empty() ? "not known" : answers.terms, "train", 0, 0, {}}};
  return card;
}

model::AdaptSpec spec_from(const ImportAnswers& answers) {
  model::AdaptSpec spec;
  spec.input = answers.input;
  spec.output = answers.output;
  spec.size = answers.size;
  spec.recipe = {answers.range.front(), answers.range.back(), answers.mean, answers.deviation};
  spec.scores = answers.scores == "softmax"         ? model::Scores::softmax
                : answers.scores == "probabilities" ? model::Scores::probabilities
                                                    : model::Scores::logits;
  for (const auto& label : answers.labels) spec.kept.push_back(label != "-");
  spec.structures = answers.structures.size();
  return spec;
}

base::Result<nlohmann::ordered_json> import(ImportAnswers& answers) {
  const auto onnx = base::read_file(answers.file, kMostBytes);
  if (!onnx) return std::unexpected(onnx.error());
  const auto offer = model::look_into(*onnx);
  if (!offer) return base::fail(offer.error().code, offer.error().message, answers.file);
  if (const auto asked = complete(answers, *offer); !asked) return std::unexpected(asked.error());
  model::Card card = card_from(answers, *offer, *onnx);
  const fs::path folder = fs::path(answers.out) / card.name;
  std::error_code error;
  if (!answers.replace && fs::exists(folder, error))
    return base::fail(ErrorCode::usage,
                      "there is already something of that name; --replace puts the new package in its place",
                      folder.string());
  const bool classifies = card.task == model::Task::classification;
  const auto adapted = classifies ? model::adapt_classifier(*onnx, spec_from(answers))
                                  : model::adapt_segmenter(*onnx, spec_from(answers));
  if (!adapted) return base::fail(adapted.error().code, adapted.error().message, answers.file);
  card.input.size = adapted->size;
  const auto sha256 = model::pack_network(folder, card, adapted->onnx);
  if (!sha256) return std::unexpected(sha256.error());

  nlohmann::ordered_json said{{"name", card.name},
                              {"version", card.version},
                              {"folder", folder.string()},
                              {"sha256", *sha256},
                              {"task", classifies ? "classification" : "segmentation"}};
  said["labels"] = nlohmann::ordered_json::array();
  for (const auto& label : card.labels) said["labels"].push_back(label.name);
  for (const auto& structure : card.structures) said["labels"].push_back(structure.name);
  said["input"] = {{"size", adapted->size}, {"channels", adapted->channels}};
  said["heat_maps"] = adapted->has_maps;
  return said;
}

int run(ImportAnswers& answers) {
  const auto said = import(answers);
  if (!said) return say_error(said.error());
  if (answers.json) {
    std::cout << said->dump(2) << "\n";
    return 0;
  }
  std::cout << "The package is in " << (*said)["folder"].get<std::string>() << "; sums and canary agree.\n";
  if ((*said)["task"] == "classification" && !(*said)["heat_maps"].get<bool>())
    std::cout << "It has no heat maps: its scores are not a linear function of averaged features.\n";
  std::cout << "Nothing was measured yet: roentgen evaluate " << (*said)["folder"].get<std::string>()
            << " --data DIR does it, roentgen calibrate fits its thresholds to local films.\n";
  return 0;
}

}  // namespace

void add_models_import(CLI::App& models, int& exit_code) {
  CLI::App* command = models.add_subcommand("import", "A network from elsewhere (ONNX) becomes a package");
  const auto a = std::make_shared<ImportAnswers>();
  command->footer(kExamples);
  command->add_option("file", a->file, "The network: one ONNX file, operator set 13 or later")->required();
  command->add_option("--name", a->name, "Name of the package: a-z, 0-9 and -");
  command->add_option("--version", a->version, "Version of the package")->default_val("1.0.0");
  command->add_option("--title", a->title, "Title for people (default: the name)");
  command->add_option("--use", a->use, "What it is for: a sentence or two");
  command->add_option("--limit", a->limits, "What it is not for; may be repeated")->allow_extra_args(false);
  command
      ->add_option(
          "--label", a->labels,
          "NAME[=TITLE][@COLUMN] of an output, in their order, repeated; - leaves an output out. COLUMN of "
          "metadata.csv holds 1 and 0 (default: NAME)")
      ->allow_extra_args(false);
  command
      ->add_option("--structure", a->structures,
                   "NAME[=TITLE] of a channel of a segmenter, background not counted; repeated")
      ->allow_extra_args(false)
      ->excludes("--label");
  command
      ->add_option(
          "--scores", a->scores,
          "What the outputs are: logits, probabilities, or softmax (classes that shut each other out)")
      ->check(CLI::IsMember({"logits", "probabilities", "softmax"}));
  command
      ->add_option("--range", a->range,
                   "LOW,HIGH: what its author made of the darkest and the brightest grey")
      ->delimiter(',')
      ->expected(2)
      ->allow_extra_args(false);
  command->add_option("--mean", a->mean, "Then subtracted: one value, or one per channel")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--std", a->deviation, "Then divided by: one value, or one per channel")
      ->delimiter(',')
      ->allow_extra_args(false);
  command
      ->add_option("--percentiles", a->percentiles,
                   "Which percentiles of an image are its darkest and brightest grey")
      ->delimiter(',')
      ->expected(2)
      ->allow_extra_args(false)
      ->default_str("0,100");
  command->add_option("--fit", a->fit, "How an image becomes a square: stretch or letterbox")
      ->check(CLI::IsMember({"stretch", "letterbox"}))
      ->default_val("stretch");
  command->add_option("--size", a->size, "Rows and columns of the input, where the network takes any")
      ->check(CLI::Range(32, 2048));
  command->add_option("--input", a->input, "Name of its input, if there are several");
  command->add_option("--output", a->output, "Name of its output, if there are several");
  command->add_option("--body-part", a->body_part, "Body part it reads (chest); empty: any");
  command->add_option("--views", a->views, "Views it reads, as in PA,AP; none: any")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--least-age", a->least_age, "Youngest patient, in years")->check(CLI::Range(0, 150));
  command->add_option("--least-side", a->least_side, "Shortest side of an image, in pixels")
      ->check(CLI::Range(0, 65536));
  command->add_flag("--photographs", a->photographs, "It reads photographs of films, too");
  command->add_option("--terms", a->terms, "Licence of the network and of the images it learned from");
  command->add_option("--out", a->out, "Where the package's folder is made (default: here)")
      ->default_val(".");
  command->add_flag("--replace", a->replace, "Put it in the place of a package of the same name");
  command->add_flag("--ask", a->ask, "Ask for what is missing, also when this is no terminal");
  command->add_flag("--json", a->json, "Print JSON; asks nothing");
  command->callback([a, &exit_code] { exit_code = run(*a); });
}

}  // namespace roentgen::cli
