// Films of many kinds with a reading of each, for every kind of object: what validators and other readers are
// asked about.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "dicom/uid.h"
#include "image/codec.h"
#include "image/turn.h"
#include "objects/example_for_test.h"
#include "objects/polygon_mask.h"
#include "study/turn.h"

namespace roentgen::objects {

struct Case {
  std::string name;
  base::Bytes film;
  study::Reading reading;
  int frame = 0;
};

// A reading with what the example lacks: lungs, a finding that has no place, two heat maps; all of it on a
// picture of this size. `degrees`: how the gate turned the film.
inline study::Reading reading_of(int rows, int columns, int degrees, bool inverted) {
  study::Reading reading = example_reading("read");
  const int shown_rows = degrees % 180 == 0 ? rows : columns;
  const int shown_columns = degrees % 180 == 0 ? columns : rows;
  const double y = shown_rows / 400.0, x = shown_columns / 360.0;
  const auto scaled = [&](study::Point& p) {
    p = {std::round(p.x * x * 10) / 10, std::round(p.y * y * 10) / 10};
  };
  reading.outlines.insert(
      reading.outlines.begin(),
      {study::Outline{
           "right_lung", "right lung", "chest-anatomy", {{{40, 60}, {140, 50}, {150, 220}, {60, 330}}}, 1},
       study::Outline{
           "left_lung", "left lung", "chest-anatomy", {{{210, 50}, {310, 70}, {320, 320}, {230, 210}}}, 1}});
  for (auto& finding : reading.findings) {
    finding.heat_map = true;
    for (auto& region : finding.regions)
      for (auto& point : region.points) scaled(point);
  }
  reading.findings.push_back(reading.findings.front());
  reading.findings.back().label = "Cardiomegaly";
  reading.findings.back().title = "Cardiomegaly";
  reading.findings.back().regions.clear();
  reading.findings.back().heat_map = false;
  for (auto& outline : reading.outlines)
    for (auto& polygon : outline.polygons)
      for (auto& point : polygon) scaled(point);
  for (auto& measurement : reading.measurements)
    for (auto& segment : measurement.segments)
      for (auto& point : segment) scaled(point);
  reading.gate.correction = {degrees, inverted};
  reading.source.rows = shown_rows;
  reading.source.columns = shown_columns;
  return study::turned(reading, (360 - degrees) % 360);  // back onto the stored picture
}

// A bump around the middle of the first region, over the whole stored film.
inline image::Plane heat_of(const study::Finding& finding, int rows, int columns) {
  const int longest = 64;
  const double scale = static_cast<double>(longest) / std::max(rows, columns);
  image::Plane plane{std::max(1, static_cast<int>(std::lround(rows * scale))),
                     std::max(1, static_cast<int>(std::lround(columns * scale))),
                     {}};
  study::Point middle{columns * 0.4, rows * 0.7};
  if (!finding.regions.empty())
    middle = {(finding.regions[0].points[0].x + finding.regions[0].points[1].x) / 2,
              (finding.regions[0].points[0].y + finding.regions[0].points[1].y) / 2};
  for (int row = 0; row < plane.rows; ++row)
    for (int column = 0; column < plane.columns; ++column) {
      const double dx = (column + 0.5) / plane.columns - (middle.x + 0.5) / columns;
      const double dy = (row + 0.5) / plane.rows - (middle.y + 0.5) / rows;
      plane.samples.push_back(static_cast<float>(std::exp(-(dx * dx + dy * dy) / 0.02)));
    }
  return plane;
}

// A case opened, with everything that objects are made of.
struct OpenedCase {
  dicom::Film film;
  Source source;
  study::Reading reading;
  std::vector<image::Plane> planes;
  std::vector<Heat> heats;

