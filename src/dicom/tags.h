// The DICOM attributes this room reads, by the names of PS3.6.
#pragma once

#include <compare>
#include <cstdint>

namespace roentgen::dicom {

struct Tag {
  std::uint16_t group = 0;
  std::uint16_t element = 0;
  auto operator<=>(const Tag&) const = default;
};

namespace tag {
inline constexpr Tag kMediaStorageSopClassUid{0x0002, 0x0002};
inline constexpr Tag kMediaStorageSopInstanceUid{0x0002, 0x0003};
inline constexpr Tag kTransferSyntaxUid{0x0002, 0x0010};
inline constexpr Tag kImageType{0x0008, 0x0008};
inline constexpr Tag kSopClassUid{0x0008, 0x0016};
inline constexpr Tag kSopInstanceUid{0x0008, 0x0018};
inline constexpr Tag kStudyDate{0x0008, 0x0020};
inline constexpr Tag kModality{0x0008, 0x0060};
inline constexpr Tag kPresentationIntentType{0x0008, 0x0068};
inline constexpr Tag kManufacturer{0x0008, 0x0070};
inline constexpr Tag kDerivationDescription{0x0008, 0x2111};
inline constexpr Tag kAnatomicRegionSequence{0x0008, 0x2218};
inline constexpr Tag kPatientBirthDate{0x0010, 0x0030};
inline constexpr Tag kPatientSex{0x0010, 0x0040};
inline constexpr Tag kPatientAge{0x0010, 0x1010};
inline constexpr Tag kDeidentificationMethodCodeSequence{0x0012, 0x0064};
inline constexpr Tag kBodyPartExamined{0x0018, 0x0015};
inline constexpr Tag kEstimatedRadiographicMagnification{0x0018, 0x1114};
inline constexpr Tag kImagerPixelSpacing{0x0018, 0x1164};
inline constexpr Tag kNominalScannedPixelSpacing{0x0018, 0x2010};
inline constexpr Tag kViewPosition{0x0018, 0x5101};
inline constexpr Tag kStudyInstanceUid{0x0020, 0x000D};
inline constexpr Tag kSamplesPerPixel{0x0028, 0x0002};
inline constexpr Tag kPhotometricInterpretation{0x0028, 0x0004};
inline constexpr Tag kPlanarConfiguration{0x0028, 0x0006};
inline constexpr Tag kNumberOfFrames{0x0028, 0x0008};
inline constexpr Tag kRows{0x0028, 0x0010};
inline constexpr Tag kColumns{0x0028, 0x0011};
inline constexpr Tag kPixelSpacing{0x0028, 0x0030};
inline constexpr Tag kPixelAspectRatio{0x0028, 0x0034};
inline constexpr Tag kBitsAllocated{0x0028, 0x0100};
inline constexpr Tag kBitsStored{0x0028, 0x0101};
inline constexpr Tag kHighBit{0x0028, 0x0102};
inline constexpr Tag kPixelRepresentation{0x0028, 0x0103};
inline constexpr Tag kPixelPaddingValue{0x0028, 0x0120};
inline constexpr Tag kPixelPaddingRangeLimit{0x0028, 0x0121};
inline constexpr Tag kPixelSpacingCalibrationType{0x0028, 0x0A02};
inline constexpr Tag kPixelIntensityRelationship{0x0028, 0x1040};
inline constexpr Tag kWindowCenter{0x0028, 0x1050};
inline constexpr Tag kWindowWidth{0x0028, 0x1051};
inline constexpr Tag kRescaleIntercept{0x0028, 0x1052};
inline constexpr Tag kRescaleSlope{0x0028, 0x1053};
inline constexpr Tag kWindowExplanation{0x0028, 0x1055};
inline constexpr Tag kVoiLutFunction{0x0028, 0x1056};
inline constexpr Tag kRedPaletteDescriptor{0x0028, 0x1101};
inline constexpr Tag kRedPaletteData{0x0028, 0x1201};
inline constexpr Tag kSegmentedRedPaletteData{0x0028, 0x1221};
inline constexpr Tag kModalityLutSequence{0x0028, 0x3000};
inline constexpr Tag kLutDescriptor{0x0028, 0x3002};
inline constexpr Tag kLutExplanation{0x0028, 0x3003};
inline constexpr Tag kLutData{0x0028, 0x3006};
inline constexpr Tag kVoiLutSequence{0x0028, 0x3010};
inline constexpr Tag kPixelMeasuresSequence{0x0028, 0x9110};
inline constexpr Tag kFrameVoiLutSequence{0x0028, 0x9132};
inline constexpr Tag kPixelValueTransformationSequence{0x0028, 0x9145};
inline constexpr Tag kViewCodeSequence{0x0054, 0x0220};
inline constexpr Tag kViewModifierCodeSequence{0x0054, 0x0222};
inline constexpr Tag kEncryptedAttributesSequence{0x0400, 0x0500};
inline constexpr Tag kPresentationLutSequence{0x2050, 0x0010};
inline constexpr Tag kPresentationLutShape{0x2050, 0x0020};
inline constexpr Tag kSharedFunctionalGroups{0x5200, 0x9229};
inline constexpr Tag kPerFrameFunctionalGroups{0x5200, 0x9230};
inline constexpr Tag kExtendedOffsetTable{0x7FE0, 0x0001};
inline constexpr Tag kFloatPixelData{0x7FE0, 0x0008};
inline constexpr Tag kDoubleFloatPixelData{0x7FE0, 0x0009};
inline constexpr Tag kPixelData{0x7FE0, 0x0010};
inline constexpr Tag kItem{0xFFFE, 0xE000};
inline constexpr Tag kItemDelimiter{0xFFFE, 0xE00D};
inline constexpr Tag kSequenceDelimiter{0xFFFE, 0xE0DD};
}  // namespace tag

}  // namespace roentgen::dicom
