#include "results/report_pdf.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "base/folder_for_test.h"
#include "image/codec.h"
#include "report/draft.h"
#include "report/sheet.h"
#include "results/example_for_test.h"

namespace roentgen::results {
namespace {

report::Locale words(const char* language) {
  return report::load_locale("locales", language).value();
}

base::Bytes picture(int rows, int columns) {
  image::Picture grey{rows, columns, {}};
  for (int i = 0; i < rows * columns; ++i)
    for (int c = 0; c < 3; ++c) grey.samples.push_back(static_cast<std::uint8_t>(i / columns * 255 / rows));
  return image::encode_jpeg(grey, 80);
}

std::string text_of(const base::Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

base::Result<base::Bytes> pages(const study::Reading& reading, const char* language, const Person* person) {
  const report::Locale locale = words(language);
  const report::Text draft = report::write_draft(reading, locale);
  const base::Bytes tall = picture(40, 30), wide = picture(30, 40);
  return report_pdf({reading, draft, locale, tall, wide, person}, load_fonts().value());
}

TEST(ReportPdf, TheSameBytesWithoutDateOrIdentifier) {
  const Person person{"Jane Doe", "", "P-1", "F", "19700101", "20240229", "A77", "General"};
  const auto one = pages(example("read"), "de", &person);
  ASSERT_TRUE(one) << one.error().message;
  const std::string text = text_of(*one);
  EXPECT_TRUE(text.starts_with("%PDF-1."));
  for (const char* name : {"CreationDate", "ModDate", "/ID", "/JavaScript", "/OpenAction", "/URI"})
    EXPECT_EQ(text.find(name), std::string::npos) << name;
  EXPECT_EQ(text, text_of(*pages(example("read"), "de", &person)));
  if (const char* folder = std::getenv("ROENTGEN_WRITE_PAGES"))  // to look at them
    (void)base::write_file(std::filesystem::path(folder) / "report.pdf", *one);
}

TEST(ReportPdf, FilmsThatWereNotReadHavePagesToo) {
  for (const char* language : {"en", "de", "es"}) EXPECT_TRUE(pages(example("not_read"), language, nullptr));
  study::Reading failed = example("not_read");
  failed.status = study::Status::failed;
  EXPECT_TRUE(pages(failed, "en", nullptr));
}

TEST(ReportPdf, LongAndHostileTextsMakeMorePagesAndNothingElse) {
  study::Reading reading = example("read");
  for (int i = 0; i < 200; ++i) {
    reading.not_assessed.push_back({"x", std::string(500, 'W') + ") Tj ET \\ (" + std::string(3, '\0')});
    reading.findings.push_back(reading.findings[0]);
  }
  const Person person{std::string(4000, 'M') + "\xF0\x9F\x92\x80", "山田 太郎", "(\\)", "", "", "", "", ""};
  const auto made = pages(reading, "es", &person);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_NE(text_of(*made).find("/Count "), std::string::npos);
}

TEST(ReportPdf, ANameInAnotherScriptComesFromTheFallback) {
  if (find_fonts().value().fallback.empty()) GTEST_SKIP() << "fonts-wqy-zenhei is not installed";
  const Person person{"Yamada Tarou", "山田 太郎", "P-1", "", "", "", "", ""};
  const auto made = pages(example("read"), "en", &person);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_NE(text_of(*made).find("WenQuanYi"), std::string::npos);
  if (const char* folder = std::getenv("ROENTGEN_WRITE_PAGES"))
    (void)base::write_file(std::filesystem::path(folder) / "name.pdf", *made);
}

TEST(ReportPdf, ASheetForThePatient) {
  const report::Locale locale = words("es");
  const auto made =
      sheet_pdf(report::write_sheet(example("read"), locale), locale, nullptr, load_fonts().value());
  ASSERT_TRUE(made);
  if (const char* folder = std::getenv("ROENTGEN_WRITE_PAGES"))
    (void)base::write_file(std::filesystem::path(folder) / "sheet.pdf", *made);
}

TEST(ReportPdf, WithoutATypefaceItSaysWhatToInstall) {
  ::setenv("ROENTGEN_FONTS", "src/results", 1);
  const auto none = find_fonts();
  ::unsetenv("ROENTGEN_FONTS");
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().message.find("fonts-dejavu-core"), std::string::npos);
  EXPECT_FALSE(load_fonts({"src/results/fonts.cpp", "src/results/fonts.cpp", ""}));
}

TEST(Fonts, RunsOfTypefacesAndWhatCannotBeShown) {
  const FontFiles files = find_fonts().value();
  const Typeface main = Typeface::read(files.regular).value();
  EXPECT_TRUE(main.has('A') && main.has(0xE9) && main.has(0x416));
  EXPECT_FALSE(main.has(0x5C71) || main.has(0x1F480) || main.has(0xFFFF));
  const Runs german = runs_of("Größe", main, nullptr);
  ASSERT_EQ(german.runs.size(), 1U);
  EXPECT_TRUE(german.complete);
  const Runs lost = runs_of("山", main, nullptr);
  EXPECT_FALSE(lost.complete);
  EXPECT_EQ(lost.runs[0].text, "\uFFFD");
  EXPECT_FALSE(
      runs_of("\u0645", main, nullptr).complete);  // Arabic: DejaVu has it, but letters would not join
  EXPECT_FALSE(runs_of("\U0001F480", main, nullptr).complete);
  if (files.fallback.empty()) GTEST_SKIP() << "fonts-wqy-zenhei is not installed";
  const Typeface fallback = Typeface::read(files.fallback).value();
  const Runs mixed = runs_of("Yamada 山田 太郎 やまだ 洪吉洞 王小东", main, &fallback);
  EXPECT_TRUE(mixed.complete);
  EXPECT_GE(mixed.runs.size(), 4U);
  EXPECT_EQ(mixed.runs[1].text, "山田");
  EXPECT_TRUE(mixed.runs[1].fallback);
}

// A subset read back has the same letters, as wide and drawn with the same bytes.
TEST(Fonts, ASubsetHasTheLettersThatWereAskedForAndNoOthers) {
  const base::TempFolder folder;
  const auto files = find_fonts().value();
  for (const auto& file : {files.regular, files.bold, files.fallback}) {
    if (file.empty()) continue;
    const Typeface face = Typeface::read(file).value();
    const std::vector<std::uint32_t> codes{0xE9, 'A', 'g', ' ', 0x2013, 'A', 0x5C71, 0xFFFD};
    const base::Bytes small = face.subset(codes);
    EXPECT_LT(small.size(), 64U << 10) << file;
    const auto path = folder / "subset.ttf";
    ASSERT_TRUE(base::write_file(path, small));
    const auto read = Typeface::read(path);
    ASSERT_TRUE(read) << file;
    for (std::uint32_t code = 0; code < 0xFFFF; ++code) {
      const bool wanted = std::ranges::find(codes, code) != codes.end() && face.has(code);
      ASSERT_EQ(read->has(code), wanted) << file << " " << code;
      if (wanted) {
        EXPECT_EQ(read->advance(code), face.advance(code)) << code;
      }
    }
    EXPECT_EQ(read->subset(codes), small) << file;  // nothing is lost on the way
  }
}

// U+90CE of Droid Sans Fallback is made of two glyphs, one of them number 36618: libharu alone would draw but
// half of it.
TEST(Fonts, PartsOfLettersComeAlong) {
  const std::filesystem::path droid = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf";
  if (!std::filesystem::exists(droid)) GTEST_SKIP() << "fonts-droid-fallback is not installed";
  const Typeface face = Typeface::read(droid).value();
  const std::vector<std::uint32_t> none, one{0x90CE};
  EXPECT_GT(face.subset(one).size(), face.subset(none).size() + 3 * 8);  // three glyphs with their places
}

TEST(Fonts, AFileThatIsNoFontIsRefused) {
  EXPECT_FALSE(Typeface::read("src/results/fonts.cpp"));
  EXPECT_FALSE(Typeface::read("src/results/none.ttf"));
}

}  // namespace
}  // namespace roentgen::results
