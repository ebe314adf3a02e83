// Any bytes as card.json: parsed or refused, never worse; what parses must survive being written and read
// again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/card.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto card = roentgen::model::parse_card(std::string(reinterpret_cast<const char*>(data), size));
  if (!card) return 0;
  const std::string text = roentgen::model::write_card(*card);
  const auto again = roentgen::model::parse_card(text);
  if (!again || roentgen::model::write_card(*again) != text) std::abort();
  if (roentgen::model::describe_card(*card).empty()) std::abort();
  return 0;
}
