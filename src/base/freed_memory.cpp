#include "base/freed_memory.h"

#include <malloc.h>

namespace roentgen::base {

void keep_freed_memory() {
  mallopt(M_MMAP_MAX,
          0);  // a mapping of its own would go back at once; M_MMAP_THRESHOLD cannot be set above 32 MiB
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_TOP_PAD, 64 << 20);
}

}  // namespace roentgen::base
