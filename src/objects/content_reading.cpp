#include "objects/content_reading.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "objects/tags.h"

namespace roentgen::objects {
namespace {

using dicom::DataSet;

constexpr double kLargestNumber = 1e12;     // of a measurement; beyond it the report is wrong
constexpr std::size_t kMostNumbers = 4096;  // frames or segments of one reference

template <class Kind, Kind last>
Kind kind_of(const std::string& text) {
  for (int i = 0; i < static_cast<int>(last); ++i)
    if (!text.empty() && text == word(static_cast<Kind>(i))) return static_cast<Kind>(i);
  return last;
}

OwnedCode read_code(const DataSet& parent, Tag sequence) {
  const auto items = dicom::items(parent, sequence);
  if (items.empty()) return {};
  const DataSet& item = items.front();
  OwnedCode code{dicom::text(item, tag::kCodeValue), dicom::text(item, tag::kCodingScheme),
                 dicom::text(item, tag::kCodeMeaning)};
  if (code.value.empty()) code.value = dicom::text(item, tag::kLongCodeValue);
  if (code.value.empty()) code.value = dicom::text(item, tag::kURNCodeValue);
  return code;
}

std::vector<int> read_numbers(const DataSet& set, Tag tag) {
  std::vector<int> numbers;
  const dicom::Element* element = dicom::find(set, tag);
  if (element != nullptr && element->vr == std::array{'U', 'S'}) {
    for (const std::uint16_t value : dicom::shorts(set, tag)) numbers.push_back(value);
  } else {
    for (const double value : dicom::decimals(set, tag))
      if (value >= 0 && value <= 1e9) numbers.push_back(static_cast<int>(value));
  }
  if (numbers.size() > kMostNumbers) numbers.resize(kMostNumbers);
  return numbers;
}

ReferencedObject read_object(const DataSet& set) {
  const auto items = dicom::items(set, tag::kReferencedSopSequence);
  if (items.empty()) return {};
  const DataSet& item = items.front();
  return {dicom::text(item, tag::kReferencedSopClassUid), dicom::text(item, tag::kReferencedSopInstanceUid),
          read_numbers(item, tag::kReferencedFrameNumber), read_numbers(item, tag::kReferencedSegmentNumber)};
}

class Reading {
 public:
  base::Result<ContentItem> read(const DataSet& set, int depth) {
    if (++items_ > kMostContent)
      return base::fail(base::ErrorCode::unusable_input, "the report has more items than any real one");
    if (depth > kDeepestContent)
      return base::fail(base::ErrorCode::unusable_input, "the report is nested deeper than any real one");
    ContentItem item;
    item.relation = kind_of<Relation, Relation::other>(dicom::text(set, tag::kRelationshipType));
    item.type = kind_of<ValueType, ValueType::other>(dicom::text(set, tag::kValueType));
    item.concept_name = read_code(set, tag::kConceptNameCodeSequence);
    if (const auto form = dicom::items(set, tag::kContentTemplateSequence); !form.empty())
      item.template_id = dicom::text(form.front(), tag::kTemplateIdentifier);
    if (auto value = read_value(set, item); !value) return std::unexpected(value.error());
    for (const DataSet& child : dicom::items(set, tag::kContentSequence)) {
      if (dicom::text(child, tag::kValueType).empty()) continue;  // by reference
      auto read_child = read(child, depth + 1);
      if (!read_child) return read_child;
      item.items.push_back(std::move(*read_child));
    }
    return item;
  }

 private:
  base::Result<void> read_value(const DataSet& set, ContentItem& item) {
    switch (item.type) {
      case ValueType::text:
        item.text = dicom::whole_text(set, tag::kTextValue);
        break;
      case ValueType::code:
        item.code = read_code(set, tag::kConceptCodeSequence);
        break;
      case ValueType::num:
        read_number(set, item);
        break;
      case ValueType::uidref:
        item.text = dicom::text(set, tag::kUid);
        break;
      case ValueType::pname:
        item.text = dicom::text(set, tag::kPersonName);
        break;
      case ValueType::date:
        item.text = dicom::text(set, tag::kDate);
        break;
      case ValueType::time:
        item.text = dicom::text(set, tag::kTime);
        break;
      case ValueType::datetime:
        item.text = dicom::text(set, tag::kDateTime);
        break;
      case ValueType::image:
      case ValueType::composite:
        item.object = read_object(set);
        break;
      case ValueType::scoord:
      case ValueType::scoord3d:
        return read_graphic(set, item);
      case ValueType::container:
      case ValueType::other:
        break;
    }
    return {};
  }

  static void read_number(const DataSet& set, ContentItem& item) {
    const auto measured = dicom::items(set, tag::kMeasuredValueSequence);
    item.has_number = false;
    if (measured.empty()) return;
    item.unit = read_code(measured.front(), tag::kMeasurementUnitsCodeSequence);
    auto values = dicom::decimals(measured.front(), tag::kNumericValue);
    if (values.empty()) values = dicom::decimals(measured.front(), tag::kFloatingPointValue);
    if (values.empty() || std::abs(values.front()) > kLargestNumber) return;
    item.number = values.front();
    item.has_number = true;
  }

  base::Result<void> read_graphic(const DataSet& set, ContentItem& item) {
    item.graphic_type = dicom::text(set, tag::kGraphicType);
    const dicom::Element* data = dicom::find(set, tag::kGraphicData);
    if (data == nullptr) return {};
    const std::size_t count = data->value.size() / 4;
    coordinates_ += count;
    if (coordinates_ > kMostCoordinates)
      return base::fail(base::ErrorCode::unusable_input, "the report has more coordinates than any real one");
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = std::bit_cast<float>(dicom::load32(data->value.data() + 4 * i, set.big_endian));
      item.coordinates.push_back(std::isfinite(value) ? value : 0);
    }
    return {};
  }

  std::size_t items_ = 0, coordinates_ = 0;
};

}  // namespace

base::Result<ContentItem> read_content(const DataSet& set) {
  if (dicom::text(set, tag::kValueType) != word(ValueType::container))
    return base::fail(base::ErrorCode::unusable_input,
                      "this is no structured report: it has no content tree");
  auto root = Reading().read(set, 0);
  if (root) root->relation = Relation::none;
  return root;
}

}  // namespace roentgen::objects
