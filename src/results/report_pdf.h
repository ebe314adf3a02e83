// A draft report on paper: PDF.
#pragma once

#include <span>
#include <string>

#include "base/file.h"
#include "base/result.h"
#include "report/locale.h"
#include "report/text.h"
#include "results/fonts.h"
#include "study/reading.h"

namespace roentgen::results {

// Whose film it is, UTF-8; empty: not said.
struct Person {
  std::string name, other_name;        // the second in another script
  std::string patient_id, sex;         // "M", "F" or "O"
  std::string birth_date, study_date;  // YYYYMMDD
  std::string accession_number, institution;
  bool complete = true;  // false: the file's own text could not be decoded wholly
  bool empty() const { return name.empty() && other_name.empty() && patient_id.empty(); }
};

struct ReportPages {
  const study::Reading& reading;
  const report::Text& draft;
  const report::Locale& locale;
  std::span<const std::byte> image_jpeg, overlay_jpeg;  // baseline JPEG; empty: not shown
  const Person* person = nullptr;                       // nullptr: the pages name nobody
};

// A4 in DejaVu Sans, with the notice on every page: pictures, the draft, a table of all findings, where it
// comes from. The same input gives the same bytes. `internal` if there are no fonts or the library fails.
base::Result<base::Bytes> report_pdf(const ReportPages& report, const Fonts& fonts);

// The patient's sheet alone.
base::Result<base::Bytes> sheet_pdf(const report::Text& sheet, const report::Locale& locale,
                                    const Person* person, const Fonts& fonts);

}  // namespace roentgen::results
