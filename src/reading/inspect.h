// The quality gate on one film: the file's words, the grey values, then the network - and what follows from
// them for reading it.
#pragma once

#include "base/result.h"
#include "image/image.h"
#include "model/engine.h"
#include "reading/acceptance.h"
#include "reading/packages.h"
#include "reading/verdict.h"
#include "study/acquisition.h"

namespace roentgen::reading {

struct Inspected {
  Verdict verdict;               // reasons: nothing is read
  study::Correction correction;  // what was done to the stored picture
  image::Image upright;          // the corrected picture; empty if nothing was corrected
  study::PixelSpacing spacing;   // of the upright picture
  Subject subject;               // for may_read()
  // Who may be asked if the picture is no frontal chest (part.h); then verdict.reasons say why the chest
  // readers were not.
  std::vector<Role> other_roles;
};

// The networks are asked only if neither the file's words nor the grey values refuse the picture: first
// film-quality whether it lies right, then the gate what it shows; film-quality a second time only if the
// picture was corrected. Errors: of the engines.
base::Result<Inspected> inspect(const model::Engine& gate, const model::Engine& quality,
                                const image::Image& stored, const study::Acquisition& acquisition);

}  // namespace roentgen::reading
