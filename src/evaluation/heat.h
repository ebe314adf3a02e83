// Do heat maps point to the right place? Held against boxes that readers drew.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dataset/boxes.h"
#include "dataset/npz.h"
#include "evaluation/classification.h"
#include "evaluation/evaluate.h"
#include "image/image.h"
#include "model/engine.h"
#include "reading/found_boxes.h"

namespace roentgen::evaluation {

// A share of the picture, 0…1; both edges of a box.
struct Area {
  double left = 0, top = 0, right = 0, bottom = 0;
};

// The boxes of one film that belong to one label.
struct Boxed {
  std::string patient;
  std::vector<Area> boxes;
};

// Where on a heat map of any size (0…1) its brightest place lies: the middle of that pixel, as a share of the
// picture; of equals the first, row by row. Nowhere (false) where the map is 0 everywhere.
struct Spot {
  double x = 0.5, y = 0.5;
  bool found = false;
};
Spot brightest(const image::Plane& heat);

bool inside(const Spot& spot, const std::vector<Area>& boxes);

// |A and B| / |A or B| of the pixels that reach `level` and those whose middle lies in a box.
double box_iou(const image::Plane& heat, double level, const std::vector<Area>& boxes);

// The boxes of one label of a detector as a heat map of this size: each pixel whose middle lies in boxes has
// the strongest one's score, as a share of the strongest on the picture. Boxes in pixels of the picture.
image::Plane box_heat(const std::vector<reading::FoundBox>& boxes, int label, const reading::Size& picture,
                      const reading::Size& size);

// The part of the picture that the boxes cover together.
double covered(const std::vector<Area>& boxes);

// How often each of `grid` x `grid` cells lies in a box of these films, each film counting once; the films of
// one patient left out.
image::Plane usual_place(const std::vector<Boxed>& films, const std::string& without_patient, int grid);

// Per label of the card with at least kLeastBoxed films that have a box for it (names of boxes.csv become
// labels through `names`, where they differ); n = films with a box, whether or not the network calls the
// finding present. A detector's brightest place is the middle of its strongest box, and its heat box_heat():
//   heat_hit               part of films whose brightest place lies in a box (pointing game, Zhang et al.,
//   IJCV
//                          2018; no tolerance)
//   heat_hit_centre        the same of the middle of the picture
//   heat_hit_usual         the same of the place that most often lies in a box on films of other patients
//   heat_hit_random        the part of the picture that is boxed: what a place drawn at random hits
//   heat_iou               box_iou of what an overlay shows (half the brightest, or more)
//   heat_iou_usual         the same of the usual place, as large as the heat of the film
//   heat_hit_less_centre   heat_hit - heat_hit_centre, film by film (and heat_hit_less_usual)
// All with 95 % patient bootstrap. Films without a box take no part; those whose picture cannot be read
// become failures. `unusable_input` if no label has enough.
inline constexpr int kLeastBoxed = 10;
base::Result<Evaluation> evaluate_heat(const model::Engine& engine, const dataset::PictureTable& set,
                                       const std::vector<dataset::Box>& boxes,
                                       const std::map<std::string, std::string>& names,
                                       const std::string& split, const EvaluationOptions& options);

// heat_hit_less_other: heat_hit less that of another package on the same films, film by film. `other`: the
// scores of its evaluation, as `--scores` writes them; a label is held against the label of its name, or
// against the only one that the file has. Films that one of the two lacks take no part; none in common:
// `unusable_input`.
base::Result<void> hold_against(Evaluation& evaluation, const dataset::Csv& other,
                                const std::map<std::string, std::string>& names,
                                const EvaluationOptions& options);

// The figures as the card keeps them.
std::map<std::string, model::HitRate> hit_rates(const Evaluation& evaluation);

}  // namespace roentgen::evaluation