  Input input() const {
    Input result{reading, source, &film.display, {}, heats, {}, {}, film.grey ? &*film.grey : nullptr};
    return result;
  }
};

inline OpenedCase open_case(const Case& one) {
  OpenedCase opened;
  const std::string hash = base::sha256_hex(one.film);
  dicom::FilmOptions options;
  options.frame = one.frame;
  opened.film = dicom::read_film(one.film, "film", options).value();
  opened.source = read_source(one.film, opened.film.acquisition, hash, one.frame).value();
  opened.reading = one.reading;
  opened.reading.provenance.input_sha256 = hash;
  for (const study::Finding& finding : opened.reading.findings)
    if (finding.present && finding.heat_map)
      opened.planes.push_back(heat_of(finding, opened.film.display.rows, opened.film.display.columns));
  std::size_t next = 0;
  for (const study::Finding& finding : opened.reading.findings)
    if (finding.present && finding.heat_map)
      opened.heats.push_back({finding.label, finding.title, finding.model, &opened.planes[next++]});
  return opened;
}

// 12 bits in 16, a picture in which left, right, top and bottom differ.
inline std::vector<std::byte> ramp_pixels(int rows, int columns, int frames = 1) {
  std::vector<std::byte> bytes;
  for (int frame = 0; frame < frames; ++frame)
    for (int row = 0; row < rows; ++row)
      for (int column = 0; column < columns; ++column) {
        const int value =
            (row * 2600 / rows + column * 1400 / columns + (row / 25 + column / 25) % 2 * 90) % 4096;
        bytes.push_back(static_cast<std::byte>(value & 0xFF));
        bytes.push_back(static_cast<std::byte>(value >> 8));
      }
  return bytes;
}

inline std::vector<Case> cases() {
  using dicom::DataSetWriter;
  using dicom::Tag;
  struct Recipe {
    const char* name;
    std::function<void(DataSetWriter&)> change;
    int rows = 400, columns = 360;
    int degrees = 0;
    bool inverted = false;
    const char* sop_class = "1.2.840.10008.5.1.4.1.1.1";
    int frames = 1;
  };
  constexpr const char* kDigital = "1.2.840.10008.5.1.4.1.1.1.1";
  constexpr const char* kMammography = "1.2.840.10008.5.1.4.1.1.1.2";
  constexpr const char* kMultiFrame = "1.2.840.10008.5.1.4.1.1.7.3";
  const auto nothing = [](DataSetWriter&) {};
  const auto text = [](Tag tag, const char* vr, std::string value) {
    return [=](DataSetWriter& film) { film.text(tag, vr, value); };
  };
  const std::vector<Recipe> recipes{
      {"cr", text({0x0028, 0x0030}, "DS", "0.8\\0.8")},
      {"dx",
       [](DataSetWriter& film) {
         film.text({0x0008, 0x0060}, "CS", "DX").text({0x0018, 0x1164}, "DS", "0.14\\0.14");
         film.text({0x0020, 0x0020}, "CS", "L\\F").text({0x0020, 0x0062}, "CS", "U");
         film.text({0x0028, 0x1052}, "DS", "-1024").text({0x0028, 0x1053}, "DS", "2");
         film.text({0x0028, 0x1050}, "DS", "2000").text({0x0028, 0x1051}, "DS", "4000");
         film.text({0x0020, 0x0052}, "UI", "1.2.3.77");
       },
       400, 360, 0, false, kDigital},
      {"mg",
       [](DataSetWriter& film) {
         film.text({0x0008, 0x0060}, "CS", "MG").text({0x0018, 0x1164}, "DS", "0.07\\0.07");
         film.text({0x0020, 0x0020}, "CS", "A\\R").text({0x0020, 0x0062}, "CS", "R");
         film.text({0x0018, 0x1114}, "DS", "1.05");
       },
       400, 360, 0, false, kMammography},
      {"monochrome1",
       [](DataSetWriter& film) {
         film.text({0x0028, 0x0004}, "CS", "MONOCHROME1").text({0x0018, 0x1164}, "DS", "0.2\\0.2");
         film.text({0x0028, 0x1050}, "DS", "1800").text({0x0028, 0x1051}, "DS", "3000");
       }},
      {"two_frames", text({0x0028, 0x0008}, "IS", "2"), 400, 360, 0, false, kMultiFrame, 2},
      {"turned_90", text({0x0018, 0x1164}, "DS", "0.15\\0.15"), 300, 420, 90, false},
      {"turned_180_inverted", nothing, 400, 360, 180, true},
      {"turned_270", text({0x0020, 0x0020}, "CS", "H\\L"), 311, 417, 270, false},
      {"tall_pixels", text({0x0018, 0x1164}, "DS", "0.3\\0.15"), 200, 360},
      {"aspect_ratio", text({0x0028, 0x0034}, "IS", "3\\2"), 201, 333},
      {"bare",
       [](DataSetWriter& film) {
         for (const Tag tag :
              {Tag{0x0008, 0x0020}, Tag{0x0008, 0x0030}, Tag{0x0008, 0x0050}, Tag{0x0008, 0x0060},
               Tag{0x0008, 0x0070}, Tag{0x0010, 0x0010}, Tag{0x0010, 0x0020}})
           film.remove(tag);
       }},
      {"voi_lut",
       [](DataSetWriter& film) {
         DataSetWriter table;
         std::vector<std::uint16_t> words;
         for (int i = 0; i < 4096; ++i)
           words.push_back(
               static_cast<std::uint16_t>(std::lround(4095 / (1 + std::exp(-(i - 2000) / 500.0)))));
         const std::array<std::uint16_t, 3> descriptor{4096, 0, 12};
         table.numbers({0x0028, 0x3002}, descriptor)
             .text({0x0028, 0x3003}, "LO", "S-CURVE")
             .bytes({0x0028, 0x3006}, "OW", std::as_bytes(std::span(words)));
         film.sequence({0x0028, 0x3010}, {table});
       }},
      {"modality_lut",
       [](DataSetWriter& film) {
         DataSetWriter table;
         std::vector<std::uint16_t> words;
         for (int i = 0; i < 4096; ++i) words.push_back(static_cast<std::uint16_t>(65535 - i * 16));
         const std::array<std::uint16_t, 3> descriptor{4096, 0, 16};
         table.numbers({0x0028, 0x3002}, descriptor)
             .text({0x0028, 0x3004}, "LO", "US")
             .bytes({0x0028, 0x3006}, "OW", std::as_bytes(std::span(words)));
         film.sequence({0x0028, 0x3000}, {table});
       }},
      {"sigmoid",
       [](DataSetWriter& film) {
         film.text({0x0028, 0x1050}, "DS", "2000").text({0x0028, 0x1051}, "DS", "2000");
         film.text({0x0028, 0x1056}, "CS", "SIGMOID");
       }},
      {"japanese",
       [](DataSetWriter& film) {
         film.text({0x0008, 0x0005}, "CS", "\\ISO 2022 IR 87");
         film.text({0x0010, 0x0010}, "PN", "Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B");
       }},
      {"chinese",
       [](DataSetWriter& film) {
         film.text({0x0008, 0x0005}, "CS", "GB18030");
         film.text({0x0010, 0x0010}, "PN", "Wang^XiaoDong=\xCD\xF5^\xD0\xA1\xB6\xAB");
       }},
      {"utf8_long_name",
       [](DataSetWriter& film) {
         film.text({0x0008, 0x0005}, "CS", "ISO_IR 192");
         film.text({0x0010, 0x0010}, "PN",
                   "von und zu M\xC3\xBChlhausen-\xC3\x84schenbrunnen^Friederike^^Freifrau");
       }},
      {"odd_sizes", nothing, 317, 241},
  };
  std::vector<Case> result;
  for (const Recipe& recipe : recipes) {
    DataSetWriter film = example_film();
    film.number({0x0028, 0x0010}, static_cast<std::uint16_t>(recipe.rows))
        .number({0x0028, 0x0011}, static_cast<std::uint16_t>(recipe.columns))
        .text({0x0008, 0x0016}, "UI", recipe.sop_class)
        .text({0x0008, 0x0018}, "UI", dicom::uid_of_words({"case", recipe.name}))
        .number({0x0028, 0x0101}, 12)
        .number({0x0028, 0x0102}, 11)
        .bytes({0x7FE0, 0x0010}, "OW", ramp_pixels(recipe.rows, recipe.columns, recipe.frames));
    recipe.change(film);
    result.push_back(
        {recipe.name, dicom::part10_file(film, recipe.sop_class, dicom::uid_of_words({"case", recipe.name})),
         reading_of(recipe.rows, recipe.columns, recipe.degrees, recipe.inverted), recipe.frames - 1});
  }
  image::Image picture{400, 360, {}};
  for (int i = 0; i < 400 * 360; ++i) picture.samples.push_back(static_cast<std::uint16_t>(i % 360 * 180));
  result.push_back({"png", image::encode_png(picture), reading_of(400, 360, 0, false), 0});
  Case unread = result.front();
  unread.name = "not_read";
  unread.reading = example_reading("not_read");
  result.push_back(unread);
  Case quiet = result.front();
  quiet.name = "no_finding";
  for (auto& finding : quiet.reading.findings) finding.present = false;
  result.push_back(quiet);
  return result;
}

}  // namespace roentgen::objects
