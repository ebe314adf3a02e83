// roentgen train: hands over to roentgen-train, the one program that links LibTorch.
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/command.h"

namespace roentgen::cli {
namespace {

// Beside this program, or in the neighbouring build folder that ./run-tests makes.
std::filesystem::path find_trainer() {
  std::error_code error;
  const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  for (const std::filesystem::path& place :
       {here / "roentgen-train", here.parent_path() / "dev" / "roentgen-train"})
    if (std::filesystem::exists(place, error)) return place;
  return {};
}

int hand_over(const std::vector<std::string>& arguments) {
  const std::filesystem::path trainer = find_trainer();
  if (trainer.empty()) {
    std::fputs(
        "roentgen train: this build cannot train, because LibTorch is not installed; ./run-tests installs it "
        "and builds "
        "roentgen-train.\n",
        stderr);
    return static_cast<int>(base::ErrorCode::usage);
  }
  std::vector<char*> words{const_cast<char*>("roentgen train")};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  ::execv(trainer.c_str(), words.data());
  std::fprintf(stderr, "roentgen train: %s cannot be started: %s\n", trainer.c_str(), std::strerror(errno));
  return static_cast<int>(base::ErrorCode::internal);
}

}  // namespace

void add_train(CLI::App& app, int& exit_code) {
  CLI::App* command = app.add_subcommand("train", "Trains a network and writes it as a model package");
  command->set_help_flag();  // --help is roentgen-train's
  command->prefix_command();
  command->callback([command, &exit_code] { exit_code = hand_over(command->remaining()); });
}

}  // namespace roentgen::cli
