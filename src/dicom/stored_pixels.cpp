#include "dicom/stored_pixels.h"

#include <algorithm>
#include <cstring>

#include "base/sha256_stream.h"
#include "dicom/stored_frame.h"

namespace roentgen::dicom {
namespace {

struct Statistics {
  double minimum = 0;
  double maximum = 0;
  double sum = 0;
  double count = 0;
};

template <class Sample>
void add_samples(ByteView bytes, Statistics& all) {
  const std::size_t count = bytes.size() / sizeof(Sample);
  for (std::size_t i = 0; i < count; ++i) {
    Sample sample;
    std::memcpy(&sample, bytes.data() + i * sizeof(Sample), sizeof(Sample));
    const auto value = static_cast<double>(sample);
    if (all.count == 0) all.minimum = all.maximum = value;
    all.minimum = std::min(all.minimum, value);
    all.maximum = std::max(all.maximum, value);
    all.sum += value;
    all.count += 1;
  }
}

struct Type {
  std::string name;
  void (*add)(ByteView, Statistics&);
};

Type type_of(const PixelFormat& format) {
  if (format.kind == SampleKind::float32) return {"float32", add_samples<float>};
  if (format.kind == SampleKind::float64) return {"float64", add_samples<double>};
  const bool s = format.is_signed;
  switch (format.bits_allocated) {
    case 8:
      return s ? Type{"int8", add_samples<std::int8_t>} : Type{"uint8", add_samples<std::uint8_t>};
    case 16:
      return s ? Type{"int16", add_samples<std::int16_t>} : Type{"uint16", add_samples<std::uint16_t>};
    case 32:
      return s ? Type{"int32", add_samples<std::int32_t>} : Type{"uint32", add_samples<std::uint32_t>};
    default:
      return s ? Type{"int64", add_samples<std::int64_t>} : Type{"uint64", add_samples<std::uint64_t>};
  }
}

}  // namespace

base::Result<StoredPixels> describe_stored_pixels(
    std::span<const std::byte> file, const std::function<void(std::span<const std::byte>)>& each_frame) {
  const auto part10 = read_part10(file);
  if (!part10) return std::unexpected(part10.error());
  std::vector<std::string> remarks;
  const auto source = find_pixels(*part10, remarks);
  if (!source) return std::unexpected(source.error());
  const PixelFormat& format = source->format;
  if (static_cast<double>(format.samples_per_frame()) * format.frames > kMostFingerprintedSamples)
    return undecodable("the frames are too many for a fingerprint of all of them");

  StoredPixels result;
  Statistics statistics;
  base::Sha256Stream hash;
  for (int i = 0; i < format.frames; ++i) {
    const auto frame = decode_frame(*source, i, remarks);
    if (!frame) return std::unexpected(frame.error());
    const Type type = type_of(frame->format);
    if (result.dtype.empty()) result.dtype = type.name;
    hash.add(frame->samples);
    if (each_frame) each_frame(frame->samples);
    type.add(frame->samples, statistics);
    remarks.clear();
  }
  if (format.frames > 1) result.shape.push_back(format.frames);
  result.shape.insert(result.shape.end(), {format.rows, format.columns});
  if (format.samples > 1) result.shape.push_back(format.samples);
  result.sha256 = hash.hex();
  result.minimum = statistics.minimum;
  result.maximum = statistics.maximum;
  result.mean = statistics.sum / statistics.count;
  return result;
}

}  // namespace roentgen::dicom
