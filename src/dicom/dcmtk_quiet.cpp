#include "dicom/dcmtk_quiet.h"

#include "dcmtk/config/osconfig.h"
#include "dcmtk/oflog/oflog.h"

namespace roentgen::dicom {

void silence_dcmtk() {
  static const bool done = [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);
    return true;
  }();
  (void)done;
}

}  // namespace roentgen::dicom
