#include "dicom/voi_choice.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace roentgen::dicom {
namespace {

VoiFunction read_function(const DataSet& groups, std::vector<std::string>& remarks) {
  const std::string name = upper_text(groups, tag::kVoiLutFunction);
  for (const VoiFunction function : {VoiFunction::linear, VoiFunction::linear_exact, VoiFunction::sigmoid})
    if (name == name_of(function)) return function;
  if (!name.empty()) remarks.push_back("the VOI LUT function is unknown; taken as LINEAR");
  return VoiFunction::linear;
}

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

void read_tables(const DataSet& groups, bool signed_input, std::vector<VoiChoice>& choices,
                 std::vector<std::string>& remarks) {
  for (const DataSet& item : items(groups, tag::kVoiLutSequence)) {
    if (choices.size() == kMostVoiChoices) return;
    VoiChoice choice;
    choice.table = read_lookup_table(item, signed_input, remarks);
    choice.explanation = text(item, tag::kLutExplanation);
    if (choice.table) choices.push_back(std::move(choice));
  }
}

void read_windows(const DataSet& groups, std::vector<VoiChoice>& choices, std::vector<std::string>& remarks) {
  const auto centres = decimals(groups, tag::kWindowCenter);
  const auto widths = decimals(groups, tag::kWindowWidth);
  if (centres.empty() && widths.empty()) return;
  if (centres.size() != widths.size()) remarks.push_back("a window without centre or width is left out");
  const auto explanations = texts(groups, tag::kWindowExplanation);
  const VoiFunction function = read_function(groups, remarks);
  for (std::size_t i = 0; i < std::min(centres.size(), widths.size()); ++i) {
    if (choices.size() == kMostVoiChoices) return;
    VoiChoice choice;
    choice.window = Window{centres[i], widths[i]};
    choice.function = function;
    if (i < explanations.size()) choice.explanation = explanations[i];
    if (is_valid(function, choice.window))
      choices.push_back(std::move(choice));
    else
      remarks.push_back("a window of width " + plain(choice.window.width) + " is left out");
  }
}

}  // namespace

std::vector<VoiChoice> read_voi_choices(const DataSet& groups, bool signed_input,
                                        std::vector<std::string>& remarks) {
  std::vector<VoiChoice> choices;
  read_tables(groups, signed_input, choices, remarks);
  read_windows(groups, choices, remarks);
  return choices;
}

std::string words_of(const VoiChoice& choice) {
  const std::string what = choice.table
                               ? "VOI LUT of " + std::to_string(choice.table->values.size()) +
                                     " entries from " + std::to_string(choice.table->first)
                               : "centre " + plain(choice.window.centre) + ", width " +
                                     plain(choice.window.width) + " (" + name_of(choice.function) + ")";
  return choice.explanation.empty() ? what : what + ", \"" + choice.explanation + "\"";
}

base::Result<std::size_t> choose_voi(const std::vector<VoiChoice>& choices, const std::string& wanted) {
  std::size_t number = 0;
  const char* const end = wanted.data() + wanted.size();
  const auto parsed = std::from_chars(wanted.data(), end, number);
  if (parsed.ec == std::errc{} && parsed.ptr == end && number >= 1 && number <= choices.size())
    return number - 1;
  std::vector<std::size_t> begin_so;
  std::string list;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const std::string name = upper(choices[i].explanation);
    if (!name.empty() && name == upper(wanted)) return i;
    if (!wanted.empty() && name.starts_with(upper(wanted))) begin_so.push_back(i);
    list += (i == 0 ? "" : "; ") + std::to_string(i + 1) + ": " + words_of(choices[i]);
  }
  if (begin_so.size() == 1) return begin_so[0];
  return base::fail(base::ErrorCode::usage, choices.empty()
                                                ? "the file brings no VOI LUT and no window to choose from"
                                                : "the file has no such VOI LUT or window; it has " + list);
}

std::string plain(double number) {
  if (number == 0) return "0";  // not "-0"
  std::array<char, 64> digits{};
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::general, 10);
  return {digits.data(), end.ptr};
}

}  // namespace roentgen::dicom
