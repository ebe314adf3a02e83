// The concepts that the templates of structured reports are made of (PS3.16 annexes A and D), and ours for
// what they have none for. Of the labels and structures of a reading: codes.cpp.
#pragma once

#include "objects/codes.h"

namespace roentgen::objects::concepts {

// clang-format off
// Held against pydicom's dictionaries by tests/objects/codes.py, which reads this table: one row, one line.
inline constexpr Code kMeasurementReport{"126000", "DCM", "Imaging Measurement Report"};
inline constexpr Code kLanguage{"121049", "DCM", "Language of Content Item and Descendants"};
inline constexpr Code kEnglish{"en", "RFC5646", "English"};
inline constexpr Code kObserverType{"121005", "DCM", "Observer Type"};
inline constexpr Code kDevice{"121007", "DCM", "Device"};
inline constexpr Code kPerson{"121006", "DCM", "Person"};
inline constexpr Code kPersonName{"121008", "DCM", "Person Observer Name"};
inline constexpr Code kObserverUid{"121012", "DCM", "Device Observer UID"};
inline constexpr Code kObserverName{"121013", "DCM", "Device Observer Name"};
inline constexpr Code kObserverManufacturer{"121014", "DCM", "Device Observer Manufacturer"};
inline constexpr Code kObserverModel{"121015", "DCM", "Device Observer Model Name"};
inline constexpr Code kObserverSerial{"121016", "DCM", "Device Observer Serial Number"};
inline constexpr Code kProcedureReported{"121058", "DCM", "Procedure reported"};
inline constexpr Code kPlainRadiography{"168537006", "SCT", "Plain radiography"};
inline constexpr Code kImageLibrary{"111028", "DCM", "Image Library"};
inline constexpr Code kImageLibraryGroup{"126200", "DCM", "Image Library Group"};
inline constexpr Code kModality{"121139", "DCM", "Modality"};
inline constexpr Code kTargetRegion{"123014", "DCM", "Target Region"};
inline constexpr Code kImageLaterality{"111027", "DCM", "Image Laterality"};
inline constexpr Code kImageView{"111031", "DCM", "Image View"};
inline constexpr Code kPosteroAnterior{"272479007", "SCT", "postero-anterior"};
inline constexpr Code kAnteroPosterior{"399348003", "SCT", "antero-posterior"};
inline constexpr Code kRows{"110910", "DCM", "Pixel Data Rows"};
inline constexpr Code kColumns{"110911", "DCM", "Pixel Data Columns"};
inline constexpr Code kStudyDate{"111060", "DCM", "Study Date"};
inline constexpr Code kImagingMeasurements{"126010", "DCM", "Imaging Measurements"};
inline constexpr Code kMeasurementGroup{"125007", "DCM", "Measurement Group"};
inline constexpr Code kTrackingIdentifier{"112039", "DCM", "Tracking Identifier"};
inline constexpr Code kTrackingUid{"112040", "DCM", "Tracking Unique Identifier"};
inline constexpr Code kFinding{"121071", "DCM", "Finding"};
inline constexpr Code kFindingSite{"363698007", "SCT", "Finding Site"};
inline constexpr Code kLaterality{"272741003", "SCT", "Laterality"};
inline constexpr Code kAnatomicalStructure{"91723000", "SCT", "Anatomical Structure"};
inline constexpr Code kImageRegion{"111030", "DCM", "Image Region"};
inline constexpr Code kSourceOfMeasurement{"121112", "DCM", "Source of Measurement"};
inline constexpr Code kMeasurementMethod{"370129005", "SCT", "Measurement Method"};
inline constexpr Code kArea{"42798000", "SCT", "Area"};
inline constexpr Code kComment{"121106", "DCM", "Comment"};
inline constexpr Code kProbability{"122157", "DCM", "Probability"};
inline constexpr Code kThreshold{"122411", "DCM", "Threshold Value"};
inline constexpr Code kYes{"373066001", "SCT", "Yes"};
inline constexpr Code kNo{"373067005", "SCT", "No"};
inline constexpr Code kNoUnits{"1", "UCUM", "no units"};
inline constexpr Code kPercent{"%", "UCUM", "Percent"};
inline constexpr Code kPixels{"{pixels}", "UCUM", "pixels"};
inline constexpr Code kAlgorithmName{"111001", "DCM", "Algorithm Name"};
inline constexpr Code kAlgorithmVersion{"111003", "DCM", "Algorithm Version"};
inline constexpr Code kAlgorithmParameters{"111002", "DCM", "Algorithm Parameters"};
inline constexpr Code kQualitativeEvaluations{"C0034375", "UMLS", "Qualitative Evaluations"};
inline constexpr Code kSupportingInformation{"112359", "DCM", "Supporting Information"};
inline constexpr Code kSucceeded{"111222", "DCM", "Succeeded"};
inline constexpr Code kPartiallySucceeded{"111223", "DCM", "Partially Succeeded"};
inline constexpr Code kFailed{"111224", "DCM", "Failed"};
inline constexpr Code kNotAttempted{"111225", "DCM", "Not Attempted"};
// Chest CAD (TID 4100 and below).
inline constexpr Code kChestCadReport{"112000", "DCM", "Chest CAD Report"};
inline constexpr Code kCadSummary{"111017", "DCM", "CAD Processing and Findings Summary"};
inline constexpr Code kAllWithoutFindings{"111241", "DCM", "All algorithms succeeded; without findings"};
inline constexpr Code kAllWithFindings{"111242", "DCM", "All algorithms succeeded; with findings"};
inline constexpr Code kSomeWithoutFindings{"111243", "DCM", "Not all algorithms succeeded; without findings"};
inline constexpr Code kSomeWithFindings{"111244", "DCM", "Not all algorithms succeeded; with findings"};
inline constexpr Code kNoneSucceeded{"111245", "DCM", "No algorithms succeeded; without findings"};
inline constexpr Code kSummaryOfDetections{"111064", "DCM", "Summary of Detections"};
inline constexpr Code kSummaryOfAnalyses{"111065", "DCM", "Summary of Analyses"};
inline constexpr Code kSuccessfulDetections{"111063", "DCM", "Successful Detections"};
inline constexpr Code kFailedDetections{"111025", "DCM", "Failed Detections"};
inline constexpr Code kSuccessfulAnalyses{"111062", "DCM", "Successful Analyses"};
inline constexpr Code kFailedAnalyses{"111024", "DCM", "Failed Analyses"};
inline constexpr Code kDetectionPerformed{"111022", "DCM", "Detection Performed"};
inline constexpr Code kAnalysisPerformed{"111004", "DCM", "Analysis Performed"};
inline constexpr Code kImageQualityAnalysis{"133887000", "SCT", "Image quality analysis"};
inline constexpr Code kSingleImageFinding{"111059", "DCM", "Single Image Finding"};
inline constexpr Code kSingleImageFindingModifier{"112024", "DCM", "Single Image Finding Modifier"};
inline constexpr Code kRenderingIntent{"111056", "DCM", "Rendering Intent"};
inline constexpr Code kPresentationOptional{"111151", "DCM", "Presentation Optional: Rendering device may present"};
inline constexpr Code kNotForPresentation{"111152", "DCM", "Not for Presentation: Rendering device expected not to present"};
inline constexpr Code kCertaintyOfFinding{"111012", "DCM", "Certainty of Finding"};
inline constexpr Code kCenter{"111010", "DCM", "Center"};
inline constexpr Code kOutline{"111041", "DCM", "Outline"};
inline constexpr Code kAbnormalOpacity{"112033", "DCM", "Abnormal opacity"};
inline constexpr Code kAbnormalLucency{"112062", "DCM", "Abnormal lucency"};
inline constexpr Code kRadiographicAnatomy{"112005", "DCM", "Radiographic anatomy"};
inline constexpr Code kAbnormalTexture{"112064", "DCM", "Abnormal texture"};
inline constexpr Code kSelectedRegion{"111099", "DCM", "Selected region"};
// Key Object Selection (TID 2010).
inline constexpr Code kOfInterest{"113000", "DCM", "Of Interest"};
inline constexpr Code kKeyObjectDescription{"113012", "DCM", "Key Object Description"};
// Ours.
inline constexpr Code kStatus{"STATUS", "99ROENTGEN", "Status of the automatic reading"};
inline constexpr Code kReason{"REASON", "99ROENTGEN", "Why it was not read"};
inline constexpr Code kQuality{"QUALITY", "99ROENTGEN", "Quality of the film"};
inline constexpr Code kNotAssessed{"NOTASSESSED", "99ROENTGEN", "Not assessed"};
inline constexpr Code kRemarkCode{"REMARKCODE", "99ROENTGEN", "Code of the remark"};
inline constexpr Code kUrgency{"URGENCY", "99ROENTGEN", "Suggested urgency"};
inline constexpr Code kUrgencyReason{"URGENCYREASON", "99ROENTGEN", "Reason for the suggested urgency"};
inline constexpr Code kTitle{"TITLE", "99ROENTGEN", "Title"};
inline constexpr Code kRawScore{"RAWSCORE", "99ROENTGEN", "Raw score (logit) of the network"};
inline constexpr Code kThresholdOrigin{"THRESHOLDORIGIN", "99ROENTGEN", "Origin of the threshold"};
inline constexpr Code kAtThreshold{"ATTHRESHOLD", "99ROENTGEN", "Probability at or above threshold"};
inline constexpr Code kHasHeatMap{"HEATMAP", "99ROENTGEN", "Heat map available"};
inline constexpr Code kStrength{"STRENGTH", "99ROENTGEN", "Share of the strongest evidence"};
inline constexpr Code kCaution{"CAUTION", "99ROENTGEN", "Caution"};
inline constexpr Code kProvenance{"PROVENANCE", "99ROENTGEN", "Models and configuration"};
inline constexpr Code kVerdict{"VERDICT", "99ROENTGEN", "Assessment of the automatic finding"};
inline constexpr Code kVerdictReason{"VERDICTREASON", "99ROENTGEN", "Reason for the assessment"};
inline constexpr Code kPresentByPerson{"PRESENTBYPERSON", "99ROENTGEN", "Present as seen by the person"};
inline constexpr Code kAssessedAt{"ASSESSEDAT", "99ROENTGEN", "Time of the assessment"};
inline constexpr Code kRole{"ROLE", "99ROENTGEN", "Role of the person"};
inline constexpr Code kInputHash{"INPUTSHA256", "99ROENTGEN", "SHA-256 of the input file"};
inline constexpr Code kConfigurationHash{"CONFIGSHA256", "99ROENTGEN", "SHA-256 of the configuration"};
// clang-format on

// Of the package's SHA-256 among the algorithm's parameters.
inline constexpr std::string_view kPackagePrefix = "package sha256 ";

}  // namespace roentgen::objects::concepts
