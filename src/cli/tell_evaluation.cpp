#include "cli/tell_evaluation.h"

#include <cstdio>

#include "base/file.h"
#include "cli/say.h"
#include "evaluation/evaluation_text.h"

namespace roentgen::cli {

using base::ErrorCode;

int print_figures(const evaluation::Evaluation& evaluation, bool json) {
  const std::string text = json ? evaluation::to_json(evaluation) : evaluation::to_table(evaluation);
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return say_error({ErrorCode::unusable_input, "The result could not be written to standard output.", ""});
  return 0;
}

int tell_evaluation(const evaluation::Evaluation& evaluation, const std::string& scores_file, bool json) {
  for (const auto& remark : evaluation.remarks) std::fprintf(stderr, "%s\n", remark.c_str());
  for (const auto& failure : evaluation.failures) say_error(failure);
  if (!evaluation.failures.empty())
    std::fprintf(stderr, "%zu of %zu films could not be used and are not in the figures.\n",
                 evaluation.failures.size(), evaluation.failures.size() + evaluation.films);
  if (!scores_file.empty())
    if (const auto written = base::write_text(scores_file, evaluation::to_csv(evaluation.scores)); !written)
      return say_error(written.error());
  if (const int failed = print_figures(evaluation, json); failed != 0) return failed;
  return evaluation.failures.empty() ? 0 : static_cast<int>(ErrorCode::some_failed);
}

}  // namespace roentgen::cli
