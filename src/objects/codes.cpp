#include "objects/codes.h"

#include <algorithm>
#include <array>

#include "base/sha256.h"
#include "objects/object.h"

namespace roentgen::objects {
namespace {

// Values and meanings of SCT and DCM rows with a context group are held against pydicom's dictionaries by
// tests/objects/codes.py, which reads this table: one row, one line.
// clang-format off
constexpr std::array kCodes = std::to_array<CodeRow>({
    // Findings of chest radiographs.
    {"finding/Atelectasis", {"46621007", "SCT", "Atelectasis"}, ""},
    {"finding/Cardiomegaly", {"8186001", "SCT", "Cardiomegaly"}, ""},
    {"finding/Consolidation", {"95436008", "SCT", "Lung consolidation"}, ""},
    {"finding/Edema", {"19242006", "SCT", "Pulmonary edema"}, "CID 3700"},
    {"finding/Effusion", {"60046008", "SCT", "Pleural effusion"}, "CID 8134"},
    {"finding/Emphysema", {"87433001", "SCT", "Pulmonary emphysema"}, ""},
    {"finding/Fibrosis", {"51615001", "SCT", "Fibrosis of lung"}, ""},
    {"finding/Hernia", {"84089009", "SCT", "Hiatal hernia"}, ""},
    {"finding/Infiltration", {"112121", "DCM", "Infiltrate"}, "CID 6102"},
    {"finding/Mass", {"4147007", "SCT", "Mass"}, "CID 6102"},
    {"finding/Nodule", {"27925004", "SCT", "Nodule"}, "CID 6102"},
    {"finding/Pleural_Thickening", {"PLEURALTHICKENIN", "99ROENTGEN", "Pleural thickening"}, ""},
    {"finding/Pneumonia", {"233604007", "SCT", "Pneumonia"}, ""},
    {"finding/Pneumothorax", {"36118008", "SCT", "Pneumothorax"}, "CID 6102"},
    {"finding/opacity", {"112001", "DCM", "Opacity"}, "CID 6102"},
    {"finding/abnormal", {"263654008", "SCT", "Abnormal"}, "CID 222"},
    // Where a finding lies.
    {"site/Atelectasis", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Cardiomegaly", {"80891009", "SCT", "Heart"}, "CID 6100"},
    {"site/Consolidation", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Edema", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Effusion", {"3120008", "SCT", "Pleural structure"}, "CID 6100"},
    {"site/Emphysema", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Fibrosis", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Hernia", {"280062008", "SCT", "Esophageal Hiatus"}, "CID 6113"},
    {"site/Infiltration", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Mass", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Nodule", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Pleural_Thickening", {"3120008", "SCT", "Pleural structure"}, "CID 6100"},
    {"site/Pneumonia", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/Pneumothorax", {"3120008", "SCT", "Pleural structure"}, "CID 6100"},
    {"site/opacity", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"site/abnormal", {"816094009", "SCT", "Chest"}, "CID 4009"},
    // What the Chest CAD SR calls it in the words of CID 6101; the finding itself is its modifier.
    {"cad/Atelectasis", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Cardiomegaly", {"112005", "DCM", "Radiographic anatomy"}, "CID 6101"},
    {"cad/Consolidation", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Edema", {"112064", "DCM", "Abnormal texture"}, "CID 6101"},
    {"cad/Effusion", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Emphysema", {"112062", "DCM", "Abnormal lucency"}, "CID 6101"},
    {"cad/Fibrosis", {"112064", "DCM", "Abnormal texture"}, "CID 6101"},
    {"cad/Hernia", {"112005", "DCM", "Radiographic anatomy"}, "CID 6101"},
    {"cad/Infiltration", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Mass", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Nodule", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Pleural_Thickening", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Pneumonia", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/Pneumothorax", {"112062", "DCM", "Abnormal lucency"}, "CID 6101"},
    {"cad/opacity", {"112033", "DCM", "Abnormal opacity"}, "CID 6101"},
    {"cad/abnormal", {"111099", "DCM", "Selected region"}, "CID 6101"},
    // Modalities of films (PS3.3 C.7.3.1.1.1).
    {"modality/CR", {"CR", "DCM", "Computed Radiography"}, "CID 29"},
    {"modality/DX", {"DX", "DCM", "Digital Radiography"}, "CID 29"},
    {"modality/MG", {"MG", "DCM", "Mammography"}, "CID 29"},
    {"modality/IO", {"IO", "DCM", "Intra-oral Radiography"}, "CID 29"},
    {"modality/OT", {"OT", "DCM", "Other"}, "CID 32"},
    // Outlined structures; a side is a modifier (CID 244) of its own.
    {"structure/right_lung", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"structure/left_lung", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"structure/lung", {"39607008", "SCT", "Lung"}, "CID 6100"},
    {"structure/heart", {"80891009", "SCT", "Heart"}, "CID 6100"},
    {"side/right_lung", {"24028007", "SCT", "Right"}, "CID 244"},
    {"side/left_lung", {"7771000", "SCT", "Left"}, "CID 244"},
    {"side/lung", {"51440002", "SCT", "Bilateral"}, "CID 244"},
    {"side/R", {"24028007", "SCT", "Right"}, "CID 244"},
    {"side/L", {"7771000", "SCT", "Left"}, "CID 244"},
    {"side/B", {"51440002", "SCT", "Bilateral"}, "CID 244"},
    {"side/U", {"66459002", "SCT", "Unilateral"}, "CID 244"},
    // Measurements.
    {"measurement/cardiothoracic_ratio", {"CTR", "99ROENTGEN", "Cardiothoracic ratio"}, ""},
    {"measurement/heart_width_mm", {"HEARTWIDTH", "99ROENTGEN", "Greatest transverse width of heart"}, ""},
    {"measurement/heart_width_px", {"HEARTWIDTH", "99ROENTGEN", "Greatest transverse width of heart"}, ""},
    {"measurement/thorax_width_mm", {"THORAXWIDTH", "99ROENTGEN", "Greatest transverse width of lung fields"}, ""},
    {"measurement/thorax_width_px", {"THORAXWIDTH", "99ROENTGEN", "Greatest transverse width of lung fields"}, ""},
    {"measurement/right_lung_area_cm2", {"42798000", "SCT", "Area"}, "CID 7469"},
    {"measurement/left_lung_area_cm2", {"42798000", "SCT", "Area"}, "CID 7469"},
    {"measurement/lung_area_asymmetry", {"LUNGASYM", "99ROENTGEN", "Asymmetry of lung field areas"}, ""},
    {"measurement/heart_area_cm2", {"42798000", "SCT", "Area"}, "CID 7469"},
    // Units, by the words of study::Measurement::unit.
    {"unit/1", {"1", "UCUM", "no units"}, "CID 7181"},
    {"unit/%", {"%", "UCUM", "Percent"}, "CID 7181"},
    {"unit/[px]", {"{pixels}", "UCUM", "pixels"}, ""},
    {"unit/mm", {"mm", "UCUM", "mm"}, "CID 7460"},
    {"unit/cm2", {"cm2", "UCUM", "Centimeter**2"}, "CID 7461"},
    // Of the procedure; where there is none, plain radiography.
    {"procedure/CHEST", {"399208008", "SCT", "Plain chest X-ray"}, ""},
    // Body Part Examined (PS3.16 annex L), for the procedure and the target region.
    {"part/CHEST", {"816094009", "SCT", "Chest"}, "CID 4009"},
    {"part/HAND", {"85562004", "SCT", "Hand"}, "CID 4009"},
    {"part/WRIST", {"74670003", "SCT", "Wrist joint"}, "CID 4"},
    {"part/ELBOW", {"16953009", "SCT", "Elbow joint"}, "CID 4"},
    {"part/SHOULDER", {"16982005", "SCT", "Shoulder"}, "CID 4009"},
    {"part/PELVIS", {"816092008", "SCT", "Pelvis"}, "CID 4009"},
    {"part/HIP", {"29836001", "SCT", "Hip"}, "CID 4009"},
    {"part/KNEE", {"72696002", "SCT", "Knee"}, "CID 4009"},
    {"part/FOOT", {"56459004", "SCT", "Foot"}, "CID 4"},
    {"part/ANKLE", {"70258002", "SCT", "Ankle joint"}, "CID 4"},
});
// clang-format on

constexpr std::size_t kLongestValue = 16, kLongestMeaning = 64;

}  // namespace

std::span<const CodeRow> code_table() {
  return kCodes;
}

std::optional<Code> find_code(std::string_view kind, std::string_view name) {
  for (const CodeRow& row : kCodes)
    if (row.key.size() == kind.size() + 1 + name.size() && row.key.starts_with(kind) &&
        row.key[kind.size()] == '/' && row.key.ends_with(name))
      return row.code;
  return std::nullopt;
}

OwnedCode code_for(std::string_view kind, std::string_view name, std::string_view title) {
  if (const auto code = find_code(kind, name))
    return {std::string(code->value), std::string(code->scheme), std::string(code->meaning)};
  OwnedCode own{"", std::string(kOwnScheme), ascii(title.empty() ? name : title, kLongestMeaning)};
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter) own.value += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  // Two long names that begin alike must not share a code.
  if (own.value.empty() || own.value.size() > kLongestValue) {
    const std::string hash = base::sha256_hex(std::as_bytes(std::span(name)));
    own.value = own.value.substr(0, 9) + "-" + hash.substr(0, 6);
  }
  if (own.meaning.empty()) own.meaning = own.value;
  return own;
}

}  // namespace roentgen::objects
