// Two pictures beside each other, for people.
#pragma once

#include "image/image.h"

namespace roentgen::image {

// Left `before`, right `after`, each at most so many pixels high, with their names on top and a gap between
// them. The two may differ in size; both are scaled to the same height.
Picture before_after(const Image& before, const Image& after, int height);

}  // namespace roentgen::image
