#include "results/summary_csv.h"

#include <algorithm>

#include "base/text.h"
#include "results/safe_text.h"

namespace roentgen::results {
namespace {

std::vector<std::string> labels_of(const std::vector<Entry>& entries) {
  std::vector<std::string> labels;
  for (const Entry& entry : entries) {
    for (const study::Finding& finding : entry.reading.findings) {
      if (std::ranges::find(labels, finding.label) == labels.end()) labels.push_back(finding.label);
    }
  }
  return labels;
}

std::string measured(const study::Reading& reading, const char* name, int decimals) {
  const study::Measurement* found = study::find_measurement(reading, name);
  return found == nullptr ? std::string() : base::fixed(found->value, decimals);
}

std::string join(const std::vector<study::Remark>& remarks) {
  std::string text;
  for (const study::Remark& remark : remarks) text += (text.empty() ? "" : " ") + remark.text;
  return text;
}

std::string titles(const study::Reading& reading) {
  std::string text;
  for (const study::Finding* finding : present_findings(reading))
    text += (text.empty() ? "" : "; ") + finding->title;
  return text;
}

}  // namespace

std::string summary_csv(const std::vector<Entry>& entries) {
  const auto labels = labels_of(entries);
  std::string csv =
      "input,folder,status,urgency,reason,findings_present,cardiothoracic_ratio,heart_width_mm,thorax_width_"
      "mm,quality,"
      "input_sha256,notice";
  for (const std::string& label : labels) csv += "," + csv_field("p_" + label);
  csv += "\r\n";
  for (const Entry& entry : entries) {
    const study::Reading& reading = entry.reading;
    csv += csv_field(entry.input) + "," + csv_field(entry.folder) + "," + study::word(reading.status) + "," +
           study::word(reading.triage.urgency) + "," + csv_field(reading.triage.reason) + "," +
           csv_field(titles(reading)) + "," + measured(reading, "cardiothoracic_ratio", 4) + "," +
           measured(reading, "heart_width_mm", 1) + "," + measured(reading, "thorax_width_mm", 1) + "," +
           csv_field(join(reading.quality)) + "," + reading.provenance.input_sha256 + "," +
           csv_field(study::kNotice);
    for (const std::string& label : labels) {
      const auto found = std::ranges::find(reading.findings, label, &study::Finding::label);
      csv += "," + (found == reading.findings.end() ? std::string() : base::fixed(found->probability, 4));
    }
    csv += "\r\n";
  }
  return csv;
}

}  // namespace roentgen::results
