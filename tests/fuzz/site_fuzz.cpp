// Any bytes as a site's calibration: parsed or refused, never worse; what parses must survive being written
// and read again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/precision_proof.h"
#include "model/site.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto proof = roentgen::model::parse_proof(bytes)) {
    const std::string text = roentgen::model::write_proof(*proof);
    const auto again = roentgen::model::parse_proof(text);
    if (!again || roentgen::model::write_proof(*again) != text) std::abort();
  }
  const auto site = roentgen::model::parse_site(bytes);
  if (!site) return 0;
  const std::string text = roentgen::model::write_site(*site);
  const auto again = roentgen::model::parse_site(text);
  if (!again || roentgen::model::write_site(*again) != text) std::abort();
  return 0;
}
