// How a reading is shown on its film: layers of boxes, outlines, lines and texts that a viewer can switch.
#pragma once

#include <string>
#include <vector>

#include "objects/input.h"
#include "objects/presentation.h"

namespace roentgen::objects {

// The words that stand on everything that could be taken for a finished report.
inline constexpr const char* kMark = "AI - not for primary diagnosis";

// What is said of the whole film in lines of ASCII: the mark, every present finding with its probability, the
// cardiothoracic ratio; or that it was not read, and why. At most 12 lines.
std::vector<std::string> notice_lines(const study::Reading& reading);

// Layers: NOTICE (the mark, the urgency, findings without a place), one for each present finding that has a
// place, ANATOMY, MEASUREMENTS. The film is turned and its greys exchanged as the reading's gate did; windows
// and tables are those it was shown with. A film that was not read has NOTICE alone, with the reason.
Presentation present(const Input& input);

}  // namespace roentgen::objects
