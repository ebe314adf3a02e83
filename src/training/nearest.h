// Does a generator copy patients? How near its pictures lie to the films it learned, beside how near films of
// other patients lie to them.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "image/image.h"

namespace roentgen::training {

struct KnownFilm {
  image::Mask grey;
  std::string patient;
};

struct Neighbour {
  std::size_t film = 0;  // the nearest known film
  // sqrt(2 - 2 r) of their correlation r at 32 x 32 (a shrunk picture is a blurred one), at the shift of at
  // most two of those pixels that fits best: 0 for the same picture however bright, 1.41 for strangers.
  double distance = 0;
  // That distance as a part of the one to the nearest film of another patient: 1 for a picture that is as
  // near to several, towards 0 for a copy of one.
  double ratio = 1;
};

// `known` must hold films of two patients or more. All pictures have one size, of 32 pixels or more.
base::Result<std::vector<Neighbour>> nearest_films(std::span<const image::Mask> pictures,
                                                   std::span<const KnownFilm> known, int threads);

// How much pictures vary: the median, over the first 200, of the distance to the nearest one of another
// patient. -1 if there is none.
base::Result<double> median_apart(std::span<const KnownFilm> films, int threads);

struct NearestCheck {
  std::vector<Neighbour> made;  // of each synthetic picture, to the films learned
  std::vector<Neighbour> real;  // of each validation film, to the same
  double median_made = 0, median_real = 0;
  double close = 0;        // the distance that the nearest twentieth of the real films stays below
  double part_close = 0;   // of the synthetic pictures, nearer than that; 0.05 if they were films
  double least_ratio = 0;  // of the real films
  double apart_made = -1,
         apart_learned = -1;  // median_apart() of the synthetic pictures, and of the films learned
  // Synthetic pictures nearer than `close` and nearer to one patient, against the next, than any real film
  // is.
  std::vector<std::size_t> copies;
};

// `apart_made` and `apart_learned` are for the caller to fill in. Without real films there is nothing to
// compare with: `close` and `least_ratio` are then 0.
NearestCheck judge_nearest(std::vector<Neighbour> made, std::vector<Neighbour> real);

// The check in two or three sentences.
std::string words_of(const NearestCheck& check);

}  // namespace roentgen::training
