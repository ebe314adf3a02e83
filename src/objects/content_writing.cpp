#include "objects/content_writing.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <vector>

#include "objects/object.h"
#include "objects/tags.h"

namespace roentgen::objects {
namespace {

constexpr std::size_t kLongestText = 65534, kLongestName = 64;

std::string joined(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) text += (text.empty() ? "" : "\\") + std::to_string(number);
  return text;
}

dicom::DataSetWriter object_item(const ReferencedObject& object) {
  dicom::DataSetWriter item = reference_item(object.sop_class_uid, object.sop_instance_uid);
  if (!object.frames.empty()) item.text(tag::kReferencedFrameNumber, "IS", joined(object.frames));
  if (!object.segments.empty()) {
    const std::vector<std::uint16_t> segments(object.segments.begin(), object.segments.end());
    item.numbers(tag::kReferencedSegmentNumber, segments);
  }
  return item;
}

// Whole characters of at most `longest` bytes.
std::string words_of(const std::string& text, std::size_t longest, Letters letters) {
  if (letters == Letters::ascii) return ascii(text, longest);
  std::size_t length = std::min(text.size(), longest);
  while (length < text.size() && length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    --length;
  std::string words = text.substr(0, length);
  std::ranges::replace(words, '\\', '/');
  std::ranges::replace_if(
      words, [](char c) { return (c >= 0 && c < 32) || c == 127; }, ' ');
  return words;
}

void write_value(const ContentItem& item, Letters letters, dicom::DataSetWriter& out) {
  switch (item.type) {
    case ValueType::container:
      out.text(tag::kContinuityOfContent, "CS", "SEPARATE");
      if (!item.template_id.empty()) {
        dicom::DataSetWriter form;
        form.text(tag::kMappingResource, "CS", "DCMR").text(tag::kTemplateIdentifier, "CS", item.template_id);
        out.sequence(tag::kContentTemplateSequence, {form});
      }
      break;
    case ValueType::text:
      out.text(tag::kTextValue, "UT", words_of(item.text, kLongestText, letters));
      break;
    case ValueType::code:
      out.sequence(tag::kConceptCodeSequence, {code_item(item.code.view())});
      break;
    case ValueType::num: {
      dicom::DataSetWriter value;
      value.text(tag::kNumericValue, "DS", numeric_value(item.number))
          .sequence(tag::kMeasurementUnitsCodeSequence, {code_item(item.unit.view())});
      out.sequence(tag::kMeasuredValueSequence,
                   item.has_number ? std::vector{value} : std::vector<dicom::DataSetWriter>{});
      break;
    }
    case ValueType::uidref:
      out.text(tag::kUid, "UI", item.text);
      break;
    case ValueType::pname:
      out.text(tag::kPersonName, "PN", words_of(item.text, kLongestName, letters));
      break;
    case ValueType::date:
      out.text(tag::kDate, "DA", item.text);
      break;
    case ValueType::time:
      out.text(tag::kTime, "TM", item.text);
      break;
    case ValueType::datetime:
      out.text(tag::kDateTime, "DT", item.text);
      break;
    case ValueType::image:
    case ValueType::composite:
      out.sequence(tag::kReferencedSopSequence, {object_item(item.object)});
      break;
    case ValueType::scoord:
    case ValueType::scoord3d:
      out.floats(tag::kGraphicData, item.coordinates).text(tag::kGraphicType, "CS", item.graphic_type);
      break;
    case ValueType::other:
      break;
  }
}

}  // namespace

void write_content(const ContentItem& item, dicom::DataSetWriter& out, Letters letters) {
  if (item.relation != Relation::none) out.text(tag::kRelationshipType, "CS", word(item.relation));
  out.text(tag::kValueType, "CS", word(item.type));
  if (!item.concept_name.value.empty())
    out.sequence(tag::kConceptNameCodeSequence, {code_item(item.concept_name.view())});
  write_value(item, letters, out);
  if (item.items.empty()) return;
  dicom::SequenceWriter children;
  for (const ContentItem& child : item.items) {
    dicom::DataSetWriter encoded;
    write_content(child, encoded, letters);
    children.add(encoded);
  }
  out.long_sequence(tag::kContentSequence, children);
}

std::string numeric_value(double value) {
  std::array<char, 64> text;
  const auto shortest = std::to_chars(text.data(), text.data() + text.size(), value);
  const std::string exact(text.data(), shortest.ptr);
  if (exact.size() <= 16) return exact;
  for (int digits = 15; digits > 0; --digits) {
    const int length = std::snprintf(text.data(), text.size(), "%.*g", digits, value);
    if (length <= 16) return {text.data(), text.data() + length};
  }
  return "0";
}

}  // namespace roentgen::objects
