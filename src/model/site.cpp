#include "model/site.h"

#include <algorithm>
#include <functional>

#include "model/card_label.h"
#include "model/card_rules.h"

namespace roentgen::model {
namespace {

constexpr std::size_t kSiteLimit = 4 << 20;
constexpr int kOldestSchema = 1;  // without cuts
constexpr int kSiteSchema = 2;
constexpr std::size_t kMostCuts = 63;  // as in card.json

std::unexpected<base::Error> refuse(const std::string& why, const std::filesystem::path& file) {
  return base::fail(base::ErrorCode::refused_model, "the site's calibration was refused: " + why,
                    file.string());
}

void read_cuts(const Json& json, const std::string& path, Site& site, std::string& problem) {
  StrictObject in(json, path, problem);
  site.cuts = in.numbers("cuts", 1, kMostCuts, 0, kMostCuts);
  site.cuts_origin = in.text("cuts_origin");
  in.end();
  if (std::ranges::adjacent_find(site.cuts, std::greater_equal{}) != site.cuts.end())
    in.refuse("cuts", "must rise");
}

Ordered json_of_cuts(const Site& site) {
  Ordered cuts = Ordered::array();
  for (const float cut : site.cuts) cuts.push_back(rounded(static_cast<double>(cut), kFigure));
  return {{"cuts", cuts}, {"cuts_origin", site.cuts_origin}};
}

}  // namespace

base::Result<Site> parse_site(const std::string& json) {
  const auto document = parse_strictly(json);
  if (!document) return refuse(document.error().message, "");
  std::string problem;
  StrictObject in(*document, "", problem);
  const auto schema = in.integer("schema_version", 0, kMostCount);
  if (problem.empty() && (schema < kOldestSchema || schema > kSiteSchema))
    return refuse(
        "schema_version " + std::to_string(schema) + " is unknown; this program reads versions 1 and 2", "");
  Site site;
  site.package = in.pattern("package", kNamePattern);
  site.version = in.pattern("version", kVersionPattern);
  site.package_sha256 = in.pattern("package_sha256", kSha256Pattern);
  site.data = in.text("data");
  site.split = in.text("split");
  site.films = static_cast<int>(in.integer("films", 0, kMostCount));
  site.patients = static_cast<int>(in.integer("patients", 0, kMostCount));
  site.program = in.text("program");
  for (const Json& one : in.array("labels", 1, kMostLabels)) {
    const std::string path = in.path_of("labels", site.labels.size());
    StrictObject fields(one, path, problem);
    Label label;
    label.name = fields.text("name");
    read_decision(fields, label, problem);
    fields.end();
    if (std::ranges::find(site.labels, label.name, &Label::name) != site.labels.end())
      in.refuse("labels", "names a label twice");
    site.labels.push_back(std::move(label));
  }
  if (schema == kSiteSchema && in.has("grading"))
    read_cuts(in.object("grading"), in.path_of("grading"), site, problem);
  in.end();
  if (!problem.empty()) return refuse(problem, "");
  return site;
}

std::string write_site(const Site& site) {
  Ordered j{{"schema_version", kSiteSchema},
            {"package", site.package},
            {"version", site.version},
            {"package_sha256", site.package_sha256},
            {"data", site.data},
            {"split", site.split},
            {"films", site.films},
            {"patients", site.patients},
            {"program", site.program}};
  j["labels"] = Ordered::array();
  for (const Label& label : site.labels) {
    Ordered one{{"name", label.name}};
    write_decision(one, label);
    j["labels"].push_back(one);
  }
  if (!site.cuts.empty()) j["grading"] = json_of_cuts(site);
  std::string text;
  print_json(j, 0, text);
  return text + "\n";
}

std::filesystem::path site_file(const std::filesystem::path& package_folder) {
  const auto clean = package_folder.has_filename() ? package_folder : package_folder.parent_path();
  return clean.parent_path() / (clean.filename().string() + ".site.json");
}

base::Result<std::optional<Site>> find_site(const std::filesystem::path& package_folder) {
  const auto file = site_file(package_folder);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::nullopt;
  const auto text = base::read_text(file, kSiteLimit);
  if (!text) return refuse("it cannot be read (" + text.error().message + ")", file);
  auto site = parse_site(*text);
  if (!site) return base::fail(site.error().code, site.error().message, file.string());
  return std::move(*site);
}

void take_fitted(Card& card, const std::vector<Label>& fitted) {
  for (const Label& local : fitted) {
    const auto own = std::ranges::find(card.labels, local.name, &Label::name);
    if (own == card.labels.end()) continue;
    own->calibration = local.calibration;
    own->threshold = local.threshold;
    own->threshold_origin = local.threshold_origin;
    own->operating_points = local.operating_points;
    own->abstention = local.abstention;
    if (!card.grading || std::ranges::find(card.grading->steps, local.name) == card.grading->steps.end())
      continue;
    card.grading->cuts.clear();
    card.grading->cuts_origin.clear();
  }
}

base::Result<void> apply_site(Package& package, const Site& site) {
  const Card& card = package.card;
  const auto file = site_file(package.folder);
  if (site.package != card.name)
    return refuse("it was made for the package " + site.package + ", and this is " + card.name, file);
  const std::string again =
      "; thresholds belong to one version: run roentgen calibrate again, or take the file away";
  if (site.version != card.version)
    return refuse("it was made for version " + site.version + " of " + card.name + ", and this is version " +
                      card.version + again,
                  file);
  if (site.package_sha256 != package.sha256)
    return refuse("it was made for another build of " + card.name + " " + card.version +
                      " (the package's SHA-256 differs)" + again,
                  file);
  for (const Label& local : site.labels)
    if (std::ranges::find(card.labels, local.name, &Label::name) == card.labels.end())
      return refuse("the package has no label " + local.name, file);
  const std::size_t steps = card.grading ? card.grading->steps.size() : 0;
  if (!site.cuts.empty() && site.cuts.size() != steps)
    return refuse("it has " + std::to_string(site.cuts.size()) + " cuts of a grade, and the package needs " +
                      std::to_string(steps),
                  file);
  take_fitted(package.card, site.labels);
  if (!site.cuts.empty()) {
    package.card.grading->cuts = site.cuts;
    package.card.grading->cuts_origin = site.cuts_origin;
  }
  return {};
}

}  // namespace roentgen::model
