// Times objects being written and read: objects-bench radiograph REPEATS | write FRAMES SIDE FILE REPEATS |
// read FILE REPEATS Prints one line of JSON: {"wall_ms": {"what": [...]}, "cpu_ms": {...}} and what was
// found, so that nothing is left out by the compiler.
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "base/file.h"
#include "dicom/uid.h"
#include "image/codec.h"
#include "image/draw.h"
#include "objects/polygon_mask.h"
#include "objects/segmentation_read.h"
#include "objects/segmentation_stream.h"
#include "objects/write_objects.h"
#include "report/draft.h"
#include "report/locale.h"
#include "report/sheet.h"
#include "results/overlay.h"
#include "results/report_pdf.h"

namespace {

using namespace roentgen;
using namespace roentgen::objects;

class Times {
 public:
  template <class Work>
  auto take(const std::string& what, Work work) {
    const auto wall = std::chrono::steady_clock::now();
    const double cpu = processor_ms();
    auto result = work();
    cpu_[what].push_back(processor_ms() - cpu);
    wall_[what].push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - wall).count());
    return result;
  }
  void print(const char* found, double number) const {
    std::printf("{\"wall_ms\": ");
    print(wall_);
    std::printf(", \"cpu_ms\": ");
    print(cpu_);
    std::printf(", \"%s\": %.0f}\n", found, number);
  }

 private:
  using Table = std::map<std::string, std::vector<double>>;
  static double processor_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
  }
  static void print(const Table& table) {
    const char* between = "{";
    for (const auto& [what, times] : table) {
      std::printf("%s\"%s\": [", between, what.c_str());
      for (std::size_t i = 0; i < times.size(); ++i) std::printf("%s%.3f", i == 0 ? "" : ", ", times[i]);
      std::printf("]");
      between = ", ";
    }
    std::printf("}");
  }
  Table wall_, cpu_;
};

std::vector<study::Point> ellipse(double x, double y, double across, double down) {
  std::vector<study::Point> points;
  for (int i = 0; i < 600; ++i)
    points.push_back({x + across * std::cos(i * 0.01047), y + down * std::sin(i * 0.01047)});
  return points;
}

// 2,500 x 3,000 pixels as of a flat detector: two lungs, a heart, three findings with heat maps.
struct Radiograph {
  static constexpr int kRows = 3000, kColumns = 2500;
  study::Reading reading;
  Source source;
  image::Image display{kRows, kColumns, std::vector<std::uint16_t>(std::size_t{kRows} * kColumns, 20000)};
  std::vector<image::Plane> planes;
  std::vector<Heat> heats;
  dicom::ShownGrey grey;

  Radiograph() {
    study::Acquisition acquisition;
    acquisition.rows = kRows;
    acquisition.columns = kColumns;
    acquisition.spacing = {0.143, 0.143, study::SpacingKind::at_detector};
    source = read_source({}, acquisition, "0").value();
    source.needs_picture = false;  // a film with identifiers of its own
    source.sop_class_uid = "1.2.840.10008.5.1.4.1.1.1.1";
    reading.status = study::Status::read;
    reading.source.rows = kRows;
    reading.source.columns = kColumns;
    reading.outlines = {{"right_lung", "right lung", "chest-anatomy", {ellipse(750, 1400, 450, 1000)}, 1},
                        {"left_lung", "left lung", "chest-anatomy", {ellipse(1750, 1400, 450, 1000)}, 1},
                        {"heart", "heart", "chest-anatomy", {ellipse(1350, 1900, 500, 450)}, 1}};
    reading.measurements = {
        {"cardiothoracic_ratio",
         "Cardiothoracic ratio",
         0.48,
         "1",
         "",
         "chest-anatomy",
         {{study::Point{850, 1900}, {1850, 1900}}, {study::Point{300, 2000}, {2200, 2000}}},
         {}}};
    for (const char* label : {"Effusion", "Consolidation", "Nodule"}) {
      study::Finding finding;
      finding.label = finding.title = label;
      finding.model = "chest-findings";
      finding.probability = 0.7;
      finding.threshold = 0.3;
      finding.present = finding.heat_map = true;
      finding.regions = {{study::Shape::box, {{500, 1800}, {1000, 2400}}, 1}};
      reading.findings.push_back(finding);
      image::Plane plane{256, 213, {}};
      for (int i = 0; i < 256 * 213; ++i) plane.samples.push_back(static_cast<float>(i % 1000) / 1000);
      planes.push_back(std::move(plane));
    }
    for (std::size_t i = 0; i < planes.size(); ++i)
      heats.push_back({reading.findings[i].label, reading.findings[i].title, "chest-findings", &planes[i]});
    grey.window = {2000, 4000};
  }
};

// Pages in one language, with the pictures on them, from the draft's words to the file that is wrapped.
base::Result<base::Bytes> pages(const Radiograph& film, const report::Locale& locale,
                                const results::Fonts& fonts) {
  const image::Image shrunk = image::shrunk(film.display, 1024);
  std::vector<results::Heat> heats;
  for (const Heat& heat : film.heats) heats.push_back({heat.title, heat.plane});
  const base::Bytes plain = image::encode_jpeg(shrunk, 88);
  const base::Bytes drawn = image::encode_jpeg(results::overlay(shrunk, film.reading, heats), 88);
  const results::Person person{"Jane Doe", "", "P-1", "F", "19700101", "20240229", "A77", "General"};
  auto report = results::report_pdf(
      {film.reading, report::write_draft(film.reading, locale), locale, plain, drawn, &person}, fonts);
  const auto sheet = results::sheet_pdf(report::write_sheet(film.reading, locale), locale, &person, fonts);
  if (!sheet) return std::unexpected(sheet.error());
  return report;
}

