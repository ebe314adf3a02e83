#include "reading/corrected.h"

#include "image/turn.h"

namespace roentgen::reading {

image::Image corrected(const image::Image& stored, const study::Correction& correction) {
  image::Image result = image::turned(stored, correction.turned_degrees);
  return correction.inverted ? image::inverted(result) : result;
}

}  // namespace roentgen::reading
