#include "objects/frame_groups.h"

#include <algorithm>

#include "dicom/nested.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr std::size_t kMostReferences = 1'000'000;

}  // namespace

dicom::DataSet group_of_frame(const dicom::DataSet& data, std::size_t index, dicom::Tag group) {
  const auto frames = dicom::items(data, dicom::tag::kPerFrameFunctionalGroups);
  if (index < frames.size() && dicom::find(frames[index], group) != nullptr)
    return dicom::first_item(frames[index], group);
  const auto shared = dicom::items(data, dicom::tag::kSharedFunctionalGroups);
  return shared.empty() ? dicom::DataSet{{}, data.big_endian} : dicom::first_item(shared[0], group);
}

template <std::size_t N>
std::optional<std::array<double, N>> numbers_of(const dicom::DataSet& set, dicom::Tag tag) {
  const auto values = dicom::decimals(set, tag);
  if (values.size() != N) return std::nullopt;
  std::array<double, N> numbers{};
  std::ranges::copy(values, numbers.begin());
  return numbers;
}
template std::optional<std::array<double, 2>> numbers_of<2>(const dicom::DataSet&, dicom::Tag);
template std::optional<std::array<double, 3>> numbers_of<3>(const dicom::DataSet&, dicom::Tag);
template std::optional<std::array<double, 6>> numbers_of<6>(const dicom::DataSet&, dicom::Tag);

void SourceList::read_series(const dicom::DataSet& data) {
  for (const auto& series : dicom::nested_items(data, tag::kReferencedSeriesSequence, kMostReferences)) {
    const std::string uid = dicom::text(series, tag::kSeriesInstanceUid);
    for (const Tag list : {tag::kReferencedInstanceSequence, tag::kReferencedImageSequence})
      for (const auto& instance : dicom::nested_items(series, list, kMostReferences))
        if (series_.size() < kMostReferences)
          series_.emplace(dicom::text(instance, tag::kReferencedSopInstanceUid), uid);
  }
}

int SourceList::add(const dicom::DataSet& derivation) {
  const dicom::DataSet image = dicom::first_item(derivation, tag::kSourceImageSequence);
  SourceImage source;
  source.sop_class_uid = dicom::text(image, tag::kReferencedSopClassUid);
  source.sop_instance_uid = dicom::text(image, tag::kReferencedSopInstanceUid);
  if (source.sop_instance_uid.empty()) return -1;
  // Is IS, which integer() does not know of without a VR: read as text.
  const auto numbers = dicom::decimals(image, tag::kReferencedFrameNumber);
  if (!numbers.empty() && numbers[0] >= 1 && numbers[0] < 2e9) source.frame = static_cast<int>(numbers[0]);
  const auto known = places_.find({source.sop_instance_uid, source.frame});
  if (known != places_.end()) return known->second;
  if (sources_.size() >= most_) return -1;
  if (const auto series = series_.find(source.sop_instance_uid); series != series_.end())
    source.series_instance_uid = series->second;
  const int place = static_cast<int>(sources_.size());
  places_.emplace(std::tuple{source.sop_instance_uid, source.frame}, place);
  sources_.push_back(std::move(source));
  return place;
}

std::optional<PatientGrid> read_grid(const dicom::DataSet& data) {
  PatientGrid grid;
  grid.frame_of_reference_uid = dicom::text(data, tag::kFrameOfReferenceUid);
  const auto orientation =
      numbers_of<6>(group_of_frame(data, 0, tag::kPlaneOrientationSequence), tag::kImageOrientationPatient);
  if (grid.frame_of_reference_uid.empty() || !orientation) return std::nullopt;
  grid.orientation = *orientation;
  const dicom::DataSet measures = group_of_frame(data, 0, dicom::tag::kPixelMeasuresSequence);
  if (const auto spacing = numbers_of<2>(measures, dicom::tag::kPixelSpacing)) {
    grid.row_mm = (*spacing)[0];
    grid.column_mm = (*spacing)[1];
  }
  const auto thickness = dicom::decimals(measures, tag::kSliceThickness);
  if (!thickness.empty()) grid.thickness_mm = thickness[0];
  return grid;
}

}  // namespace roentgen::objects