int radiograph(int repeats) {
  const Radiograph film;
  const auto locale = report::load_locale(report::default_locales_folder(), "en");
  if (!locale) return 1;
  Times times;
  std::size_t bytes = 0;
  for (int i = 0; i < repeats; ++i) {
    Input input{film.reading, film.source, &film.display, {}, film.heats, {}, {}, &film.grey};
    for (const Kind& kind : kinds()) {
      if (kind.name == "picture" || kind.name == "pdf") continue;
      times.take(std::string(kind.name), [&] {
        return write_objects(input, {{std::string(kind.name)}, {}, "en"});
      });
    }
    const auto fonts = times.take("typefaces", [] { return results::load_fonts(); });
    if (!fonts) return 1;
    times.take("pages", [&] { return pages(film, *locale, *fonts).value(); });
    const auto all = times.take("all", [&] {
      std::vector<Pdf> reports;
      reports.push_back({"Draft report", "en", pages(film, *locale, results::load_fonts().value()).value()});
      input.reports = reports;
      return write_objects(input).value();
    });
    for (const Object& object : all) bytes += object.file.size();
  }
  times.print("bytes", static_cast<double>(bytes) / repeats);
  return 0;
}

// A ball that grows and shrinks through the planes, BINARY, two segments.
int write(int frames, int side, const char* path, int repeats) {
  Segmentation seg;
  seg.rows = seg.columns = side;
  seg.label = "BENCH";
  const OwnedCode structure{"91723000", "SCT", "Anatomical Structure"}, lung{"39607008", "SCT", "Lung"};
  for (int number = 1; number <= 2; ++number)
    seg.segments.push_back({number,
                            "Segment " + std::to_string(number),
                            "",
                            structure,
                            lung,
                            {},
                            "AUTOMATIC",
                            "bench",
                            "1",
                            "",
                            ""});
  seg.grid = PatientGrid{"1.2.3.4.5", {1, 0, 0, 0, 1, 0}, 0.7, 0.7, 1};
  for (int plane = 0; plane < frames / 2; ++plane) {
    seg.sources.push_back({"1.2.840.10008.5.1.4.1.1.2", "1.2.9." + std::to_string(plane + 1), "1.2.8", 0});
    for (int number = 1; number <= 2; ++number)
      seg.frames.push_back({number, plane, Vector3{0, 0, plane * 1.0}});
  }
  Radiograph film;
  const Input input{film.reading, film.source};
  const Choice choice;
  const Context context{input, choice, "bench", {}};
  std::vector<std::uint8_t> samples(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
  Times times;
  for (int i = 0; i < repeats; ++i) {
    const bool done = times.take("write", [&] {
      std::ofstream out(path, std::ios::binary);
      auto stream = SegmentationStream::begin(
          seg, begin_object(context, {"seg", "1.2.840.10008.5.1.4.1.1.66.4", "SEG", "Bench", 1}), "1.2.3.99",
          [&](dicom::ByteView bytes) -> base::Result<void> {
            out.write(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<std::streamsize>(bytes.size()));
            return {};
          });
      if (!stream) return false;
      for (int frame = 0; frame < frames; ++frame) {
        const int row = side * (frame + 1) / (frames + 1);
        std::ranges::fill(samples, std::uint8_t{0});
        std::fill(samples.begin() + static_cast<std::ptrdiff_t>(row) * side / 2,
                  samples.begin() + static_cast<std::ptrdiff_t>(row + 1) * side / 2 + side * 3,
                  std::uint8_t{1});
        if (!stream->add(samples)) return false;
      }
      return stream->finish().has_value() && out.flush().good();
    });
    if (!done) return 1;
  }
  times.print("frames", frames);
  return 0;
}

int read(const char* path, int repeats) {
  Times times;
  double inside = 0;
  for (int i = 0; i < repeats; ++i) {
    auto file = times.take("file", [&] { return base::read_file(path, std::size_t{4} << 30); });
    if (!file) return 1;
    auto opened = times.take("index", [&] { return open_segmentation(*file); });
    if (!opened) return 1;
    times.take("frame", [&] { return read_frame(*opened, opened->segmentation.frames.size() / 2); });
    inside = static_cast<double>(opened->segmentation.frames.size());
  }
  times.print("frames", inside);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "radiograph") == 0) return radiograph(std::atoi(argv[2]));
  if (argc == 6 && std::strcmp(argv[1], "write") == 0)
    return write(std::atoi(argv[2]), std::atoi(argv[3]), argv[4], std::atoi(argv[5]));
  if (argc == 4 && std::strcmp(argv[1], "read") == 0) return read(argv[2], std::atoi(argv[3]));
  std::fprintf(stderr,
               "objects-bench radiograph REPEATS | write FRAMES SIDE FILE REPEATS | read FILE REPEATS\n");
  return 2;
}
