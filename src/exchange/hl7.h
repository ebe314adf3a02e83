// A reading as an HL7 v2.5.1 message: ORU^R01, unsolicited observations.
#pragma once

#include <string>
#include <string_view>

#include "exchange/subject.h"

namespace roentgen::exchange {

// MSH-4, MSH-5, MSH-6 and MSH-11 ("P", "T" or "D").
struct Hl7Address {
  std::string sending_facility, receiving_application, receiving_facility;
  std::string processing = "P";
};

// MSH, PID, OBR, then an OBX (status P, preliminary) for each finding (its probability in percent, with the
// threshold as reference range and flag A where it is reached) and each measurement, each followed by what
// the draft says of it (NTE), and one with the draft's impression. Of a film that was not read one OBX of
// status X with the reason. Segments end with CR, UTF-8 (MSH-18), no byte that could begin a field or a
// segment comes from outside.
//
// Deterministic: MSH-7 is the film's date and time, MSH-10 is made of the hashes. A sender that delivers the
// message may set both anew.
std::string hl7_message(const Subject& subject, const Hl7Address& address = {});

// A value with HL7's escapes for | ^ & ~ \ (chapter 2.7); control characters become U+FFFD.
std::string hl7_text(std::string_view text);

}  // namespace roentgen::exchange
