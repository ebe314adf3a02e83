// OpenJPEG's assertions end the child it runs in, and the program says that the frame cannot be decoded.
// Where it runs in the fuzzer itself, an assertion that fails comes back here instead; what it held is
// leaked.
#pragma once

#include <csetjmp>

namespace roentgen::fuzz {

inline std::jmp_buf refused;

template <class Work>
void unless_refused(const Work& work) {
  if (setjmp(refused) == 0) work();
}

}  // namespace roentgen::fuzz

// tests/fuzz/libraries gives the failing assertions of its OpenJPEG this name.
extern "C" [[noreturn]] void openjpeg_assertion_failed(const char*, const char*, unsigned, const char*) {
  std::longjmp(roentgen::fuzz::refused, 1);
}
