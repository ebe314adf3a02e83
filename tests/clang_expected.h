// libstdc++ 12 offers std::expected only to compilers that say they know all of C++20's concepts. Clang 16
// knows what <expected> needs but does not say so. Included in front of every file that clang reads here
// (clang-tidy, fuzzers); g++ never sees it.
#pragma clang system_header
#undef __cpp_concepts
#define __cpp_concepts 202002L
