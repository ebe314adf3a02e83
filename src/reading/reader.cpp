#include "reading/reader.h"

#include <algorithm>
#include <array>
#include <future>

#include "base/parallel.h"
#include "base/sha256.h"
#include "model/preprocess.h"
#include "reading/acceptance.h"
#include "reading/anatomy.h"
#include "reading/cut_lungs.h"
#include "reading/gate.h"
#include "reading/inspect.h"
#include "reading/inspiration.h"
#include "reading/millimetres.h"
#include "reading/not_assessed.h"
#include "reading/opacity_places.h"
#include "reading/packages.h"
#include "reading/part.h"
#include "reading/part_gate.h"
#include "reading/picture.h"
#include "reading/place.h"
#include "reading/tags.h"
#include "reading/triage.h"
#include "study/turn.h"

namespace roentgen::reading {
namespace {

constexpr std::array kGateRoles{Role::gate, Role::quality};
constexpr std::array kAllRoles{Role::gate, Role::quality, Role::anatomy, Role::findings};
static_assert(kAllRoles.size() == kRoles.size());

using Outputs = std::vector<model::Output>;  // of one image, in the order they were asked for

// Everything but the models that can change a result.
std::string configuration_sha256(const ReaderOptions& options) {
  const std::string text = describe_tag_rules() + describe_limits({}) + describe_gate_rules() +
                           describe_findings_options({}) + describe_anatomy_options({}) +
                           describe_cut_limits({}) + describe_low_lungs() + describe_millimetres() +
                           describe_triage_rules() + describe_not_assessed() + describe_part_rules() +
                           describe_part_gate_rules() + describe_sites(options.models_folder) +
                           (options.precision == model::Precision::bfloat16 ? "bfloat16\n" : "") +
                           (options.eight_bits ? "int8\n" : "");
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

Size map_size(const model::Output& maps) {
  return {maps.shape.at(2), maps.shape.at(3)};
}

void refuse(study::Reading& reading, std::vector<study::Remark> reasons) {
  reading.status = study::Status::not_read;
  reading.reasons = std::move(reasons);
  reading.triage = {study::Urgency::not_read, reading.reasons.front().text};
}

bool is_fit(const study::ModelFitness& model) {
  return model.outcome != study::Fitness::not_fit;
}

// A film that was read is fit, or fit with remarks if anything at all was raised; so is each model that read
// it.
void settle_outcome(study::Reading& reading) {
  const bool clean = reading.quality.empty() && std::ranges::all_of(reading.gate.models, is_fit);
  reading.gate.outcome = clean ? study::Fitness::fit : study::Fitness::fit_with_remarks;
  for (study::ModelFitness& model : reading.gate.models) {
    if (!is_fit(model) || reading.quality.empty()) continue;
    model.outcome = study::Fitness::fit_with_remarks;
    model.reasons = reading.quality;
  }
}

void remark_on_file(const Input& film, study::Reading& reading) {
  for (const std::string& remark : film.remarks) reading.quality.push_back({"file", remark});
  if (film.colour) {
    reading.quality.push_back({"colour",
                               "The picture was stored in colour: a screen capture or a photograph, not the "
                               "detector's own picture."});
  }
}

}  // namespace

struct Reader::Impl {
  int threads;
  bool side_by_side;
  Packages packages;
  std::string configuration;

  explicit Impl(const ReaderOptions& options)
      : threads(options.threads),
        side_by_side(options.side_by_side),
        packages(options.models_folder,
                 {.threads = options.threads,
                  .cache_folder = options.cache_folder,
                  .precision = options.precision},
                 options.eight_bits),
        configuration(configuration_sha256(options)) {}

  // Waits for these packages alone.
  base::Result<void> loaded(std::span<const Role> roles) const {
    for (const Role role : roles)
      if (const auto& engine = packages.get(role); !engine) return std::unexpected(engine.error());
    return {};
  }
  // Only after loaded().
  const model::Engine& engine(Role role) const { return *packages.get(role); }

