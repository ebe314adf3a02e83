#include "results/worklist.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "results/example_for_test.h"
#include "results/report_html.h"
#include "results/summary_csv.h"
#include "results/terminal_table.h"

namespace roentgen::results {
namespace {

bool holds(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Worklist, MostUrgentFirst) {
  EXPECT_EQ(by_urgency(example_entries()), (std::vector<std::size_t>{3, 2, 1, 0}));
}

TEST(Worklist, WithinACategoryTheStrongestFirst) {
  auto entries = example_entries();
  entries.push_back(entries[3]);
  entries[4].reading.findings[0].probability = 0.9;
  entries.push_back(entries[3]);
  EXPECT_EQ(by_urgency(entries), (std::vector<std::size_t>{4, 3, 5, 2, 1, 0}));
}

TEST(Worklist, Headlines) {
  const auto entries = example_entries();
  EXPECT_EQ(headline(entries[3].reading), "Pleural effusion");
  auto many = entries[3].reading;
  many.findings.assign(6, many.findings[0]);
  EXPECT_EQ(headline(many), "Pleural effusion, Pleural effusion, Pleural effusion, Pleural effusion, 2 more");
  EXPECT_EQ(headline(entries[2].reading), "no finding at its threshold");
  EXPECT_EQ(headline(entries[0].reading), "The file is damaged.");
  auto child =
      entries[2].reading;  // outlines alone: silence about findings must not look like "nothing found"
  child.findings.clear();
  child.triage = {study::Urgency::not_read, "Findings were not read: a child."};
  EXPECT_EQ(headline(child), "Findings were not read: a child.");
  EXPECT_EQ(ratio_text(entries[3].reading), "0.51");
  EXPECT_EQ(ratio_text(entries[1].reading), "");
}

TEST(SummaryCsv, OneLinePerInputInTheirOrder) {
  const std::string csv = summary_csv(example_entries());
  EXPECT_TRUE(csv.starts_with("input,folder,status,urgency,reason,findings_present,cardiothoracic_ratio,"));
  EXPECT_TRUE(holds(csv, ",notice,p_Effusion,p_Nodule\r\n"));
  EXPECT_TRUE(holds(csv, "\r\ndamaged.dcm,damaged,failed,not_read,The file is damaged.,,,,,"));
  EXPECT_TRUE(holds(csv,
                    "\r\nfilm.dcm,film,read,soon,Pleural effusion is above its threshold.,Pleural "
                    "effusion,0.5125,107.6,,"))
      << csv;
  EXPECT_TRUE(holds(csv, ",Not for primary diagnosis.,0.4312,0.0241\r\n"));
  EXPECT_TRUE(holds(csv, "\r\n'=cmd|"));  // no formula
  EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
}

TEST(TerminalTable, AlignsAndCounts) {
  auto entries = example_entries();
  entries[0].input = "evil\x1b[2J.dcm";
  const std::string plain = terminal_table(entries, {.colour = false, .columns = 100});
  EXPECT_EQ(plain.find('\x1b'), std::string::npos);
  EXPECT_TRUE(holds(plain, "4 films: 1 soon, 1 routine, 1 not read, 1 failed. Not for primary diagnosis.\n"));
  EXPECT_LT(plain.find("film.dcm"), plain.find("=cmd"));
  EXPECT_TRUE(holds(terminal_table(entries, {.colour = true, .columns = 100}), "\x1b[33msoon"));
  // Every line fits.
  std::istringstream lines(plain);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 110U) << line;
}

TEST(ReportHtml, EscapesHostileNames) {
  const std::string page = report_html(example_entries());
  EXPECT_FALSE(holds(page, "<img src=x"));
  EXPECT_TRUE(holds(page, "&lt;img src=x onerror=alert(1)&gt;.png"));
  EXPECT_TRUE(holds(page, "&#39; /C calc&#39;"));
}

TEST(ReportHtml, SaysWhatItMustSay) {
  const std::string page = report_html(example_entries());
  std::size_t notices = 0;
  for (std::size_t at = page.find(study::kNotice); at != std::string::npos;
       at = page.find(study::kNotice, at + 1))
    ++notices;
  EXPECT_EQ(notices, 5U);  // one for the page, one for each film
  EXPECT_TRUE(holds(page, "it looks like: knee."));
  EXPECT_TRUE(holds(page, "The file is damaged."));
  EXPECT_TRUE(holds(page, "The limit of 0.5 holds for PA films only."));
  EXPECT_TRUE(holds(page, "Bones were not assessed."));
  EXPECT_LT(page.find("id=\"film1\""), page.find("id=\"film2\""));
  EXPECT_EQ(page, report_html(example_entries()));
}

TEST(ReportHtml, FetchesNothing) {
  auto entries = example_entries();
  entries[3].image_jpeg = base::Bytes{std::byte{'i'}};
  entries[3].overlay_jpeg = base::Bytes{std::byte{'o'}};
  const std::string page = report_html(entries);
  EXPECT_TRUE(holds(page, "src=\"data:image/jpeg;base64,bw==\""));
  EXPECT_TRUE(holds(page, "default-src 'none'"));
  for (const char* loader : {"http:", "https:", "src=\"/", "@import", "url("})
    EXPECT_FALSE(holds(page, loader)) << loader;
}

}  // namespace
}  // namespace roentgen::results
