// What leaves for systems that speak no DICOM: one film's reading, with whose it is and how it is told.
#pragma once

#include "dicom/identity.h"
#include "objects/source.h"
#include "report/text.h"
#include "study/reading.h"

namespace roentgen::exchange {

struct Subject {
  const study::Reading& reading;
  const objects::Source& source;
  const dicom::Identity& who;
  const report::Text& draft;  // its language is the message's
};

}  // namespace roentgen::exchange
