#include "objects/segmentation_stream.h"

#include <utility>

#include "objects/segmentation_attributes.h"

namespace roentgen::objects {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kMostPixelBytes = 0xFFFFFFFE;  // lengths are 32 bits, all ones mean "undefined"

// Tag, VR, reserved, length (PS3.5 7.1.2) of what follows in pieces.
base::Bytes pixel_header(std::size_t length) {
  base::Bytes header;
  for (const unsigned byte : {0xE0U, 0x7FU, 0x10U, 0x00U, unsigned{'O'}, unsigned{'B'}, 0U, 0U})
    header.push_back(static_cast<std::byte>(byte));
  for (int i = 0; i < 4; ++i) header.push_back(static_cast<std::byte>((length >> (8 * i)) & 0xFF));
  return header;
}

}  // namespace

base::Result<SegmentationStream> SegmentationStream::begin(const Segmentation& segmentation,
                                                           dicom::DataSetWriter common,
                                                           const std::string& sop_instance_uid, Sink sink) {
  if (auto added = add_segmentation(segmentation, sop_instance_uid, common); !added)
    return std::unexpected(added.error());
  SegmentationStream stream;
  stream.binary_ = segmentation.type == SegmentationType::binary;
  stream.pixels_ =
      static_cast<std::size_t>(segmentation.rows) * static_cast<std::size_t>(segmentation.columns);
  stream.frames_left_ = segmentation.frames.size();
  stream.sink_ = std::move(sink);
  const std::size_t plain = stream.pixels_ * stream.frames_left_;
  const std::size_t length =
      stream.binary_ ? packed_bytes(stream.frames_left_, stream.pixels_) : plain + plain % 2;
  stream.bytes_left_ = length;
  if (length > kMostPixelBytes)
    return base::fail(base::ErrorCode::internal, "the frames of one segmentation are at most 4 GiB");
  for (const base::Bytes& part :
       {dicom::part10_file(common, kSegmentationStorage, sop_instance_uid), pixel_header(length)})
    if (auto written = stream.sink_(part); !written) return std::unexpected(written.error());
  return stream;
}

base::Result<void> SegmentationStream::hand_over() {
  auto written = sink_(waiting_);
  bytes_left_ -= waiting_.size();
  waiting_.clear();
  return written;
}

base::Result<void> SegmentationStream::add(std::span<const std::uint8_t> samples) {
  if (frames_left_ == 0 || samples.size() != pixels_)
    return base::fail(base::ErrorCode::internal, "a frame does not belong to the segmentation");
  --frames_left_;
  if (binary_) {
    packer_.add(samples, waiting_);
  } else {
    const auto bytes = std::as_bytes(samples);
    if (waiting_.empty() && bytes.size() >= kChunk) {  // a whole film need not be copied first
      bytes_left_ -= bytes.size();
      return sink_(bytes);
    }
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
  }
  return waiting_.size() >= kChunk ? hand_over() : base::Result<void>{};
}

base::Result<void> SegmentationStream::finish() {
  if (frames_left_ > 0) return base::fail(base::ErrorCode::internal, "the segmentation lacks frames");
  packer_.finish(waiting_);
  waiting_.resize(bytes_left_);  // even
  return hand_over();
}

}  // namespace roentgen::objects
