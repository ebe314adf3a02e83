#include "reading/anatomy.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include "reading/cut_lungs.h"
#include "reading/inspiration.h"
#include "reading/outline.h"

namespace roentgen::reading {
namespace {

constexpr const char* kPaOnly = "The usual limit of 0.5 holds for PA films only.";
constexpr const char* kApWider = "AP film: the heart is drawn larger than on a PA film.";

std::string millimetre_method(study::SpacingKind kind) {
  switch (kind) {
    case study::SpacingKind::at_detector:
      return "pixels x pixel spacing at the detector: larger than in the body, not corrected for "
             "magnification";
    case study::SpacingKind::magnification_corrected:
      return "pixels x pixel spacing, corrected by the device for its estimated magnification";
    case study::SpacingKind::calibrated:
      return "pixels x pixel spacing, calibrated";
    case study::SpacingKind::none:
      break;
  }
  return "pixels";
}

// Turns a run of mask columns into edges in pixels of the picture.
study::Segment segment(int left, int right, int row, const Ratio& ratio) {
  const double y = (row + 0.5) * ratio.y - 0.5;
  return {study::Point{left * ratio.x - 0.5, y}, study::Point{(right + 1) * ratio.x - 0.5, y}};
}

double width(const study::Segment& s) {
  return s[1].x - s[0].x;
}

void add_width(const char* name, const char* title, const study::Segment& line, const model::Card& card,
               const study::PixelSpacing& spacing, Anatomy& anatomy) {
  anatomy.measurements.push_back({std::string(name) + "_px",
                                  title,
                                  width(line),
                                  "[px]",
                                  "extent of the outline, left edge to right edge",
                                  card.name,
                                  {line},
                                  {}});
  if (spacing.kind == study::SpacingKind::none) return;
  anatomy.measurements.push_back({std::string(name) + "_mm",
                                  title,
                                  width(line) * spacing.column_mm,
                                  "mm",
                                  millimetre_method(spacing.kind),
                                  card.name,
                                  {line},
                                  {}});
}

void measure_widths(const std::vector<Structure>& structures, const Ratio& ratio, const model::Card& card,
                    const study::PixelSpacing& spacing, View view, Anatomy& anatomy) {
  const HeartAndThorax found = *heart_and_thorax(structures);
  const study::Segment heart = segment(found.heart_left, found.heart_right, found.heart_row, ratio);
  const study::Segment thorax = segment(found.thorax_left, found.thorax_right, found.thorax_row, ratio);
  std::vector<std::string> cautions;
  if (view == View::frontal_ap) cautions.emplace_back(kApWider);
  if (view != View::frontal_pa) cautions.emplace_back(kPaOnly);
  anatomy.measurements.push_back(
      {"cardiothoracic_ratio",
       "Cardiothoracic ratio",
       width(heart) / width(thorax),
       "1",
       "widest transverse extent of the heart / widest transverse extent of the lung fields",
       card.name,
       {heart, thorax},
       std::move(cautions)});
  add_width("heart_width", "Heart width", heart, card, spacing, anatomy);
  add_width("thorax_width", "Lung-field width", thorax, card, spacing, anatomy);
}

double area_of(const std::vector<study::Outline>& outlines, const char* structure) {
  return std::ranges::find(outlines, structure, &study::Outline::structure)->area_px;
}

// Both lung fields are there: implausible() has seen them.
void measure_lung_areas(const std::vector<study::Outline>& outlines, const model::Card& card,
                        const study::PixelSpacing& spacing, Anatomy& anatomy) {
  const double right = area_of(outlines, kRightLung), left = area_of(outlines, kLeftLung);
  anatomy.measurements.push_back({"lung_area_asymmetry",
                                  "Lung field asymmetry",
                                  (right - left) / (right + left),
                                  "1",
                                  "(right - left) / (right + left) of the areas of the visible lung fields",
                                  card.name,
                                  {},
                                  {}});
  if (spacing.kind == study::SpacingKind::none) return;
  for (const study::Outline& outline : outlines) {
    if (outline.structure != kRightLung && outline.structure != kLeftLung) continue;
    const double square_cm = outline.area_px * spacing.row_mm * spacing.column_mm / 100;
    anatomy.measurements.push_back({outline.structure + "_area_cm2",
                                    "Visible " + outline.title + " field",
                                    square_cm,
                                    "cm2",
                                    "area of the outline; " + millimetre_method(spacing.kind),
                                    card.name,
                                    {},
                                    {}});
  }
}

// Height over width of a pixel; square where nothing is known.
double pixel_aspect(const study::PixelSpacing& spacing) {
  return spacing.kind != study::SpacingKind::none ? spacing.row_mm / spacing.column_mm : 1;
}

// A thorax that runs out of the picture has no measurable width.
bool cut_off(const HeartAndThorax& found, int columns) {
  return found.thorax_left == 0 || found.thorax_right == columns - 1;
}

double mean_grey(const image::Image& display, const Structure& structure) {
  double sum = 0;
  double count = 0;
  const Ratio ratio =
      picture_per_target({display.rows, display.columns}, {structure.mask.rows, structure.mask.columns});
  for (int row = 0; row < structure.mask.rows; ++row) {
    const int y = std::min(display.rows - 1, static_cast<int>((row + 0.5) * ratio.y));
    for (int column = 0; column < structure.mask.columns; ++column) {
      if (structure.mask.at(row, column) == 0) continue;
      sum += display.at(y, std::min(display.columns - 1, static_cast<int>((column + 0.5) * ratio.x)));
      count += 1;
    }
  }
  return count > 0 ? sum / count : 0;
}

// Air is dark and the heart is bright, unless the picture came in with its polarity turned.
bool looks_inverted(const image::Image& display, const std::vector<Structure>& structures) {
  double lungs = 0;
  double heart = 0;
  for (const Structure& structure : structures) {
    const double mean = mean_grey(display, structure);
    if (structure.name == kHeart) heart = mean;
    if (structure.name == kRightLung || structure.name == kLeftLung) lungs += mean / 2;
  }
  return lungs > heart;
}

}  // namespace

Anatomy judge_anatomy(const model::Card& card, std::span<const float> probabilities,
                      const model::Placement& placement, const image::Image& display,
                      const study::PixelSpacing& spacing, View view, const AnatomyOptions& options) {
  Anatomy anatomy;
  const Size picture{display.rows, display.columns};
  const Size working = working_size(picture, options.working_side);
  const auto structures = structures_of(card, probabilities, placement, picture, working);

  const auto give_no_ratio = [&](const char* code, const std::string& why) {
    anatomy.quality.push_back({code, why});
    anatomy.not_assessed.push_back({"heart_size", "The heart's size was not measured."});
  };
  if (const auto why = implausible(structures, options)) {
    give_no_ratio("outline_implausible", "The outlines of lungs and heart are not plausible (" + *why +
                                             "); they are not shown and nothing was measured.");
    return anatomy;
  }

  bool cut = false;
  for (study::Check& check : cut_checks(structures)) {
    cut = cut || check.outcome != study::Fitness::fit;
    if (check.outcome != study::Fitness::fit) anatomy.quality.push_back({check.name, check.text});
    anatomy.checks.push_back(std::move(check));
  }
  if (auto check = inspiration_check(structures, pixel_aspect(spacing)); check && !cut) {
    if (check->outcome != study::Fitness::fit) anatomy.quality.push_back({check->name, check->text});
    anatomy.checks.push_back(std::move(*check));
  }
  const Ratio ratio = picture_per_target(picture, working);
  for (const Structure& structure : structures)
    anatomy.outlines.push_back(outline_of(structure, card.name, ratio));
  if (looks_inverted(display, structures)) {
    anatomy.quality.push_back(
        {"looks_inverted", "The lungs are brighter than the heart: the picture looks inverted."});
  }
  if (cut_off(*heart_and_thorax(structures), working.columns)) {
    give_no_ratio("lungs_cut_off",
                  "The lung fields reach the side edge of the picture, so no cardiothoracic ratio is given.");
  } else {
    measure_widths(structures, ratio, card, spacing, view, anatomy);
    measure_lung_areas(anatomy.outlines, card, spacing, anatomy);
  }
  return anatomy;
}

std::string describe_anatomy_options(const AnatomyOptions& options) {
  std::ostringstream text;
  text << "outlines side " << options.working_side << " ratio " << options.least_ratio << " "
       << options.largest_ratio << " balance " << options.least_lung_balance << " "
       << options.largest_lung_balance << " lungs " << options.least_lungs << " " << options.largest_lungs
       << " heart " << options.least_heart << " " << options.largest_heart << " scattered "
       << options.most_scattered << " certainty " << options.least_certainty << "\n";
  return text.str();
}

}  // namespace roentgen::reading
