#include "reading/reader.h"

#include <algorithm>
#include <future>

#include "base/parallel.h"
#include "base/sha256.h"
#include "model/preprocess.h"
#include "reading/anatomy.h"
#include "reading/gate.h"
#include "reading/not_assessed.h"
#include "reading/packages.h"
#include "reading/picture.h"
#include "reading/tags.h"
#include "reading/triage.h"

namespace roentgen::reading {
namespace {

using Outputs = std::vector<model::Output>;  // of one image, in the order they were asked for

constexpr int kAdult = 18;  // years

// Everything but the models that can change a result.
std::string configuration_sha256() {
  const std::string text = describe_tag_rules() + describe_limits({}) + describe_findings_options({}) +
                           describe_anatomy_options({}) + describe_triage_rules() + describe_not_assessed();
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

// Two networks often want the same input; preparing a large picture twice would cost more than one of them.
bool same(const model::InputSpec& a, const model::InputSpec& b) {
  return a.size == b.size && a.fit == b.fit && a.low_percentile == b.low_percentile &&
         a.high_percentile == b.high_percentile;
}

image::Plane inverted(image::Plane plane) {
  for (float& value : plane.samples) value = -value;
  return plane;
}

Size map_size(const model::Output& maps) {
  return {maps.shape.at(2), maps.shape.at(3)};
}

void refuse(study::Reading& reading, std::vector<study::Remark> reasons) {
  reading.status = study::Status::not_read;
  reading.reasons = std::move(reasons);
  reading.triage = {study::Urgency::not_read, reading.reasons.front().text};
}

void remark_on_file(const Input& film, study::Reading& reading) {
  for (const std::string& remark : film.remarks) reading.quality.push_back({"file", remark});
  if (film.colour) {
    reading.quality.push_back({"colour",
                               "The picture was stored in colour: a screen capture or a photograph, not the "
                               "detector's own picture."});
  }
  if (film.acquisition.patient_age_years && *film.acquisition.patient_age_years < kAdult) {
    reading.quality.push_back(
        {"child", "The patient is under 18; the models were trained mostly on adults."});
  }
}

}  // namespace

struct Reader::Impl {
  int threads;
  bool side_by_side;
  Packages packages;
  std::string configuration = configuration_sha256();

  explicit Impl(const ReaderOptions& options)
      : threads(options.threads),
        side_by_side(options.side_by_side),
        packages(options.models_folder, {.threads = options.threads, .cache_folder = options.cache_folder}) {}

  // Only after ready().
  const model::Engine& engine(Role role) const { return *packages.get(role); }

  base::Result<Outputs> run(Role role, const image::Plane& input, std::vector<std::string> names) const {
    auto outputs = engine(role).run(std::span(&input, 1), names);
    if (!outputs) return std::unexpected(outputs.error());
    return std::move(outputs->front());
  }

  study::Reading begin(const Input& film) const;
  base::Result<Verdict> pass_gate(const image::Plane& input) const;
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

base::Result<Verdict> Reader::Impl::pass_gate(const image::Plane& input) const {
  const model::Card& card = engine(Role::gate).card();
  const auto seen = run(Role::gate, input, {"logits", "features"});
  if (!seen) return std::unexpected(seen.error());
  Verdict verdict = judge_kind(card, seen->at(0).values);
  if (!verdict.refused()) {
    add(verdict, judge_distance(card, seen->at(1).values));
    return verdict;
  }
  // A film with turned polarity is the commonest reason why a chest does not look like one: say so.
  const auto turned = run(Role::gate, inverted(input), {"logits"});
  if (!turned) return std::unexpected(turned.error());
  if (!judge_kind(card, turned->at(0).values).refused()) {
    verdict.reasons.push_back(
        {"looks_inverted",
         "With its grey values turned it looks like a frontal chest: the picture may be stored inverted."});
  }
  return verdict;
}

base::Result<FilmReading> Reader::Impl::read(const Input& film) const {
  FilmReading result{begin(film), {}};
  study::Reading& reading = result.reading;
  const model::Card& gate = engine(Role::gate).card();
  const model::Card& findings = engine(Role::findings).card();
  const model::Card& anatomy = engine(Role::anatomy).card();

  PictureLimits limits;
  limits.least_side_pixels = std::max({limits.least_side_pixels, gate.least_side_pixels,
                                       findings.least_side_pixels, anatomy.least_side_pixels});
  Verdict verdict = judge_tags(film.acquisition, {findings.accepts_view});
  add(verdict, judge_picture(*film.display, limits));

  model::Prepared prepared;
  if (!verdict.refused()) {
    prepared = model::prepare(*film.display, gate.input);
    auto gate_verdict = pass_gate(prepared.input);
    if (!gate_verdict) return std::unexpected(gate_verdict.error());
    add(verdict, std::move(*gate_verdict));
  }
  for (auto& remark : verdict.quality) reading.quality.push_back(std::move(remark));
  if (verdict.refused()) {
    refuse(reading, std::move(verdict.reasons));
    return result;
  }

  const auto prepared_for = [&](const model::Card& card) {
    return same(card.input, gate.input) ? prepared : model::prepare(*film.display, card.input);
  };
  auto anatomy_task =
      std::async(side_by_side ? std::launch::async : std::launch::deferred, [&]() -> base::Result<Anatomy> {
        const model::Prepared input = prepared_for(anatomy);
        const auto outputs = run(Role::anatomy, input.input, {"probabilities"});
        if (!outputs) return std::unexpected(outputs.error());
        return judge_anatomy(anatomy, outputs->at(0).values, input.placement, *film.display,
                             film.acquisition.spacing, view_of(film.acquisition.view_position));
      });
  const model::Prepared input = prepared_for(findings);
  const auto outputs = run(Role::findings, input.input, {"logits", "maps", "features"});
  auto outlined = anatomy_task.get();
  if (!outputs) return std::unexpected(outputs.error());
  if (!outlined) return std::unexpected(outlined.error());
  if (auto far = judge_distance(findings, outputs->at(2).values); far.refused()) {
    refuse(reading, std::move(far.reasons));
    return result;
  }

  auto judged =
      judge_findings(findings, outputs->at(0).values, outputs->at(1).values, map_size(outputs->at(1)),
                     input.placement, {film.display->rows, film.display->columns});
  reading.status = study::Status::read;
  reading.findings = std::move(judged.findings);
  reading.outlines = std::move(outlined->outlines);
  reading.measurements = std::move(outlined->measurements);
  for (auto& remark : outlined->quality) reading.quality.push_back(std::move(remark));
  reading.not_assessed = std::move(outlined->not_assessed);
  for (auto& remark : not_assessed(view_of(film.acquisition.view_position)))
    reading.not_assessed.push_back(std::move(remark));
  reading.triage = triage_of(reading);
  result.heat_maps = std::move(judged.heat_maps);
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
  for (const RoleRule& rule : kRoles) {
    if (const auto& engine = impl_->packages.get(rule.role); !engine) return std::unexpected(engine.error());
  }
  return {};
}

base::Result<FilmReading> Reader::read(const Input& film) const {
  if (const auto loaded = ready(); !loaded) return std::unexpected(loaded.error());
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
