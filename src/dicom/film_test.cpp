// From stored values to display values, on films made for the purpose.
#include "dicom/film.h"

#include <gtest/gtest.h>

#include "dicom/file_for_test.h"

namespace roentgen::dicom {
namespace {

const auto kNothing = [](DataSetForTest&) {};

Film shown(const base::Bytes& file, const FilmOptions& options = {}) {
  auto film = read_film(file, "made", options);
  EXPECT_TRUE(film) << film.error().message;
  return film ? *film : Film{};
}

std::vector<int> grey8(const Film& film) {
  std::vector<int> values;
  for (const auto sample : film.display.samples) values.push_back((sample + 128) / 257);
  return values;
}

void rescale(DataSetForTest& set, const std::string& slope, const std::string& intercept) {
  set.text(tag::kRescaleIntercept, "DS", intercept).text(tag::kRescaleSlope, "DS", slope);
}
void window(DataSetForTest& set, const std::string& centre, const std::string& width) {
  set.text(tag::kWindowCenter, "DS", centre).text(tag::kWindowWidth, "DS", width);
}

// The same triple as in voi_test.cpp, through slope and intercept: values of modality -128, 65, 194.
TEST(Film, WindowIsInModalityUnits) {
  const auto file = film_of({896, 1089, 1218}, {}, [](DataSetForTest& set) {
    window(set, "40", "400");
    rescale(set, "1", "-1024");
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{20, 144, 226}));
}

// Value 3000 - 10 x: the darkest stored value is the brightest, without any inversion.
TEST(Film, NegativeSlopeTurnsTheOrder) {
  const auto file = film_of({0, 100, 300}, {}, [](DataSetForTest& set) {
    window(set, "1500.5", "3001");
    rescale(set, "-10", "3000");
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{255, 170, 0}));
}

struct Polarity {
  const char* photometric;
  const char* shape;  // nullptr: none
  bool inverted;
};

TEST(Film, IsInvertedOnceOrNotAtAll) {
  for (const Polarity& polarity :
       {Polarity{"MONOCHROME2", nullptr, false}, Polarity{"MONOCHROME2", "IDENTITY", false},
        Polarity{"MONOCHROME2", "INVERSE", true}, Polarity{"MONOCHROME1", nullptr, true},
        Polarity{"MONOCHROME1", "INVERSE", true}, Polarity{"MONOCHROME1", "IDENTITY", true}}) {
    ImageForTest image;
    image.photometric = polarity.photometric;
    const auto file = film_of({0, 1365, 4095}, image, [&](DataSetForTest& set) {
      window(set, "2048", "4096");
      if (polarity.shape != nullptr) set.text(tag::kPresentationLutShape, "CS", polarity.shape);
    });
    EXPECT_EQ(grey8(shown(file)), polarity.inverted ? (std::vector{255, 170, 0}) : (std::vector{0, 85, 255}))
        << polarity.photometric << " " << (polarity.shape ? polarity.shape : "-");
  }
}

// Inversion comes last: a window on the dark half of a MONOCHROME1 film still picks stored values 0 … 2047.
TEST(Film, InversionComesAfterTheWindow) {
  ImageForTest image;
  image.photometric = "MONOCHROME1";
  const auto file =
      film_of({0, 1024, 3000}, image, [](DataSetForTest& set) { window(set, "1024.5", "2049"); });
  EXPECT_EQ(grey8(shown(file)), (std::vector{255, 128, 0}));
}

TEST(Film, SignedValuesAndBitsAboveHighBit) {
  ImageForTest image;
  image.is_signed = true;  // 12 bits: 0xF800 carries an overlay bit above the sign
  const auto file =
      film_of({0x0800, 0xF000, 0x07FF}, image, [](DataSetForTest& set) { window(set, "0", "4096"); });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 128, 255}));
}

TEST(Film, ValuesStoredInTheUpperBits) {
  ImageForTest image;
  image.high_bit = 15;
  const auto file =
      film_of({0x000F, 0x555F, 0xFFFF}, image, [](DataSetForTest& set) { window(set, "2048", "4096"); });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 85, 255}));
}

