// The random numbers of a training: a stream for each (seed, epoch, film).
#pragma once

#include "base/random.h"

namespace roentgen::training {

using base::Random;

}  // namespace roentgen::training
