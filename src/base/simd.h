// Hot loops compiled twice: for every x86-64 and for processors with AVX2; the loader chooses.
#pragma once

// AVX2 without FMA: both versions round alike, so the same input gives the same bytes on every machine. Not
// AVX-512, though it is a tenth faster: it has FMA, and g++ uses it where it may. The sanitizers and clang
// take the plain version: their start-up code comes after the loader's choice.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ROENTGEN_SIMD __attribute__((target_clones("avx2", "default")))
#else
#define ROENTGEN_SIMD
#endif
