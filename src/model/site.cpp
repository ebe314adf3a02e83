#include "model/site.h"

#include <algorithm>

#include "model/card_label.h"
#include "model/card_rules.h"

namespace roentgen::model {
namespace {

constexpr std::size_t kSiteLimit = 4 << 20;
constexpr int kSiteSchema = 1;

std::unexpected<base::Error> refuse(const std::string& why, const std::filesystem::path& file) {
  return base::fail(base::ErrorCode::refused_model, "the site's calibration was refused: " + why,
                    file.string());
}

}  // namespace

base::Result<Site> parse_site(const std::string& json) {
  const auto document = parse_strictly(json);
  if (!document) return refuse(document.error().message, "");
  std::string problem;
  StrictObject in(*document, "", problem);
  const auto schema = in.integer("schema_version", 0, kMostCount);
  if (problem.empty() && schema != kSiteSchema)
    return refuse("schema_version " + std::to_string(schema) + " is unknown; this program reads version 1",
                  "");
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
  for (const Label& local : site.labels) {
    const auto own = std::ranges::find(package.card.labels, local.name, &Label::name);
    if (own == package.card.labels.end()) return refuse("the package has no label " + local.name, file);
    own->calibration = local.calibration;
    own->threshold = local.threshold;
    own->threshold_origin = local.threshold_origin;
    own->operating_points = local.operating_points;
    own->abstention = local.abstention;
  }
  return {};
}

}  // namespace roentgen::model
