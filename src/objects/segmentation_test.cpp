#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "image/contour.h"
#include "objects/cases_for_test.h"
#include "objects/polygon_mask.h"
#include "objects/seg.h"
#include "objects/segmentation_read.h"
#include "objects/segmentation_stream.h"
#include "objects/write_objects.h"

namespace roentgen::objects {
namespace {

std::vector<Object> segmentations_of(const OpenedCase& one) {
  return write_objects(one.input(), {{"seg"}, {}, "en"}).value();
}

const Case& case_named(const std::vector<Case>& all, const std::string& name) {
  return *std::ranges::find(all, name, &Case::name);
}

// For tests/objects/readers.py: what other programs must find in the objects.
void leave(const std::string& name, const std::string& file, dicom::ByteView bytes) {
  const char* folder = std::getenv("ROENTGEN_WRITE_OBJECTS");
  if (folder == nullptr) return;
  const auto out = std::filesystem::path(folder) / ("drawn-" + name);
  std::filesystem::create_directories(out);
  ASSERT_TRUE(base::write_file(out / file, bytes));
}

class SegmentationOfReading : public testing::TestWithParam<Case> {};

TEST_P(SegmentationOfReading, LiesOnTheStoredFilmToThePixel) {
  const OpenedCase one = open_case(GetParam());
  const auto objects = segmentations_of(one);
  std::size_t structures = 0, heats = 0;
  for (const Object& object : objects) {
    if (object.kind != "seg") continue;
    const auto opened = open_segmentation(object.file).value();
    EXPECT_TRUE(opened.remarks.empty());
    const Segmentation& seg = opened.segmentation;
    EXPECT_EQ(seg.rows, one.source.rows);
    EXPECT_EQ(seg.columns, one.source.columns);
    EXPECT_FALSE(seg.grid.has_value());
    ASSERT_EQ(seg.sources.size(), 1U);
    EXPECT_EQ(seg.sources[0], film_source(one.source));
    ASSERT_EQ(seg.frames.size(), seg.segments.size());
    for (std::size_t i = 0; i < seg.frames.size(); ++i) {
      EXPECT_EQ(seg.frames[i].segment, static_cast<int>(i) + 1);
      EXPECT_EQ(seg.frames[i].source, 0);
      const auto mask = read_frame(opened, i).value();
      leave(GetParam().name,
            (seg.type == SegmentationType::binary ? "mask-" : "fraction-") + std::to_string(i + 1) + ".png",
            image::encode_png(seg.type == SegmentationType::binary
                                  ? mask_of_polygons(one.reading.outlines[i].polygons, seg.rows, seg.columns)
                                  : image::Mask{seg.rows, seg.columns,
                                                fraction_samples(one.planes[i], seg.rows, seg.columns)}));
      if (seg.type == SegmentationType::binary) {
        const study::Outline& outline = one.reading.outlines[i];
        EXPECT_EQ(seg.segments[i].label, outline.title);
        EXPECT_EQ(mask, mask_of_polygons(outline.polygons, one.source.rows, one.source.columns));
        EXPECT_GT(image::area(mask, 1), 0);
        ++structures;
      } else {
        EXPECT_EQ(mask.samples, fraction_samples(one.planes[i], one.source.rows, one.source.columns));
        ++heats;
      }
    }
  }
  for (std::size_t i = 0; i < one.planes.size(); ++i)
    leave(GetParam().name, "heat-" + std::to_string(i + 1) + ".bin",
          std::as_bytes(std::span(one.planes[i].samples)));
  EXPECT_EQ(structures, one.reading.outlines.size());
  EXPECT_EQ(heats, one.planes.size());
}

INSTANTIATE_TEST_SUITE_P(Objects, SegmentationOfReading, testing::ValuesIn(cases()),
                         [](const auto& each) { return each.param.name; });

TEST(Segmentation, OfATurnedFilmIsTheTurnedMask) {
  // The same picture upright and lying: the lying film's mask, turned upright, is the upright film's.
  const study::Reading upright = reading_of(400, 360, 0, false), lying = reading_of(360, 400, 90, false);
  ASSERT_EQ(upright.outlines.size(), lying.outlines.size());
  for (std::size_t i = 0; i < upright.outlines.size(); ++i) {
    const image::Mask straight = mask_of_polygons(upright.outlines[i].polygons, 400, 360);
    const image::Mask side = mask_of_polygons(lying.outlines[i].polygons, 360, 400);
    EXPECT_EQ(image::turned(side, 90), straight) << upright.outlines[i].structure;
  }
}

TEST(Segmentation, HasNoHeatOfAFindingThatMayShowNone) {
  const auto all = cases();
  OpenedCase one = open_case(case_named(all, "cr"));
  for (auto& finding : one.reading.findings) finding.heat_map = false;
  for (const Object& object : segmentations_of(one))
    EXPECT_EQ(open_segmentation(object.file).value().segmentation.type, SegmentationType::binary);
  EXPECT_TRUE(write_objects(one.input(), {{"pm"}, {}, "en"}).value().empty());
}

Segmentation volume(int planes, SegmentationType type) {
  Segmentation seg;
  seg.type = type;
  seg.rows = 33;
  seg.columns = 21;
  seg.label = "VOLUME";
  seg.description = "two structures";
  for (int number = 1; number <= 2; ++number)
    seg.segments.push_back({number,
                            "structure " + std::to_string(number),
                            "",
                            {"91723000", "SCT", "Anatomical Structure"},
                            {"39607008", "SCT", "Lung"},
                            {{"24028007", "SCT", "Right"}},
                            "AUTOMATIC",
                            "chest-anatomy",
                            "1",
                            "lung",
                            "1.2.3." + std::to_string(number)});
  seg.grid = PatientGrid{"1.2.3.4.5", {1, 0, 0, 0, 0, -1}, 0.7, 0.8, 1.5};
  for (int plane = 0; plane < planes; ++plane) {
    seg.sources.push_back({"1.2.840.10008.5.1.4.1.1.2", "1.2.9." + std::to_string(plane + 1), "1.2.8", 0});
    for (int number = 1; number <= 2; ++number)
      seg.frames.push_back({number, plane, Vector3{-12.5, 3 + 1.5 * plane, 88.25}});
  }
  return seg;
}

// Frames written one by one, in memory.
base::Bytes written(const Segmentation& seg, const std::vector<image::Mask>& masks) {
  const auto all = cases();
  const OpenedCase one = open_case(case_named(all, "cr"));
  const Input input = one.input();
  const Choice choice;
  const Context context{input, choice, "test", {}};
  base::Bytes file;
  auto stream = SegmentationStream::begin(
      seg, begin_object(context, {"seg", "1.2.840.10008.5.1.4.1.1.66.4", "SEG", "Volume", 1}), "1.2.3.99",
      [&](dicom::ByteView bytes) -> base::Result<void> {
        file.insert(file.end(), bytes.begin(), bytes.end());
        return {};
      });
  EXPECT_TRUE(stream) << stream.error().message;
  for (const image::Mask& mask : masks) EXPECT_TRUE(stream->add(mask.samples));
  EXPECT_FALSE(stream->add(masks[0].samples));  // one too many
  EXPECT_TRUE(stream->finish());
  return file;
}

TEST(Segmentation, OfManyFramesIsReadAsItWasWritten) {
  std::mt19937 random(11);
  for (const auto type :
       {SegmentationType::binary, SegmentationType::probability, SegmentationType::occupancy}) {
    const Segmentation seg = volume(7, type);
    std::vector<image::Mask> masks;
    for (std::size_t i = 0; i < seg.frames.size(); ++i) {
      image::Mask mask{seg.rows, seg.columns, std::vector<std::uint8_t>(33 * 21)};
      for (auto& sample : mask.samples)
        sample = static_cast<std::uint8_t>(type == SegmentationType::binary ? random() % 2 : random() % 256);
      masks.push_back(mask);
    }
    const base::Bytes file = written(seg, masks);
    const auto opened = open_segmentation(file).value();
    EXPECT_EQ(opened.segmentation, seg);
    EXPECT_TRUE(opened.remarks.empty());
    for (std::size_t i = 0; i < masks.size(); ++i) EXPECT_EQ(read_frame(opened, i).value(), masks[i]) << i;
    EXPECT_FALSE(read_frame(opened, masks.size()));
  }
}

TEST(Segmentation, ThatCannotBeIsNotWritten) {
  const auto refused = [](const Segmentation& seg) {
    return !SegmentationStream::begin(seg, {}, "1.2.3",
                                      [](dicom::ByteView) -> base::Result<void> { return {}; });
  };
  EXPECT_FALSE(refused(volume(2, SegmentationType::binary)));
  Segmentation seg = volume(2, SegmentationType::binary);
  seg.frames[1].segment = 3;
  EXPECT_TRUE(refused(seg));
  seg = volume(2, SegmentationType::binary);
  seg.frames[1].position.reset();
  EXPECT_TRUE(refused(seg));
  seg = volume(2, SegmentationType::binary);
  seg.rows = 65536;
  EXPECT_TRUE(refused(seg));
  seg = volume(2, SegmentationType::binary);
  seg.frames.clear();
  EXPECT_TRUE(refused(seg));
  EXPECT_TRUE(refused(volume(2, SegmentationType::labels)));
}

// Files of dcmqi and highdicom; the sums are pydicom's.
struct Foreign {
  const char* file;
  SegmentationType type;
  std::size_t segments, frames;
  int sum;
  bool has_grid;
};
constexpr Foreign kForeign[] = {
    {"seg_cr_binary.dcm", SegmentationType::binary, 1, 1, 151, false},
    {"seg_ct_binary.dcm", SegmentationType::binary, 1, 3, 638, true},
    {"seg_ct_binary_overlap.dcm", SegmentationType::binary, 2, 8, 80, true},
    {"seg_ct_fractional.dcm", SegmentationType::probability, 1, 3, 83136, true},
    {"seg_dcmqi.dcm", SegmentationType::binary, 1, 13, 795, true},
    {"seg_labelmap_dcmqi.dcm", SegmentationType::labels, 2, 2, 630, true},
};

TEST(Segmentation, OfOtherProgramsIsRead) {
  const std::filesystem::path folder = "../shared/data/dicom/objects";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "the shared collection of DICOM files is not here";
  for (const Foreign& foreign : kForeign) {
    const auto file = base::read_file(folder / foreign.file, 1 << 24).value();
    const auto opened = open_segmentation(file);
    ASSERT_TRUE(opened) << foreign.file << ": " << opened.error().message;
    const Segmentation& seg = opened->segmentation;
    EXPECT_EQ(seg.type, foreign.type) << foreign.file;
    EXPECT_EQ(seg.segments.size(), foreign.segments) << foreign.file;
    ASSERT_EQ(seg.frames.size(), foreign.frames) << foreign.file;
    EXPECT_EQ(seg.grid.has_value(), foreign.has_grid) << foreign.file;
    int sum = 0;
    for (std::size_t i = 0; i < seg.frames.size(); ++i) {
      const image::Mask mask = read_frame(*opened, i).value();
      for (const std::uint8_t sample : mask.samples) sum += sample;
      EXPECT_EQ(seg.frames[i].position.has_value(), foreign.has_grid) << foreign.file << i;
      EXPECT_GE(seg.frames[i].source, 0) << foreign.file << i;
      if (seg.type != SegmentationType::labels) {
        EXPECT_GE(seg.frames[i].segment, 1) << foreign.file << i;
      }
    }
    EXPECT_EQ(sum, foreign.sum) << foreign.file;
  }
  const auto dcmqi = base::read_file(folder / "seg_dcmqi.dcm", 1 << 24).value();
  const Segmentation seg = open_segmentation(dcmqi).value().segmentation;
  EXPECT_EQ(seg.segments[0].label, "Neoplasm, Primary");
  EXPECT_NEAR((*seg.frames[1].position)[2], -115.896, 1e-9);
  EXPECT_EQ(seg.sources.size(), 13U);
}

TEST(Segmentation, ThatIsDamagedIsRefusedOrReadInPart) {
  const auto all = cases();
  const OpenedCase one = open_case(case_named(all, "odd_sizes"));
  const base::Bytes file = segmentations_of(one).at(0).file;
  EXPECT_FALSE(open_segmentation(case_named(all, "cr").film));
  for (std::size_t length = 0; length < file.size(); length += 97) {
    const auto opened = open_segmentation(dicom::ByteView(file).first(length));
    if (!opened) continue;
    for (std::size_t i = 0; i < opened->segmentation.frames.size(); ++i) (void)read_frame(*opened, i);
  }
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    base::Bytes bent = file;
    for (int i = 0; i < 3; ++i)
      bent[random() % std::min<std::size_t>(bent.size(), 4000)] ^= static_cast<std::byte>(1 + random() % 255);
    const auto opened = open_segmentation(bent);
    if (!opened) continue;
    for (std::size_t i = 0; i < std::min<std::size_t>(opened->segmentation.frames.size(), 4); ++i)
      (void)read_frame(*opened, i);
  }
}

TEST(Segmentation, ClaimsNoMoreFramesThanTheFileHolds) {
  const auto all = cases();
  base::Bytes file = segmentations_of(open_case(case_named(all, "cr"))).at(0).file;
  const std::string_view bytes(reinterpret_cast<const char*>(file.data()), file.size());
  const std::size_t at = bytes.find(std::string_view("\x28\x00\x08\x00IS\x02\x00", 8));
  ASSERT_NE(at, std::string_view::npos);
  base::Bytes more(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(at));
  for (const char c : std::string_view("\x28\x00\x08\x00IS\x0A\x00"
                                       "2000000000",
                                       18))
    more.push_back(static_cast<std::byte>(c));
  more.insert(more.end(), file.begin() + static_cast<std::ptrdiff_t>(at) + 10, file.end());
  EXPECT_FALSE(open_segmentation(more));
}

}  // namespace
}  // namespace roentgen::objects
