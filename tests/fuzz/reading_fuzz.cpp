// Any bytes as findings.json: a reading that can be written and read again, or a sentence.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "study/reading_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto reading = roentgen::study::parse_reading(std::string(reinterpret_cast<const char*>(data), size));
  if (!reading) return reading.error().message.empty() ? std::abort(), 0 : 0;
  const std::string text = roentgen::study::write_reading(*reading);
  const auto again = roentgen::study::parse_reading(text);
  if (!again || roentgen::study::write_reading(*again) != text) std::abort();
  return 0;
}
