// The parts of a card that only detectors and landmark finders have. Inside the room only.
#pragma once

#include <ostream>

#include "model/card.h"
#include "model/strict_json.h"

namespace roentgen::model {

PlaceSpec read_places(const Json& json, const std::string& path, std::string& problem);

nlohmann::ordered_json json_of(const PlaceSpec& places);

}  // namespace roentgen::model
