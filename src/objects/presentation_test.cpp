#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "image/codec.h"
#include "objects/cases_for_test.h"
#include "objects/draw_presentation.h"
#include "objects/gsps.h"
#include "objects/present_reading.h"
#include "objects/presentation_read.h"
#include "objects/write_objects.h"

namespace roentgen::objects {
namespace {

class PresentationOfReading : public testing::TestWithParam<Case> {};

TEST_P(PresentationOfReading, IsReadAsItWasWritten) {
  const OpenedCase one = open_case(GetParam());
  const auto objects = write_objects(one.input(), {{"gsps"}, {}, "en"}).value();
  const auto object = std::ranges::find(objects, "gsps", &Object::kind);
  ASSERT_NE(object, objects.end());
  const ReadPresentation read = read_presentation(object->file).value();
  EXPECT_TRUE(read.remarks.empty());
  const Presentation made = present(one.input());
  const Presentation& p = read.presentation;
  EXPECT_EQ(p.images, made.images);
  EXPECT_EQ(p.layers, made.layers);
  EXPECT_EQ(p.area, made.area);
  EXPECT_EQ(p.turned_degrees, made.turned_degrees);
  EXPECT_EQ(p.grey.inverse, made.grey.inverse);
  ASSERT_EQ(p.graphics.size(), made.graphics.size());
  for (const Graphic& graphic : made.graphics) {
    const bool found = std::ranges::any_of(p.graphics, [&](const Graphic& other) {
      return other.layer == graphic.layer && other.points.size() == graphic.points.size() &&
             std::ranges::equal(other.points, graphic.points, [](const auto& a, const auto& b) {
               return std::abs(a.x - b.x) < 1e-4 && std::abs(a.y - b.y) < 1e-4;
             });
    });
    EXPECT_TRUE(found) << graphic.layer;
  }
  ASSERT_EQ(p.texts.size(), made.texts.size());
  for (const PlacedText& text : made.texts)
    EXPECT_TRUE(std::ranges::any_of(p.texts, [&](const PlacedText& other) {
      return other.text == text.text && other.layer == text.layer &&
             other.box.has_value() == text.box.has_value();
    })) << text.text;
  if (const char* folder = std::getenv("ROENTGEN_WRITE_OBJECTS")) {
    image::Image display = one.film.display;
    if (one.reading.gate.correction.inverted) display = image::inverted(display);
    const auto out = std::filesystem::path(folder) / ("drawn-" + GetParam().name);
    std::filesystem::create_directories(out);
    ASSERT_TRUE(base::write_file(out / "gsps.png", image::encode_png(drawn(display, p, 1024))));
    if (one.reading.gate.correction.turned_degrees == 0)
      ASSERT_TRUE(base::write_file(out / "display.pgm", image::encode_pgm(display, false)));
    else
      ASSERT_TRUE(base::write_file(
          out / "display.pgm",
          image::encode_pgm(image::turned(display, one.reading.gate.correction.turned_degrees), false)));
  }
}

INSTANTIATE_TEST_SUITE_P(Objects, PresentationOfReading, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

const Case& case_named(const std::vector<Case>& all, const std::string& name) {
  return *std::ranges::find(all, name, &Case::name);
}

// PS3.3 C.10.5: 0.0\0.0 is the top-left corner of the first pixel, 1.0\1.0 its bottom-right corner.
TEST(Presentation, CornersArePixelCornersInTheFile) {
  Presentation p;
  p.label = "X";
  p.layers = {{"A", 1, "", {}}};
  p.graphics = {{"A", GraphicType::point, false, false, {{0, 0}}}};
  dicom::DataSetWriter out;
  out.text(dicom::tag::kSopClassUid, "UI", kPresentationStateStorage);
  add_presentation(p, out);
  const base::Bytes file = dicom::part10_file(out, kPresentationStateStorage, "1.2.3");
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  // Graphic Data, FL, eight bytes: 0.5 and 0.5.
  EXPECT_NE(bytes.find(std::string_view("\x70\x00\x22\x00"
                                        "FL\x08\x00\x00\x00\x00\x3F\x00\x00\x00\x3F",
                                        16)),
            std::string_view::npos);
  EXPECT_EQ(read_presentation(file).value().presentation.graphics, p.graphics);
}

TEST(Presentation, EveryPresentFindingIsNamed) {
  const auto all = cases();
  const OpenedCase one = open_case(case_named(all, "cr"));
  const Presentation p = present(one.input());
  std::string words;
  for (const PlacedText& text : p.texts) words += text.text + "\n";
  for (const auto& finding : one.reading.findings)
    EXPECT_EQ(words.find(finding.title + " ") != std::string::npos, finding.present) << finding.title;
  EXPECT_NE(words.find(kMark), std::string::npos);
  EXPECT_NE(words.find("Cardiomegaly 0.43 (no place given)"), std::string::npos);
}

TEST(Presentation, OfAFilmThatWasNotReadSaysWhy) {
  const auto all = cases();
  const OpenedCase one = open_case(case_named(all, "not_read"));
  const Presentation p = present(one.input());
  EXPECT_TRUE(p.graphics.empty());
  ASSERT_EQ(p.texts.size(), 1U);
  EXPECT_NE(p.texts[0].text.find("Not read"), std::string::npos);
  EXPECT_NE(p.texts[0].text.find("it looks like: knee"), std::string::npos);
}

TEST(Presentation, ExchangesBlackAndWhiteOnceTooManyNeverTwice) {
  const auto all = cases();
  for (const auto& [name, inverted, expected] :
       {std::tuple{"cr", false, false}, std::tuple{"cr", true, true}, std::tuple{"monochrome1", false, true},
        std::tuple{"monochrome1", true, false}}) {
    OpenedCase one = open_case(case_named(all, name));
    one.reading.gate.correction.inverted = inverted;
    EXPECT_EQ(present(one.input()).grey.inverse, expected) << name << inverted;
  }
}

TEST(Presentation, AreaIsGivenByTheCornersAsShown) {
  const auto all = cases();
  OpenedCase one = open_case(case_named(all, "turned_90"));  // 300 rows, 420 columns
  const std::pair<int, DisplayedArea> expected[] = {
      {0, {1, 1, 420, 300}}, {90, {1, 300, 420, 1}}, {180, {420, 300, 1, 1}}, {270, {420, 1, 1, 300}}};
  for (const auto& [degrees, area] : expected) {
    one.reading.gate.correction.turned_degrees = degrees;
    EXPECT_EQ(present(one.input()).area, area) << degrees;
    // The pixel that is shown at the top left, by study/turn.h.
    const study::Point corner = study::turned({area.left - 1.0, area.top - 1.0}, 300, 420, degrees);
    EXPECT_EQ(corner, (study::Point{0, 0})) << degrees;
  }
}

TEST(Presentation, OfOtherProgramsIsRead) {
  const std::filesystem::path folder = "../shared/data/dicom/objects";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared collection of DICOM files is not here";
  const auto read = [&](const char* name) {
    return read_presentation(base::read_file(folder / name, 1 << 24).value()).value();
  };
  const Presentation lunit = read("gsps_lunit_chest_ai.dcm").presentation;
  ASSERT_EQ(lunit.graphics.size(), 2U);
  EXPECT_EQ(lunit.graphics[0].points.size(), 1903U);
  ASSERT_EQ(lunit.texts.size(), 4U);
  EXPECT_EQ(lunit.texts[0].text, "98%");
  EXPECT_EQ(lunit.texts[0].anchor->at, (study::Point{2088.5, 1852.5}));
  EXPECT_EQ(regions_of(lunit, "ANALYSIS LAYER").size(), 2U);
  const Presentation softneta = read("gsps_softneta.dcm").presentation;
  EXPECT_EQ(softneta.grey.window.centre, 2048);
  EXPECT_TRUE(softneta.has_window);
  const auto regions = regions_of(softneta, "");
  ASSERT_EQ(regions.size(), 1U);  // an ellipse
  EXPECT_EQ(regions[0].shape, study::Shape::polygon);
  EXPECT_EQ(read("gsps_synthetic.dcm").presentation.graphics.size(), 1U);
}

TEST(Presentation, DrawsNearEdgesAndOnDamage) {
  const auto all = cases();
  const OpenedCase one = open_case(case_named(all, "cr"));
  const base::Bytes file = write_objects(one.input(), {{"gsps"}, {}, "en"}).value().at(0).file;
  std::mt19937 random(9);
  for (int round = 0; round < 2000; ++round) {
    base::Bytes bent = file;
    for (int i = 0; i < 4; ++i)
      bent[140 + random() % (bent.size() - 140)] ^= static_cast<std::byte>(1 + random() % 255);
    (void)read_presentation(bent);
  }
  for (std::size_t length = 0; length < file.size(); length += 31)
    (void)read_presentation(dicom::ByteView(file).first(length));
}

TEST(Presentation, LayerColoursAreThoseOfTheOverlays) {
  EXPECT_EQ(rgb_of({35976, 44539, 49401}), (std::array<std::uint8_t, 3>{213, 94, 0}));
  EXPECT_EQ(rgb_of({45400, 28579, 23766}), (std::array<std::uint8_t, 3>{86, 180, 233}));
  EXPECT_EQ(rgb_of({46653, 38053, 52082}), (std::array<std::uint8_t, 3>{230, 159, 0}));
}

}  // namespace
}  // namespace roentgen::objects
