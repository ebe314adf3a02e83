#include "results/report_pdf.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "report/part.h"
#include "report/words.h"
#include "results/pdf_paper.h"

namespace roentgen::results {
namespace {

constexpr Colour kSoft{0.35F, 0.39F, 0.43F}, kLine{0.86F, 0.88F, 0.9F}, kAccent{0.12F, 0.37F, 0.55F},
    kTrack{0.93F, 0.94F, 0.95F}, kMark{0.55F, 0.62F, 0.68F}, kNotice{0.99F, 0.95F, 0.86F},
    kNoticeText{0.36F, 0.26F, 0};
constexpr Type kBody{false, 9, {}}, kStrong{true, 9, {}}, kSmall{false, 7.5F, kSoft},
    kHeading{true, 10.5F, kAccent};
constexpr float kLeft = Paper::kMargin;

// "20240229" -> "2024-02-29", which every language reads alike.
std::string day(const std::string& date) {
  return date.size() == 8 ? date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6, 2) : date;
}

class Pages {
 public:
  Pages(Paper paper, const report::Text& text, const report::Locale& locale)
      : paper_(std::move(paper)), text_(text), locale_(locale) {}

  void begin(const Person* person) {
    paper_.paragraph(text_.title, {true, 14, {}});
    paper_.skip(4);
    if (person) about(*person);
  }

  void sections(bool table, const ReportPages* report) {
    for (const report::Section& section : text_.sections) {
      heading(section.title);
      for (const report::Sentence& sentence : section.sentences) bullet(sentence.text);
      if (table && section.name == "findings" && report) findings(*report);
    }
  }

  void pictures(const ReportPages& report) {
    if (report.image_jpeg.empty()) return;
    constexpr float kGap = 12, kWide = (Paper::kInside - kGap) / 2, kHigh = 250;
    paper_.room(kHigh + 24);
    paper_.skip(8);
    const float top = paper_.y();
    const auto one = [&](std::span<const std::byte> file, const char* caption, float left) {
      paper_.box(left, top, kWide, kHigh, {0, 0, 0});
      paper_.jpeg(file, left, top, kWide, kHigh);
      paper_.line(word(caption), kSmall, left, top + kHigh + 3, kWide);
    };
    one(report.image_jpeg, "picture", kLeft);
    if (!report.overlay_jpeg.empty()) one(report.overlay_jpeg, "overlay", kLeft + kWide + kGap);
    paper_.skip(kHigh + 16);
  }

  void provenance(const study::Reading& reading) {
    heading(word("provenance"));
    const study::Provenance& from = reading.provenance;
    std::vector<std::pair<std::string, std::string>> rows{{word("file"), from.input_name},
                                                          {word("file_sha256"), from.input_sha256},
                                                          {word("instance"), reading.source.sop_instance_uid},
                                                          {word("program"), from.program}};
    for (const study::ModelUsed& model : from.models)
      rows.emplace_back(word("model"), model.name + " " + model.version + ", " + model.package_sha256);
    rows.emplace_back(word("configuration"), from.configuration_sha256);
    for (const auto& [name, value] : rows) {
      if (value.empty()) continue;
      paper_.room(12);
      paper_.line(name, kSmall, kLeft, paper_.y(), 105);
      paper_.paragraph(report::one_line(value), {false, 7.5F, {}}, kLeft + 110, Paper::kInside - 110);
    }
  }

  base::Result<base::Bytes> finish(const std::string& footer) {
    for (int page = 0; page < paper_.pages(); ++page) {
      paper_.on_page(page);
      paper_.box(kLeft, 28, Paper::kInside, 34, kNotice);
      paper_.line(text_.notice, {true, 10, kNoticeText}, kLeft + 8, 31, Paper::kInside - 16);
      paper_.line(text_.mark, {false, 8, kNoticeText}, kLeft + 8, 46, Paper::kInside - 16);
      paper_.box(kLeft, 803, Paper::kInside, 0.6F, kLine);
      paper_.line(footer, kSmall, kLeft, 808, Paper::kInside - 100);
      paper_.line(report::fill(locale_.page_number, {{"page", std::to_string(page + 1)},
                                                     {"pages", std::to_string(paper_.pages())}}),
                  kSmall, kLeft + Paper::kInside - 100, 808, 100, true);
    }
    return paper_.finish();
  }

 private:
  const std::string& word(const char* name) const { return locale_.page.at(name); }

  void heading(const std::string& title) {
    paper_.room(40);
    paper_.skip(9);
    paper_.paragraph(title, kHeading);
    paper_.box(kLeft, paper_.y() + 1, Paper::kInside, 0.6F, kLine);
    paper_.skip(4);
  }

  void bullet(const std::string& sentence) {
    paper_.room(14);
    const float top = paper_.y();
    paper_.line("–", kBody, kLeft, top - 0.2F, 10);
    paper_.paragraph(sentence, kBody, kLeft + 10, Paper::kInside - 10);
    paper_.skip(1.5F);
  }

