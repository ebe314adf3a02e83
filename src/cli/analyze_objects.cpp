#include "cli/analyze_objects.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "base/sha256.h"
#include "dicom/identity.h"
#include "exchange/fhir.h"
#include "exchange/hl7.h"
#include "exchange/rows.h"
#include "image/turn.h"
#include "objects/earlier.h"
#include "objects/write_objects.h"
#include "report/draft.h"
#include "report/sheet.h"
#include "results/report_pdf.h"
#include "study/reading_json.h"

namespace roentgen::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kDocumentLimit = std::size_t{64} << 20;

bool wants(const Destination& destination, std::string_view object) {
  return std::ranges::find(destination.objects, object) != destination.objects.end();
}

bool is_dicom(std::string_view object) {
  return std::ranges::find(objects::kinds(), object, &objects::Kind::name) != objects::kinds().end();
}

std::string sha256_of(std::string_view text) {
  return base::sha256_hex(std::as_bytes(std::span(text)));
}

results::Person person_of(const dicom::Identity& who) {
  const bool latin = !who.alphabetic.empty();
  const dicom::NameGroup& other = !who.ideographic.empty() ? who.ideographic : who.phonetic;
  return {latin ? who.alphabetic.shown() : "",
          other.family_first(),
          who.patient_id,
          who.sex,
          who.birth_date,
          who.study_date,
          who.accession_number,
          who.institution,
          who.exact};
}

// The heat maps as they lie on the stored film.
struct StoredHeats {
  std::vector<image::Plane> planes;
  std::vector<objects::Heat> heats;
};

StoredHeats stored_heats(const study::Reading& reading, std::span<const reading::HeatMap> shown) {
  StoredHeats stored;
  stored.planes.reserve(shown.size());
  const int back = (360 - reading.gate.correction.turned_degrees) % 360;
  for (const reading::HeatMap& heat : shown) {
    const auto finding = std::ranges::find(reading.findings, heat.label, &study::Finding::label);
    if (finding == reading.findings.end() || !finding->present) continue;
    stored.planes.push_back(image::turned(heat.plane, back));
    stored.heats.push_back({heat.label, heat.title, finding->model, &stored.planes.back()});
  }
  return stored;
}

// One film for one destination.
class Writer {
 public:
  Writer(const ObjectPlan& plan, const Destination& destination, const FilmObjects& film,
         const objects::Source& source, const dicom::Identity& who, WrittenObjects& out)
      : plan_(plan),
        destination_(destination),
        film_(film),
        source_(source),
        who_(who),
        reading_(as_wanted(film.reading, destination)),
        out_(out) {
    folder_ = destination.folder.is_absolute() ? destination.folder / film.folder.filename()
                                               : film.folder / destination.folder;
  }

