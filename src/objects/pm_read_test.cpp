#include "objects/pm_read.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <limits>

#include "objects/object_cases_for_test.h"
#include "objects/pm.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

TEST(ParametricMapRead, ComesBackAsItWasWritten) {
  int maps = 0;
  for (const ObjectCase& one : object_cases()) {
    const auto objects = write_case(one, {{"pm"}, {}, "en"}).value();
    const auto pm = std::ranges::find(objects, "pm", &Object::kind);
    if (pm == objects.end()) continue;
    ++maps;
    const auto opened = open_parametric_map(pm->file);
    ASSERT_TRUE(opened.has_value()) << one.name << ": " << opened.error().message;
    const ExampleFilm film = open_example(one.file);
    const ExamplePlanes planes;
    const ParametricMap& map = opened->map;
    EXPECT_EQ(map.rows, 20) << one.name;
    EXPECT_EQ(map.columns, 18) << one.name;
    EXPECT_EQ(map.label, "HEAT_MAPS");
    ASSERT_EQ(map.frames.size(), 1U) << one.name;
    const MapFrame& frame = map.frames[0];
    EXPECT_EQ(frame.label, "Effusion");
    EXPECT_EQ(frame.quantity.value, "130402");
    EXPECT_EQ(frame.finding.view(), find_code("finding", "Effusion").value());
    EXPECT_EQ(frame.unit.value, "1");
    EXPECT_EQ(frame.slope, 1);
    EXPECT_EQ(frame.intercept, 0);
    ASSERT_EQ(frame.source, 0);
    EXPECT_EQ(map.sources[0].sop_instance_uid, film.source.sop_instance_uid) << one.name;
    EXPECT_EQ(map.sources[0].frame, film.source.frames > 1 ? film.source.frame + 1 : 0) << one.name;
    const Input input{one.reading, film.source};
    const PlacedGrid placed = place_on_film(input, 20, 18);
    ASSERT_TRUE(map.grid.has_value());
    EXPECT_EQ(map.grid->frame_of_reference_uid, placed.grid.frame_of_reference_uid);
    EXPECT_EQ(map.grid->orientation, placed.grid.orientation);
    EXPECT_NEAR(map.grid->row_mm, placed.grid.row_mm, 1e-9);
    ASSERT_TRUE(frame.position.has_value());
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR((*frame.position)[i], placed.position[i], 1e-9);
    EXPECT_EQ(read_map_frame(*opened, 0).value().samples, planes.effusion.samples) << one.name;
    EXPECT_FALSE(read_map_frame(*opened, 1).has_value());
    EXPECT_TRUE(opened->remarks.empty()) << opened->remarks.front();
  }
  EXPECT_GT(maps, 10);
}

// A map as other writers make them: two frames, whole numbers or doubles, one mapping for all.
dicom::DataSetWriter foreign_map() {
  dicom::DataSetWriter out, shared, mapping, unit;
  constexpr double kSlope = 0.5, kIntercept = -10;
  unit.text(tag::kCodeValue, "SH", "um2/s").text(tag::kCodingScheme, "SH", "UCUM");
  mapping.text(tag::kLutLabel, "SH", "ADC")
      .sequence(tag::kMeasurementUnitsCodeSequence, {unit})
      .doubles(tag::kRealWorldValueSlope, std::span(&kSlope, 1))
      .doubles(tag::kRealWorldValueIntercept, std::span(&kIntercept, 1));
  shared.sequence(tag::kRealWorldValueMappingSequence, {mapping});
  out.text(tag::kSopClassUid, "UI", kParametricMapStorage)
      .text(tag::kNumberOfFrames, "IS", "2")
      .number(tag::kSamplesPerPixel, 1)
      .text(tag::kPhotometricInterpretation, "CS", "MONOCHROME2")
      .number(tag::kRows, 1)
      .number(tag::kColumns, 2)
      .sequence(tag::kSharedFunctionalGroups, {shared});
  return out;
}

base::Bytes file_of(const dicom::DataSetWriter& data) {
  return dicom::part10_file(data, kParametricMapStorage, "1.2.3");
}

template <class Number>
std::vector<std::byte> bytes_of(std::initializer_list<Number> numbers) {
  std::vector<std::byte> bytes;
  for (const Number number : numbers) {
    const auto part = std::bit_cast<std::array<std::byte, sizeof(Number)>>(number);
    bytes.insert(bytes.end(), part.begin(), part.end());
  }
  return bytes;
}

TEST(ParametricMapRead, WholeNumbersHaveTheirMappingApplied) {
  dicom::DataSetWriter data = foreign_map();
  data.number(tag::kBitsAllocated, 16)
      .number(tag::kBitsStored, 16)
      .number(tag::kHighBit, 15)
      .number(tag::kPixelRepresentation, 0)
      .bytes(tag::kPixelData, "OW", bytes_of<std::uint16_t>({0, 20, 65535, 3}));
  const base::Bytes file = file_of(data);
  const auto opened = open_parametric_map(file);
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  ASSERT_EQ(opened->map.frames.size(), 2U);
  EXPECT_EQ(opened->map.frames[1].label, "ADC");
  EXPECT_EQ(opened->map.frames[1].unit.value, "um2/s");
  EXPECT_EQ(opened->map.frames[1].source, -1);
  EXPECT_EQ(read_map_frame(*opened, 0).value().samples, (std::vector<float>{-10, 0}));
  EXPECT_EQ(read_map_frame(*opened, 1).value().samples, (std::vector<float>{32757.5F, -8.5F}));
  EXPECT_FALSE(opened->remarks.empty());  // its frames are not described
}

TEST(ParametricMapRead, DoublesAreReadAndWhatIsNoNumberBecomesNought) {
  dicom::DataSetWriter data = foreign_map();
  data.number(tag::kBitsAllocated, 64)
      .bytes(tag::kDoubleFloatPixelData, "OD",
             bytes_of<double>({1, std::numeric_limits<double>::quiet_NaN(), 1e300, -4}));
  const base::Bytes file = file_of(data);
  const auto opened = open_parametric_map(file);
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  EXPECT_EQ(read_map_frame(*opened, 0).value().samples, (std::vector<float>{-9.5F, 0}));
  EXPECT_EQ(read_map_frame(*opened, 1).value().samples, (std::vector<float>{0, -12}));
}

TEST(ParametricMapRead, RefusesWhatIsNotThere) {
  dicom::DataSetWriter data = foreign_map();
  data.number(tag::kBitsAllocated, 32)
      .text(tag::kNumberOfFrames, "IS", "90000")
      .bytes(tag::kFloatPixelData, "OF", bytes_of<float>({1, 2}));
  EXPECT_FALSE(open_parametric_map(file_of(data)).has_value());
  data.text(tag::kSopClassUid, "UI", "1.2.840.10008.5.1.4.1.1.1");
  EXPECT_FALSE(open_parametric_map(file_of(data)).has_value());
  EXPECT_FALSE(open_parametric_map({}).has_value());
  EXPECT_FALSE(open_parametric_map(write_case(object_cases().front()).value().back().file).has_value());
}

}  // namespace
}  // namespace roentgen::objects
