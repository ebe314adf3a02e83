#include "report/draft.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "report/example_for_test.h"
#include "report/place.h"
#include "report/sheet.h"

namespace roentgen::report {
namespace {

const Section* find(const Text& text, const std::string& name) {
  const auto found = std::ranges::find(text.sections, name, &Section::name);
  return found != text.sections.end() ? &*found : nullptr;
}

std::string joined(const Section& section) {
  std::string text;
  for (const Sentence& sentence : section.sentences) text += sentence.text + "\n";
  return text;
}

TEST(Draft, AChestFilmInThreeLanguages) {
  const study::Reading reading = chest();
  const Text english = write_draft(reading, locale("en"));
  EXPECT_EQ(
      joined(*find(english, "findings")),
      "A pleural effusion is possible (probability 43%; threshold 20%). The strongest evidence for it lies "
      "in the left lower zone.\n"
      "Below its threshold, which does not rule it out: nodule (2.4%).\n");
  const Text german = write_draft(reading, locale("de"));
  EXPECT_EQ(joined(*find(german, "findings")),
            "Ein Pleuraerguss ist möglich (Wahrscheinlichkeit 43\u00A0%; Schwelle 20\u00A0%). Die stärksten "
            "Hinweise "
            "darauf liegen im linken Unterfeld.\n"
            "Unter der Schwelle und damit nicht ausgeschlossen: Rundherd (2,4\u00A0%).\n");
  const Text spanish = write_draft(reading, locale("es"));
  EXPECT_EQ(joined(*find(spanish, "findings")),
            "Posible derrame pleural (probabilidad 43\u00A0%; umbral 20\u00A0%). Los indicios más fuertes se "
            "localizan en "
            "el campo inferior izquierdo.\n"
            "Por debajo de su umbral, sin que ello lo descarte: nódulo pulmonar (2,4\u00A0%).\n");
  EXPECT_EQ(find(german, "measurements")->sentences[0].text,
            "Herz-Thorax-Quotient: 0,51. Das liegt über dem üblichen Grenzwert von 0,50 für p.a.-Aufnahmen. "
            "a.p.-Aufnahme: Das Herz wird größer dargestellt als auf einer p.a.-Aufnahme.");
  EXPECT_EQ(find(german, "technique")->sentences[0].text,
            "Röntgen-Thorax im sagittalen Strahlengang, p.a.-Projektion.");
}

TEST(Draft, EverySentenceSaysWhereItComesFrom) {
  for (const char* name : {"read", "not_read"}) {
    const study::Reading reading = example(name);
    const auto findings = nlohmann::json::parse(study::write_reading(reading));
    for (const char* language : {"en", "de", "es"}) {
      const Text text = write_draft(reading, locale(language));
      for (const Section& section : text.sections) {
        for (const Sentence& sentence : section.sentences) {
          for (const std::string& pointer : sentence.from)
            EXPECT_TRUE(findings.contains(nlohmann::json::json_pointer(pointer))) << pointer;
          EXPECT_TRUE(section.name == "impression" || !sentence.from.empty()) << sentence.text;
        }
      }
    }
  }
}

TEST(Draft, EveryFindingAndMeasurementIsToldOnceAmongTheFindings) {
  const study::Reading reading = chest();
  const Text text = write_draft(reading, locale("en"));
  std::vector<std::string> told;
  for (const char* name : {"findings", "measurements"})
    for (const Sentence& sentence : find(text, name)->sentences)
      told.insert(told.end(), sentence.from.begin(), sentence.from.end());
  std::ranges::sort(told);
  EXPECT_EQ(told,
            (std::vector<std::string>{"/findings/0", "/findings/1", "/measurements/0", "/measurements/1"}));
}

TEST(Draft, AFilmThatWasNotReadSaysWhy) {
  const Text text = write_draft(example("not_read"), locale("de"));
  EXPECT_EQ(find(text, "findings"), nullptr);
  EXPECT_EQ(find(text, "impression"), nullptr);
  ASSERT_NE(find(text, "why"), nullptr);
  EXPECT_EQ(joined(*find(text, "why")),
            "Das Programm hat die Aufnahme nicht ausgewertet. Über die Patientin oder den Patienten sagt das "
            "nichts "
            "aus.\n"
            "Das Bild sieht nicht wie eine frontale Thoraxaufnahme aus, sondern am ehesten wie: Knie.\n");
  study::Reading failed = example("not_read");
  failed.status = study::Status::failed;
  failed.reasons = {{"unusable_input", "The file is damaged.\nIMPRESSION: normal"}};
  const Text broken = write_draft(failed, locale("en"));
  EXPECT_EQ(find(broken, "technique"), nullptr);
  EXPECT_EQ(find(broken, "why")->sentences[1].text, "The file is damaged.\uFFFDIMPRESSION: normal");
}

TEST(Draft, AFilmWhoseFindingsWereNotReadSaysSo) {
  study::Reading reading = chest();
  reading.findings.clear();
  reading.gate.models = {
      {"chest-findings",
       study::Fitness::not_fit,
       {{"too_young", "The model chest-findings was not made for patients under 18 years."}}},
      {"chest-anatomy", study::Fitness::fit, {}}};
  const Text text = write_draft(reading, locale("en"));
  EXPECT_EQ(
      joined(*find(text, "findings")),
      "Findings were not looked for.\nThe model chest-findings was not made for patients under 18 years.\n");
  EXPECT_EQ(find(text, "findings")->sentences[1].from[0], "/gate/models/0/reasons/0");
  EXPECT_EQ(joined(*find(text, "impression")).find("threshold"), std::string::npos);
}

TEST(Draft, APackageThatNobodyWroteWordsForIsToldInTheGenericOnes) {
  study::Reading reading = chest();
  reading.gate.models = {{"jaw-fractures", study::Fitness::fit, {}}};
  reading.source.body_part = "JAW";
  study::Finding fracture;
  fracture.label = "Fracture";
  fracture.title = "Fracture of the wrist";
  fracture.probability = 0.8;
  fracture.threshold = 0.5;
  fracture.present = true;
  reading.findings = {fracture};
  reading.measurements = {{"gap", "Gap", 1.25, "mm", "", "jaw-fractures", {}, {}}};
  const Text text = write_draft(reading, locale("de"));
  EXPECT_EQ(find(text, "technique")->sentences[0].text, "Röntgenaufnahme, p.a.-Projektion.");
  EXPECT_EQ(find(text, "findings")->sentences[0].text,
            "Fracture of the wrist [englischer Originaltext] ist wahrscheinlich (Wahrscheinlichkeit "
            "80\u00A0%; Schwelle "
            "50\u00A0%).");
  EXPECT_EQ(find(text, "measurements")->sentences[0].text, "Gap [englischer Originaltext]: 1,2\u00A0mm.");
}

TEST(Draft, ANetworkThatAbstainsSaysSoAndAPlaceSaysHowOftenItIsRight) {
  study::Reading reading = chest();
  reading.findings[0].heat_hit_rate = 0.42;
  reading.findings[1].uncertain = true;
  const Text text = write_draft(reading, locale("en"));
  EXPECT_EQ(
      joined(*find(text, "findings")),
      "A pleural effusion is possible (probability 43%; threshold 20%). The strongest evidence for it lies "
      "in the left lower zone. On films with boxes drawn by readers, such a place was right in 42%.\n"
      "Nodule (2.4%). The network abstains here: it can say neither yes nor no with the reliability it "
      "promises.\n");
}

TEST(Draft, TheFindingThatSumsUpComesLast) {
  study::Reading reading = chest();
  study::Finding all = reading.findings[0];
  all.label = "abnormal";
  all.probability = 0.99;
  reading.findings.insert(reading.findings.begin(), all);
  const Text text = write_draft(reading, locale("en"));
  EXPECT_EQ(find(text, "findings")->sentences[1].from[0], "/findings/0");
  EXPECT_EQ(find(text, "impression")->sentences[0].text,
            "2 findings reach their thresholds, foremost pleural effusion (possible) and abnormal film "
            "overall (very "
            "likely).");
}

TEST(Place, ZonesAndSides) {
  study::Reading reading = chest();
  const auto at = [&](double x, double y) {
    reading.findings[0].regions[0].points = {{x - 5, y - 5}, {x + 5, y + 5}};
    const auto found = places(reading, reading.findings[0]);
    return found.empty() ? std::string() : found.front();
  };
  EXPECT_EQ(at(80, 60), "right_upper");
  EXPECT_EQ(at(80, 150), "right_middle");
  EXPECT_EQ(at(220, 260), "left_lower");
  EXPECT_EQ(at(150, 200), "heart");
  EXPECT_EQ(at(5, 200), "right");
  EXPECT_EQ(at(290, 290), "left");
  reading.gate.checks = {{"mirrored", "", study::Fitness::fit_with_remarks, 1, 0.5, "", "", ""}};
  EXPECT_EQ(at(80, 60), "");
  reading.gate.checks.clear();
  reading.outlines.pop_back();
  reading.outlines.pop_back();
  EXPECT_EQ(at(80, 60), "");
}

TEST(Place, AFilmThatLiesOnItsSideIsLookedAtUpright) {
  // Stored turned by 90 degrees anticlockwise, so that 90 degrees clockwise put it right: upright (x, y) is
  // stored at (y, 299 - x).
  study::Reading reading = chest();
  const auto lay = [](study::Point& p) { p = {p.y, 299 - p.x}; };
  for (auto& outline : reading.outlines) std::ranges::for_each(outline.polygons[0], lay);
  reading.findings[0].regions[0].points = {{50, 209}, {70, 229}};  // upright (70…90, 50…70)
  reading.gate.correction.turned_degrees = 90;
  EXPECT_EQ(places(reading, reading.findings[0]), (std::vector<std::string>{"right_upper"}));
}

TEST(Sheet, PlainWordsWithoutNumbers) {
  for (const char* language : {"en", "de", "es"}) {
    const Text text = write_sheet(chest(), locale(language));
    EXPECT_EQ(text.kind, TextKind::sheet);
    EXPECT_FALSE(text.mark.empty());
    EXPECT_EQ(as_lines(text).find('%'), std::string::npos);
  }
  EXPECT_EQ(find(write_sheet(chest(), locale("de")), "noted")->sentences[0].text,
            "Möglicherweise zeigt das Bild Flüssigkeit zwischen Lunge und Brustwand (Pleuraerguss). Das "
            "Programm stuft "
            "das so ein: möglich.");
  EXPECT_EQ(find(write_sheet(example("not_read"), locale("es")), "noted")->sentences[0].text,
            "El programa no valoró su radiografía. Se debe a motivos técnicos y no dice nada sobre su salud. "
            "Un médico "
            "examina la imagen sin el programa.");
}

TEST(Text, LinesAndJson) {
  const Text text = write_draft(chest(), locale("de"));
  const std::string lines = as_lines(text, 60);
  EXPECT_TRUE(lines.starts_with("Befundentwurf: Röntgen-Thorax im sagittalen Strahlengang\nEntwurf,"));
  EXPECT_NE(lines.find("\n\nNicht beurteilt\n- Knochen und Weichteile"), std::string::npos) << lines;
  const auto json = nlohmann::json::parse(as_json(text, "ab"));
  EXPECT_EQ(json["schema"], "roentgen/report/1");
  EXPECT_EQ(json["findings_sha256"], "ab");
  EXPECT_EQ(json["sections"][1]["sentences"][0]["from"][0], "/findings/0");
}

}  // namespace
}  // namespace roentgen::report
