#include "dicom/sample_buffer.h"

#include "base/large_pages.h"

namespace roentgen::dicom {

SampleBuffer SampleBuffer::of_size(std::size_t size) {
  std::shared_ptr<std::byte[]> owner(new std::byte[size]);
  std::byte* const data = owner.get();
  base::prefer_large_pages(data, size);
  return {std::move(owner), data, size};
}

}  // namespace roentgen::dicom
