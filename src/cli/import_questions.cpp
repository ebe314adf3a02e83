#include "cli/import_questions.h"

#include <unistd.h>

#include <cctype>
#include <charconv>
#include <filesystem>
#include <iostream>

namespace roentgen::cli {
namespace {

using base::ErrorCode;

base::Result<std::string> ask(const std::string& question, const std::string& otherwise = "") {
  std::cerr << question << (otherwise.empty() ? "" : " [" + otherwise + "]") << ": " << std::flush;
  std::string line;
  if (!std::getline(std::cin, line)) {
    std::cerr << "\n";
    return base::fail(ErrorCode::usage, "the answers ended before the last question.");
  }
  return line.empty() ? otherwise : line;
}

// Again until there is an answer.
base::Result<std::string> insist(const std::string& question, const std::string& otherwise = "") {
  for (;;) {
    auto answer = ask(question, otherwise);
    if (!answer || !answer->empty()) return answer;
  }
}

std::vector<double> numbers_in(const std::string& text) {
  std::vector<double> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    double value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc()) return {};
    numbers.push_back(value);
    at = next;
    while (at < end && (*at == ',' || *at == ' ')) ++at;
  }
  return numbers;
}

std::vector<std::string> words_in(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text + ",") {
    if (c != ',' && c != ' ')
      word += c;
    else if (!word.empty())
      words.push_back(std::move(word)), word.clear();
  }
  return words;
}

// "My Net v2.onnx" -> "my-net-v2"
std::string slug(const std::string& file) {
  std::string name;
  for (const char c : std::filesystem::path(file).stem().string()) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0)
      name += static_cast<char>(std::tolower(letter));
    else if (!name.empty() && name.back() != '-')
      name += '-';
  }
  while (!name.empty() && name.back() == '-') name.pop_back();
  return name.substr(0, 64);
}

bool segments(const model::OnnxOffer& offer) {
  return offer.output_rank == 4;
}

std::string guessed_scores(const model::OnnxOffer& offer) {
  if (offer.ends_in_sigmoid) return "probabilities";
  if (offer.ends_in_softmax) return "softmax";
  return offer.output_channels == 1 ? "logits" : "";
}

// The flags that are still missing.
std::vector<std::string> missing(const ImportAnswers& answers, const model::OnnxOffer& offer) {
  std::vector<std::string> flags;
  if (answers.name.empty()) flags.emplace_back("--name");
  if (answers.use.empty()) flags.emplace_back("--use");
  if (answers.labels.empty() && answers.structures.empty())
    flags.emplace_back(segments(offer) ? "--structure" : "--label");
  if (answers.scores.empty() && answers.structures.empty() && !segments(offer))
    flags.emplace_back("--scores");
  if (answers.range.empty()) flags.emplace_back("--range");
  if (answers.size == 0 && offer.size == 0) flags.emplace_back("--size");
  return flags;
}

base::Result<void> ask_outputs(ImportAnswers& answers, const model::OnnxOffer& offer) {
  const bool masks = segments(offer);
  auto& list = masks ? answers.structures : answers.labels;
  const char* what = masks ? "Structure" : "Output";
  for (int number = 1;; ++number) {
    const bool known = !masks && offer.output_channels > 0;
    if (known && number > offer.output_channels) break;
    const std::string of = known ? " of " + std::to_string(offer.output_channels) : "";
    auto name = ask(std::string(what) + " " + std::to_string(number) + of + ", its name (a word" +
                    (known ? ", - to leave it out)" : "; empty: that is all)"));
    if (!name) return std::unexpected(name.error());
    if (name->empty() && !known) break;
    if (name->empty()) *name = "-";
    if (*name != "-") {
      const auto title = ask("  in words for people", *name);
      if (!title) return std::unexpected(title.error());
      if (*title != *name) *name += "=" + *title;
    }
    list.push_back(*name);
  }
  return {};
}

