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

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
// Takes the place of the C library's.
extern "C" [[noreturn]] void __assert_fail(const char*, const char*, unsigned, const char*) noexcept {
  std::longjmp(roentgen::fuzz::refused, 1);
}
#endif
