// Ctrl-C: asked once, the program ends what it is writing and leaves; asked twice, it dies.
#pragma once

namespace roentgen::base {

// From now on the first SIGINT or SIGTERM only sets the flag, and the next one kills as if it had never been
// caught. Signals belong to the whole process: call it once, from main().
void catch_interrupts();

// True after the first one. Long loops ask between two pieces of work and return ErrorCode::cancelled.
bool interrupted();

}  // namespace roentgen::base
