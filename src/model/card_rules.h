// The limits of a card's values, in one place; docs/schemas/card.schema.json states the same ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/card.h"

namespace roentgen::model {

inline constexpr int kCardSchema = 1;

inline constexpr const char* kNamePattern = "[a-z0-9][a-z0-9-]{0,63}";
inline constexpr const char* kVersionPattern = "[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}";
inline constexpr const char* kWordPattern = "[a-z][a-z0-9_]{0,63}";
inline constexpr const char* kSha256Pattern = "[0-9a-f]{64}";
inline constexpr const char* kPicturePattern = "[a-z0-9][a-z0-9-]{0,63}\\.jpg";
inline constexpr const char* kWeightsPattern = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}\\.onnx";

inline constexpr int kLeastSize = 32;  // network pixels
inline constexpr int kMostSize = 2048;
inline constexpr std::size_t kMostLabels = 256;
inline constexpr std::size_t kMostStructures = 64;
inline constexpr std::size_t kMostFailureSheets = 16;
inline constexpr int kMostPlaces = 1000;
inline constexpr std::size_t kMostFeatures = 8192;
inline constexpr std::size_t kMostExpected = 1024;
inline constexpr double kMostTolerance = 0.1;
inline constexpr std::int64_t kMostCount = 1'000'000'000;
inline constexpr double kLargest = 1e6;  // of calibration values, features and canary values

// The outputs of a network, by task; see card.h.
std::vector<std::string> output_names(Task task);

// Numbers in card.json: 9 significant digits, 6 where the source is a float or a figure. Both survive any
// number of readings and writings (a double keeps 15 decimal digits, a float 6).
double rounded(double value, int significant_digits);

}  // namespace roentgen::model
