// One file per subcommand: each adds itself to the program and leaves its exit code in `exit_code`.
#pragma once

#include <CLI/CLI.hpp>

namespace roentgen::cli {

void add_inspect(CLI::App& app, int& exit_code);
void add_render(CLI::App& app, int& exit_code);
void add_enhance(CLI::App& app, int& exit_code);
void add_analyze(CLI::App& app, int& exit_code);
void add_decide(CLI::App& app, int& exit_code);
void add_train(CLI::App& app, int& exit_code);  // hands over to roentgen-train, which alone needs LibTorch
void add_evaluate(CLI::App& app, int& exit_code);
void add_calibrate(CLI::App& app, int& exit_code);
void add_dataset(CLI::App& app, int& exit_code);
void add_models(CLI::App& app, int& exit_code);
void add_evaluate_gate(CLI::App& app, int& exit_code);
void add_evaluate_heat(CLI::App& app, int& exit_code);
void add_evaluate_measurements(CLI::App& app, int& exit_code);
void add_evaluate_triage(CLI::App& app, int& exit_code);
void add_evaluate_shortcuts(CLI::App& app, int& exit_code);
void add_spoil(CLI::App& app, int& exit_code);
void add_completion(CLI::App& app, int& exit_code);

}  // namespace roentgen::cli
