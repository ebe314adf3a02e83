// Memory that a decoder fills with samples: shared by whoever still looks at it, and not set to zero first.
#pragma once

#include <cstddef>
#include <memory>

#include "base/file.h"
#include "dicom/data_set.h"

namespace roentgen::dicom {

class SampleBuffer {
 public:
  SampleBuffer() = default;
  SampleBuffer(base::Bytes bytes) {  // NOLINT: a buffer is bytes
    auto owner = std::make_shared<base::Bytes>(std::move(bytes));
    data_ = owner->data();
    size_ = owner->size();
    owner_ = std::move(owner);
  }
  SampleBuffer(std::shared_ptr<void> owner, std::byte* data, std::size_t size)
      : owner_(std::move(owner)), data_(data), size_(size) {}

  // Its content is what was there before. std::bad_alloc as from new.
  static SampleBuffer of_size(std::size_t size);

  std::byte* data() { return data_; }
  const std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  operator ByteView() const { return {data_, size_}; }

 private:
  std::shared_ptr<void> owner_;
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace roentgen::dicom
