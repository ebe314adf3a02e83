// roentgen completion bash|zsh|fish: scripts made from the program's own subcommands and options.
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/command.h"

namespace roentgen::cli {
namespace {

// One (sub)command: the words that lead to it, and what may follow.
struct Node {
  std::string path;  // "roentgen models list"
  const CLI::App* app = nullptr;
};

void collect(const CLI::App& app, const std::string& path, std::vector<Node>& nodes) {
  nodes.push_back({path, &app});
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    collect(*sub, path + " " + sub->get_name(), nodes);
}

std::string candidates(const CLI::App& app) {
  std::string words;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    words += sub->get_name() + " ";
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words += "--" + name + " ";
    for (const std::string& name : option->get_snames()) words += "-" + name + " ";
  }
  if (!words.empty()) words.pop_back();
  return words;
}

// Both shells: walk the words so far down the tree, then offer what is there.
std::string walk(const std::vector<Node>& nodes, const std::string& so_far, const std::string& offer) {
  std::string script = "    case \"$at $word\" in\n";
  for (std::size_t i = 1; i < nodes.size(); ++i)
    script += "      \"" + nodes[i].path + "\") at=\"" + nodes[i].path + "\" ;;\n";
  script += "    esac\n  done\n  case \"$at\" in\n";
  for (const Node& node : nodes)
    script += "    \"" + node.path + "\") " + offer + "(" + candidates(*node.app) + ") ;;\n";
  return so_far + script + "  esac\n";
}

std::string bash_script(const std::vector<Node>& nodes) {
  return walk(nodes,
              "_roentgen() {\n  local current=${COMP_WORDS[COMP_CWORD]} at=roentgen word offers=()\n"
              "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n",
              "offers=") +
         "  COMPREPLY=($(compgen -W \"${offers[*]}\" -- \"$current\"))\n"
         "  [[ $current == -* ]] || COMPREPLY+=($(compgen -f -- \"$current\"))\n"
         "}\ncomplete -o filenames -F _roentgen roentgen\n";
}

std::string zsh_script(const std::vector<Node>& nodes) {
  return "#compdef roentgen\n" +
         walk(nodes,
              "_roentgen() {\n  local at=roentgen word\n  local -a offers\n"
              "  for word in \"${(@)words[2,CURRENT-1]}\"; do\n",
              "offers=") +
         "  compadd -a offers\n  [[ $PREFIX == -* ]] || _files\n}\ncompdef _roentgen roentgen\n";
}

std::string fish_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return quoted + "'";
}

std::string fish_script(const std::vector<Node>& nodes) {
  std::string script;
  for (const Node& node : nodes) {
    // Every word of the path was typed, and none of the subcommands below it.
    std::string condition = "true";
    for (std::size_t space = node.path.find(' '); space != std::string::npos;
         space = node.path.find(' ', space + 1))
      condition += "; and __fish_seen_subcommand_from " +
                   node.path.substr(space + 1, node.path.find(' ', space + 1) - space - 1);
    const auto below = node.app->get_subcommands([](const CLI::App*) { return true; });
    std::string names;
    for (const CLI::App* sub : below) names += " " + sub->get_name();
    if (!names.empty()) condition += "; and not __fish_seen_subcommand_from" + names;
    const std::string start = "complete -c roentgen -n " + fish_quoted(condition);
    for (const CLI::App* sub : below)
      script += start + " -a " + sub->get_name() + " -d " + fish_quoted(sub->get_description()) + "\n";
    for (const CLI::Option* option : node.app->get_options()) {
      std::string names_of_option;
      for (const std::string& name : option->get_lnames()) names_of_option += " -l " + name;
      for (const std::string& name : option->get_snames()) names_of_option += " -s " + name;
      if (!names_of_option.empty())
        script += start + names_of_option + " -d " + fish_quoted(option->get_description()) + "\n";
    }
  }
  return script;
}

}  // namespace

void add_completion(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("completion", "Print a script that completes commands and options in a shell");
  const auto shell = std::make_shared<std::string>();
  command->add_option("shell", *shell, "bash, zsh or fish")
      ->required()
      ->type_name("SHELL")
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer("Example: source <(roentgen completion bash)");
  command->callback([shell, &app, &exit_code] {
    std::vector<Node> nodes;
    collect(app, "roentgen", nodes);
    std::cout << (*shell == "bash"  ? bash_script(nodes)
                  : *shell == "zsh" ? zsh_script(nodes)
                                    : fish_script(nodes));
    exit_code = 0;
  });
}

}  // namespace roentgen::cli
