// Pictures for people: what a network saw, laid over the radiograph. Coordinates are pixels of the picture
// drawn on (origin at the centre of its top-left pixel), unless a function says otherwise.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "image/contour.h"
#include "image/image.h"

namespace roentgen::image {

using Colour = std::array<std::uint8_t, 3>;  // red, green, blue

Picture to_picture(const Image& image);  // grey

// Area-averaged so that the longer side has at most `longest_side` pixels; a smaller one stays as it is.
Image shrunk(const Image& image, int longest_side);
Picture shrunk(const Picture& picture, int longest_side);

// 1 for thumbnails, 2 from 600 pixels of the longer side, 3 from 1200: lines look alike at every size.
int line_thickness(const Picture& picture);

// The colour of 0 … 1 in the map "inferno" (S. van der Walt, N. Smith, 2015, CC0), whose lightness rises
// evenly, also for the colour-blind and in grey print. Its darkest quarter is left out: on a radiograph it
// would look like air.
Colour heat_colour(double value);

// Lays a heat map of 0 … 1 over the picture. It covers the whole picture, whatever its own size. Where it is
// 0 the picture stays as it is; the colour's share is opacity * value, so weak heat hides nothing.
void blend_heat(Picture& picture, const Plane& heat, double opacity);

// The outlines of one value of a mask, which covers the whole picture, whatever its own size. Smooth edges.
void draw_outline(Picture& picture, const Mask& mask, std::uint8_t value, Colour colour, int thickness);

// A closed polygon, in pixels of the picture.
void draw_polygon(Picture& picture, const Polygon& polygon, Colour colour, int thickness);

// A straight line, with a tick of `tick` pixels across each end (0: none), as on a measurement.
void draw_line(Picture& picture, Point from, Point to, Colour colour, int thickness, double tick);

// One line of text, `height` pixels for a capital letter, dark-rimmed so that it reads on any ground. `at` is
// its top-left corner; text that would leave the picture is pushed inside as far as it fits. ASCII only:
// other characters become "?".
void draw_label(Picture& picture, Point at, std::string_view text, Colour colour, int height);

// The columns and rows such a text takes, rim included.
Box label_box(std::string_view text, int height);

// Such a text in lines that take at most so many columns, broken between words; a word alone may be wider.
std::vector<std::string> label_lines(std::string_view text, int height, int columns);

}  // namespace roentgen::image
