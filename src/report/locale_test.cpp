// Under the sanitizers g++ 12 believes that std::regex reads a state it has just moved from (GCC bug 105562).
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include "report/locale.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "report/example_for_test.h"
#include "report/words.h"

namespace roentgen::report {
namespace {

using Json = nlohmann::json;

Json document(const std::string& language) {
  return Json::parse(base::read_text("locales/" + language + "/report.json", 1 << 20).value());
}

TEST(Locale, EveryLanguageThatIsThereIsRead) {
  ASSERT_EQ(languages("locales"), (std::vector<std::string>{"de", "en", "es"}));
  for (const std::string& language : languages("locales")) {
    const auto read = load_locale("locales", language);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->language, language);
  }
}

TEST(Locale, AllLanguagesHaveWordsForTheSameThings) {
  const Locale english = locale("en"), german = locale("de"), spanish = locale("es");
  const auto keys = [](const auto& map) {
    std::set<std::string> names;
    for (const auto& [name, value] : map) names.insert(name);
    return names;
  };
  for (const Locale* other : {&german, &spanish}) {
    ASSERT_EQ(other->parts.size(), english.parts.size());
    for (std::size_t i = 0; i < english.parts.size(); ++i) {
      EXPECT_EQ(keys(other->parts[i].labels), keys(english.parts[i].labels));
      EXPECT_EQ(keys(other->parts[i].measurements), keys(english.parts[i].measurements));
      EXPECT_EQ(other->parts[i].models, english.parts[i].models);
    }
    EXPECT_EQ(keys(other->units), keys(english.units));
    EXPECT_EQ(keys(other->views), keys(english.views));
    ASSERT_EQ(other->draft.bands.size(), english.draft.bands.size());
    for (std::size_t i = 0; i < english.draft.bands.size(); ++i)
      EXPECT_EQ(other->draft.bands[i].from, english.draft.bands[i].from);
  }
  ASSERT_EQ(german.sentences.size(), spanish.sentences.size());
  for (std::size_t i = 0; i < german.sentences.size(); ++i)
    EXPECT_EQ(german.sentences[i].english, spanish.sentences[i].english);
}

TEST(Locale, EveryLabelOfEveryPackageThatReadsAPartHasWords) {
  const Locale english = locale("en");
  int packages = 0;
  for (const PartWords& part : english.parts) {
    for (const std::string& model : part.models) {
      const auto text = base::read_text("models/" + model + "/card.json", 1 << 20);
      if (!text) continue;  // not trained yet
      ++packages;
      const Json card = Json::parse(*text);
      if (!card.contains("labels")) continue;
      for (const Json& label : card.at("labels"))
        EXPECT_TRUE(part.labels.contains(label.at("name"))) << model << " " << label.at("name");
    }
  }
  EXPECT_GE(packages, 2);
}

// Whole sentences that the room `reading` can say, from its source: string literals joined as the compiler
// joins them.
std::vector<std::string> sentences_of_reading() {
  std::vector<std::string> sentences;
  for (const auto& entry : std::filesystem::directory_iterator("src/reading")) {
    const std::string path = entry.path().string();
    if (!path.ends_with(".cpp") || path.ends_with("_test.cpp")) continue;
    std::string text = base::read_text(path, 1 << 20).value();
    text = std::regex_replace(text, std::regex(R"re("\s*\n\s*")re"), "");
    const std::regex literal(R"re("([A-Z][^"\n]*[a-z)]\.)")re");
    for (std::sregex_iterator it(text.begin(), text.end(), literal), end; it != end; ++it)
      sentences.push_back((*it)[1]);
  }
  return sentences;
}

TEST(Locale, WhatTheReaderSaysInOneSentenceHasWordsInEveryLanguage) {
  const auto sentences = sentences_of_reading();
  ASSERT_GT(sentences.size(), 30U);
  // Reasons of the order of a list are told in the report's own words (draft.priority).
  const std::regex own(
      "^(No finding reaches|No fracture reaches|No urgent finding|Findings reach|The heart is wide|Findings "
      "were not read).*");
  for (const std::string language : {"de", "es"}) {
    const Locale words = locale(language);
    for (const std::string& sentence : sentences) {
      if (std::regex_match(sentence, own)) continue;
      EXPECT_EQ(translated(words, sentence).find('['), std::string::npos) << language << ": " << sentence;
    }
  }
}

TEST(Locale, WhatIsNotRightIsRefusedByName) {
  struct Case {
    const char* at;
    Json value;
    const char* says;
  };
  const Case cases[] = {
      {"/schema", "roentgen/report-locale/2", "schema"},
      {"/decimal", "", "decimal"},
      {"/draft/place", "somewhere", "{places}"},
      {"/draft/place", "{places} {who}", "{who}"},
      {"/draft/bands/3/from", 0.1, "bands"},
      {"/draft/bands/0/from", 0.1, "bands"},
      {"/draft/headings/extra", "Extra", "headings"},
      {"/sheet/noted/one", "{plain}", "{word}"},
      {"/parts/4/part", "foot", "parts"},
      {"/parts/0/labels/Mass/colour", "red", "colour"},
      {"/sentences/0", {{"en", "a {x}"}, {"text", "b"}}, "{x}"},
      {"/surprise", 1, "surprise"},
  };
  for (const Case& c : cases) {
    Json spoiled = document("de");
    spoiled[Json::json_pointer(c.at)] = c.value;
    const auto read = parse_locale(spoiled.dump());
    ASSERT_FALSE(read) << c.at;
    EXPECT_NE(read.error().message.find(c.says), std::string::npos) << c.at << ": " << read.error().message;
  }
  EXPECT_FALSE(parse_locale(std::string(100, '[')));
  EXPECT_FALSE(load_locale("locales", "../locales/de"));
  const auto unknown = load_locale("locales", "fr");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, base::ErrorCode::usage);
  EXPECT_NE(unknown.error().message.find("de, en, es"), std::string::npos);
}

}  // namespace
}  // namespace roentgen::report
