#include "model/precision_proof.h"

#include "model/card_label.h"
#include "model/card_rules.h"

namespace roentgen::model {

constexpr std::size_t kProofLimit = 1 << 16;

base::Result<PrecisionProof> parse_proof(const std::string& json) {
  const auto refuse = [](const std::string& why) {
    return base::fail(base::ErrorCode::refused_model, "the proof of precision is not valid: " + why);
  };
  const auto document = parse_strictly(json);
  if (!document) return refuse(document.error().message);
  std::string problem;
  StrictObject in(*document, "", problem);
  (void)in.integer("schema_version", 1, 1);
  PrecisionProof proof;
  proof.package = in.pattern("package", kNamePattern);
  proof.version = in.pattern("version", kVersionPattern);
  proof.package_sha256 = in.pattern("package_sha256", kSha256Pattern);
  proof.data = in.text("data");
  proof.split = in.text("split");
  proof.metric = in.word("metric", {"auc", "dice", "map50", "quadratic_kappa", "1 - smape"});
  proof.films = static_cast<int>(in.integer("films", 1, kMostCount));
  proof.float32 = in.number("float32", 0, 1);
  proof.bfloat16 = in.number("bfloat16", 0, 1);
  proof.most_lost = in.number("most_lost", 0, 1);
  in.end();
  if (!problem.empty()) return refuse(problem);
  return proof;
}

std::string write_proof(const PrecisionProof& proof) {
  const Ordered j{{"schema_version", 1},
                  {"package", proof.package},
                  {"version", proof.version},
                  {"package_sha256", proof.package_sha256},
                  {"data", proof.data},
                  {"split", proof.split},
                  {"metric", proof.metric},
                  {"films", proof.films},
                  {"float32", rounded(proof.float32, kFigure)},
                  {"bfloat16", rounded(proof.bfloat16, kFigure)},
                  {"most_lost", rounded(proof.most_lost, kFigure)}};
  std::string text;
  print_json(j, 0, text);
  return text + "\n";
}

std::filesystem::path proof_file(const std::filesystem::path& package_folder) {
  const auto clean = package_folder.has_filename() ? package_folder : package_folder.parent_path();
  return clean.parent_path() / (clean.filename().string() + ".bfloat16.json");
}

bool proven_in_bfloat16(const Package& package) {
  const auto text = base::read_text(proof_file(package.folder), kProofLimit);
  if (!text) return false;
  const auto proof = parse_proof(*text);
  return proof && proof->package == package.card.name && proof->version == package.card.version &&
         proof->package_sha256 == package.sha256 &&
         proof->float32 - proof->bfloat16 <= proof->most_lost + 1e-9;
}

}  // namespace roentgen::model
