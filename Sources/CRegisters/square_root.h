// The square root of a whole register. Swift's own takes one lane at a time and calls sqrtf for
// each; this is the one instruction that the kernels could not be given otherwise.
#pragma once

typedef float square_root_float8 __attribute__((ext_vector_type(8)));
typedef float square_root_float16 __attribute__((ext_vector_type(16)));

static inline __attribute__((always_inline)) square_root_float8 square_root8(square_root_float8 x) {
    return __builtin_elementwise_sqrt(x);
}

static inline __attribute__((always_inline)) square_root_float16 square_root16(square_root_float16 x) {
    return __builtin_elementwise_sqrt(x);
}
