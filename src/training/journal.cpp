#include "training/journal.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/whole_number.h"

namespace roentgen::training {
namespace {

constexpr std::size_t kLargest = 16u << 20;

}  // namespace

std::string to_line(const JournalLine& line) {
  const nlohmann::ordered_json json{{"seed", line.seed},     {"epoch", line.epoch},
                                    {"epochs", line.epochs}, {"loss", line.loss},
                                    {"figure", line.figure}, {"value", line.value},
                                    {"best", line.best},     {"best_epoch", line.best_epoch},
                                    {"rate", line.rate},     {"seconds", line.seconds}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::vector<JournalLine> read_journal(const std::filesystem::path& path) {
  std::vector<JournalLine> lines;
  const auto text = base::read_text(path, kLargest);
  if (!text) return lines;
  std::istringstream in(*text);
  for (std::string one; std::getline(in, one);) {
    const auto json = nlohmann::json::parse(one, nullptr, false);
    if (!json.is_object()) continue;
    try {
      const auto seed = base::whole_number<std::uint64_t>(json.at("seed"));
      const auto epoch = base::whole_number<int>(json.at("epoch"));
      const auto epochs = base::whole_number<int>(json.at("epochs"));
      const auto best_epoch = base::whole_number<int>(json.at("best_epoch"));
      if (!seed || !epoch || !epochs || !best_epoch) continue;
      lines.push_back({*seed, *epoch, *epochs, json.at("loss"), json.at("figure"), json.at("value"),
                       json.at("best"), *best_epoch, json.at("rate"), json.at("seconds")});
    } catch (const nlohmann::json::exception&) {
      continue;
    }
  }
  return lines;
}

base::Result<void> add_to_journal(const std::filesystem::path& path, const JournalLine& line) {
  std::string text;
  for (const JournalLine& known : read_journal(path))
    if (known.seed != line.seed || known.epoch < line.epoch) text += to_line(known);
  text += to_line(line);
  const std::filesystem::path beside = path.string() + ".part";
  std::ofstream out(beside, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, path, failed);
  if (!out || failed)
    return base::fail(base::ErrorCode::unusable_input, "the log cannot be written", path.string());
  return {};
}

}  // namespace roentgen::training
