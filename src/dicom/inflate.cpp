#include "dicom/inflate.h"

#include <zlib.h>

#include <algorithm>

namespace roentgen::dicom {
namespace {

constexpr std::size_t kStep = std::size_t{256} << 10;

// Frees zlib's state when it goes out of scope.
struct Stream {
  z_stream z{};
  bool ready = false;
  Stream() { ready = inflateInit2(&z, -MAX_WBITS) == Z_OK; }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  ~Stream() {
    if (ready) inflateEnd(&z);
  }
};

}  // namespace

base::Result<Inflated> inflate(std::span<const std::byte> deflated, std::size_t limit_bytes) {
  Stream stream;
  if (!stream.ready) return base::fail(base::ErrorCode::internal, "zlib could not be started");
  Inflated result;
  std::size_t taken = 0;
  std::size_t filled = 0;
  int status = Z_OK;
  while (status == Z_OK) {
    if (stream.z.avail_in == 0 && taken < deflated.size()) {
      const std::size_t part = std::min<std::size_t>(deflated.size() - taken, std::size_t{1} << 30);
      stream.z.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(deflated.data() + taken));
      stream.z.avail_in = static_cast<uInt>(part);
      taken += part;
    }
    if (filled >= limit_bytes)
      return base::fail(base::ErrorCode::unusable_input, "the deflated data grow beyond " +
                                                             std::to_string(limit_bytes >> 20) +
                                                             " MiB, more than an image needs");
    const std::size_t room = std::min(std::max(kStep, filled / 2), limit_bytes - filled);
    result.bytes.resize(filled + room);
    stream.z.next_out = reinterpret_cast<Bytef*>(result.bytes.data() + filled);
    stream.z.avail_out = static_cast<uInt>(room);
    status = ::inflate(&stream.z, Z_NO_FLUSH);
    filled += room - stream.z.avail_out;
  }
  result.bytes.resize(filled);
  result.complete = status == Z_STREAM_END;
  if (!result.complete && filled == 0)
    return base::fail(base::ErrorCode::unusable_input, "the deflated data are damaged");
  return result;
}

}  // namespace roentgen::dicom
