// Changes that a gradient passes through, put on real and made pictures alike before the discriminator sees
// them, so that few films are not learned by heart and the changes do not leak into what is made (Zhao et
// al., "Differentiable augmentation for data-efficient GAN training", NeurIPS 2020).
#pragma once

#include <torch/torch.h>

#include "base/random.h"

namespace roentgen::training {

// [N, 1, S, S] in -1…1. Each picture on its own: brighter or darker by up to 0.5, contrast by 0.5 to 1.5
// about its mean, moved by up to an eighth of its side (what comes in is 0), a square of half the side cut
// out (0).
torch::Tensor vary(const torch::Tensor& pictures, base::Random& random);

}  // namespace roentgen::training
