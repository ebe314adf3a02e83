#include "dicom/inherited.h"

#include <algorithm>

#include "dicom/derived_attributes.h"
#include "dicom/value_syntax.h"

namespace roentgen::dicom {
namespace {

// Without the padding that the value had where it came from.
std::string_view trimmed(ByteView value) {
  std::string_view text(reinterpret_cast<const char*>(value.data()), value.size());
  while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
  return text;
}

DataSetWriter copied_codes(const DataSet& item, int depth) {
  DataSetWriter codes;
  for (const Copied& attribute : kCopiedOfCodes) {
    if (attribute.vr != "SQ") {
      if (const Element* element = find(item, attribute.tag);
          element != nullptr && is_allowed(attribute.vr, trimmed(element->value)))
        codes.text(attribute.tag, attribute.vr, trimmed(element->value));
    } else if (depth > 0) {
      std::vector<DataSetWriter> modifiers;
      for (const DataSet& modifier : items(item, attribute.tag))
        modifiers.push_back(copied_codes(modifier, 0));
      if (!modifiers.empty()) codes.sequence(attribute.tag, modifiers);
    }
  }
  return codes;
}

struct Named {
  Tag tag;
  std::string_view name;
};

// Of the type 2 attributes, for the sentences.
constexpr std::array kNames = std::to_array<Named>({
    {{0x0008, 0x0020}, "study date"},
    {{0x0008, 0x0030}, "study time"},
    {{0x0008, 0x0050}, "accession number"},
    {{0x0008, 0x0070}, "manufacturer"},
    {{0x0008, 0x0090}, "referring physician's name"},
    {{0x0010, 0x0010}, "patient's name"},
    {{0x0010, 0x0020}, "patient ID"},
    {{0x0010, 0x0030}, "patient's birth date"},
    {{0x0010, 0x0040}, "patient's sex"},
    {{0x0020, 0x0010}, "study ID"},
});

std::string name_of(Tag tag) {
  const auto found = std::ranges::find(kNames, tag, &Named::tag);
  return found != kNames.end() ? std::string(found->name) : "value of an attribute";
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != 27; });
}

}  // namespace

bool copy_attribute(const DataSet* source, const Copied& attribute, bool needed, DataSetWriter& out) {
  const Element* element = source != nullptr ? find(*source, attribute.tag) : nullptr;
  if (attribute.vr == "SQ") {
    std::vector<DataSetWriter> codes;
    if (element != nullptr)
      for (const DataSet& item : element->items) codes.push_back(copied_codes(item, 1));
    if (!codes.empty() || needed) out.sequence(attribute.tag, codes);
    return true;
  }
  const auto value = element != nullptr ? trimmed(element->value) : std::string_view();
  const bool allowed = is_allowed(attribute.vr, value);
  if ((allowed && !value.empty()) || needed)
    out.text(attribute.tag, attribute.vr, allowed ? value : std::string_view());
  return allowed;
}

bool has_other_letters(const DataSet& source, std::span<const Part> parts) {
  return std::ranges::any_of(kCopied, [&](const Copied& attribute) {
    const Element* element = find(source, attribute.tag);
    return std::ranges::find(parts, attribute.part) != parts.end() && attribute.vr != "SQ" &&
           element != nullptr && !is_ascii(trimmed(element->value));
  });
}

void inherit(const DataSet& source, std::span<const Part> parts, DataSetWriter& out,
             std::vector<std::string>& told) {
  for (const Copied& attribute : kCopied) {
    if (std::ranges::find(parts, attribute.part) == parts.end()) continue;
    const bool needed = attribute.empty == Empty::always;
    const Element* element = find(source, attribute.tag);
    const bool has_value = element != nullptr && !trimmed(element->value).empty();
    if (!copy_attribute(&source, attribute, needed, out))
      told.push_back("The " + name_of(attribute.tag) + " of the file is none and was left out.");
    else if (!has_value && needed)
      told.push_back("The file has no " + name_of(attribute.tag) + ".");
  }
  const Element* set = find(source, kCopied.front().tag);
  if (has_other_letters(source, parts) && (set == nullptr || trimmed(set->value).empty()))
    told.push_back("The file has texts in a character set that it does not name.");
}

}  // namespace roentgen::dicom