  Rows write() {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) {
      fail("its folder cannot be made (" + error.message() + ")", destination_.name);
      return {};
    }
    find_earlier();  // it may lie where the new one is going to
    remove_old_objects(folder_);
    for (const std::string& language : destination_.languages) in_language(plan_.locales.at(language));
    dicom_objects();
    Rows rows;
    const report::Text draft =
        report::write_draft(reading_, plan_.locales.at(destination_.languages.front()));
    const exchange::Subject subject{reading_, source_, who_, draft};
    if (wants(destination_, "csv")) rows.csv = exchange::csv_rows(subject, destination_.patient_in_rows);
    if (wants(destination_, "jsonl")) rows.json = exchange::json_lines(subject, destination_.patient_in_rows);
    return rows;
  }

 private:
  void fail(const std::string& why, const std::string& object) {
    out_.errors.push_back({base::ErrorCode::some_failed, "The object could not be written: " + why + ".",
                           (film_.folder.filename() / object).string()});
  }

  template <class Content>
  void put(const std::string& name, const Content& content) {
    base::Result<void> written;
    if constexpr (std::is_same_v<Content, std::string>)
      written = base::write_text(folder_ / name, content);
    else
      written = base::write_file(folder_ / name, content);
    if (!written) fail(written.error().message, name);
  }

  // The same place in the earlier run's results.
  void find_earlier() {
    if (plan_.earlier.empty() || !wants(destination_, "sr")) return;
    const fs::path folder = destination_.folder.is_absolute()
                                ? folder_
                                : plan_.earlier / film_.folder.filename() / destination_.folder;
    std::error_code error;
    if (!fs::exists(folder / "sr.dcm", error)) return;
    const auto root = base::read_file(folder / "sr.dcm", kDocumentLimit);
    if (!root) return fail("the document it should supersede: " + root.error().message, "sr.dcm");
    const auto cad = base::read_file(folder / "cad.dcm", kDocumentLimit);
    auto run = objects::read_earlier_run(*root, cad ? dicom::ByteView(*cad) : dicom::ByteView());
    if (!run) return fail("the document it should supersede: " + run.error().message, "sr.dcm");
    earlier_run_ = std::move(*run);
  }

  void in_language(const report::Locale& locale) {
    const report::Text draft = report::write_draft(reading_, locale);
    const report::Text sheet = report::write_sheet(reading_, locale);
    const exchange::Subject subject{reading_, source_, who_, draft};
    const std::string dot = "." + locale.language + ".";
    if (wants(destination_, "words")) {
      const std::string sum = sha256_of(study::write_reading(reading_));
      put("report" + dot + "txt", report::as_lines(draft));
      put("report" + dot + "json", report::as_json(draft, sum));
      put("patient" + dot + "txt", report::as_lines(sheet));
      put("patient" + dot + "json", report::as_json(sheet, sum));
    }
    if (wants(destination_, "pdf")) pages(locale, draft, sheet);
    if (wants(destination_, "fhir")) put("fhir" + dot + "json", exchange::fhir_bundle(subject));
    if (wants(destination_, "hl7"))
      put("oru" + dot + "hl7", exchange::hl7_message(subject, destination_.hl7));
  }

  void pages(const report::Locale& locale, const report::Text& draft, const report::Text& sheet) {
    const std::string dot = "." + locale.language + ".pdf";
    if (!plan_.fonts) return fail(plan_.fonts.error().message, "report" + dot);
    const results::Person person = person_of(who_);
    const results::Person* named = destination_.patient_in_pages ? &person : nullptr;
    auto report = results::report_pdf(
        {reading_, draft, locale, film_.pictures.page_image_jpeg, film_.pictures.page_overlay_jpeg, named},
        *plan_.fonts);
    if (!report) return fail(report.error().message, "report" + dot);
    put("report" + dot, *report);
    const auto for_patient = results::sheet_pdf(sheet, locale, named, *plan_.fonts);
    if (!for_patient) return fail(for_patient.error().message, "patient" + dot);
    put("patient" + dot, *for_patient);
    reports_.push_back({"Draft report", locale.language, std::move(*report)});
  }

  void dicom_objects() {
    objects::Choice choice;
    std::ranges::copy_if(destination_.objects, std::back_inserter(choice.kinds), is_dicom);
    if (choice.kinds.empty()) return;
    choice.language = destination_.languages.front();
    const StoredHeats heats = stored_heats(reading_, film_.heats);
    objects::Input input{reading_, source_};
    input.display = film_.display;
    input.heats = heats.heats;
    input.reports = reports_;
    input.grey = film_.grey;
    std::vector<objects::Earlier> earlier;
    if (earlier_run_) earlier = objects::superseded(input, choice, *earlier_run_);
    input.earlier = earlier;
    out_.superseded += static_cast<int>(std::ranges::count(earlier, "sr", &objects::Earlier::kind));
    auto made = objects::write_objects(input, choice);
    if (!made) made = write_those_that_can(input, choice);
    if (!made) return;
    for (const objects::Object& object : *made) put(object.file_name, object.file);
  }

  // One that cannot be made must not take the others along.
  base::Result<std::vector<objects::Object>> write_those_that_can(const objects::Input& input,
                                                                  objects::Choice choice) {
    std::vector<std::string> good;
    for (const std::string& kind : choice.kinds) {
      objects::Choice alone = choice;
      alone.kinds = {kind};
      if (const auto made = objects::write_objects(input, alone))
        good.push_back(kind);
      else
        fail(made.error().message, kind);
    }
    choice.kinds = good;
    if (good.empty()) return std::vector<objects::Object>{};
    return objects::write_objects(input, choice);
  }

  const ObjectPlan& plan_;
  const Destination& destination_;
  const FilmObjects& film_;
  const objects::Source& source_;
  const dicom::Identity& who_;
  const study::Reading reading_;
  WrittenObjects& out_;
  fs::path folder_;
  std::vector<objects::Pdf> reports_;
  std::optional<objects::EarlierRun> earlier_run_;
};

