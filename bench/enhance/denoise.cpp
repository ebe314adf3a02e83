// A film of which every second pixel's square was averaged (so that little of its own noise is left) is taken
// for the truth; white noise is added. Ours is told nothing, and once the noise's true strength. The others
// are told the noise's true strength, and of several settings the one with the best PSNR counts, which nobody
// without the truth could choose.
#include <algorithm>
#include <array>
#include <cstdio>
#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "bench.h"
#include "dicom/film.h"
#include "image/measure.h"
#include "image/multiscale.h"
#include "image/phantom_for_test.h"
#include "image/resample.h"

namespace roentgen::bench {
namespace {

using image::Image;

constexpr std::array kSigmas{300.0, 1000.0, 3000.0};  // 0.5, 1.5 and 4.6 % of the range
constexpr int kLargestSide = 1024;

struct Score {
  double psnr = 0, ssim = 0, ms = 0;
};

Score score(const Image& result, const Image& truth, double ms) {
  return {image::peak_signal_to_noise(result, truth), image::structural_similarity(result, truth), ms};
}

cv::Mat view(Image& image, int type) {
  return {image.rows, image.columns, type, image.samples.data()};
}

Score ours(const Image& noisy, const Image& truth) {
  const double start = processor_ms();
  const Image result = image::denoise(noisy);
  return score(result, truth, processor_ms() - start);
}

Score told(const Image& noisy, const Image& truth, double sigma) {
  const double start = processor_ms();
  const Image result =
      image::multiscale(noisy, image::only_denoise(), image::white_noise(static_cast<float>(sigma)));
  return score(result, truth, processor_ms() - start);
}

Score bilateral(Image noisy, const Image& truth, double sigma) {
  Score best;
  for (const int diameter : {5, 7, 9})
    for (const double range : {2.0, 3.0, 4.0}) {
      Image result = noisy;
      const double start = processor_ms();
      cv::Mat wide, filtered;
      view(noisy, CV_16U).convertTo(wide, CV_32F);
      cv::bilateralFilter(wide, filtered, diameter, range * sigma, diameter / 3.0);
      cv::Mat target = view(result, CV_16U);
      filtered.convertTo(target, CV_16U);
      const Score here = score(result, truth, processor_ms() - start);
      if (here.psnr > best.psnr) best = here;
    }
  return best;
}

Score non_local_means(Image noisy, const Image& truth, double sigma) {
  Score best;
  for (const double strength : {0.7, 0.9, 1.1}) {
    Image result = noisy;
    cv::Mat target = view(result, CV_16U);
    const double start = processor_ms();
    cv::fastNlMeansDenoising(view(noisy, CV_16U), target,
                             std::vector<float>{static_cast<float>(strength * sigma)}, 7, 21, cv::NORM_L1);
    const Score here = score(result, truth, processor_ms() - start);
    if (here.psnr > best.psnr) best = here;
  }
  return best;
}

Image truth_of(const Image& film) {
  Image half = image::resample_image(film, film.rows / 2, film.columns / 2);
  const int rows = std::min(half.rows, kLargestSide), columns = std::min(half.columns, kLargestSide);
  Image part{rows, columns, {}};
  const int top = (half.rows - rows) / 2, left = (half.columns - columns) / 2;
  for (int y = 0; y < rows; ++y)
    for (int x = 0; x < columns; ++x) part.samples.push_back(half.at(top + y, left + x));
  return part;
}

void row(const char* name, const std::vector<Score>& scores, const std::vector<Score>& noisy,
         double megapixels) {
  double psnr = 0, ssim = 0, gain = 0, similarity_gain = 0, ms = 0;
  const double n = static_cast<double>(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    psnr += scores[i].psnr / n;
    ssim += scores[i].ssim / n;
    gain += (scores[i].psnr - noisy[i].psnr) / n;
    similarity_gain += (scores[i].ssim - noisy[i].ssim) / n;
    ms += scores[i].ms;
  }
  ms /= megapixels;
  std::printf("| %-23s | %5.2f | %.4f | %6.2f | %8.1f | %9.4f | %9.5f |\n", name, psnr, ssim, gain, ms,
              ms > 0 ? gain / ms : 0, ms > 0 ? similarity_gain / ms : 0);
}

void difference(const char* name, const std::vector<Score>& mine, const std::vector<Score>& theirs) {
  std::vector<double> psnr, ssim;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    psnr.push_back(mine[i].psnr - theirs[i].psnr);
    ssim.push_back(mine[i].ssim - theirs[i].ssim);
  }
  const Interval p = mean_of(psnr), s = mean_of(ssim);
  std::printf("%s: PSNR %+.2f dB [%+.2f, %+.2f], SSIM %+.4f [%+.4f, %+.4f], n = %zu\n", name, p.mean, p.low,
              p.high, s.mean, s.low, s.high, mine.size());
}

}  // namespace

int denoise(const std::vector<std::string>& films) {
  cv::setNumThreads(1);
  std::array<std::vector<Score>, kSigmas.size()> before, own, known, second, third;
  double megapixels = 0;
  for (const std::string& path : films) {
    dicom::FilmOptions options;
    options.whole_range = true;
    const auto film = dicom::read_film(path, options);
    if (!film) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), film.error().message.c_str());
      return 3;
    }
    const Image truth = truth_of(film->display);
    megapixels += static_cast<double>(truth.samples.size()) / 1e6;
    for (std::size_t i = 0; i < kSigmas.size(); ++i) {
      const Image noisy = image::with_noise(truth, kSigmas[i]);
      before[i].push_back(score(noisy, truth, 0));
      own[i].push_back(ours(noisy, truth));
      known[i].push_back(told(noisy, truth, kSigmas[i]));
      second[i].push_back(bilateral(noisy, truth, kSigmas[i]));
      third[i].push_back(non_local_means(noisy, truth, kSigmas[i]));
      std::fprintf(stderr, "%s sigma %.0f: noisy %.2f ours %.2f told %.2f bilateral %.2f nlm %.2f dB\n",
                   path.c_str(), kSigmas[i], before[i].back().psnr, own[i].back().psnr, known[i].back().psnr,
                   second[i].back().psnr, third[i].back().psnr);
    }
  }
  for (std::size_t i = 0; i < kSigmas.size(); ++i) {
    std::printf("\nAdded noise %.0f of 65535, %zu films\n\n", kSigmas[i], films.size());
    std::printf(
        "|                        | PSNR  | SSIM   | dB won | ms per MP | dB per ms | SSIM per ms |\n");
    std::printf("| --- | --- | --- | --- | --- | --- | --- |\n");
    row("noisy", before[i], before[i], megapixels);
    row("ours, told nothing", own[i], before[i], megapixels);
    row("ours, told the strength", known[i], before[i], megapixels);
    row("bilateral, best of 9", second[i], before[i], megapixels);
    row("fastNlMeans, best of 3", third[i], before[i], megapixels);
    std::printf("\n");
    difference("ours, told nothing, minus bilateral", own[i], second[i]);
    difference("ours, told nothing, minus fastNlMeans", own[i], third[i]);
    difference("ours, told the strength, minus bilateral", known[i], second[i]);
    difference("ours, told the strength, minus fastNlMeans", known[i], third[i]);
  }
  return 0;
}

}  // namespace roentgen::bench
