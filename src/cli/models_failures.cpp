// roentgen models failures: a sheet of failures, and what a person saw on it, becomes part of a package's
// card.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <ranges>
#include <string>
#include <vector>

#include "cli/chosen_films.h"
#include "cli/models_commands.h"
#include "cli/say.h"
#include "model/package.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;

constexpr const char* kExamples = R"(Examples:
  roentgen models failures ./my-net --picture failures-fracture.jpg --title "Fracture" --says "Missed: breaks at the border."
      the picture goes into the package, both go into the section "How it fails" of its card
  roentgen models failures ./my-net --clear
      takes all of them out again
The package gets another SHA-256: do this before faster forms and a site's thresholds are made, which belong to one.
A title that is there already is replaced.
Exit codes: 0 done, 2 wrong usage, 3 the picture cannot be used or nothing can be written, 5 the package was refused.)";

struct Options {
  std::string package, picture, title, says;
  bool clear = false, json = false;
};

// The pictures as they lie in the package, with this one among them; the card follows.
base::Result<void> put_in(const Options& options, model::Card& card, std::vector<model::Picture>& pictures) {
  const std::string name = fs::path(options.picture).filename().string();
  auto jpeg = base::read_file(options.picture, model::kMostPictureBytes);
  if (!jpeg) return std::unexpected(jpeg.error());
  constexpr std::byte kSignature[] = {std::byte{0xff}, std::byte{0xd8}, std::byte{0xff}};
  if (!std::ranges::equal(*jpeg | std::views::take(3), kSignature))
    return base::fail(ErrorCode::unusable_input, "this is not a JPEG picture", options.picture);
  auto sheet = std::ranges::find(card.failures, options.title, &model::FailureSheet::title);
  auto picture = pictures.begin() + (sheet - card.failures.begin());
  if (sheet == card.failures.end()) {
    sheet = card.failures.emplace(sheet);
    picture = pictures.emplace(picture);
  }
  *sheet = {options.title, name, options.says};
  *picture = {name, std::move(*jpeg)};
  return {};
}

base::Result<model::Package> change(const Options& options) {
  auto package = model::load_package(package_folder(options.package));
  if (!package) return package;
  auto pictures = model::read_pictures(*package);
  if (!pictures) return std::unexpected(pictures.error());
  if (options.clear) {
    package->card.failures.clear();
    pictures->clear();
  } else if (const auto put = put_in(options, package->card, *pictures); !put) {
    return std::unexpected(put.error());
  }
  const auto written = model::write_package(package->folder, package->card, package->weights, *pictures);
  if (!written) return std::unexpected(written.error());
  return model::load_package(package->folder);
}

int run(const Options& options) {
  const auto package = change(options);
  if (!package) return say_error(package.error());
  const std::size_t sheets = package->card.failures.size();
  if (options.json)
    std::cout << nlohmann::ordered_json{{"name", package->card.name},
                                        {"sha256", package->sha256},
                                        {"failures", sheets}}
                     .dump(2)
              << "\n";
  else
    std::cout << package->card.name << ": " << sheets << (sheets == 1 ? " sheet" : " sheets")
              << " of failures in the card.\n";
  return 0;
}

}  // namespace

void add_models_failures(CLI::App& models, int& exit_code) {
  CLI::App* command =
      models.add_subcommand("failures", "How a package fails: a picture and words for its card");
  const auto o = std::make_shared<Options>();
  command->footer(kExamples);
  command->add_option("package", o->package, "Folder of the package, or its name in the models folder")
      ->required();
  auto* picture = command->add_option("--picture", o->picture, "A JPEG file (a-z, 0-9 and - in its name)");
  auto* title = command->add_option("--title", o->title, "What failed");
  auto* says = command->add_option("--says", o->says, "What the films have in common, in a few sentences");
  auto* clear = command->add_flag("--clear", o->clear, "Take all sheets out of the card");
  picture->needs(title)->needs(says)->excludes(clear);
  title->needs(picture)->excludes(clear);
  says->needs(picture)->excludes(clear);
  command->add_flag("--json", o->json, "Print JSON");
  command->callback([o, picture, clear, &exit_code] {
    if (picture->empty() && clear->empty()) throw CLI::RequiredError("--picture (or --clear)");
    exit_code = run(*o);
  });
}

}  // namespace roentgen::cli
