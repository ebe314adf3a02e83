#include "dicom/character_set.h"

#include <gtest/gtest.h>

namespace roentgen::dicom {
namespace {

DecodedText decode(std::string_view bytes, const std::vector<std::string>& sets) {
  return decoded_text(std::as_bytes(std::span(bytes)), sets);
}

// The examples of PS3.5 annexes H, I, J and K, byte by byte.
TEST(CharacterSet, TheExamplesOfTheStandard) {
  EXPECT_EQ(decode("Yamada^Tarou=\x1B$B;3ED\x1B(B^\x1B$BB@O:\x1B(B=\x1B$B$d$^$@\x1B(B^\x1B$B$?$m$&\x1B(B",
                   {"", "ISO 2022 IR 87"})
                .utf8,
            "Yamada^Tarou=山田^太郎=やまだ^たろう");
  EXPECT_EQ(decode("\xD4\xCF\xC0\xDE^\xC0\xDB\xB3=\x1B$B;3ED\x1B(J^\x1B$BB@O:\x1B(J",
                   {"ISO 2022 IR 13", "ISO 2022 IR 87"})
                .utf8,
            "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎");
  EXPECT_EQ(
      decode("Hong^Gildong=\x1B$)C\xFB\xF3^\x1B$)C\xD1\xCE\xD4\xD7=\x1B$)C\xC8\xAB^\x1B$)C\xB1\xE6\xB5\xBF",
             {"", "ISO 2022 IR 149"})
          .utf8,
      "Hong^Gildong=洪^吉洞=홍^길동");
  EXPECT_EQ(decode("Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB=", {"GB18030"}).utf8, "Wang^XiaoDong=王^小东=");
  EXPECT_EQ(decode("Wang^XiaoDong=\xE7\x8E\x8B^\xE5\xB0\x8F\xE6\x9D\xB1=", {"ISO_IR 192"}).utf8,
            "Wang^XiaoDong=王^小東=");
  EXPECT_EQ(decode("Buc^J\xE9r\xF4me", {"ISO_IR 100"}).utf8, "Buc^Jérôme");
  EXPECT_EQ(decode("Buc^J\xE9r\xF4me", {"ISO 2022 IR 100"}).utf8, "Buc^Jérôme");
  EXPECT_EQ(decode("\xC4iv\x61n", {"ISO_IR 148"}).utf8, "Äivan");
  EXPECT_EQ(decode("\xBB\xEE\xDA\x63\x65\xDC\xD1\x79\x70\x67", {"ISO_IR 144"}).utf8, "Люкceмбypg");
  EXPECT_EQ(decode("\xE2\xC9\xED", {"ISO_IR 126"}).utf8, "βΙν");
}

TEST(CharacterSet, WhatIsNotOfTheSetIsMarkedAndSaid) {
  const auto latin_without_name = decode("M\xFCller", {});
  EXPECT_EQ(latin_without_name.utf8, "M\uFFFDller");
  EXPECT_FALSE(latin_without_name.exact);
  const auto broken = decode("a\xFF\xFE", {"ISO_IR 192"});
  EXPECT_EQ(broken.utf8, "a\uFFFD\uFFFD");
  EXPECT_FALSE(broken.exact);
  EXPECT_EQ(decode("\xF4\x90\x80\x80", {"ISO_IR 192"}).utf8, "\uFFFD\uFFFD\uFFFD\uFFFD");
  EXPECT_FALSE(decode("\xF8\x88\x80\x80\x80", {"ISO_IR 192"}).exact);
  EXPECT_FALSE(decode("M\xFCller", {"KLINGON"}).exact);
  EXPECT_TRUE(decode("Mueller", {"KLINGON"}).exact);
  EXPECT_FALSE(decode("\x1B$Z!!", {"", "ISO 2022 IR 87"}).exact);
  EXPECT_FALSE(decode("\x1B$B;", {"", "ISO 2022 IR 87"}).exact);
}

TEST(CharacterSet, ControlCharactersNeverComeThrough) {
  EXPECT_EQ(decode("a\nb\x07", {}).utf8, "a\uFFFDb\uFFFD");
  EXPECT_EQ(decode("a\nb", {"ISO_IR 192"}).utf8, "a\uFFFDb");
  EXPECT_EQ(decode("a  ", {}).utf8, "a");
  EXPECT_EQ(decode("", {"ISO_IR 192"}).utf8, "");
}

}  // namespace
}  // namespace roentgen::dicom
