#include "dicom/sample_buffer.h"

#include <sys/mman.h>

#include <new>

namespace roentgen::dicom {

SampleBuffer SampleBuffer::of_size(std::size_t size) {
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  if (size < 2 * kHugePage) {
    std::shared_ptr<std::byte[]> owner(new std::byte[size]);
    std::byte* const data = owner.get();
    return {std::move(owner), data, size};
  }
  // Large ones in large pages, where the system has them: a tenth of the page faults.
  const auto alignment = static_cast<std::align_val_t>(kHugePage);
  auto* data = static_cast<std::byte*>(::operator new(size, alignment));
  ::madvise(data, size / kHugePage * kHugePage, MADV_HUGEPAGE);
  std::shared_ptr<void> owner(data, [alignment](void* at) { ::operator delete(at, alignment); });
  return {std::move(owner), data, size};
}

}  // namespace roentgen::dicom
