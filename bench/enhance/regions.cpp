// What a preset does to the pale parts of a chest film and to its lungs, where lungs and heart were outlined
// by hand: how bright they come out, and how much of their detail can be seen.
#include <algorithm>
#include <array>
#include <cstdio>
#include <opencv2/imgproc.hpp>

#include "bench.h"
#include "dataset/table.h"
#include "image/contour.h"
#include "image/enhance.h"

namespace roentgen::bench {
namespace {

constexpr double kGreys = 255;        // greys are told as a screen of 8 bits shows them
constexpr float kNearWhite = 245;     // of these
constexpr double kFine = 1.5 / 1024;  // detail: between Gaussians of these deviations, of the film's width
constexpr double kCoarse = 12.0 / 1024;
constexpr int kMargin = 4;  // pixels kept away from an outline, whose own edge is no detail
constexpr std::size_t kLeastPixels = 500;

constexpr std::array<const char*, 3> kRegions{"lungs", "heart", "below the lungs"};

struct Seen {
  double grey = 0, white = 0, contrast = 0;
};

cv::Mat greys_of(const image::Image& film) {
  cv::Mat result(film.rows, film.columns, CV_32F);
  std::ranges::transform(film.samples, result.begin<float>(),
                         [](std::uint16_t value) { return static_cast<float>(value * kGreys / 65535); });
  return result;
}

cv::Mat detail_of(const cv::Mat& greys) {
  cv::Mat fine, coarse;
  cv::GaussianBlur(greys, fine, {}, kFine * greys.cols);
  cv::GaussianBlur(greys, coarse, {}, kCoarse * greys.cols);
  return fine - coarse;
}

Seen look(const cv::Mat& greys, const cv::Mat& detail, const cv::Mat& region) {
  cv::Scalar mean, deviation;
  cv::meanStdDev(detail, mean, deviation, region);
  return {cv::mean(greys, region)[0], 100 * cv::mean(greys >= kNearWhite, region)[0] / 255, deviation[0]};
}

cv::Mat inner(const cv::Mat& region) {
  cv::Mat result;
  cv::erode(region, result, cv::Mat::ones(2 * kMargin + 1, 2 * kMargin + 1, CV_8U));
  return result;
}

// Lungs, heart, and what lies below the lungs and between their outer borders.
std::array<cv::Mat, 3> regions_of(const image::Mask& mask, const dataset::MaskFolder& folder) {
  cv::Mat lungs = cv::Mat::zeros(mask.rows, mask.columns, CV_8U), heart = lungs.clone(),
          below = lungs.clone();
  for (const auto& [value, name] : folder.structures) {
    if (name != "heart" && name != "right_lung" && name != "left_lung") continue;
    for (std::size_t i = 0; i < mask.samples.size(); ++i)
      if (mask.samples[i] == value) (name == "heart" ? heart : lungs).data[i] = 255;
  }
  if (const cv::Rect box = cv::boundingRect(lungs); !box.empty()) {
    const int top = box.y + box.height + 2 * kMargin;
    if (top < mask.rows) below(cv::Rect(box.x, top, box.width, mask.rows - top)) = 255;
  }
  return {inner(lungs), inner(heart), below};
}

void tell(const char* region, const std::vector<Seen>& before, const std::vector<Seen>& after) {
  std::vector<double> gain;
  Seen a, b;
  const double n = static_cast<double>(before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    a = {a.grey + before[i].grey / n, a.white + before[i].white / n, a.contrast + before[i].contrast / n};
    b = {b.grey + after[i].grey / n, b.white + after[i].white / n, b.contrast + after[i].contrast / n};
    gain.push_back(after[i].contrast / before[i].contrast);
  }
  const Interval i = mean_of(gain);
  std::printf("| %s | %zu | %.0f → %.0f | %.1f %% → %.1f %% | %.2f → %.2f | %.2f [%.2f, %.2f] |\n", region,
              before.size(), a.grey, b.grey, a.white, b.white, a.contrast, b.contrast, i.mean, i.low, i.high);
}

}  // namespace

int regions(const std::string& folder, const std::string& split, const std::string& name) {
  const image::Preset* const preset = image::find_preset(name);
  const auto whole = dataset::read_table(folder);
  const auto table = whole ? dataset::of_split(*whole, split) : std::unexpected(whole.error());
  const auto masks = table ? dataset::read_mask_folder(*whole) : std::unexpected(table.error());
  if (!masks || preset == nullptr) {
    std::fprintf(stderr, "%s: %s\n", folder.c_str(),
                 masks ? "no such preset" : masks.error().message.c_str());
    return 3;
  }
  std::array<std::vector<Seen>, kRegions.size()> before, after;
  for (const dataset::Film& film : table->films) {
    const auto picture = dataset::read_image(*table, film);
    const auto mask = dataset::read_mask(*masks, film);
    if (!picture || !mask || mask->rows != picture->rows || mask->columns != picture->columns) continue;
    const cv::Mat stored = greys_of(*picture), better = greys_of(image::enhance(*picture, *preset, {}).image);
    const cv::Mat stored_detail = detail_of(stored), better_detail = detail_of(better);
    const auto areas = regions_of(*mask, *masks);
    for (std::size_t r = 0; r < areas.size(); ++r) {
      if (static_cast<std::size_t>(cv::countNonZero(areas[r])) < kLeastPixels) continue;
      const Seen seen = look(stored, stored_detail, areas[r]);
      if (seen.contrast == 0) continue;  // cut off at white: there is nothing to gain
      before[r].push_back(seen);
      after[r].push_back(look(better, better_detail, areas[r]));
    }
  }
  std::printf(
      "| where | films | grey of 255 | near white | contrast of detail | its gain, mean [95 %%] |\n"
      "| --- | --- | --- | --- | --- | --- |\n");
  for (std::size_t r = 0; r < kRegions.size(); ++r)
    if (!before[r].empty()) tell(kRegions[r], before[r], after[r]);
  return before[0].empty() ? 3 : 0;
}

}  // namespace roentgen::bench