// "sr.dcm", "seg-2.dcm", "report.de.pdf", …: a name that write() gives to a file.
bool is_ours(const std::string& name) {
  if (name.ends_with(".dcm")) {
    const std::string stem = name.substr(0, name.find_first_of("-."));
    return is_dicom(stem);
  }
  constexpr std::array<std::string_view, 4> kStems{"report.", "patient.", "fhir.", "oru."};
  constexpr std::array<std::string_view, 4> kEnds{".txt", ".json", ".pdf", ".hl7"};
  return std::ranges::count(name, '.') == 2 &&
         std::ranges::any_of(kStems, [&](std::string_view stem) { return name.starts_with(stem); }) &&
         std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

}  // namespace

base::Result<ObjectPlan> plan_objects(std::vector<Destination> destinations, const fs::path& locales_folder) {
  ObjectPlan plan{std::move(destinations), {}, results::Fonts{}, {}};
  bool pages = false;
  for (const Destination& destination : plan.destinations) {
    pages = pages || wants(destination, "pdf");
    for (const std::string& language : destination.languages) {
      if (plan.locales.contains(language)) continue;
      auto locale = report::load_locale(locales_folder, language);
      if (!locale) return std::unexpected(locale.error());
      plan.locales.emplace(language, std::move(*locale));
    }
  }
  if (pages) plan.fonts = results::load_fonts();
  return plan;
}

WrittenObjects write_film_objects(const ObjectPlan& plan, const FilmObjects& film) {
  WrittenObjects out;
  const std::string sha256 = film.reading.provenance.input_sha256.empty()
                                 ? base::sha256_hex(film.file)
                                 : film.reading.provenance.input_sha256;
  auto source = objects::read_source(film.file, film.acquisition, sha256);
  // A file that is no DICOM at all has objects, too: they say that nothing could be read.
  if (!source) source = objects::read_source({}, film.acquisition, sha256);
  if (!source) {
    out.errors.push_back(
        {base::ErrorCode::some_failed, source.error().message, film.folder.filename().string()});
    return out;
  }
  const dicom::Identity who = dicom::read_identity(film.file);
  for (const Destination& destination : plan.destinations)
    out.rows.push_back(Writer(plan, destination, film, *source, who, out).write());
  return out;
}

void remove_old_objects(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> old;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    if (is_ours(entry->path().filename().string())) old.push_back(entry->path());
  for (const fs::path& file : old) fs::remove(file, error);
}

base::Result<void> write_tables(const ObjectPlan& plan, const fs::path& out,
                                const std::vector<std::vector<Rows>>& films) {
  for (std::size_t d = 0; d < plan.destinations.size(); ++d) {
    const Destination& destination = plan.destinations[d];
    const bool csv = wants(destination, "csv"), json = wants(destination, "jsonl");
    std::string rows = exchange::csv_head(destination.patient_in_rows), lines;
    for (const auto& film : films) {
      if (d >= film.size()) continue;
      rows += film[d].csv;
      lines += film[d].json;
    }
    const bool absolute = destination.folder.is_absolute();
    const fs::path folder = absolute ? destination.folder : out;
    const std::string before = absolute || destination.name.empty() ? "" : destination.name + ".";
    std::error_code error;
    if (csv || json) fs::create_directories(folder, error);
    if (csv) {
      if (auto written = base::write_text(folder / (before + "findings.csv"), rows); !written) return written;
    }
    if (json) {
      if (auto written = base::write_text(folder / (before + "findings.jsonl"), lines); !written)
        return written;
    }
  }
  return {};
}

}  // namespace roentgen::cli
