// Every combination of pixel_case_for_test.h is shown as the standard's formulas say.
// With ROENTGEN_WRITE_CASES=DIR a sample of the files is written there, for other programs to look at.
#include <gtest/gtest.h>

#include <cstdlib>

#include "dicom/film.h"
#include "dicom/pixel_case_for_test.h"

namespace roentgen::dicom {
namespace {

std::string name_of(const PixelCase& c) {
  return std::to_string(c.bits) + (c.is_signed ? "s" : "u") + "-h" + std::to_string(c.high_bit()) + "-m" +
         std::to_string(static_cast<int>(c.modality)) + "-v" + std::to_string(static_cast<int>(c.voi)) +
         "-p" + std::to_string(static_cast<int>(c.padding)) + (c.monochrome1 ? "-mono1" : "-mono2") +
         (c.shape != nullptr ? std::string("-") + c.shape : "");
}

#ifdef __SANITIZE_ADDRESS__
constexpr int kStep = 23;  // ten times as slow there, and the values are checked elsewhere
#else
constexpr int kStep = 1;
#endif

TEST(PixelCase, EveryCombinationIsShownAsTheStandardSays) {
  const char* folder = std::getenv("ROENTGEN_WRITE_CASES");
  int number = 0, checked = 0, wrong = 0;
  for_each_pixel_case([&](const PixelCase& c) {
    if (number++ % kStep != 0 || wrong > 10) return;
    const base::Bytes file = file_of(c);
    if (folder != nullptr && number % 61 == 0) {
      ASSERT_TRUE(base::write_file(std::string(folder) + "/" + name_of(c) + ".dcm", file));
    }
    FilmOptions options;
    if (c.voi == VoiKind::asked)
      options.window = Window{std::stod(window_centre(c)), std::stod(window_width(c))};
    const auto film = read_film(file, "made", options);
    ASSERT_TRUE(film) << name_of(c) << ": " << film.error().message;
    const auto expected = expected_display(c);
    ASSERT_EQ(film->display.samples.size(), expected.size());
    ++checked;
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (levels_off(film->display.samples[i], expected[i]) != 0) {
        ++wrong;
        ADD_FAILURE() << name_of(c) << ", stored " << stored_values(c)[i] << ": shown "
                      << film->display.samples[i] << ", expected " << expected[i];
        break;
      }
  });
  EXPECT_GT(checked, 40'000 / kStep);
  RecordProperty("combinations", checked);
}

}  // namespace
}  // namespace roentgen::dicom