TEST(Film, VoiLutGoesBeforeTheWindowAndTheUserBeforeBoth) {
  const auto file = film_of({1, 2, 3, 9}, {}, [](DataSetForTest& set) {
    window(set, "2048", "4096");
    DataSetForTest item;
    item.shorts(tag::kLutDescriptor, "US", {4, 1, 8}).shorts(tag::kLutData, "OW", {0, 200, 100, 255});
    set.sequence(tag::kVoiLutSequence, item);
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 200, 100, 255}));
  EXPECT_EQ(grey8(shown(file, {.frame = 0, .window = Window{2.5, 2}, .voi = {}})),
            (std::vector{0, 128, 255, 255}));
}

TEST(Film, ModalityLutReplacesTheRescale) {
  const auto file = film_of({0, 1, 2}, {}, [](DataSetForTest& set) {
    window(set, "50.5", "101");
    DataSetForTest item;
    item.shorts(tag::kLutDescriptor, "US", {3, 0, 8}).shorts(tag::kLutData, "OW", {100, 20, 0});
    set.sequence(tag::kModalityLutSequence, item);
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{255, 51, 0}));
}

TEST(Film, WindowsOfTheField) {
  struct Case {
    const char* centre;
    const char* width;
  };
  // Padded, several, with a sign, an exponent, a decimal comma: all of them centre 2048, width 4096.
  for (const Case& c : {Case{" 2048 ", "4096 "}, Case{"2048\\40", "4096\\400"}, Case{"+2048", "4.096E3"},
                        Case{"2048,0", "4096,0"}}) {
    const auto file =
        film_of({0, 1365, 4095}, {}, [&](DataSetForTest& set) { window(set, c.centre, c.width); });
    EXPECT_EQ(grey8(shown(file)), (std::vector{0, 85, 255})) << c.centre;
  }
}

// Width 0 makes no sense: the image's own values are used, and the file is not refused.
TEST(Film, AWindowOfNoWidthIsLeftOut) {
  const auto file = film_of({100, 200, 300}, {}, [](DataSetForTest& set) { window(set, "0", "0"); });
  const Film film = shown(file);
  EXPECT_EQ(grey8(film), (std::vector{0, 128, 255}));
  EXPECT_EQ(film.remarks.size(), 1u);
}

TEST(Film, AWindowThatShowsNothingIsReplacedUnlessAsked) {
  const auto file = film_of({100, 200, 300}, {}, [](DataSetForTest& set) { window(set, "3000", "10"); });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 128, 255}));
  EXPECT_EQ(grey8(shown(file, {.frame = 0, .window = Window{3000, 10}, .voi = {}})), (std::vector{0, 0, 0}));
}

TEST(Film, SigmoidInLowerCase) {
  const auto file = film_of({-88 + 1024, 1064}, {}, [](DataSetForTest& set) {
    window(set, "40", "128");
    rescale(set, "1", "-1024");
    set.text(tag::kVoiLutFunction, "CS", "sigmoid");
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{5, 128}));  // 255 / (1 + e^4) = 4.6
}

// One value in a thousand is extreme: a min-max window would show nothing else.
TEST(Film, WithoutAWindowOutliersAndPaddingDoNotCount) {
  std::vector<int> values;
  for (int i = 0; i < 1000; ++i) values.push_back(1000 + i % 101);
  values[500] = 4095;
  for (int i = 0; i < 1000; ++i) values.push_back(7);  // padding
  const auto file = film_of(values, {}, [](DataSetForTest& set) { set.number(tag::kPixelPaddingValue, 7); });
  const Film film = shown(file);
  EXPECT_EQ(film.display.samples[0], 0);
  EXPECT_EQ(film.display.samples[50], 32768);
  EXPECT_EQ(film.display.samples[100], 65535);
  EXPECT_EQ(film.display.samples[1500], 0);
}

TEST(Film, PaddingIsBlackOnMonochrome1Too) {
  ImageForTest image;
  image.photometric = "MONOCHROME1";
  const auto file = film_of({0, 1, 2, 4095, 100}, image, [](DataSetForTest& set) {
    set.number(tag::kPixelPaddingValue, 0).number(tag::kPixelPaddingRangeLimit, 2);
    window(set, "2048", "4096");
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 0, 0, 0, 249}));
}

TEST(Film, AConstantImageIsShown) {
  EXPECT_EQ(shown(film_of({5, 5, 5, 5}, {}, kNothing)).display.samples.size(), 4u);
}

