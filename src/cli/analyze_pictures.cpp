#include "cli/analyze_pictures.h"

#include <array>
#include <functional>

#include "base/parallel.h"
#include "image/codec.h"
#include "image/draw.h"
#include "reading/corrected.h"
#include "results/overlay.h"
#include "study/turn.h"

namespace roentgen::cli {
namespace {

constexpr int kJpegQuality = 80;
constexpr int kPageQuality = 88;

}  // namespace

Pictures draw_pictures(const image::Image& display, const reading::FilmReading& result, int threads,
                       bool for_pages) {
  std::vector<results::Heat> heats;
  for (const reading::HeatMap& heat : result.heat_maps)
    heats.push_back({heat.title, &heat.plane, heat.hit_rate});
  // Everything below starts from one small copy: the report's pictures need no more.
  const study::Correction& correction = result.reading.gate.correction;
  const image::Image shrunk = reading::corrected(image::shrunk(display, kPictureSide), correction);
  const study::Reading shown = study::as_displayed(result.reading);
  const bool read = result.reading.status == study::Status::read;
  const auto overlay = [&](int side) {
    return results::overlay(shrunk, shown, heats, {.longest_side = side});
  };

  Pictures pictures;
  const std::array<std::function<void()>, 5> work{
      [&] {
        if (!read) return;
        const image::Picture drawn = overlay(kPictureSide);  // once for both
        pictures.overlay_png = image::encode_png(drawn);
        if (for_pages) pictures.page_overlay_jpeg = image::encode_jpeg(drawn, kPageQuality);
      },
      [&] { pictures.image_png = image::encode_png(shrunk); },
      [&] {
        if (read) pictures.overlay_jpeg = image::encode_jpeg(overlay(kReportSide), kJpegQuality);
      },
      [&] { pictures.image_jpeg = image::encode_jpeg(image::shrunk(shrunk, kReportSide), kJpegQuality); },
      [&] {
        if (for_pages) pictures.page_image_jpeg = image::encode_jpeg(shrunk, kPageQuality);
      },
  };
  (void)base::parallel_for(work.size(), threads, [&](std::size_t i) { work[i](); });
  return pictures;
}

}  // namespace roentgen::cli
