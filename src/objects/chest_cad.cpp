#include "objects/chest_cad.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "objects/concepts.h"
#include "objects/content_writing.h"
#include "objects/document.h"
#include "objects/report.h"

namespace roentgen::objects {
namespace {

constexpr Relation kProperty = Relation::has_properties, kInferred = Relation::inferred_from;

// The centre of a region, and its outline (TID 4107).
void add_geometry(const Context& context, const std::vector<study::Point>& points, ContentItem& finding) {
  study::Point centre;
  for (const study::Point& point : points) {
    centre.x += point.x / static_cast<double>(points.size());
    centre.y += point.y / static_cast<double>(points.size());
  }
  finding.add(region_item(context, kProperty, concepts::kCenter, {centre}, false));
  finding.add(region_item(context, kProperty, concepts::kOutline, points, true));
}

// TID 4104, one for each region. A finding without a region stands for the whole film and is not drawn.
void add_single_image_findings(const Context& context, const study::Finding& finding, ContentItem& summary) {
  const Source& source = context.input.source;
  const OwnedCode code = code_for("finding", finding.label, finding.title);
  std::vector<std::vector<study::Point>> regions;
  for (const study::Region& region : finding.regions)
    if (region.points.size() >= 2) regions.push_back(corners(region));
  const bool drawn = !regions.empty();
  if (!drawn)
    regions.push_back(
        corners({study::Shape::box,
                 {{0, 0}, {static_cast<double>(source.columns - 1), static_cast<double>(source.rows - 1)}},
                 0}));
  for (std::size_t i = 0; i < regions.size(); ++i) {
    ContentItem item = code_item(kInferred, concepts::kSingleImageFinding,
                                 find_code("cad", finding.label).value_or(concepts::kSelectedRegion));
    item.add(code_item(Relation::has_concept_mod, concepts::kRenderingIntent,
                       drawn ? concepts::kPresentationOptional : concepts::kNotForPresentation));
    item.add(code_item(Relation::has_concept_mod, concepts::kSingleImageFindingModifier, code.view()));
    const ContentItem group = begin_group(
        context,
        drawn ? "region " + std::to_string(i + 1) + " of " + finding.label : "finding " + finding.label, "");
    for (const ContentItem& tracking : group.items) {
      item.add(tracking);
      item.items.back().relation = kProperty;
    }
    item.add(number_item(kProperty, concepts::kCertaintyOfFinding,
                         static_cast<double>(std::llround(finding.probability * 1e4)) / 100,
                         concepts::kPercent));
    add_geometry(context, regions[i], item);
    summary.add(std::move(item));
  }
}

// TID 4017 and 4018: what was run, by which algorithm, on which film.
ContentItem performed(const Context& context, const Code& name, const Code& value, const std::string& model) {
  ContentItem item = code_item(Relation::contains, name, value);
  const std::string algorithm_name = model.empty() ? "roentgen" : model;
  for (ContentItem& part : algorithm(context.input.reading, algorithm_name, kProperty))
    item.add(std::move(part));
  item.add(image_item(kProperty, film_object(context.input.source)));
  return item;
}

struct Runs {
  std::vector<ContentItem> succeeded, failed;
  const Code& status() const {
    if (succeeded.empty()) return failed.empty() ? concepts::kNotAttempted : concepts::kFailed;
    return failed.empty() ? concepts::kSucceeded : concepts::kPartiallySucceeded;
  }
};

Runs detections(const Context& context) {
  Runs runs;
  for (const study::Finding& finding : context.input.reading.findings) {
    const OwnedCode code = code_for("finding", finding.label, finding.title);
    runs.succeeded.push_back(performed(context, concepts::kDetectionPerformed, code.view(), finding.model));
  }
  return runs;
}

// The gate's look at the film, and the heart's measurement.
Runs analyses(const Context& context) {
  const study::Reading& reading = context.input.reading;
  Runs runs;
  auto& gate = reading.status == study::Status::failed ? runs.failed : runs.succeeded;
  gate.push_back(performed(context, concepts::kAnalysisPerformed, concepts::kImageQualityAnalysis, ""));
  const Code ratio = *find_code("measurement", "cardiothoracic_ratio");
  const study::Measurement* measured = study::find_measurement(reading, "cardiothoracic_ratio");
  const bool missed = std::ranges::find(reading.not_assessed, "heart_size", &study::Remark::code) !=
                      reading.not_assessed.end();
  if (measured != nullptr)
    runs.succeeded.push_back(performed(context, concepts::kAnalysisPerformed, ratio, measured->model));
  else if (missed)
    runs.failed.push_back(performed(context, concepts::kAnalysisPerformed, ratio, ""));
  return runs;
}

ContentItem summary_of(const Code& name, Runs runs, const Code& good, const Code& bad) {
  ContentItem summary = code_item(Relation::contains, name, runs.status());
  for (auto& [title, list] : {std::pair{&good, &runs.succeeded}, {&bad, &runs.failed}}) {
    if (list->empty()) continue;
    ContentItem all = container(kInferred, *title);
    for (ContentItem& item : *list) all.add(std::move(item));
    summary.add(std::move(all));
  }
  return summary;
}

const Code& processing(const study::Reading& reading, const Runs& found, const Runs& analysed) {
  const bool any = std::ranges::any_of(reading.findings, &study::Finding::present);
  if (found.succeeded.empty() && analysed.succeeded.empty()) return concepts::kNoneSucceeded;
  // What was not attempted did not succeed either: a film that was not read is no film without findings.
  const bool all = !found.succeeded.empty() && found.failed.empty() && analysed.failed.empty();
  if (all) return any ? concepts::kAllWithFindings : concepts::kAllWithoutFindings;
  return any ? concepts::kSomeWithFindings : concepts::kSomeWithoutFindings;
}

}  // namespace

ContentItem chest_cad_content(const Context& context) {
  const study::Reading& reading = context.input.reading;
  ContentItem root = container(Relation::none, concepts::kChestCadReport, "4100");
  root.add(language_item());
  Runs found = detections(context), analysed = analyses(context);
  ContentItem summary =
      code_item(Relation::contains, concepts::kCadSummary, processing(reading, found, analysed));
  for (const study::Finding& finding : reading.findings)
    if (finding.present) add_single_image_findings(context, finding, summary);
  root.add(std::move(summary));
  root.add(summary_of(concepts::kSummaryOfDetections, std::move(found), concepts::kSuccessfulDetections,
                      concepts::kFailedDetections));
  root.add(summary_of(concepts::kSummaryOfAnalyses, std::move(analysed), concepts::kSuccessfulAnalyses,
                      concepts::kFailedAnalyses));
  return root;
}

base::Result<std::vector<Object>> write_chest_cad(const Context& context) {
  const study::Reading& reading = context.input.reading;
  const bool chest = reading.source.body_part == "CHEST" || reading.source.body_part.empty();
  if (!chest || !has_film(context)) return std::vector<Object>{};
  const Header header{"cad", kChestCadSr, "SR", "Roentgen: chest CAD marks (AI)", 9003};
  dicom::DataSetWriter out = begin_object(context, header);
  describe_document(context, header, {film_evidence(context.input.source)}, out);
  write_content(chest_cad_content(context), out);
  std::vector<Object> objects;
  objects.push_back(finish_object(context, header, out));
  return objects;
}

}  // namespace roentgen::objects
