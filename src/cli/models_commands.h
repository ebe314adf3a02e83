// The subcommands of `roentgen models` that have a file of their own.
#pragma once

#include <CLI/CLI.hpp>

namespace roentgen::cli {

void add_models_add_finding(CLI::App& models, int& exit_code);
void add_models_failures(CLI::App& models, int& exit_code);
void add_models_import(CLI::App& models, int& exit_code);
void add_models_quantise(CLI::App& models, int& exit_code);

}  // namespace roentgen::cli
