// Right films made wrong on purpose, with the truth known: to train the quality gate and to measure it.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "image/contour.h"
#include "image/image.h"

namespace roentgen::dataset {

// Parts of the film's width and height that are cut away.
struct Crop {
  double left = 0, top = 0, right = 0, bottom = 0;
  bool operator==(const Crop&) const = default;
};

// What is done to a film, in this order. A film with none of it stays as it is.
struct Spoil {
  Crop crop = {};
  double exposure = 0;   // -1 … 1: grey values pressed to black (negative) or white (positive), and clipped
  bool overlay = false;  // arrows, letters and rings burned into the picture
  bool mirrored = false;  // left and right exchanged
  int turn = 0;           // degrees clockwise: 0, 90, 180, 270
  bool inverted = false;  // black and white exchanged
  int blur = 0;           // longest side that is left of the picture's detail, in pixels; 0: all of it
  bool photo = false;     // photographed from a screen or a light box
};

// The picture, and where the film's corners lie if it was photographed (top left, top right, bottom right,
// bottom left of the film; some may lie outside the photograph).
struct SpoiledFilm {
  image::Image image;
  std::optional<std::array<image::Point, 4>> corners;
};

// The same film, spoil and stream: the same bytes. Films of less than 32 pixels a side are not cut.
SpoiledFilm spoiled_film(const image::Image& film, const Spoil& spoil, base::Random random);

// One of each kind, for measuring: clean, three turns, inverted, …; `words` names it.
struct NamedSpoil {
  std::string words;
  Spoil spoil;
};
std::vector<NamedSpoil> one_of_each(base::Random& random);

// Any mixture, for training; `upright`: neither turned nor mirrored.
Spoil any_mixture(base::Random& random, bool upright);

// A film that lies right, with one fault at most, most often a photograph; half of them mirrored. For
// training: what is asked only of upright pictures is learned on upright pictures.
Spoil any_single(base::Random& random);

// Which parts of the lungs a crop cuts away, from the outline of the whole film. Sides are the patient's.
struct CutLungs {
  std::optional<bool> apex, left_base, right_base, side;  // empty: too close to the edge to tell
};

// `right_lung` and `left_lung`: values of the mask. Cut: at least 3 % of a lung's height (apex, base) or
// width (side) lies outside; not cut: all of it inside. An outline that touches the border of the whole film
// counts as unknown there.
CutLungs cut_lungs(const image::Mask& lungs, int right_lung, int left_lung, const Crop& crop);

}  // namespace roentgen::dataset
