// Readings and words that this room's tests use.
#pragma once

#include <string>

#include "base/file.h"
#include "report/locale.h"
#include "study/reading_json.h"

namespace roentgen::report {

inline study::Reading example(const std::string& name) {
  return study::parse_reading(
             base::read_text("src/study/testdata/" + name + ".findings.json", 1 << 20).value())
      .value();
}

inline Locale locale(const std::string& language) {
  auto read = load_locale("locales", language);
  return read ? *read : Locale{};
}

inline study::Outline square(const std::string& structure, double left, double top, double right,
                             double bottom) {
  return {structure,
          structure,
          "chest-anatomy",
          {{{left, top}, {right, top}, {right, bottom}, {left, bottom}}},
          0};
}

// An upright PA film of 300 x 300 with both lungs and a heart, and two findings.
inline study::Reading chest() {
  study::Reading reading = example("read");
  reading.gate.correction = {};
  reading.source.rows = reading.source.columns = 300;
  reading.source.view_position = "PA";
  reading.outlines = {square("right_lung", 30, 30, 130, 270), square("left_lung", 170, 30, 270, 270),
                      square("heart", 130, 150, 170, 260)};
  reading.findings[0].regions[0].points = {{200, 220}, {240, 260}};
  reading.measurements[0].cautions = {"AP film: the heart is drawn larger than on a PA film."};
  reading.measurements[1].method = "pixels x pixel spacing, calibrated";
  reading.not_assessed = {{"bones", "Bones and soft tissues were not assessed: no search for fractures."}};
  return reading;
}

}  // namespace roentgen::report
