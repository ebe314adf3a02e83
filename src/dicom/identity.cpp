#include "dicom/identity.h"

#include <algorithm>
#include <string_view>

#include "dicom/character_set.h"
#include "dicom/part10.h"
#include "dicom/value_syntax.h"

namespace roentgen::dicom {
namespace {

constexpr std::size_t kLongest = 64;  // characters; the longest of the VRs read here

std::string cut(std::string_view text) {
  std::size_t characters = 0, at = 0;
  for (; at < text.size(); ++at)
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && ++characters > kLongest) break;
  std::string_view kept = text.substr(0, at);
  while (!kept.empty() && kept.front() == ' ') kept.remove_prefix(1);
  while (!kept.empty() && kept.back() == ' ') kept.remove_suffix(1);
  return std::string(kept);
}

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  for (std::size_t from = 0;;) {
    const std::size_t end = text.find(at, from);
    parts.push_back(cut(text.substr(from, end - from)));
    if (end == std::string_view::npos) return parts;
    from = end + 1;
  }
}

NameGroup group_of(std::string_view text) {
  std::vector<std::string> parts = split(text, '^');
  parts.resize(std::max<std::size_t>(parts.size(), 5));
  return {parts[0], parts[1], parts[2], parts[3], parts[4]};
}

std::string first_value(const DataSet& data, Tag tag, bool& exact) {
  const DecodedText text = decoded_text(data, tag);
  exact = exact && text.exact;
  return cut(std::string_view(text.utf8).substr(0, text.utf8.find('\\')));
}

std::string allowed(const DataSet& data, Tag tag, std::string_view vr) {
  std::string value = text(data, tag);
  return is_allowed(vr, value) ? value : std::string();
}

}  // namespace

bool NameGroup::empty() const {
  return *this == NameGroup{};
}

std::string NameGroup::shown() const {
  std::string name;
  for (const std::string* part : {&prefix, &given, &middle, &family})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  return suffix.empty() ? name : name + ", " + suffix;
}

std::string NameGroup::family_first() const {
  std::string name;
  for (const std::string* part : {&family, &given, &middle})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  return name;
}

Identity read_identity(const DataSet& data) {
  Identity who;
  const DecodedText name = decoded_text(data, tag::kPatientName);
  who.exact = name.exact;
  // The groups first: the parts of each are cut on their own.
  const std::string_view one = std::string_view(name.utf8).substr(0, name.utf8.find('\\'));
  NameGroup* const groups[] = {&who.alphabetic, &who.ideographic, &who.phonetic};
  std::size_t from = 0;
  for (NameGroup* group : groups) {
    const std::size_t end = std::min(one.find('=', from), one.size());
    *group = group_of(one.substr(from, end - from));
    if (end == one.size()) break;
    from = end + 1;
  }
  who.patient_id = first_value(data, tag::kPatientId, who.exact);
  who.issuer = first_value(data, tag::kIssuerOfPatientID, who.exact);
  who.accession_number = first_value(data, tag::kAccessionNumber, who.exact);
  who.study_description = first_value(data, tag::kStudyDescription, who.exact);
  who.institution = first_value(data, tag::kInstitutionName, who.exact);
  who.birth_date = allowed(data, tag::kPatientBirthDate, "DA");
  who.study_date = allowed(data, tag::kStudyDate, "DA");
  who.study_time = allowed(data, tag::kStudyTime, "TM");
  const std::string sex = upper_text(data, tag::kPatientSex);
  if (sex == "M" || sex == "F" || sex == "O") who.sex = sex;
  return who;
}

Identity read_identity(ByteView file) {
  const auto read = read_part10(file);
  return read ? read_identity(read->data) : Identity{};
}

}  // namespace roentgen::dicom
