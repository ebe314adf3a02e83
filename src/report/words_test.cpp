#include "report/words.h"

#include <gtest/gtest.h>

#include "report/example_for_test.h"

namespace roentgen::report {
namespace {

TEST(Words, ValuesAreFilledInOnceAndNeverLookedAtAgain) {
  EXPECT_EQ(fill("{a} and {b}", {{"a", "{b}"}, {"b", "x"}}), "{b} and x");
  EXPECT_EQ(fill("{a", {{"a", "x"}}), "{a");
  EXPECT_EQ(fill("no { slot } here", {{"slot", "x"}}), "no { slot } here");
}

TEST(Words, NumbersAsTheLanguageWritesThem) {
  EXPECT_EQ(number_text(locale("en"), 0.5125, 2), "0.51");
  EXPECT_EQ(number_text(locale("de"), 0.5125, 2), "0,51");
  EXPECT_EQ(quantity_text(locale("de"), 107.63, 0, "mm"), "108\u00A0mm");
  EXPECT_EQ(quantity_text(locale("es"), 1200, 0, "[px]"), "1200\u00A0píxeles");
  EXPECT_EQ(quantity_text(locale("en"), 3, 1, "kg"), "3.0 kg");
}

TEST(Words, NobodyKnowsZeroOrAHundredPercent) {
  const Locale english = locale("en"), german = locale("de");
  EXPECT_EQ(percent_text(english, 0), "below 0.1%");
  EXPECT_EQ(percent_text(english, 0.0477), "4.8%");
  EXPECT_EQ(percent_text(german, 0.0477), "4,8\u00A0%");
  EXPECT_EQ(percent_text(english, 0.0994), "9.9%");
  EXPECT_EQ(percent_text(english, 0.0996), "10%");
  EXPECT_EQ(percent_text(german, 0.4312), "43\u00A0%");
  EXPECT_EQ(percent_text(english, 0.99), "99%");
  EXPECT_EQ(percent_text(german, 1), "über 99\u00A0%");
}

TEST(Words, Lists) {
  EXPECT_EQ(list_text(locale("en"), {"Mass", "CT slice", "Nodule"}), "mass, CT slice and nodule");
  EXPECT_EQ(list_text(locale("de"), {"Rundherd", "Infiltrat"}), "Rundherd und Infiltrat");
  EXPECT_EQ(list_text(locale("es"), {"Masa", "Infiltrado"}), "masa e infiltrado");
  EXPECT_EQ(list_text(locale("es"), {"Masa", "Hernia"}), "masa y hernia");
  EXPECT_EQ(list_text(locale("es"), {"Masa"}), "masa");
}

TEST(Words, BandsHoldFromTheirLowerEnd) {
  const Locale english = locale("en");
  EXPECT_EQ(band_of(english, 0.9).word, "very likely");
  EXPECT_EQ(band_of(english, 0.8999).word, "likely");
  EXPECT_EQ(band_of(english, 0.6).word, "likely");
  EXPECT_EQ(band_of(english, 0.25).word, "possible");
  EXPECT_EQ(band_of(english, 0).word, "cannot be excluded");
}

TEST(Words, SentencesWithValuesAreTranslatedAndTheirValuesToo) {
  const Locale german = locale("de");
  EXPECT_EQ(translated(german, "This does not look like a frontal chest radiograph; it looks like: knee."),
            "Das Bild sieht nicht wie eine frontale Thoraxaufnahme aus, sondern am ehesten wie: Knie.");
  EXPECT_EQ(translated(german,
                       "The shorter side of the picture has 99 pixels; the model chest-findings needs 200."),
            "Die kürzere Bildseite hat 99 Pixel; das Modell chest-findings braucht 200.");
  EXPECT_EQ(translated(german,
                       "The outlines of lungs and heart are not plausible (no right lung was found); "
                       "they are not shown and nothing was measured."),
            "Die Umrisse von Lunge und Herz sind nicht plausibel (nicht gefunden: rechte Lunge); sie werden "
            "nicht gezeigt, und es wurde nichts gemessen.");
  EXPECT_EQ(translated(german, "Never heard of."), "Never heard of. [englischer Originaltext]");
  EXPECT_EQ(translated(locale("en"), "Never heard of."), "Never heard of.");
}

TEST(Words, HostileTextStaysOnItsLine) {
  EXPECT_EQ(one_line("a\nb\x1b[2J\xE2\x80\xAEz\xFF"), "a\uFFFDb\uFFFD[2J\uFFFDz\uFFFD");
  EXPECT_EQ(one_line("Größe 漢字 \U0001F480"), "Größe 漢字 \U0001F480");
  EXPECT_EQ(one_line("\xC0\xAF\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");
}

}  // namespace
}  // namespace roentgen::report
