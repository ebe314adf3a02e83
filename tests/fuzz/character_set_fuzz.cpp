// Any bytes as text of any character set: UTF-8 without control characters comes out, and HL7's delimiters
// never.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dicom/character_set.h"
#include "exchange/hl7.h"
#include "report/words.h"
#include "results/safe_text.h"

using namespace roentgen;

// The first byte chooses the character set.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 65536) return 0;
  const std::array<std::vector<std::string>, 8> sets{{{},
                                                      {"ISO_IR 192"},
                                                      {"GB18030"},
                                                      {"ISO_IR 100"},
                                                      {"", "ISO 2022 IR 87", "ISO 2022 IR 159"},
                                                      {"ISO 2022 IR 13", "ISO 2022 IR 87"},
                                                      {"", "ISO 2022 IR 149", "ISO 2022 IR 58"},
                                                      {"KLINGON"}}};
  const auto text =
      dicom::decoded_text(std::as_bytes(std::span(data, size)).subspan(1), sets[data[0] % sets.size()]);
  if (results::valid_utf8(text.utf8) != text.utf8) std::abort();
  for (const char c : text.utf8)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) std::abort();
  const std::string raw(reinterpret_cast<const char*>(data), size);
  const std::string line = report::one_line(raw);
  if (results::valid_utf8(line) != line || report::one_line(line) != line) std::abort();
  if (exchange::hl7_text(raw).find_first_of("|^&~\r\n") != std::string::npos) std::abort();
  return 0;
}
