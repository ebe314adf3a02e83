#include "results/safe_text.h"

#include <gtest/gtest.h>

#include "results/base64.h"

namespace roentgen::results {
namespace {

constexpr const char* kBad = "\xEF\xBF\xBD";

TEST(SafeText, HtmlEscapesEverythingThatEndsText) {
  EXPECT_EQ(html("<script>alert('x')</script>&\""),
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
  EXPECT_EQ(html("Müller 中"), "Müller 中");
  EXPECT_EQ(html(std::string_view("a\0b", 3)), std::string("a") + kBad + "b");
  EXPECT_EQ(html("\xE2\x80\xAE"
                 "cod.exe"),
            std::string(kBad) + "cod.exe");  // right-to-left override
}

TEST(SafeText, OnlyUtf8Survives) {
  EXPECT_EQ(valid_utf8("\xC3\xA4"), "\xC3\xA4");
  EXPECT_EQ(valid_utf8("\xC0\xBC"), std::string(kBad) + kBad);             // overlong "<"
  EXPECT_EQ(valid_utf8("\xED\xA0\x80"), std::string(kBad) + kBad + kBad);  // surrogate
  EXPECT_EQ(valid_utf8("a\xE2\x82"), std::string("a") + kBad + kBad);      // cut short
  EXPECT_EQ(html("\xC0\xBCscript"), std::string(kBad) + kBad + "script");
}

TEST(SafeText, CsvQuotesAndDisarmsFormulas) {
  EXPECT_EQ(csv_field("plain"), "plain");
  EXPECT_EQ(csv_field("a,b \"c\"\n"), "\"a,b \"\"c\"\"\n\"");
  EXPECT_EQ(csv_field("=HYPERLINK(\"http://x\",1)"), "\"'=HYPERLINK(\"\"http://x\"\",1)\"");
  for (const char* start : {"=1", "+1", "-1", "@x", "\tx"})
    EXPECT_EQ(csv_field(start), std::string("'") + start);
  EXPECT_EQ(csv_field("a=1"), "a=1");
  EXPECT_EQ(csv_field(""), "");
}

TEST(SafeText, TerminalTextCannotMoveTheCursor) {
  EXPECT_EQ(terminal("a\x1b[2Jb\r\n"), std::string("a") + kBad + "[2Jb" + kBad + kBad);
  EXPECT_EQ(terminal("\xC2\x9B"
                     "31m"),
            std::string(kBad) + "31m");  // the one-byte CSI of ISO 6429
}

TEST(SafeText, FitsColumns) {
  EXPECT_EQ(columns_of("Mül"), 3);
  EXPECT_EQ(fit("Müller", 6), "Müller");
  EXPECT_EQ(fit("Müller", 3), "Mü…");
  EXPECT_EQ(fit_end("Müller", 6), "Müller");
  EXPECT_EQ(fit_end("Müller", 3), "…er");
}

// RFC 4648, section 10.
TEST(Base64, TestVectorsOfTheRfc) {
  const auto encode = [](std::string_view text) { return base64(std::as_bytes(std::span(text))); };
  EXPECT_EQ(encode(""), "");
  EXPECT_EQ(encode("f"), "Zg==");
  EXPECT_EQ(encode("fo"), "Zm8=");
  EXPECT_EQ(encode("foo"), "Zm9v");
  EXPECT_EQ(encode("foob"), "Zm9vYg==");
  EXPECT_EQ(encode("fooba"), "Zm9vYmE=");
  EXPECT_EQ(encode("foobar"), "Zm9vYmFy");
  EXPECT_EQ(encode("\xff\xfe\xfd"), "//79");
}

}  // namespace
}  // namespace roentgen::results
