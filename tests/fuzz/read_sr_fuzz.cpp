// Any bytes as a structured report: study values that can be written as JSON, or a sentence.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

#include "objects/assessment.h"
#include "objects/read_report.h"
#include "study/reading_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto report = roentgen::objects::read_report(bytes);
  if (!report && report.error().message.empty()) std::abort();
  if (report) {
    const std::string text = roentgen::study::write_reading(report->reading);
    if (!roentgen::study::parse_reading(text)) std::abort();
  }
  const auto decision = roentgen::objects::read_assessment(bytes);
  if (decision && !roentgen::study::parse_decision(roentgen::study::write_decision(*decision))) std::abort();
  return 0;
}
