// A decoder that may abort on hostile bytes runs in a child process: if it dies, only the frame is lost.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"
#include "dicom/sample_buffer.h"

namespace roentgen::dicom {

enum class Isolated { done, refused, died };

// `decode` fills the `out_bytes` bytes it is given and says whether it could; it runs in a forked child that
// shares nothing else, prints nothing and gets at most two minutes of processor time and 512 MiB, with 16
// bytes for each of `out_bytes`, of memory. It must not take locks that other threads may hold; threads of
// its own it may start. `out` receives the bytes if the outcome is `done`. `internal` if no child can be
// started.
base::Result<Isolated> run_isolated(std::size_t out_bytes, SampleBuffer& out,
                                    const std::function<bool(std::byte*)>& decode);

}  // namespace roentgen::dicom