  void about(const Person& person) {
    if (person.empty()) {
      paper_.paragraph(word("no_patient"), kSmall);
      return;
    }
    const char* sex = person.sex == "M" ? "male" : person.sex == "F" ? "female" : "other";
    std::string name = person.name;
    if (!person.other_name.empty()) name += (name.empty() ? "" : "  ") + person.other_name;
    const std::vector<std::pair<std::string, std::string>> cells{
        {word("patient"), name},
        {word("patient_id"), person.patient_id},
        {word("born"), day(person.birth_date)},
        {word("sex"), person.sex.empty() ? "" : word(sex)},
        {word("examined"), day(person.study_date)},
        {word("accession"), person.accession_number},
        {word("institution"), person.institution}};
    bool complete = person.complete;
    constexpr float kColumn = Paper::kInside / 2, kName = 92;
    std::size_t shown = 0;
    for (const auto& [title, value] : cells) {
      if (value.empty()) continue;
      const float left = kLeft + (shown % 2 == 0 ? 0 : kColumn);
      paper_.line(title, kSmall, left, paper_.y() + 1, kName);
      complete =
          paper_.line(report::one_line(value), kStrong, left + kName, paper_.y(), kColumn - kName - 8) &&
          complete;
      if (++shown % 2 == 0) paper_.skip(13);
    }
    if (shown % 2 != 0) paper_.skip(13);
    if (!complete) paper_.paragraph(word("not_shown"), kSmall);
  }

  void findings(const ReportPages& report) {
    if (report.reading.findings.empty()) return;
    constexpr float kRow = 13.5F, kBar = 105;
    constexpr float kName = kLeft + 10, kBarLeft = kLeft + 195, kProbability = kBarLeft + kBar + 4,
                    kThreshold = kProbability + 60, kResult = kThreshold + 68, kLast = 73;
    const auto head = [&] {
      paper_.line(word("finding"), kSmall, kName, paper_.y(), 180);
      paper_.line(word("probability"), kSmall, kProbability - 56, paper_.y(), 112, true);
      paper_.line(word("threshold"), kSmall, kThreshold, paper_.y(), 56, true);
      paper_.line(word("result"), kSmall, kResult, paper_.y(), kLast);
      paper_.skip(kRow);
    };
    paper_.room(kRow * 4);
    paper_.skip(4);
    head();
    const report::PartWords& part = report::part_of(locale_, report.reading);
    for (const study::Finding* finding : in_order(report.reading)) {
      if (const int before = paper_.pages(); paper_.room(kRow), paper_.pages() != before) head();
      const Type type{finding->present, 9, finding->present ? Colour{} : kSoft};
      const float top = paper_.y(), bar = top + 3.2F;
      paper_.line(report::label_words(locale_, part, *finding).name, type, kName, top, 180);
      paper_.box(kBarLeft, bar, kBar, 5, kTrack);
      paper_.box(kBarLeft, bar, kBar * share(finding->probability), 5, finding->present ? kAccent : kMark);
      paper_.box(kBarLeft + kBar * share(finding->threshold), bar - 2, 1, 9, {});
      paper_.line(report::percent_text(locale_, finding->probability), type, kProbability, top, 56, true);
      paper_.line(report::percent_text(locale_, finding->threshold), type, kThreshold, top, 56, true);
      paper_.line(word(finding->uncertain ? "uncertain"
                       : finding->present ? "present"
                                          : "absent"),
                  type, kResult, top, kLast);
      paper_.skip(kRow);
    }
    paper_.skip(3);
  }

  static float share(double value) { return static_cast<float>(std::clamp(value, 0.0, 1.0)); }

  std::vector<const study::Finding*> in_order(const study::Reading& reading) const {
    std::vector<const study::Finding*> all = report::told_findings(locale_, reading);
    for (const study::Finding& finding : reading.findings)
      if (!finding.present) all.push_back(&finding);
    return all;
  }

  Paper paper_;
  const report::Text& text_;
  const report::Locale& locale_;
};

}  // namespace

base::Result<base::Bytes> report_pdf(const ReportPages& report, const Fonts& fonts) {
  Pages pages(Paper(fonts), report.draft, report.locale);
  pages.begin(report.person);
  pages.pictures(report);
  pages.sections(true, &report);
  pages.provenance(report.reading);
  const study::Provenance& from = report.reading.provenance;
  return pages.finish(report::one_line(from.program + "  " + from.input_sha256.substr(0, 16)));
}

base::Result<base::Bytes> sheet_pdf(const report::Text& sheet, const report::Locale& locale,
                                    const Person* person, const Fonts& fonts) {
  Pages pages(Paper(fonts), sheet, locale);
  pages.begin(person);
  pages.sections(false, nullptr);
  return pages.finish("roentgen " ROENTGEN_VERSION);
}

}  // namespace roentgen::results
