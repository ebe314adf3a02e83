// A Grayscale Softcopy Presentation State (PS3.3 A.33.1) as a plain value.
//
// Points on the image are in our coordinates: pixels of the stored image, origin at the CENTRE of the
// top-left pixel. DICOM's origin is that pixel's top-left CORNER (C.10.5, units PIXEL: 0.0\0.0), so its
// numbers are 0.5 larger. Points on the display are shares of the displayed area, 0 … 1 from its top-left
// corner.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dicom/shown_grey.h"
#include "objects/segmentation.h"
#include "study/reading.h"

namespace roentgen::objects {

enum class GraphicType { point, polyline, interpolated, circle, ellipse };

struct Graphic {
  std::string layer;
  GraphicType type = GraphicType::polyline;
  bool on_display = false;
  bool filled = false;
  // polyline: its corners, the last the same as the first if it is closed; circle: centre and a point on it;
  // ellipse: both ends of the longer axis, then of the shorter.
  std::vector<study::Point> points;
  bool operator==(const Graphic&) const = default;
};

struct TextBox {
  study::Point top_left, bottom_right;
  bool on_display = false;
  bool operator==(const TextBox&) const = default;
};

struct TextAnchor {
  study::Point at;
  bool on_display = false;
  bool shown = false;  // a line leads from the text to it
  bool operator==(const TextAnchor&) const = default;
};

// Has a box, an anchor, or both.
struct PlacedText {
  std::string layer;
  std::string text;  // lines end in "\r\n"
  std::optional<TextBox> box;
  std::optional<TextAnchor> anchor;
  bool operator==(const PlacedText&) const = default;
};

struct Layer {
  std::string name;  // capitals, digits and _, at most 16
  int order = 1;     // larger: drawn later
  std::string description;
  std::optional<std::array<std::uint16_t, 3>> cielab;  // recommended colour, as stored (C.10.7.1.1)
  bool operator==(const Layer&) const = default;
};

// Counted from 1 and inclusive; the corners as they lie on the display once the image is turned and flipped.
struct DisplayedArea {
  int left = 1, top = 1, right = 1, bottom = 1;
  bool operator==(const DisplayedArea&) const = default;
};

struct Presentation {
  std::string label, description;
  std::vector<SourceImage> images;
  DisplayedArea area;
  double pixel_aspect = 1;  // height / width of a pixel
  int turned_degrees = 0;   // clockwise, after flipping
  bool flipped = false;     // left and right exchanged
  // Modality LUT and VOI LUT; `inverse` is the Presentation LUT Shape. No VOI: `has_window` false.
  dicom::ShownGrey grey;
  bool has_window = false;
  std::vector<Layer> layers;
  std::vector<Graphic> graphics;
  std::vector<PlacedText> texts;
};

}  // namespace roentgen::objects
