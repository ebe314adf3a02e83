// For programs that ask for the same gigabyte again and again.
#pragma once

namespace roentgen::base {

// From now on memory that is given back stays with the process, and the kernel need not clear it each time it
// is asked for again: a seventh of a training step. Call once, before threads start.
void keep_freed_memory();

}  // namespace roentgen::base
