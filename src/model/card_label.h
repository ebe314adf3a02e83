// The parts of card.json that belong to one label, which a site's own file holds, too. Inside the room only:
// nlohmann's types do not leave it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/card.h"
#include "model/strict_json.h"

namespace roentgen::model {

using Ordered = nlohmann::ordered_json;

inline constexpr int kExact = 9;   // digits of what is computed with
inline constexpr int kFigure = 6;  // of a figure

Label read_label(const Json& json, const std::string& path, std::string& problem);
Ordered json_of(const Label& label);

// Calibration, thresholds and abstention: what local films decide.
void read_decision(StrictObject& in, Label& label, std::string& problem);
void write_decision(Ordered& to, const Label& label);

// Objects go one field per line; a list of plain values stays on one line, or a thousand feature means would
// be a thousand lines.
void print_json(const Ordered& value, int indent, std::string& out);

}  // namespace roentgen::model