TEST(Film, BareDataSetsAreRecognised) {
  for (const bool big_endian : {false, true}) {
    for (const bool explicit_vr : {true, false}) {
      if (big_endian && !explicit_vr) continue;
      DataSetForTest set(explicit_vr, big_endian);
      set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
      add_image(set, {}, 3);
      set.text(tag::kWindowCenter, "DS", "2048").text(tag::kWindowWidth, "DS", "4096");
      set.shorts(tag::kPixelData, "OW", {0, 1365, 4095});
      EXPECT_EQ(grey8(shown(set.bytes())), (std::vector{0, 85, 255})) << big_endian << explicit_vr;
    }
  }
}

TEST(Film, FramesAreCountedFromZero) {
  ImageForTest image;
  image.frames = 2;
  const auto file =
      film_of({0, 4095, 4095, 0}, image, [](DataSetForTest& set) { window(set, "2048", "4096"); });
  EXPECT_EQ(grey8(shown(file, {.frame = 1, .window = {}, .voi = {}})), (std::vector{255, 0}));
  const auto beyond = read_film(file, "made", {.frame = 2, .window = {}, .voi = {}});
  ASSERT_FALSE(beyond);
  EXPECT_EQ(beyond.error().code, base::ErrorCode::unusable_input);
  EXPECT_NE(beyond.error().message.find("2 frames"), std::string::npos);
}

TEST(Film, WindowsAreChosenByNameOrNumber) {
  const auto file = film_of({0, 1365, 4095}, {}, [](DataSetForTest& set) {
    window(set, "2048\\1024.5", "4096\\2049");
    set.text(tag::kWindowExplanation, "LO", "NORMAL\\DARK PARTS");
  });
  FilmOptions options;
  EXPECT_EQ(shown(file).voi_choices.size(), 2u);
  for (const char* name : {"dark parts", "Dark", "2"}) {
    options.voi = name;
    EXPECT_EQ(grey8(shown(file, options)), (std::vector{0, 170, 255})) << name;
  }
  options.voi = "LUNG";
  const auto film = read_film(file, "made", options);
  ASSERT_FALSE(film);
  EXPECT_EQ(film.error().code, base::ErrorCode::usage);
  EXPECT_NE(film.error().message.find("DARK PARTS"), std::string::npos);
}

// A plane of 2 x 2 that begins one row below and one column right of the first pixel, and one in bit 15.
TEST(Film, OverlaysFromTheirGroupAndFromThePixels) {
  ImageForTest image;
  image.rows = 3;
  const auto file = film_of({0, 0, 0x8000, 0, 0, 0, 4095, 0, 4095}, image, [](DataSetForTest& set) {
    window(set, "2048", "4096");
    set.number({0x6000, 0x0010}, 2).number({0x6000, 0x0011}, 2).text({0x6000, 0x0040}, "CS", "G");
    set.shorts({0x6000, 0x0050}, "SS", {2, 2}).number({0x6000, 0x0100}, 1).number({0x6000, 0x0102}, 0);
    set.raw({0x6000, 0x3000}, "OB", {std::byte{0b1001}, std::byte{0}});
    set.number({0x6002, 0x0010}, 3).number({0x6002, 0x0011}, 3).text({0x6002, 0x0040}, "CS", "R");
    set.number({0x6002, 0x0100}, 16).number({0x6002, 0x0102}, 15);
  });
  EXPECT_EQ(grey8(shown(file)), (std::vector{0, 0, 0, 0, 0, 0, 255, 0, 255}));
  FilmOptions options;
  options.overlays = true;
  const Film film = shown(file, options);
  EXPECT_EQ(grey8(film), (std::vector{0, 0, 255, 0, 255, 0, 255, 0, 0}));
  ASSERT_EQ(film.overlays.size(), 2u);
  EXPECT_EQ(film.overlays[0], "group 6000: graphics of 2 x 2 pixels at row 2, column 2");
  EXPECT_EQ(film.overlays[1],
            "group 6002: a region of 3 x 3 pixels at row 1, column 1 (in unused bits of the pixels)");
}

TEST(Film, PixelsThatAreNotSquareAreTold) {
  const auto file =
      film_of({0, 1, 2, 3}, {}, [](DataSetForTest& set) { set.text(tag::kPixelAspectRatio, "IS", "4\\3"); });
  const Film film = shown(file);
  EXPECT_NEAR(film.acquisition.pixel_aspect, 4.0 / 3, 1e-12);
  ASSERT_EQ(film.remarks.size(), 1u);
  EXPECT_NE(film.remarks[0].find("not square"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::dicom
