// Film pixels of the network's input for each place of a detector's maps; apart from detector.h, because
// recipes are read without LibTorch.
#pragma once

namespace roentgen::training {

inline constexpr int kDetectorStride = 4;

}  // namespace roentgen::training
