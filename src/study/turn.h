// A reading whose picture is turned: every coordinate goes along.
#pragma once

#include "study/reading.h"

namespace roentgen::study {

// Where a point of a picture of rows x columns lies once the picture is turned clockwise by 0, 90, 180 or 270
// degrees (image/turn.h does that to the pixels). Holds for pixel centres and for edges between pixels.
Point turned(const Point& point, int rows, int columns, int degrees);

// Regions, outlines, segments, the picture's size and spacing. Boxes keep their corners in order.
Reading turned(Reading reading, int degrees);

// The reading as the corrected picture shows it, for drawing: `reading` turned as its gate turned the film.
Reading as_displayed(Reading reading);

}  // namespace roentgen::study
