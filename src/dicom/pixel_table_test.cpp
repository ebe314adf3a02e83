// docs/PIXELS.md is what this program does: every row is a file that is made here and read. The test fails
// when the page is out of date; it is written anew by
//   ROENTGEN_WRITE_PIXELS=1 build/dev/dicom_test --gtest_filter='PixelTable.*'
#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "dicom/film.h"
#include "dicom/pixel_case_for_test.h"
#include "dicom/stored_pixels.h"

namespace roentgen::dicom {
namespace {

const char* const kPage = "docs/PIXELS.md";

std::string line(std::initializer_list<std::string> cells) {
  std::string row = "|";
  for (const std::string& cell : cells) row += " " + cell + " |";
  return row + "\n";
}

std::string heading(std::initializer_list<std::string> cells) {
  std::string rule = "|";
  for (std::size_t i = 0; i < cells.size(); ++i) rule += " --- |";
  return "\n" + line(cells) + rule + "\n";
}

std::string greys(const image::Image& image) {
  std::string text;
  for (const auto sample : image.samples)
    text += (text.empty() ? "" : " / ") + std::to_string((sample + 128) / 257);
  return text;
}

std::string shown_or_refused(const base::Bytes& file, const FilmOptions& options = {}) {
  const auto film = read_film(file, "made", options);
  return film ? greys(film->display) : "refused: " + film.error().message;
}

FilmOptions options_of(const PixelCase& c) {
  FilmOptions options;
  if (c.voi == VoiKind::asked)
    options.window = Window{std::stod(window_centre(c)), std::stod(window_width(c))};
  return options;
}

// How many combinations with one property were compared with the formulas, and how far off the worst was.
struct Tally {
  int combinations = 0, values = 0, worst = 0;
  void add(const Tally& other) {
    combinations += other.combinations;
    values += other.values;
    worst = std::max(worst, other.worst);
  }
  std::string row(const std::string& name) const {
    return line({name, std::to_string(combinations), std::to_string(values), std::to_string(worst)});
  }
};

Tally compared(const PixelCase& c) {
  const auto film = read_film(file_of(c), "made", options_of(c));
  const auto expected = expected_display(c);
  Tally tally{1, static_cast<int>(expected.size()), 0};
  for (std::size_t i = 0; i < expected.size(); ++i)
    tally.worst = std::max(tally.worst, film ? levels_off(film->display.samples[i], expected[i]) : 65535);
  return tally;
}

std::string windows() {
  std::string page =
      "\n## Window functions\n\nCentre 40, width 400 on modality values -128, 65 and 194 (PS3.3 "
      "C.11.2.1.2.1, "
      "C.11.2.1.3), in 8 bits.\n";
  page += heading({"VOI LUT Function", "shown"});
  for (const char* function : {"", "LINEAR", "LINEAR_EXACT", "SIGMOID", "sigmoid", "NO_SUCH"})
    page += line({*function == 0 ? "absent" : function,
                  shown_or_refused(film_of({896, 1089, 1218}, {}, [&](DataSetForTest& set) {
                    set.text(tag::kWindowCenter, "DS", "40").text(tag::kWindowWidth, "DS", "400");
                    set.text(tag::kRescaleIntercept, "DS", "-1024").text(tag::kRescaleSlope, "DS", "1");
                    if (*function != 0) set.text(tag::kVoiLutFunction, "CS", function);
                  }))});
  return page;
}

std::string polarity() {
  std::string page =
      "\n## Polarity\n\nStored 0, 1365 and 4095 of 12 bits, window centre 2048, width 4096. Inversion is the "
      "last "
      "step and happens once at most.\n";
  page += heading({"Photometric Interpretation", "Presentation LUT Shape", "shown"});
  for (const char* photometric : {"MONOCHROME1", "MONOCHROME2"})
    for (const char* shape : {"", "IDENTITY", "INVERSE"}) {
      ImageForTest image;
      image.photometric = photometric;
      page += line({photometric, *shape == 0 ? "absent" : shape,
                    shown_or_refused(film_of({0, 1365, 4095}, image, [&](DataSetForTest& set) {
                      set.text(tag::kWindowCenter, "DS", "2048").text(tag::kWindowWidth, "DS", "4096");
                      if (*shape != 0) set.text(tag::kPresentationLutShape, "CS", shape);
                    }))});
    }
  return page;
}

std::string precedence() {
  const auto file = film_of({0, 1, 2, 3}, {}, [](DataSetForTest& set) {
    set.text(tag::kWindowCenter, "DS", "2\\1").text(tag::kWindowWidth, "DS", "4\\2");
    set.text(tag::kWindowExplanation, "LO", "WIDE\\NARROW");
    DataSetForTest item;
    item.shorts(tag::kLutDescriptor, "US", {4, 0, 8}).text(tag::kLutExplanation, "LO", "CURVE");
    item.shorts(tag::kLutData, "OW", {0, 200, 100, 255});
    set.sequence(tag::kVoiLutSequence, item);
  });
  std::string page =
      "\n## Which window\n\nA file with a VOI LUT \"CURVE\" and two windows, \"WIDE\" (centre 2, width 4) "
      "and \"NARROW\" "
      "(centre 1, width 2); stored 0, 1, 2, 3. The order of precedence: the window that the user asks for, "
      "the one "
      "of the file that the user names, the first VOI LUT, the first window, the image's own values.\n";
  page += heading({"asked", "shown"});
  FilmOptions options;
  page += line({"nothing", shown_or_refused(file, options)});
  for (const char* name : {"CURVE", "wide", "NARROW", "2", "LUNG"}) {
    options.voi = name;
    page += line({std::string("`--voi ") + name + "`", shown_or_refused(file, options)});
  }
  options.voi.reset();
  options.window = Window{2.5, 2};
  return page + line({"`--window 2.5,2`", shown_or_refused(file, options)});
}

std::string every_combination() {
  std::array<Tally, 9> bits, voi;
  std::array<Tally, 6> modality;
  std::array<Tally, 3> layout, padding;
  std::array<Tally, 2> sign;
  int number = 0;
  // A part of what pixel_case_test.cpp checks whole; 17 has no factor in common with the counts of kinds.
  for_each_pixel_case([&](const PixelCase& c) {
    if (number++ % 17 != 0) return;
    const Tally tally = compared(c);
    bits[static_cast<std::size_t>(c.bits - 8)].add(tally);
    sign[c.is_signed ? 1 : 0].add(tally);
    layout[static_cast<std::size_t>(c.layout)].add(tally);
    modality[static_cast<std::size_t>(c.modality)].add(tally);
    voi[static_cast<std::size_t>(c.voi)].add(tally);
    padding[static_cast<std::size_t>(c.padding)].add(tally);
  });
  std::string page =
      "\n## Every combination\n\nPhotometric × Presentation LUT Shape × modality × VOI × padding × bits "
      "stored × sign × "
      "high bit: " +
      std::to_string(number) +
      " files, each with 18 stored values and every unused bit set. `build/dev/dicom_test "
      "--gtest_filter='PixelCase.*'` compares all of them with the formulas of PS3.3, to the last of 65,536 "
      "grey "
      "levels. Here a seventeenth of them, one property at a time; the worst difference is in 65,536ths.\n";
  page += heading({"property", "combinations", "values", "worst difference"});
  for (std::size_t i = 0; i < bits.size(); ++i) page += bits[i].row("bits stored: " + std::to_string(8 + i));
  page += sign[0].row("unsigned") + sign[1].row("signed");
  for (std::size_t i = 0; i < 3; ++i) page += layout[i].row(std::string("high bit: ") + kLayoutNames[i]);
  for (std::size_t i = 0; i < 6; ++i) page += modality[i].row(std::string("modality: ") + kModalityNames[i]);
  for (std::size_t i = 0; i < 9; ++i) page += voi[i].row(std::string("VOI: ") + kVoiNames[i]);
  for (std::size_t i = 0; i < 3; ++i) page += padding[i].row(std::string("padding: ") + kPaddingNames[i]);
  return page;
}

// Black, red, green, blue, white.
std::vector<std::array<int, 3>> colours_of(const std::string& photometric) {
  // ITU-R BT.601, full range and studio range, rounded by hand.
  if (photometric.starts_with("YBR_PARTIAL"))
    return {{16, 128, 128}, {81, 90, 240}, {145, 54, 34}, {41, 240, 110}, {235, 128, 128}};
  if (photometric.starts_with("YBR_FULL"))
    return {{0, 128, 128}, {76, 85, 255}, {150, 44, 21}, {29, 255, 107}, {255, 128, 128}};
  return {{0, 0, 0}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
}

// One row of five pixels.
DataSetForTest colour_header(const std::string& photometric, int bits, bool planar) {
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.7");
  set.number(tag::kSamplesPerPixel, photometric == "CMYK" || photometric == "ARGB" ? 4 : 3);
  set.text(tag::kPhotometricInterpretation, "CS", photometric);
  set.number(tag::kPlanarConfiguration, planar ? 1 : 0).number(tag::kRows, 1).number(tag::kColumns, 5);
  set.number(tag::kBitsAllocated, bits).number(tag::kBitsStored, bits).number(tag::kHighBit, bits - 1);
  set.number(tag::kPixelRepresentation, 0);
  return set;
}

base::Bytes with_bytes(DataSetForTest set, const std::vector<int>& samples) {
  base::Bytes bytes;
  for (const int sample : samples) bytes.push_back(static_cast<std::byte>(sample));
  if (bytes.size() % 2 != 0) bytes.push_back(std::byte{0});
  set.raw(tag::kPixelData, "OB", bytes);
  return with_meta(set, kExplicitLittleEndian);
}

base::Bytes colour_file(const std::string& photometric, int bits, bool planar) {
  DataSetForTest set = colour_header(photometric, bits, planar);
  std::vector<int> samples;
  const int scale = bits == 16 ? 257 : 1;
  for (int plane = 0; plane < (planar ? 3 : 1); ++plane)
    for (const auto& colour : colours_of(photometric))
      for (std::size_t i = 0; i < 3; ++i)
        if (!planar || static_cast<int>(i) == plane) samples.push_back(colour[i] * scale);
  if (bits != 16) return with_bytes(set, samples);
  set.shorts(tag::kPixelData, "OW", samples);
  return with_meta(set, kExplicitLittleEndian);
}

// Two samples a pixel: the luma of two pixels, then the chroma of the first of them (PS3.3 C.7.6.3.1.2). The
// fifth pixel has a pair of its own, whose second half lies outside of the picture.
base::Bytes subsampled_file(const std::string& photometric) {
  const auto colours = colours_of(photometric);
  std::vector<int> samples;
  for (std::size_t i = 0; i < colours.size(); i += 2) {
    const int outside = 77;
    const int second = i + 1 < colours.size() ? colours[i + 1][0] : outside;
    samples.insert(samples.end(), {colours[i][0], second, colours[i][1], colours[i][2]});
  }
  return with_bytes(colour_header(photometric, 8, false), samples);
}

// The same five colours through a palette whose first entry belongs to stored value 10.
base::Bytes palette_file(int entry_bits, bool segmented) {
  DataSetForTest set;
  set.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.7");
  ImageForTest image;
  image.allocated = image.stored = 8;
  image.photometric = "PALETTE COLOR";
  add_image(set, image, 6);
  const int high = entry_bits == 16 ? 65535 : 255;
  const std::vector<std::vector<int>> channels{
      {0, high, 0, 0, high, high}, {0, 0, high, 0, high, high}, {0, 0, 0, high, high, high}};
  for (std::uint16_t i = 0; i < 3; ++i)
    set.shorts(Tag{0x0028, static_cast<std::uint16_t>(0x1101 + i)}, "US", {6, 10, entry_bits});
  for (std::uint16_t i = 0; i < 3; ++i) {
    std::vector<int> data = channels[i];
    if (segmented) {
      data = {0, 5};  // five as they are, and a line of one step to the sixth
      data.insert(data.end(), channels[i].begin(), channels[i].end() - 1);
      data.insert(data.end(), {1, 1, channels[i].back()});
    }
    set.shorts(Tag{0x0028, static_cast<std::uint16_t>((segmented ? 0x1221 : 0x1201) + i)}, "OW", data);
  }
  base::Bytes bytes;
  for (const int stored : {0, 11, 12, 13, 14, 255}) bytes.push_back(static_cast<std::byte>(stored));
  set.raw(tag::kPixelData, "OB", bytes);
  return with_meta(set, kExplicitLittleEndian);
}

std::string colour() {
  std::string page =
      "\n## Colour\n\nBlack, red, green, blue and white become their luma (ITU-R BT.601: 0 / 76 / 150 / 29 / "
      "255). Colour "
      "transforms inside a JPEG or JPEG 2000 stream are undone by what the stream says.\n";
  page += heading({"Photometric Interpretation", "bits", "planar configuration", "shown"});
  for (const char* photometric : {"RGB", "YBR_FULL", "YBR_PARTIAL_422", "YBR_RCT", "YBR_ICT"})
    for (const int bits : {8, 16})
      for (const bool planar : {false, true})
        page += line({photometric, std::to_string(bits), planar ? "1" : "0",
                      shown_or_refused(colour_file(photometric, bits, planar))});
  for (const char* photometric : {"YBR_FULL_422", "YBR_PARTIAL_422"})
    page += line({photometric + std::string(", two samples a pixel"), "8", "0",
                  shown_or_refused(subsampled_file(photometric))});
  for (const char* photometric : {"HSV", "ARGB", "CMYK"})
    page += line({photometric, "8", "0", shown_or_refused(colour_file(photometric, 8, false))});
  page += "\nPALETTE COLOR, stored values 0 (below the palette), 11 to 14 and 255 (above it):\n";
  page += heading({"palette", "shown"});
  page += line({"16-bit entries", shown_or_refused(palette_file(16, false))});
  page += line({"8-bit entries in words", shown_or_refused(palette_file(8, false))});
  page += line({"16-bit entries, segmented", shown_or_refused(palette_file(16, true))});
  return page;
}

std::string spacing() {
  struct Row {
    const char *pixel, *imager, *magnification, *calibration, *modality;
  };
  std::string page =
      "\n## Pixel spacing\n\nA length is measured with one spacing and says of what kind it is (PS3.3 "
      "10.7.1.3).\n";
  page += heading(
      {"Pixel Spacing", "Imager Pixel Spacing", "ERMF", "Calibration Type", "Modality", "mm", "kind"});
  for (const Row& row :
       {Row{"", "", "", "", "DX"}, Row{"", "0.2", "", "", "DX"}, Row{"", "0.2", "1.25", "", "DX"},
        Row{"0.2", "0.2", "", "", "DX"}, Row{"0.2", "0.2", "1.25", "", "DX"},
        Row{"0.16", "0.2", "", "GEOMETRY", "DX"}, Row{"0.15", "0.2", "", "FIDUCIAL", "DX"},
        Row{"0.15", "0.2", "", "", "DX"}, Row{"0.2", "", "", "", "CR"}, Row{"0.7", "", "", "", "CT"}}) {
    const auto file = film_of({0, 1, 2, 3}, {}, [&](DataSetForTest& set) {
      const auto twice = [](const char* value) { return std::string(value) + "\\" + value; };
      set.text(tag::kModality, "CS", row.modality);
      if (*row.magnification != 0)
        set.text(tag::kEstimatedRadiographicMagnification, "DS", row.magnification);
      if (*row.imager != 0) set.text(tag::kImagerPixelSpacing, "DS", twice(row.imager));
      if (*row.pixel != 0) set.text(tag::kPixelSpacing, "DS", twice(row.pixel));
      if (*row.calibration != 0) set.text(tag::kPixelSpacingCalibrationType, "CS", row.calibration);
    });
    const auto film = read_film(file, "made");
    const study::PixelSpacing found = film ? film->acquisition.spacing : study::PixelSpacing{};
    constexpr const char* kKinds[] = {"none: lengths are in pixels", "at the detector",
                                      "corrected for magnification", "calibrated"};
    std::ostringstream mm;
    mm << found.row_mm;
    page +=
        line({row.pixel, row.imager, row.magnification, row.calibration, row.modality,
              found.kind == study::SpacingKind::none ? "" : mm.str(), kKinds[static_cast<int>(found.kind)]});
  }
  return page;
}

std::string syntaxes() {
  std::string page =
      "\n## Transfer syntaxes\n\nWhat is read, and what is refused by name. `tests/pixels/oracle.py` holds "
      "every lossless one "
      "against an independent decoder. A grey JPEG 2000 stream that is signed is read as signed, whatever "
      "Pixel Representation "
      "says; an unsigned one is read as the header says. Where its sign or its precision is not the "
      "header's, a remark names "
      "both.\n";
  page += heading({"UID", "name", "read by"});
  for (const TransferSyntax& syntax : transfer_syntaxes()) {
    constexpr const char* kDecoders[] = {"as it is",
                                         "our own",
                                         "our own (lossless), DCMTK's IJG libraries (lossy)",
                                         "our own (lossless, one component), CharLS (others)",
                                         "OpenJPEG, in a process of its own",
                                         "OpenJPH or OpenJPEG, in a process of its own",
                                         "zlib",
                                         ""};
    std::string how = kDecoders[static_cast<int>(syntax.codec)];
    if (syntax.deflated) how = "zlib";
    if (syntax.codec == Codec::none) {
      DataSetForTest set;
      add_image(set, {}, 4);
      DataSetForTest fragments;
      for (int i = 0; i < 2; ++i) {
        fragments.word(0xFFFE, 2);
        fragments.word(0xE000, 2);
        fragments.word(0, 4);
      }
      set.raw(tag::kPixelData, "OB", fragments.bytes(), true);
      how = shown_or_refused(with_meta(set, syntax.uid));
    }
    page += line({"`" + std::string(syntax.uid) + "`", std::string(syntax.name), how});
  }
  return page;
}

TEST(PixelTable, IsUpToDate) {
  const std::string page =
      "# Pixels\n\nWhat happens to stored values on their way to the screen and to a network. Generated: "
      "every row is a "
      "file that the test program makes and reads. `ROENTGEN_WRITE_PIXELS=1 build/dev/dicom_test "
      "--gtest_filter='PixelTable.*'` writes this page; `./run-tests` fails when it is out of date.\n\n"
      "The order is always: stored bits (high bit, sign) → modality (LUT, else slope and intercept) → VOI "
      "(LUT or window) "
      "→ inversion → 16-bit display values. Padding is black. A frame that cannot be decoded whole is an "
      "error, never a "
      "picture; a picture of one grey is shown, and never scored.\n" +
      windows() + polarity() + precedence() + every_combination() + colour() + spacing() + syntaxes();
  if (std::getenv("ROENTGEN_WRITE_PIXELS") != nullptr) std::ofstream(kPage) << page;
  std::ifstream file(kPage);
  std::ostringstream written;
  written << file.rdbuf();
  EXPECT_TRUE(written.str() == page)
      << kPage << " is out of date: "
      << "ROENTGEN_WRITE_PIXELS=1 build/dev/dicom_test --gtest_filter='PixelTable.*' writes it";
}

// The page shows luma alone; worked out by hand from PS3.3 C.7.6.3.1.2.
TEST(PixelTable, BothPixelsOfASubsampledPairHaveTheChromaOfTheFirst) {
  const std::vector<int> full{0, 128, 128, 76, 128, 128, 150, 44, 21, 29, 44, 21, 255, 128, 128};
  const std::vector<int> partial{16, 128, 128, 81, 128, 128, 145, 54, 34, 41, 54, 34, 235, 128, 128};
  for (const auto& [photometric, expected] :
       {std::pair{"YBR_FULL_422", full}, {"YBR_PARTIAL_422", partial}}) {
    std::vector<int> samples;
    const auto pixels =
        describe_stored_pixels(subsampled_file(photometric), [&](std::span<const std::byte> frame) {
          for (const std::byte byte : frame) samples.push_back(std::to_integer<int>(byte));
        });
    ASSERT_TRUE(pixels) << photometric << ": " << pixels.error().message;
    EXPECT_EQ(pixels->shape, (std::vector<int>{1, 5, 3})) << photometric;
    EXPECT_EQ(samples, expected) << photometric;
  }
}

}  // namespace
}  // namespace roentgen::dicom