base::Result<void> ask_grey(ImportAnswers& answers, int channels) {
  std::cerr << "What did its author feed it? The darkest and the brightest grey become\n"
               "  0,1        and nothing else, or with mean and deviation per channel below\n"
               "  0,255      or -1,1 or -1024,1024: what its documentation says\n";
  const auto range = insist("Darkest and brightest");
  if (!range) return std::unexpected(range.error());
  answers.range = numbers_in(*range);
  if (answers.range.size() != 2)
    return base::fail(ErrorCode::usage, "two numbers are wanted, as in 0,1.", *range);
  if (answers.mean.empty() && answers.deviation.empty()) {
    const std::string many = channels == 3 ? " (three numbers, or empty)" : " (a number, or empty)";
    const auto mean = ask("Mean that is subtracted" + many);
    if (!mean) return std::unexpected(mean.error());
    const auto deviation = ask("Deviation it is divided by" + many);
    if (!deviation) return std::unexpected(deviation.error());
    answers.mean = numbers_in(*mean);
    answers.deviation = numbers_in(*deviation);
  }
  return {};
}

base::Result<void> ask_all(ImportAnswers& answers, const model::OnnxOffer& offer) {
  const auto fill = [](std::string& into, base::Result<std::string> answer) -> base::Result<void> {
    if (!answer) return std::unexpected(answer.error());
    into = *answer;
    return {};
  };
  std::cerr << "Input " << (offer.inputs.empty() ? "?" : offer.inputs.front()) << ": " << offer.channels
            << " channel(s), "
            << (offer.size > 0 ? std::to_string(offer.size) + " x " + std::to_string(offer.size) : "any size")
            << ". Output " << (offer.outputs.empty() ? "?" : offer.outputs.front()) << ".\n";
  base::Result<void> ok;
  if (answers.name.empty() && !(ok = fill(answers.name, insist("Name of the package", slug(answers.file)))))
    return ok;
  if (answers.title.empty() && !(ok = fill(answers.title, ask("Title", answers.name)))) return ok;
  if (answers.use.empty() && !(ok = fill(answers.use, insist("What is it for? A sentence")))) return ok;
  if (answers.labels.empty() && answers.structures.empty() && !(ok = ask_outputs(answers, offer))) return ok;
  if (answers.scores.empty() && answers.structures.empty() &&
      !(ok = fill(
            answers.scores,
            insist("Are the outputs logits, probabilities, or softmax (classes that shut each other out)"))))
    return ok;
  if (answers.range.empty() && !(ok = ask_grey(answers, offer.channels))) return ok;
  if (answers.size == 0 && offer.size == 0) {
    std::string size;
    if (!(ok = fill(size, insist("Rows and columns of the input", "256")))) return ok;
    const auto numbers = numbers_in(size);
    answers.size = numbers.size() == 1 ? static_cast<int>(numbers.front()) : 0;
  }
  if (answers.body_part.empty() && !(ok = fill(answers.body_part, ask("Body part it reads (empty: any)"))))
    return ok;
  if (answers.views.empty()) {
    std::string views;
    if (!(ok = fill(views, ask("Views it reads, as in PA,AP (empty: any)")))) return ok;
    answers.views = words_in(views);
  }
  if (answers.terms.empty() &&
      !(ok = fill(answers.terms, ask("Licence of the network and its images", "not known"))))
    return ok;
  return {};
}

}  // namespace

base::Result<void> complete(ImportAnswers& answers, const model::OnnxOffer& offer) {
  if (answers.scores.empty()) answers.scores = guessed_scores(offer);
  const auto flags = missing(answers, offer);
  if (flags.empty()) return {};
  if (!answers.json && (answers.ask || (::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0))) {
    if (auto asked = ask_all(answers, offer); !asked) return asked;
    const auto still = missing(answers, offer);
    if (still.empty()) return {};
    return base::fail(ErrorCode::usage, "an answer is missing (" + still.front() + ").", answers.file);
  }
  std::string list;
  for (const auto& flag : flags) list += (list.empty() ? "" : ", ") + flag;
  return base::fail(ErrorCode::usage,
                    "still missing: " + list + "; roentgen models import --help says what they mean.",
                    answers.file);
}

}  // namespace roentgen::cli
