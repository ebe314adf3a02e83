// Deflated data sets and deflated frames (RFC 1951), with a bound on what comes out.
#pragma once

#include <cstddef>
#include <span>

#include "base/file.h"
#include "base/result.h"

namespace roentgen::dicom {

struct Inflated {
  base::Bytes bytes;
  bool complete = false;  // false: the stream ended early; what came before is kept
};

// Grows with what really comes out. `unusable_input` if the stream is damaged at its start or passes
// `limit_bytes`.
base::Result<Inflated> inflate(std::span<const std::byte> deflated, std::size_t limit_bytes);

}  // namespace roentgen::dicom