  base::Result<Outputs> run(Role role, const image::Plane& input, std::vector<std::string> names) const {
    auto outputs = engine(role).run(std::span(&input, 1), names);
    if (!outputs) return std::unexpected(outputs.error());
    return std::move(outputs->front());
  }

  study::Reading begin(const Input& film) const;
  // A picture of another part than the chest, if its package accepts it; else the refusal stays.
  base::Result<void> read_other_part(const Input& film, const Inspected& inspected,
                                     FilmReading& result) const;
  // Findings, or none with the reason in `fitness` where the film is far from the model's training data.
  base::Result<FindingsResult> find(Role role, const image::Image& upright,
                                    study::ModelFitness& fitness) const;
  // Boxes for a lung opacity that was found, if there is a package for them; whether it was asked.
  base::Result<bool> place(const image::Image& upright, const Subject& subject, FindingsResult& result) const;
  base::Result<FilmReading> read(const Input& film) const;
};

study::Reading Reader::Impl::begin(const Input& film) const {
  study::Reading reading;
  reading.source = study::source_of(film.acquisition);
  reading.source.rows = film.display->rows;
  reading.source.columns = film.display->columns;
  reading.provenance.input_name = film.name;
  reading.provenance.input_sha256 = film.sha256;
  reading.provenance.configuration_sha256 = configuration;
  reading.provenance.program = "roentgen " ROENTGEN_VERSION;
  for (const RoleRule& rule : kRoles) {
    const model::Engine& used = engine(rule.role);
    reading.provenance.models.push_back({used.card().name, used.card().version, used.package_sha256()});
  }
  remark_on_file(film, reading);
  return reading;
}

base::Result<FindingsResult> Reader::Impl::find(Role role, const image::Image& upright,
                                                study::ModelFitness& fitness) const {
  const model::Card& card = engine(role).card();
  const model::Prepared input = model::prepare(upright, card.input);
  const auto outputs = run(role, input.input, {"logits", "maps", "features"});
  if (!outputs) return std::unexpected(outputs.error());
  if (auto far = judge_distance(card, outputs->at(2).values); far.refused()) {
    fitness.outcome = study::Fitness::not_fit;
    fitness.reasons = std::move(far.reasons);
    return FindingsResult{};
  }
  return judge_findings(card, outputs->at(0).values, outputs->at(1).values, map_size(outputs->at(1)),
                        input.placement, {upright.rows, upright.columns});
}

base::Result<bool> Reader::Impl::place(const image::Image& upright, const Subject& subject,
                                       FindingsResult& result) const {
  if (!wants_opacity_places(result) || !packages.has(Role::opacity)) return false;
  if (const auto& there = packages.get(Role::opacity); !there) return std::unexpected(there.error());
  const model::Card& card = engine(Role::opacity).card();
  if (!is_fit(may_read(card, subject))) return false;
  const model::Prepared input = model::prepare(upright, card.input);
  const auto outputs = run(Role::opacity, input.input, {"scores", "boxes"});
  if (!outputs) return std::unexpected(outputs.error());
  place_opacities(card, *outputs, input.placement, {upright.rows, upright.columns}, result);
  return true;
}

base::Result<void> Reader::Impl::read_other_part(const Input& film, const Inspected& inspected,
                                                 FilmReading& result) const {
  study::Reading& reading = result.reading;
  std::vector<study::ModelUsed> used;
  std::vector<study::Remark> refusals;
  const image::Image& upright = inspected.correction.any() ? inspected.upright : *film.display;
  bool fractures = false;
  for (const Role role : inspected.other_roles) {
    if (!packages.has(role)) continue;
    if (const auto& there = packages.get(role); !there) return std::unexpected(there.error());
    auto part = read_part(engine(role), upright, inspected.subject, film.acquisition.spacing);
    if (!part) return std::unexpected(part.error());
    if (!part->distance.name.empty()) reading.gate.checks.push_back(std::move(part->distance));
    const bool fit = is_fit(part->fitness);
    for (const study::Remark& reason : part->fitness.reasons)
      if (!fit) refusals.push_back(reason);
    reading.gate.models.push_back(std::move(part->fitness));
    if (!fit) continue;
    const model::Card& card = engine(role).card();
    used.push_back({card.name, card.version, engine(role).package_sha256()});
    fractures = fractures || role == Role::limb;
    if (card.task == model::Task::classification) hide_unmeasured_places(part->findings);
    std::ranges::move(part->findings.findings, std::back_inserter(reading.findings));
    std::ranges::move(part->findings.heat_maps, std::back_inserter(result.heat_maps));
    std::ranges::move(part->outlines, std::back_inserter(reading.outlines));
    std::ranges::move(part->measurements, std::back_inserter(reading.measurements));
    std::ranges::move(part->quality, std::back_inserter(reading.quality));
  }
  if (used.empty()) {
    for (study::Remark& reason : refusals) reading.reasons.push_back(std::move(reason));
    return {};
  }
  reading.provenance.models.resize(kGateRoles.size());  // what looked at the picture
  std::ranges::move(used, std::back_inserter(reading.provenance.models));
  reading.status = study::Status::read;
  reading.reasons.clear();
  reading.not_assessed = not_assessed_of_part(fractures);
  for (study::Remark& reason : refusals) reading.not_assessed.push_back(std::move(reason));
  reading.triage = fractures ? triage_of_limb(reading)
                             : study::Triage{study::Urgency::routine,
                                             "No urgent finding is looked for on this kind of picture: it is "
                                             "read in its turn."};
  settle_outcome(reading);
  return {};
}

base::Result<FilmReading> Reader::Impl::read(const Input& film) const {
  // The small networks look at the film while the large ones are still loading.
  if (const auto small = loaded(kGateRoles); !small) return std::unexpected(small.error());
  auto inspected = inspect(engine(Role::gate), engine(Role::quality), *film.display, film.acquisition);
  if (!inspected) return std::unexpected(inspected.error());
  if (const auto all = loaded(kAllRoles); !all) return std::unexpected(all.error());
  FilmReading result{begin(film), {}};
  study::Reading& reading = result.reading;
  Verdict& verdict = inspected->verdict;
  reading.gate.correction = inspected->correction;
  reading.gate.checks = std::move(verdict.checks);
  for (auto& remark : verdict.quality) reading.quality.push_back(std::move(remark));
  if (verdict.refused()) {
    refuse(reading, std::move(verdict.reasons));
    if (const auto done = read_other_part(film, *inspected, result); !done)
      return std::unexpected(done.error());
    return result;
  }
  const image::Image& upright = inspected->correction.any() ? inspected->upright : *film.display;
  const View view = inspected->subject.view;
  reading.source.rows = upright.rows;  // until the coordinates go back to the stored picture
  reading.source.columns = upright.columns;

  auto for_findings = may_read(engine(Role::findings).card(), inspected->subject);
  auto for_anatomy = may_read(engine(Role::anatomy).card(), inspected->subject);
  const bool both = is_fit(for_findings) && is_fit(for_anatomy);
  auto anatomy_task = std::async(
      side_by_side && both ? std::launch::async : std::launch::deferred, [&]() -> base::Result<Anatomy> {
        if (!is_fit(for_anatomy)) return Anatomy{};
        const model::Card& card = engine(Role::anatomy).card();
        const model::Prepared input = model::prepare(upright, card.input);
        const auto outputs = run(Role::anatomy, input.input, {"probabilities"});
        if (!outputs) return std::unexpected(outputs.error());
        return judge_anatomy(card, outputs->at(0).values, input.placement, upright, inspected->spacing, view);
      });
  base::Result<FindingsResult> judged;
  std::optional<study::ModelFitness> for_child;
  if (is_fit(for_findings)) {
    judged = find(Role::findings, upright, for_findings);
  } else if (for_findings.reasons.front().code == "too_young" && packages.has(Role::child)) {
    if (const auto& child = packages.get(Role::child); !child) return std::unexpected(child.error());
    for_child = may_read(engine(Role::child).card(), inspected->subject);
    if (is_fit(*for_child)) judged = find(Role::child, upright, *for_child);
  }
  const bool child_read = for_child && is_fit(*for_child);
  auto outlined = anatomy_task.get();
  if (!judged) return std::unexpected(judged.error());
  if (!outlined) return std::unexpected(outlined.error());
  if (!is_fit(for_findings) && !is_fit(for_anatomy) && !child_read) {
    reading.source.rows = film.display->rows;
    reading.source.columns = film.display->columns;
    refuse(reading, for_findings.reasons);
    reading.gate.models = {std::move(for_findings), std::move(for_anatomy)};
    if (for_child) reading.gate.models.push_back(std::move(*for_child));
    return result;
  }

  const auto placed = is_fit(for_findings) ? place(upright, inspected->subject, *judged) : false;
  if (!placed) return std::unexpected(placed.error());
  for (auto& remark : forget_places_outside(outlined->outlines, *judged))
    reading.quality.push_back(std::move(remark));
  hide_unmeasured_places(*judged);
  reading.status = study::Status::read;
  reading.findings = std::move(judged->findings);
  reading.outlines = std::move(outlined->outlines);
  reading.measurements = std::move(outlined->measurements);
  doubt_millimetres(reading.measurements, inspected->subject);
  for (auto& remark : outlined->quality) reading.quality.push_back(std::move(remark));
  for (auto& check : outlined->checks) reading.gate.checks.push_back(std::move(check));
  reading.not_assessed = std::move(outlined->not_assessed);
  for (const auto* model : {&for_findings, &for_anatomy})
    for (const study::Remark& reason : model->reasons) reading.not_assessed.push_back(reason);
  if (for_child)
    for (const study::Remark& reason : for_child->reasons) reading.not_assessed.push_back(reason);
  for (auto& remark : not_assessed(view)) reading.not_assessed.push_back(std::move(remark));
  reading.triage = is_fit(for_findings) ? triage_of(reading)
                   : child_read
                       ? triage_of_child(reading)
                       : study::Triage{study::Urgency::not_read,
                                       "Findings were not read: " + for_findings.reasons.front().text};
  reading.gate.models = {std::move(for_findings), std::move(for_anatomy)};
  if (for_child) {
    const model::Engine& used = engine(Role::child);
    if (child_read)
      reading.provenance.models.push_back({used.card().name, used.card().version, used.package_sha256()});
    reading.gate.models.push_back(std::move(*for_child));
  }
  if (*placed) {
    const model::Engine& used = engine(Role::opacity);
    reading.provenance.models.push_back({used.card().name, used.card().version, used.package_sha256()});
  }
  settle_outcome(reading);
  const int back = (360 - reading.gate.correction.turned_degrees) % 360;
  reading = study::turned(std::move(reading), back);
  reading.source.spacing = film.acquisition.spacing;
  result.heat_maps = std::move(judged->heat_maps);
  return result;
}

Reader::Reader(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;

Reader Reader::start(const ReaderOptions& options) {
  return Reader(std::make_unique<Impl>(options));
}

base::Result<void> Reader::ready() const {
  return impl_->loaded(kAllRoles);
}

base::Result<FilmReading> Reader::read(const Input& film) const {
  return impl_->read(film);
}

base::Result<std::vector<FilmReading>> Reader::read(std::span<const Input> films) const {
  std::vector<base::Result<FilmReading>> results(films.size());
  const auto done =
      base::parallel_for(films.size(), impl_->threads, [&](std::size_t i) { results[i] = read(films[i]); });
  if (!done) return std::unexpected(done.error());
  std::vector<FilmReading> readings;
  for (auto& result : results) {
    if (!result) return std::unexpected(result.error());
    readings.push_back(std::move(*result));
  }
  return readings;
}

study::Reading failed_reading(const std::string& name, const std::string& sha256, const base::Error& error) {
  study::Reading reading;
  reading.status = study::Status::failed;
  reading.reasons.push_back({"unusable_input", error.message});
  reading.triage = {study::Urgency::not_read, error.message};
  reading.provenance.input_name = name;
  reading.provenance.input_sha256 = sha256;
  reading.provenance.program = "roentgen " ROENTGEN_VERSION;
  return reading;
}

}  // namespace roentgen::reading
